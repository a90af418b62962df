package configparser

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file finds values: defaults, interpolation, conversion.

// lookup finds an option in vars, the section and the defaults.
func (p *parser) lookup(c declare.Call, s *section, vars starlark.Value, name string) (*string, bool) {
	if d, ok := object.Underlying(object.OrNone(vars)).(*starlark.Dict); ok {
		if v, ok, _ := d.Get(starlark.String(name)); ok {
			text, _ := c.RT.Str(v)
			return &text, true
		}
	}
	if v, ok := s.values[name]; ok {
		return v, true
	}
	v, ok := p.defaults.values[name]
	return v, ok
}

// interpolate fills in %(name)s.
func (p *parser) interpolate(c declare.Call, s *section, vars starlark.Value, sectionName, option, text string, depth int) (string, error) {
	if depth > 10 {
		return "", errDepth.Errorf("Recursion limit exceeded in value substitution: option %s in section %s contains an interpolation key which cannot be substituted in 10 steps. Raw value: %s", object.StrRepr(option), object.StrRepr(sectionName), object.StrRepr(text))
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(text, '%')
		if i < 0 {
			b.WriteString(text)
			return b.String(), nil
		}
		b.WriteString(text[:i])
		text = text[i:]
		switch {
		case strings.HasPrefix(text, "%%"):
			b.WriteByte('%')
			text = text[2:]
		case strings.HasPrefix(text, "%(") && strings.Contains(text, ")s"):
			end := strings.Index(text, ")s")
			name, err := p.transform(c, text[2:end])
			if err != nil {
				return "", err
			}
			v, ok := p.lookup(c, s, vars, name)
			if !ok || v == nil {
				return "", errMissing.Errorf("Bad value substitution: option %s in section %s contains an interpolation key %s which is not a valid option name. Raw value: %s", object.StrRepr(option), object.StrRepr(sectionName), object.StrRepr(name), object.StrRepr(text))
			}
			inner, err := p.interpolate(c, s, vars, sectionName, option, *v, depth+1)
			if err != nil {
				return "", err
			}
			b.WriteString(inner)
			text = text[end+2:]
		default:
			return "", errSyntax.Errorf("'%%' must be followed by '%%' or '(', found: %s", object.StrRepr(text))
		}
	}
}

// get is get(section, option, *, raw=False, vars=None, fallback=...).
func (p *parser) get(c declare.Call, sectionName, option string, raw bool, vars, fallback starlark.Value) (starlark.Value, error) {
	s, err := p.section(sectionName)
	if err != nil {
		if fallback != nil {
			return fallback, nil
		}
		return nil, err
	}
	name, err := p.transform(c, option)
	if err != nil {
		return nil, err
	}
	v, ok := p.lookup(c, s, vars, name)
	if !ok {
		if fallback != nil {
			return fallback, nil
		}
		return nil, errNoOption.Errorf("No option %s in section: %s", object.StrRepr(name), object.StrRepr(sectionName))
	}
	if v == nil {
		return starlark.None, nil
	}
	if raw || p.raw {
		return starlark.String(*v), nil
	}
	text, err := p.interpolate(c, s, vars, sectionName, name, *v, 1)
	return starlark.String(text), err
}

var booleans = map[string]bool{"1": true, "yes": true, "true": true, "on": true, "0": false, "no": false, "false": false, "off": false}

// convert turns the text of an option into a type.
func convert(c declare.Call, kind string, v starlark.Value) (starlark.Value, error) {
	text, ok := declare.Text(v)
	if !ok {
		return v, nil
	}
	switch kind {
	case "boolean":
		b, known := booleans[strings.ToLower(text)]
		if !known {
			return nil, exceptions.ValueError.Errorf("Not a boolean: %s", text)
		}
		return starlark.Bool(b), nil
	case "int", "float":
		return c.Builtin(kind, v)
	}
	return v, nil
}
