package re

import (
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
)

// This file reads replacement texts with \1 and \g<name>.

// part of a template: a text, or a group.
type part struct {
	text  string
	group int // -1: text
}

// template reads a replacement.
func (p *pattern) template(text string) ([]part, error) {
	var parts []part
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			parts = append(parts, part{b.String(), -1})
			b.Reset()
		}
	}
	src := []rune(text)
	t := &translator{src: src, bytes: p.bytes}
	group := func(n, at int) error {
		if n > p.groups {
			return t.fail(at, "invalid group reference %d", n)
		}
		flush()
		parts = append(parts, part{group: n})
		return nil
	}
	for t.more() {
		r := src[t.pos]
		start := t.pos
		t.pos++
		if r != '\\' {
			b.WriteRune(r)
			continue
		}
		if !t.more() {
			return nil, t.fail(start, "bad escape (end of pattern)")
		}
		switch r = src[t.pos]; {
		case r == 'g':
			t.pos++
			if !t.accept("<") {
				return nil, t.fail(t.pos, "missing <")
			}
			at := t.pos
			for t.more() && src[t.pos] != '>' {
				t.pos++
			}
			if !t.more() {
				return nil, t.fail(at, "missing >, unterminated name")
			}
			name := string(src[at:t.pos])
			t.pos++
			n, err := strconv.Atoi(name)
			if err != nil {
				var ok bool
				if n, ok = p.names[name]; !ok {
					if name == "" {
						return nil, t.fail(at, "missing group name")
					}
					return nil, exceptions.IndexError.Errorf("unknown group name '%s'", name)
				}
			}
			if err := group(n, at); err != nil {
				return nil, err
			}
		case r == '0' || octal(r) && t.pos+2 < len(src) && r <= '3' && octal(src[t.pos+1]) && octal(src[t.pos+2]):
			v, n := rune(0), 0
			for ; n < 3 && t.more() && octal(src[t.pos]); n++ {
				v = v*8 + src[t.pos] - '0'
				t.pos++
			}
			b.WriteRune(v)
		case r >= '1' && r <= '9':
			n := int(r - '0')
			t.pos++
			if t.more() && src[t.pos] >= '0' && src[t.pos] <= '9' {
				n = n*10 + int(src[t.pos]-'0')
				t.pos++
			}
			if err := group(n, start+1); err != nil {
				return nil, err
			}
		default:
			if i := strings.IndexRune("abfnrtv\\", r); i >= 0 {
				b.WriteByte("\a\b\f\n\r\t\v\\"[i])
				t.pos++
				continue
			}
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				return nil, t.fail(start, "bad escape \\%c", r)
			}
			b.WriteRune('\\')
			b.WriteRune(r)
			t.pos++
		}
	}
	flush()
	return parts, nil
}

// expand fills a template in, as characters.
func (m *match) expand(parts []part) string {
	var b strings.Builder
	for _, x := range parts {
		switch {
		case x.group < 0:
			b.WriteString(x.text)
		case m.start(x.group) >= 0:
			b.WriteString(string(m.s.runes[m.start(x.group):m.stop(x.group)]))
		}
	}
	return b.String()
}

// characters returns a str or bytes as characters.
func characters(v starlark.Value) (string, bool) {
	if s, ok := declare.Text(v); ok {
		return s, true
	}
	b, ok := declare.Bytes(v)
	return latin1(b), ok
}
