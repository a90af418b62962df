package starlarkcbor

// This file tells text from other strings: the check that both directions make
// on each string, with a wide stride over ASCII.

import "unicode/utf8"

// validUTF8 reports whether s is valid UTF-8.
func validUTF8(s string) bool {
	i := asciiPrefix(s)
	return i == len(s) || utf8.ValidString(s[i:])
}

// asciiPrefix returns the length of a prefix of s that is ASCII: all of s if s
// is ASCII, otherwise at least up to the stride before the first other byte.
func asciiPrefix(s string) int {
	const high = 0x8080808080808080
	i := 0
	for ; len(s)-i >= 32; i += 32 {
		t := s[i : i+32]
		if (load64(t[0:8])|load64(t[8:16])|load64(t[16:24])|load64(t[24:32]))&high != 0 {
			return i
		}
	}
	for ; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return i
		}
	}
	return i
}

// shortASCII reports whether s, of less than 24 bytes, is ASCII.
func shortASCII(s string) bool {
	const high = 0x8080808080808080
	switch n := len(s); {
	case n >= 16:
		return (load64(s)|load64(s[8:])|load64(s[n-8:]))&high == 0
	case n >= 8:
		return (load64(s)|load64(s[n-8:]))&high == 0
	}
	var or byte
	for i := range len(s) {
		or |= s[i]
	}
	return or < utf8.RuneSelf
}

// load64 returns the first eight bytes of s; the compiler makes one load of it.
func load64(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
