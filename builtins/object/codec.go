package object

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file defines the text encodings that encode(), decode(), str() and bytes() know.

// codec is a text encoding.
type codec struct {
	name string // as errors print it
	// encode appends the bytes of a character; ok is false if it has none.
	encode func(b []byte, r rune) (out []byte, ok bool)
	// decode returns the first character of s, which is not empty, and its size; or, with a reason, the size of what is
	// wrong at the start of s.
	decode func(s string) (r rune, n int, reason string)
	// reason says why a character cannot be encoded.
	reason string
	// mark is written before encoded text, and skipped before decoded text.
	mark string
}

const outOfASCII, outOfLatin1, unmapped = "ordinal not in range(128)", "ordinal not in range(256)", "character maps to <undefined>"

// findCodec returns the codec of an encoding name.
func findCodec(name string) (*codec, error) {
	normal := strings.Map(func(r rune) rune {
		if r == '_' || r == ' ' {
			return '-'
		}
		return r
	}, strings.ToLower(name))
	switch normal {
	case "utf-8", "utf8", "u8", "utf", "cp65001":
		return utf8Codec(), nil
	case "utf-8-sig":
		c := utf8Codec()
		c.mark = "\ufeff"
		return c, nil
	case "ascii", "us-ascii", "646", "ansi-x3.4-1968":
		return byteCodec("ascii", 0x80, outOfASCII), nil
	case "latin-1", "latin1", "latin", "l1", "iso-8859-1", "iso8859-1", "8859", "cp819":
		return byteCodec("latin-1", 0x100, outOfLatin1), nil
	case "cp1252", "windows-1252", "1252":
		return tableCodec(cp1252), nil
	case "iso-8859-15", "iso8859-15", "latin-9", "latin9", "l9":
		return tableCodec(latin9), nil
	case "utf-16", "utf16", "u16":
		c := utf16Codec("utf-16", binary.LittleEndian)
		c.mark = "\xff\xfe"
		return c, nil
	case "utf-16-le", "utf-16le":
		return utf16Codec("utf-16-le", binary.LittleEndian), nil
	case "utf-16-be", "utf-16be":
		return utf16Codec("utf-16-be", binary.BigEndian), nil
	case "utf-32", "utf32", "u32":
		c := utf32Codec("utf-32", binary.LittleEndian)
		c.mark = "\xff\xfe\x00\x00"
		return c, nil
	case "utf-32-le", "utf-32le":
		return utf32Codec("utf-32-le", binary.LittleEndian), nil
	case "utf-32-be", "utf-32be":
		return utf32Codec("utf-32-be", binary.BigEndian), nil
	}
	return nil, exceptions.LookupError.Errorf("unknown encoding: %s", name)
}

// CodecName returns the canonical name of an encoding, or a LookupError.
func CodecName(name string) (string, error) {
	c, err := findCodec(name)
	if err != nil {
		return "", err
	}
	if c.name == "charmap" {
		return strings.ToLower(name), nil
	}
	return c.name, nil
}

func isSurrogate(r rune) bool { return 0xD800 <= r && r <= 0xDFFF }

func utf8Codec() *codec {
	return &codec{
		name:   "utf-8",
		reason: "surrogates not allowed",
		encode: func(b []byte, r rune) ([]byte, bool) { return utf8.AppendRune(b, r), !isSurrogate(r) },
		decode: func(s string) (rune, int, string) {
			if r, n := utf8.DecodeRuneInString(s); r != utf8.RuneError || n > 1 {
				return r, n, ""
			}
			n, reason := invalidUTF8(s)
			return 0, n, reason
		},
	}
}

// invalidUTF8 says what is wrong at the start of s, and how many bytes of s belong to it.
func invalidUTF8(s string) (n int, reason string) {
	low, high, size := byte(0x80), byte(0xBF), 0
	switch c := s[0]; {
	case 0xC2 <= c && c <= 0xDF:
		size = 2
	case 0xE0 <= c && c <= 0xEF:
		size = 3
		if c == 0xE0 {
			low = 0xA0
		} else if c == 0xED {
			high = 0x9F
		}
	case 0xF0 <= c && c <= 0xF4:
		size = 4
		if c == 0xF0 {
			low = 0x90
		} else if c == 0xF4 {
			high = 0x8F
		}
	default:
		return 1, "invalid start byte"
	}
	for n = 1; n < size; n++ {
		if n == len(s) {
			return n, "unexpected end of data"
		}
		if s[n] < low || s[n] > high {
			break
		}
		low, high = 0x80, 0xBF
	}
	return n, "invalid continuation byte"
}

// byteCodec maps the characters below limit to one byte each.
func byteCodec(name string, limit rune, reason string) *codec {
	return &codec{
		name:   name,
		reason: reason,
		encode: func(b []byte, r rune) ([]byte, bool) { return append(b, byte(r)), r < limit },
		decode: func(s string) (rune, int, string) {
			if rune(s[0]) < limit {
				return rune(s[0]), 1, ""
			}
			return 0, 1, reason
		},
	}
}

// cp1252 and latin9 hold the characters of the upper half that differ from Latin-1.
var (
	cp1252 = map[byte]rune{
		0x80: '€', 0x81: -1, 0x82: '‚', 0x83: 'ƒ', 0x84: '„', 0x85: '…', 0x86: '†', 0x87: '‡', 0x88: 'ˆ', 0x89: '‰', 0x8a: 'Š',
		0x8b: '‹', 0x8c: 'Œ', 0x8d: -1, 0x8e: 'Ž', 0x8f: -1, 0x90: -1, 0x91: '‘', 0x92: '’', 0x93: '“', 0x94: '”', 0x95: '•',
		0x96: '–', 0x97: '—', 0x98: '˜', 0x99: '™', 0x9a: 'š', 0x9b: '›', 0x9c: 'œ', 0x9d: -1, 0x9e: 'ž', 0x9f: 'Ÿ',
	}
	latin9 = map[byte]rune{0xa4: '€', 0xa6: 'Š', 0xa8: 'š', 0xb4: 'Ž', 0xb8: 'ž', 0xbc: 'Œ', 0xbd: 'œ', 0xbe: 'Ÿ'}
)

// tableCodec is Latin-1 but for the bytes in table; -1 marks bytes without a character.
func tableCodec(table map[byte]rune) *codec {
	return &codec{
		name:   "charmap",
		reason: unmapped,
		encode: func(b []byte, r rune) ([]byte, bool) {
			for c, x := range table {
				if x == r {
					return append(b, c), true
				}
			}
			if _, differs := table[byte(r)]; r < 0x100 && !differs {
				return append(b, byte(r)), true
			}
			return b, false
		},
		decode: func(s string) (rune, int, string) {
			r, ok := table[s[0]]
			switch {
			case !ok:
				return rune(s[0]), 1, ""
			case r < 0:
				return 0, 1, unmapped
			}
			return r, 1, ""
		},
	}
}

func utf16Codec(name string, order binary.AppendByteOrder) *codec {
	get := order.(binary.ByteOrder).Uint16
	return &codec{
		name:   name,
		reason: "surrogates not allowed",
		encode: func(b []byte, r rune) ([]byte, bool) {
			if r >= 0x10000 {
				high, low := utf16.EncodeRune(r)
				return order.AppendUint16(order.AppendUint16(b, uint16(high)), uint16(low)), true
			}
			return order.AppendUint16(b, uint16(r)), !isSurrogate(r)
		},
		decode: func(s string) (rune, int, string) {
			if len(s) < 2 {
				return 0, len(s), "truncated data"
			}
			r := rune(get([]byte(s[:2])))
			if !isSurrogate(r) {
				return r, 2, ""
			}
			if r >= 0xDC00 {
				return 0, 2, "illegal encoding"
			}
			if len(s) < 4 {
				return 0, len(s), "unexpected end of data"
			}
			if pair := utf16.DecodeRune(r, rune(get([]byte(s[2:4])))); pair != utf8.RuneError {
				return pair, 4, ""
			}
			return 0, 2, "illegal UTF-16 surrogate"
		},
	}
}

func utf32Codec(name string, order binary.AppendByteOrder) *codec {
	get := order.(binary.ByteOrder).Uint32
	return &codec{
		name:   name,
		reason: "surrogates not allowed",
		encode: func(b []byte, r rune) ([]byte, bool) { return order.AppendUint32(b, uint32(r)), !isSurrogate(r) },
		decode: func(s string) (rune, int, string) {
			if len(s) < 4 {
				return 0, len(s), "truncated data"
			}
			switch r := get([]byte(s[:4])); {
			case r > utf8.MaxRune:
				return 0, 4, "code point not in range(0x110000)"
			case isSurrogate(rune(r)):
				return 0, 4, "code point in surrogate code point range(0xd800, 0xe000)"
			default:
				return rune(r), 4, ""
			}
		},
	}
}

// unicodeError is UnicodeEncodeError or UnicodeDecodeError(encoding, object, start, end, reason).
func unicodeError(t *exceptions.Type, encoding string, object starlark.Value, start, end int, reason string) error {
	args := starlark.Tuple{starlark.String(encoding), object, starlark.MakeInt(start), starlark.MakeInt(end), starlark.String(reason)}
	return &exceptions.Error{Type: t, Args: args, Attrs: map[string]starlark.Value{
		"encoding": args[0], "object": args[1], "start": args[2], "end": args[3], "reason": args[4],
	}}
}
