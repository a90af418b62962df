// Package fnmatch is Python's fnmatch.
//
//	"*.py" ──▶ Match ──▶ fnmatch, filter, and the modules glob and pathlib
package fnmatch

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// New returns the module fnmatch.
func New(rt *object.Runtime) *object.Module {
	match := func(c declare.Call) (starlark.Value, error) {
		var name, pattern string
		if err := c.Unpack("name", &name, "pat", &pattern); err != nil {
			return nil, err
		}
		return starlark.Bool(Match(pattern, name)), nil
	}
	return declare.Module(rt, "fnmatch", map[string]declare.Func{
		"fnmatch": match, "fnmatchcase": match,
		"filter": func(c declare.Call) (starlark.Value, error) {
			var list starlark.Value
			var pattern string
			if err := c.Unpack("names", &list, "pat", &pattern); err != nil {
				return nil, err
			}
			names, err := c.RT.List(c.T, list)
			var out []starlark.Value
			for _, v := range names {
				if s, ok := declare.Text(v); ok && Match(pattern, s) {
					out = append(out, v)
				}
			}
			return starlark.NewList(out), err
		},
		"translate": func(c declare.Call) (starlark.Value, error) {
			var pattern string
			if err := c.Unpack("pat", &pattern); err != nil {
				return nil, err
			}
			return starlark.String(translate(pattern)), nil
		},
	})
}

// HasMagic reports whether a pattern has special characters.
func HasMagic(pattern string) bool { return strings.ContainsAny(pattern, "*?[") }

// Match reports whether a name matches a pattern of *, ?, [seq] and [!seq].
func Match(pattern, name string) bool { return match([]rune(pattern), []rune(name)) }

func match(p, s []rune) bool {
	for len(p) > 0 {
		switch p[0] {
		case '*':
			for len(p) > 0 && p[0] == '*' {
				p = p[1:]
			}
			if len(p) == 0 {
				return true
			}
			for i := range s {
				if match(p, s[i:]) {
					return true
				}
			}
			return match(p, nil)
		case '?':
			if len(s) == 0 {
				return false
			}
		case '[':
			end, ok := class(p)
			if ok {
				if len(s) == 0 || !inClass(p[1:end], s[0]) {
					return false
				}
				p, s = p[end+1:], s[1:]
				continue
			}
			if len(s) == 0 || s[0] != '[' {
				return false
			}
		default:
			if len(s) == 0 || s[0] != p[0] {
				return false
			}
		}
		p, s = p[1:], s[1:]
	}
	return len(s) == 0
}

// class finds the end of [...].
func class(p []rune) (end int, ok bool) {
	i := 1
	if i < len(p) && p[i] == '!' {
		i++
	}
	if i < len(p) && p[i] == ']' {
		i++
	}
	for i < len(p) && p[i] != ']' {
		i++
	}
	return i, i < len(p)
}

func inClass(c []rune, r rune) bool {
	not := false
	if len(c) > 0 && c[0] == '!' {
		not, c = true, c[1:]
	}
	found := false
	for i := 0; i < len(c); i++ {
		if i+2 < len(c) && c[i+1] == '-' {
			found = found || c[i] <= r && r <= c[i+2]
			i += 2
			continue
		}
		found = found || c[i] == r
	}
	return found != not
}

// translate returns a regular expression for the pattern.
func translate(pattern string) string {
	var b strings.Builder
	p := []rune(pattern)
	for i := 0; i < len(p); i++ {
		switch p[i] {
		case '*':
			for i+1 < len(p) && p[i+1] == '*' {
				i++
			}
			b.WriteString(".*")
		case '?':
			b.WriteByte('.')
		case '[':
			if end, ok := class(p[i:]); ok {
				body := strings.ReplaceAll(string(p[i+1:i+end]), `\`, `\\`)
				if strings.HasPrefix(body, "!") {
					body = "^" + body[1:]
				} else if strings.HasPrefix(body, "^") {
					body = `\` + body
				}
				b.WriteString("[" + body + "]")
				i += end
				continue
			}
			b.WriteString(`\[`)
		default:
			if strings.ContainsRune("()[]{}?*+-|^$\\.&~# \t\n\r\v\f", p[i]) {
				b.WriteByte('\\')
			}
			b.WriteRune(p[i])
		}
	}
	return "(?s:" + b.String() + `)\Z`
}
