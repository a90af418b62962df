package pprint

import (
	"strings"

	"parlark/builtins/object"
)

// This file breaks strings and bytes into lines.

// str writes a long string as several literals.
func (p *printer) str(s string, indent, allowance, level int) {
	if s == "" {
		p.write(object.StrRepr(s))
		return
	}
	lines := strings.SplitAfter(s, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	if level == 1 {
		indent++
		allowance++
	}
	full := p.width - indent
	var chunks []string
	rep := ""
	for i, line := range lines {
		last := i == len(lines)-1
		rep = object.StrRepr(line)
		room := full
		if last {
			room -= allowance
		}
		if length(rep) <= room {
			chunks = append(chunks, rep)
			continue
		}
		parts := words(line)
		current := ""
		for j, part := range parts {
			candidate := current + part
			room := full
			if last && j == len(parts)-1 {
				room -= allowance
			}
			if length(object.StrRepr(candidate)) > room {
				if current != "" {
					chunks = append(chunks, object.StrRepr(current))
				}
				current = part
			} else {
				current = candidate
			}
		}
		if current != "" {
			chunks = append(chunks, object.StrRepr(current))
		}
	}
	if len(chunks) == 1 {
		p.write(rep)
		return
	}
	if level == 1 {
		p.write("(")
	}
	p.write(strings.Join(chunks, "\n"+strings.Repeat(" ", indent)))
	if level == 1 {
		p.write(")")
	}
}

// words splits a line into words with the white space after each.
func words(s string) []string {
	var out []string
	r := []rune(s)
	for i := 0; i < len(r); {
		start := i
		for i < len(r) && !strings.ContainsRune(" \t\n\r\v\f", r[i]) {
			i++
		}
		for i < len(r) && strings.ContainsRune(" \t\n\r\v\f", r[i]) {
			i++
		}
		out = append(out, string(r[start:i]))
	}
	return out
}

// bytes writes long bytes as several literals.
func (p *printer) bytes(s string, indent, allowance, level int, parens bool) {
	if len(s) <= 4 {
		p.write(object.BytesRepr(s))
		return
	}
	if parens {
		indent++
		allowance++
		p.write("(")
	}
	width := p.width - indent
	last := len(s) / 4 * 4
	delimiter, current := "", ""
	for i := 0; i < len(s); i += 4 {
		part := s[i:min(i+4, len(s))]
		candidate := current + part
		if i == last {
			width -= allowance
		}
		if len(object.BytesRepr(candidate)) > width {
			if current != "" {
				p.write(delimiter + object.BytesRepr(current))
				delimiter = "\n" + strings.Repeat(" ", indent)
			}
			current = part
		} else {
			current = candidate
		}
	}
	if current != "" {
		p.write(delimiter + object.BytesRepr(current))
	}
	if parens {
		p.write(")")
	}
}
