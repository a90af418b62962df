package inspect

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file makes Signature and Parameter.

const (
	positionalOnly = iota
	positionalOrKeyword
	varPositional
	keywordOnly
	varKeyword
)

var kindNames = []string{"POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY", "VAR_KEYWORD"}

// parameter is one parameter of a function.
type parameter struct {
	name    string
	kind    int
	missing starlark.Value // default; nil: none
}

// parameters lists the parameters of a function of a script.
func parameters(f *starlark.Function) []parameter {
	var out []parameter
	n := f.NumParams()
	positional := n - f.NumKwonlyParams()
	if f.HasVarargs() {
		positional--
	}
	if f.HasKwargs() {
		positional--
	}
	for i := range positional {
		name, _ := f.Param(i)
		if strings.HasPrefix(name, "#") && !strings.HasPrefix(name, "#p.") {
			continue // a captured variable
		}
		p := parameter{name: name, kind: positionalOrKeyword, missing: f.ParamDefault(i)}
		if bare, ok := strings.CutPrefix(name, "#p."); ok {
			p.name, p.kind = bare, positionalOnly
		}
		out = append(out, p)
	}
	// Variadic parameters are the last ones; *args comes before those that are keyword-only.
	at := positional + f.NumKwonlyParams()
	if f.HasVarargs() {
		name, _ := f.Param(at)
		at++
		out = append(out, parameter{name: name, kind: varPositional})
	}
	for i := positional; i < positional+f.NumKwonlyParams(); i++ {
		name, _ := f.Param(i)
		if !strings.HasPrefix(name, "#") {
			out = append(out, parameter{name: name, kind: keywordOnly, missing: f.ParamDefault(i)})
		}
	}
	if f.HasKwargs() {
		name, _ := f.Param(at)
		out = append(out, parameter{name: name, kind: varKeyword})
	}
	return out
}

func (m *module) makeSignatures() {
	m.empty = m.rt.NewBuiltinClass("inspect", "_empty", nil)
	m.parameter = m.rt.NewBuiltinClass("inspect", "Parameter", nil)
	m.signature = m.rt.NewBuiltinClass("inspect", "Signature", nil)
	kind := m.rt.NewBuiltinClass("inspect", "_ParameterKind", nil, m.rt.Type("int"))
	define := func(c *object.Class, name string, f func(o *object.Instance) (starlark.Value, error)) {
		c.Define(name, object.NewMethod(c, name, func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return f(self.(*object.Instance))
		}))
	}
	for i, name := range kindNames {
		o := kind.Allocate(m.rt.Current())
		o.SetUnderlying(starlark.MakeInt(i))
		o.SetOwn("name", starlark.String(name))
		m.kinds = append(m.kinds, o)
		m.parameter.Define(name, o)
	}
	named := func(o *object.Instance) (starlark.Value, error) { v, _ := o.Field("name"); return v, nil }
	define(kind, "__str__", named)
	define(kind, "__repr__", func(o *object.Instance) (starlark.Value, error) {
		v, _ := o.Field("name")
		return starlark.String("<_ParameterKind." + string(v.(starlark.String)) + ": " + object.Underlying(o).String() + ">"), nil
	})
	for _, c := range []*object.Class{m.parameter, m.signature} {
		c.Define("empty", m.empty)
		text := m.parameterText
		if c == m.signature {
			text = m.signatureText
		}
		define(c, "__str__", text)
		define(c, "__repr__", func(o *object.Instance) (starlark.Value, error) {
			v, err := text(o)
			s, _ := starlark.AsString(v)
			gap := " "
			if c == m.parameter {
				gap = " \""
				s += "\""
			}
			return starlark.String("<" + c.Name() + gap + s + ">"), err
		})
	}
}

func (m *module) parameterText(o *object.Instance) (starlark.Value, error) {
	name, _ := o.Field("name")
	s, _ := starlark.AsString(name)
	kind, _ := o.Field("kind")
	switch kind {
	case m.kinds[varPositional]:
		s = "*" + s
	case m.kinds[varKeyword]:
		s = "**" + s
	}
	if d, ok := o.Field("default"); ok && d != m.empty {
		r, err := m.rt.Repr(d)
		if err != nil {
			return nil, err
		}
		s += "=" + r
	}
	return starlark.String(s), nil
}

func (m *module) signatureText(o *object.Instance) (starlark.Value, error) {
	v, _ := o.Field("parameters")
	d, _ := v.(*starlark.Dict)
	var parts []string
	slash, star := false, false
	for _, kv := range d.Items() {
		p := kv[1].(*object.Instance)
		kind, _ := p.Field("kind")
		switch {
		case kind == m.kinds[positionalOnly]:
			slash = true
		case slash:
			parts = append(parts, "/")
			slash = false
		}
		if kind == m.kinds[varPositional] {
			star = true
		}
		if kind == m.kinds[keywordOnly] && !star {
			parts = append(parts, "*")
			star = true
		}
		s, err := m.parameterText(p)
		if err != nil {
			return nil, err
		}
		parts = append(parts, string(s.(starlark.String)))
	}
	if slash {
		parts = append(parts, "/")
	}
	return starlark.String("(" + strings.Join(parts, ", ") + ")"), nil
}

// signatureOf is signature(callable).
func (m *module) signatureOf(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v, follow, globals, locals, eval starlark.Value
	err := object.Unpack("signature", args, kwargs, "obj", &v, "*", nil, "follow_wrapped?", &follow, "globals?", &globals, "locals?", &locals, "eval_str?", &eval)
	if err != nil {
		return nil, err
	}
	params, err := m.parametersOf(v)
	if err != nil {
		return nil, err
	}
	d := new(starlark.Dict)
	for _, p := range params {
		o := m.parameter.Allocate(t)
		o.SetOwn("name", starlark.String(p.name))
		o.SetOwn("kind", m.kinds[p.kind])
		o.SetOwn("default", m.empty)
		if p.missing != nil {
			o.SetOwn("default", p.missing)
		}
		o.SetOwn("annotation", m.empty)
		if err := d.SetKey(starlark.String(p.name), o); err != nil {
			return nil, err
		}
	}
	o := m.signature.Allocate(t)
	o.SetOwn("parameters", d)
	o.SetOwn("return_annotation", m.empty)
	return o, nil
}

// parametersOf lists the parameters of a function, method or class.
func (m *module) parametersOf(v starlark.Value) ([]parameter, error) {
	bound := false
	if w, err := m.rt.GetAttr(v, "__wrapped__"); err == nil {
		v = w
	}
	if c, ok := v.(*object.Class); ok {
		init, found := c.Lookup("__init__")
		if !found {
			return nil, nil
		}
		v, bound = init, true
	}
	if b, ok := v.(*object.BoundMethod); ok {
		v, bound = b.Func(), true
	}
	f, ok := v.(*starlark.Function)
	if !ok {
		if _, callable := v.(starlark.Callable); !callable {
			s, err := m.rt.Repr(v)
			if err != nil {
				return nil, err
			}
			return nil, exceptions.TypeError.Errorf("%s is not a callable object", s)
		}
		s, err := m.rt.Repr(v)
		if err != nil {
			return nil, err
		}
		return nil, exceptions.ValueError.Errorf("no signature found for builtin %s", s)
	}
	params := parameters(f)
	if bound && len(params) > 0 {
		params = params[1:]
	}
	return params, nil
}

// fullArgSpec is getfullargspec(func), as a tuple of its seven parts.
func (m *module) fullArgSpec(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.Unpack("getfullargspec", args, kwargs, "func", &v); err != nil {
		return nil, err
	}
	f := functionOf(v)
	if f == nil {
		return nil, exceptions.TypeError.Errorf("unsupported callable")
	}
	var names, only []starlark.Value
	var varargs, varkw starlark.Value = starlark.None, starlark.None
	var missing starlark.Tuple
	onlyMissing := new(starlark.Dict)
	for _, p := range parameters(f) {
		name := starlark.String(p.name)
		switch p.kind {
		case varPositional:
			varargs = name
		case varKeyword:
			varkw = name
		case keywordOnly:
			only = append(only, name)
			if p.missing != nil {
				if err := onlyMissing.SetKey(name, p.missing); err != nil {
					return nil, err
				}
			}
		default:
			names = append(names, name)
			if p.missing != nil {
				missing = append(missing, p.missing)
			}
		}
	}
	o := m.signature.Allocate(t)
	o.SetOwn("args", starlark.NewList(names))
	o.SetOwn("varargs", varargs)
	o.SetOwn("varkw", varkw)
	o.SetOwn("defaults", starlark.None)
	if missing != nil {
		o.SetOwn("defaults", missing)
	}
	o.SetOwn("kwonlyargs", starlark.NewList(only))
	o.SetOwn("kwonlydefaults", starlark.None)
	if onlyMissing.Len() > 0 {
		o.SetOwn("kwonlydefaults", onlyMissing)
	}
	o.SetOwn("annotations", new(starlark.Dict))
	o.SetOwn("parameters", new(starlark.Dict))
	return o, nil
}
