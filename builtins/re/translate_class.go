package re

import (
	"fmt"
	"strconv"
	"strings"
)

// This file translates characters, escapes and sets of characters.

// Classes of ASCII, for patterns of bytes and with the flag.
var asciiClasses = map[rune]string{'d': "0-9", 'w': "a-zA-Z0-9_", 's': ` \t\n\r\f\v`}

// category writes \d, \w, \s and their complements outside of a class.
func (t *translator) category(r rune) {
	lower := r | 0x20
	if t.flags&flagASCII == 0 {
		if lower == 's' { // Python's white space has the separators 0x1c to 0x1f
			not := ""
			if r == 'S' {
				not = "^"
			}
			t.out.WriteString(`[` + not + `\s\u001c-\u001f]`)
			return
		}
		t.out.WriteString(`\` + string(r))
		return
	}
	not := ""
	if r != lower {
		not = "^"
	}
	t.out.WriteString("[" + not + asciiClasses[lower] + "]")
}

// escape reads an escape outside of a class.
func (t *translator) escape() error {
	start := t.pos
	t.pos++
	if !t.more() {
		return t.fail(start, "bad escape (end of pattern)")
	}
	r := t.src[t.pos]
	switch r {
	case 'd', 'D', 'w', 'W', 's', 'S':
		t.pos++
		t.category(r)
		return nil
	case 'A':
		t.pos++
		t.out.WriteString(`\A`)
		return nil
	case 'Z':
		t.pos++
		t.out.WriteString(`\z`)
		return nil
	case 'b', 'B':
		t.pos++
		t.boundary(r)
		return nil
	}
	if r >= '1' && r <= '9' {
		n := int(r - '0')
		t.pos++
		if t.more() && t.src[t.pos] >= '0' && t.src[t.pos] <= '9' {
			// Three octal digits are a character.
			if r <= '3' && t.pos+1 < len(t.src) && octal(r) && octal(t.src[t.pos]) && octal(t.src[t.pos+1]) {
				v, _ := strconv.ParseInt(string(t.src[t.pos-1:t.pos+2]), 8, 32)
				t.pos += 2
				t.literal(rune(v))
				return nil
			}
			n = n*10 + int(t.src[t.pos]-'0')
			t.pos++
		}
		if n > t.groups {
			return t.fail(start+1, "invalid group reference %d", n)
		}
		if t.open[n] {
			return t.fail(start, "cannot refer to an open group")
		}
		fmt.Fprintf(&t.out, `\k<%d>`, n)
		return nil
	}
	c, err := t.character(start)
	if err != nil {
		return err
	}
	t.literal(c)
	return nil
}

// boundary writes \b or \B.
func (t *translator) boundary(r rune) {
	if t.flags&flagASCII == 0 {
		t.out.WriteString(`\` + string(r))
		return
	}
	const w = "[a-zA-Z0-9_]"
	if r == 'b' {
		t.out.WriteString("(?:(?<=" + w + ")(?!" + w + ")|(?<!" + w + ")(?=" + w + "))")
	} else {
		t.out.WriteString("(?:(?<=" + w + ")(?=" + w + ")|(?<!" + w + ")(?!" + w + "))")
	}
}

func octal(r rune) bool { return r >= '0' && r <= '7' }

// character reads the rest of an escape for one character; pos is behind the backslash, which is at start.
func (t *translator) character(start int) (rune, error) {
	r := t.src[t.pos]
	t.pos++
	hex := func(n int) (rune, error) {
		end := t.pos
		for end < len(t.src) && end < t.pos+n && strings.ContainsRune("0123456789abcdefABCDEF", t.src[end]) {
			end++
		}
		if end-t.pos < n {
			return 0, t.fail(start, "incomplete escape %s", string(t.src[start:end]))
		}
		v, _ := strconv.ParseInt(string(t.src[t.pos:end]), 16, 64)
		t.pos = end
		return rune(v), nil
	}
	switch r {
	case 'a':
		return '\a', nil
	case 'f':
		return '\f', nil
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 't':
		return '\t', nil
	case 'v':
		return '\v', nil
	case 'x':
		return hex(2)
	case 'u':
		if !t.bytes {
			return hex(4)
		}
	case 'U':
		if !t.bytes {
			return hex(8)
		}
	case '0':
		v := rune(0)
		for n := 0; n < 2 && t.more() && octal(t.src[t.pos]); n++ {
			v = v*8 + t.src[t.pos] - '0'
			t.pos++
		}
		return v, nil
	}
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
		return 0, t.fail(start, "bad escape \\%c", r)
	}
	return r, nil
}

// class reads [...].
func (t *translator) class() error {
	start := t.pos
	t.pos++
	var b strings.Builder
	b.WriteByte('[')
	if t.accept("^") {
		b.WriteByte('^')
	}
	put := func(r rune) { fmt.Fprintf(&b, `\u%04x`, r) }
	wide := func(r rune) {
		if r > 0xFFFF || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else {
			put(r)
		}
	}
	for first := true; ; first = false {
		if !t.more() {
			return t.fail(start, "unterminated character set")
		}
		if t.src[t.pos] == ']' && !first {
			t.pos++
			break
		}
		from := t.pos
		lo, set, err := t.classItem()
		if err != nil {
			return err
		}
		isRange := t.pos+1 < len(t.src) && t.src[t.pos] == '-' && t.src[t.pos+1] != ']'
		if !isRange {
			if set != "" {
				b.WriteString(set)
			} else {
				wide(lo)
			}
			continue
		}
		t.pos++
		hi, set2, err := t.classItem()
		if err != nil {
			return err
		}
		if set != "" || set2 != "" || hi < lo {
			return t.fail(from, "bad character range %s", string(t.src[from:t.pos]))
		}
		wide(lo)
		b.WriteByte('-')
		wide(hi)
	}
	b.WriteByte(']')
	t.out.WriteString(b.String())
	return nil
}

// classItem reads a character of a class, or a category, of which set is the notation.
func (t *translator) classItem() (r rune, set string, err error) {
	start := t.pos
	r = t.src[t.pos]
	if r != '\\' {
		t.pos++
		return r, "", nil
	}
	t.pos++
	if !t.more() {
		return 0, "", t.fail(start, "bad escape (end of pattern)")
	}
	r = t.src[t.pos]
	switch r {
	case 'd', 'w', 's', 'D', 'W', 'S':
		t.pos++
		if t.flags&flagASCII == 0 {
			if r == 's' {
				return 0, `\s\u001c-\u001f`, nil
			}
			return 0, `\` + string(r), nil
		}
		switch r {
		case 'D':
			return 0, `\u0000-/:-\uffff`, nil
		case 'W':
			return 0, `\u0000-/:-@\u005b-\u005e\u0060\u007b-\uffff`, nil
		case 'S':
			return 0, `\u0000-\u0008\u000e-\u001f!-\uffff`, nil
		}
		return 0, asciiClasses[r], nil
	case 'b':
		t.pos++
		return '\b', "", nil
	}
	if octal(r) {
		v := rune(0)
		for n := 0; n < 3 && t.more() && octal(t.src[t.pos]); n++ {
			v = v*8 + t.src[t.pos] - '0'
			t.pos++
		}
		return v, "", nil
	}
	r, err = t.character(start)
	return r, "", err
}
