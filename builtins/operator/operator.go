// Package operator is Python's operator.
//
//	New(rt) ──▶ add, lt, getitem, ...                      functions over package object's operators
//	            itemgetter, attrgetter, methodcaller       classes whose instances are called, and travel
package operator

import (
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// binary lists the functions of two operands that are one operator.
var binary = map[string]syntax.Token{
	"add": syntax.PLUS, "sub": syntax.MINUS, "mul": syntax.STAR, "truediv": syntax.SLASH, "floordiv": syntax.SLASHSLASH,
	"mod": syntax.PERCENT, "and_": syntax.AMP, "or_": syntax.PIPE, "xor": syntax.CIRCUMFLEX, "lshift": syntax.LTLT,
	"rshift": syntax.GTGT, "concat": syntax.PLUS,
}

// comparisons lists the functions that compare.
var comparisons = map[string]syntax.Token{
	"lt": syntax.LT, "le": syntax.LE, "eq": syntax.EQL, "ne": syntax.NEQ, "gt": syntax.GT, "ge": syntax.GE,
}

// inPlace lists the functions that are augmented assignments.
var inPlace = map[string]string{
	"iadd": "+", "isub": "-", "imul": "*", "itruediv": "/", "ifloordiv": "//", "imod": "%", "iand": "&", "ior": "|",
	"ixor": "^", "ilshift": "<<", "irshift": ">>", "iconcat": "+", "ipow": "**",
}

// New returns the module operator.
func New(rt *object.Runtime) *object.Module {
	functions := map[string]declare.Func{
		"pow": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(2); err != nil {
				return nil, err
			}
			return rt.Power(c.Args[0], c.Args[1])
		},
		"not_": unary(func(c declare.Call, v starlark.Value) (starlark.Value, error) {
			b, err := c.Truth(v)
			return starlark.Bool(!b), err
		}),
		"truth": unary(func(c declare.Call, v starlark.Value) (starlark.Value, error) {
			b, err := c.Truth(v)
			return starlark.Bool(b), err
		}),
		"index": unary(func(c declare.Call, v starlark.Value) (starlark.Value, error) {
			i, err := object.AsIndex(v)
			return i, err
		}),
		"abs": unary(func(c declare.Call, v starlark.Value) (starlark.Value, error) { return c.Builtin("abs", v) }),
		"neg": unary(sign(syntax.MINUS)), "pos": unary(sign(syntax.PLUS)), "inv": unary(sign(syntax.TILDE)), "invert": unary(sign(syntax.TILDE)),
		"is_":     two(func(c declare.Call) (starlark.Value, error) { return identical(c) }),
		"is_not":  two(func(c declare.Call) (starlark.Value, error) { same, err := identical(c); return !same, err }),
		"getitem": two(func(c declare.Call) (starlark.Value, error) { return rt.GetItem(c.T, c.Args[0], c.Args[1]) }),
		"delitem": two(func(c declare.Call) (starlark.Value, error) {
			return starlark.None, rt.DelItem(c.T, c.Args[0], c.Args[1])
		}),
		"contains": two(func(c declare.Call) (starlark.Value, error) {
			ok, err := rt.Contains(c.T, c.Args[0], c.Args[1])
			return starlark.Bool(ok), err
		}),
		"setitem": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(3); err != nil {
				return nil, err
			}
			return starlark.None, rt.SetItem(c.T, c.Args[0], c.Args[1], c.Args[2])
		},
		"countOf": two(func(c declare.Call) (starlark.Value, error) {
			n := 0
			values, err := rt.List(c.T, c.Args[0])
			for _, v := range values {
				eq, err := rt.Equal(v, c.Args[1])
				if err != nil {
					return nil, err
				}
				if eq {
					n++
				}
			}
			return starlark.MakeInt(n), err
		}),
		"indexOf": two(func(c declare.Call) (starlark.Value, error) {
			values, err := rt.List(c.T, c.Args[0])
			for i, v := range values {
				if eq, err := rt.Equal(v, c.Args[1]); eq || err != nil {
					return starlark.MakeInt(i), err
				}
			}
			if err == nil {
				err = exceptions.ValueError.Errorf("sequence.index(x): x not in sequence")
			}
			return nil, err
		}),
		"call": func(c declare.Call) (starlark.Value, error) {
			if len(c.Args) == 0 {
				return nil, declare.TypeErrorf("call expected at least 1 argument, got 0")
			}
			return starlark.Call(c.T, c.Args[0], c.Args[1:], c.Kwargs)
		},
		"length_hint": func(c declare.Call) (starlark.Value, error) {
			if err := c.Between(1, 2); err != nil {
				return nil, err
			}
			if n, err := rt.Len(c.T, c.Args[0]); err == nil {
				return starlark.MakeInt(n), nil
			}
			if v, err := c.CallMethod(c.Args[0], "__length_hint__"); err == nil {
				return v, nil
			}
			if len(c.Args) == 2 {
				return c.Args[1], nil
			}
			return starlark.MakeInt(0), nil
		},
	}
	for name, op := range binary {
		functions[name] = two(func(c declare.Call) (starlark.Value, error) { return rt.Binary(op, c.Args[0], c.Args[1]) })
	}
	for name, op := range comparisons {
		functions[name] = two(func(c declare.Call) (starlark.Value, error) {
			r, err := rt.Compare(op, c.Args[0], c.Args[1])
			return starlark.Bool(r), err
		})
	}
	for name, op := range inPlace {
		functions[name] = two(func(c declare.Call) (starlark.Value, error) {
			if op == "**" {
				return rt.Power(c.Args[0], c.Args[1])
			}
			return rt.InPlace(c.T, op, c.Args[0], c.Args[1])
		})
	}
	functions["matmul"] = two(func(c declare.Call) (starlark.Value, error) {
		return c.CallMethod(c.Args[0], "__matmul__", c.Args[1])
	})
	all := map[string]declare.Func{}
	for name, f := range functions {
		all[name] = f
	}
	m := declare.Module(rt, "operator", all)
	for name := range functions {
		if name != "countOf" && name != "indexOf" && name != "length_hint" && name != "is_" && name != "is_not" && name != "truth" {
			m.SetField("__"+strings.TrimSuffix(name, "_")+"__", m.Member(name))
		}
	}
	return declare.Classes(m, newItemGetter(rt), newAttrGetter(rt), newMethodCaller(rt))
}

func two(f declare.Func) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) != 2 || len(c.Kwargs) > 0 {
			return nil, declare.TypeErrorf("%s expected 2 arguments, got %d", c.Name, len(c.Args))
		}
		return f(c)
	}
}

func unary(f func(c declare.Call, v starlark.Value) (starlark.Value, error)) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		c.Name = "operator." + c.Name
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		return f(c, c.Args[0])
	}
}

func sign(op syntax.Token) func(c declare.Call, v starlark.Value) (starlark.Value, error) {
	return func(c declare.Call, v starlark.Value) (starlark.Value, error) {
		if b, ok := v.(starlark.Bool); ok {
			i, err := object.AsIndex(b)
			if err != nil {
				return nil, err
			}
			v = i
		}
		return starlark.Unary(op, v)
	}
}

func identical(c declare.Call) (starlark.Bool, error) {
	a, err := c.Builtin("id", c.Args[0])
	if err != nil {
		return false, err
	}
	b, err := c.Builtin("id", c.Args[1])
	if err != nil {
		return false, err
	}
	same, err := c.RT.Equal(a, b)
	return starlark.Bool(same), err
}

// call is the state of a methodcaller; the getters use its arguments only.
type call struct {
	name string
	args starlark.Tuple
	kw   []starlark.Tuple
}

var callOptions = declare.Options{
	State: func() any { return new(call) },
	Save: func(o *object.Instance) starlark.Value {
		s := o.State().(*call)
		kw := make(starlark.Tuple, len(s.kw))
		for i, t := range s.kw {
			kw[i] = t
		}
		return starlark.Tuple{starlark.String(s.name), s.args, kw}
	},
	Load: func(o *object.Instance, v starlark.Value) error {
		s := o.State().(*call)
		t, _ := v.(starlark.Tuple)
		if len(t) != 3 {
			return declare.TypeErrorf("invalid state")
		}
		name, ok1 := t[0].(starlark.String)
		args, ok2 := t[1].(starlark.Tuple)
		kw, ok3 := t[2].(starlark.Tuple)
		if !ok1 || !ok2 || !ok3 {
			return declare.TypeErrorf("invalid state")
		}
		s.name, s.args = string(name), args
		for _, x := range kw {
			pair, ok := x.(starlark.Tuple)
			if !ok || len(pair) != 2 {
				return declare.TypeErrorf("invalid state")
			}
			s.kw = append(s.kw, pair)
		}
		return nil
	},
}

// text is the repr of the arguments.
func (s *call) text(c declare.Call) (string, error) {
	var parts []string
	if s.name != "" {
		parts = append(parts, object.StrRepr(s.name))
	}
	for _, v := range s.args {
		r, err := c.RT.Repr(v)
		if err != nil {
			return "", err
		}
		parts = append(parts, r)
	}
	for _, kv := range s.kw {
		r, err := c.RT.Repr(kv[1])
		if err != nil {
			return "", err
		}
		parts = append(parts, string(kv[0].(starlark.String))+"="+r)
	}
	return strings.Join(parts, ", "), nil
}

func newCaller(rt *object.Runtime, name string, init, do declare.Func) *declare.Class {
	k := declare.New(rt, "operator", name, callOptions)
	k.Method("__init__", init)
	k.Method("__call__", func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) != 1 || len(c.Kwargs) > 0 {
			return nil, declare.TypeErrorf("%s expected 1 argument, got %d", name, len(c.Args))
		}
		return do(c)
	})
	k.Method("__repr__", func(c declare.Call) (starlark.Value, error) {
		s, err := c.Object().State().(*call).text(c)
		return starlark.String("operator." + name + "(" + s + ")"), err
	})
	return k
}

func newItemGetter(rt *object.Runtime) *declare.Class {
	return newCaller(rt, "itemgetter", func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) == 0 {
			return nil, declare.TypeErrorf("itemgetter expected 1 argument, got 0")
		}
		c.Object().State().(*call).args = append(starlark.Tuple{}, c.Args...)
		return starlark.None, nil
	}, func(c declare.Call) (starlark.Value, error) {
		keys := c.Object().State().(*call).args
		if len(keys) == 1 {
			return rt.GetItem(c.T, c.Args[0], keys[0])
		}
		out := make(starlark.Tuple, len(keys))
		for i, k := range keys {
			v, err := rt.GetItem(c.T, c.Args[0], k)
			if err != nil {
				return nil, err
			}
			out[i] = v
		}
		return out, nil
	})
}

func newAttrGetter(rt *object.Runtime) *declare.Class {
	get := func(v, name starlark.Value) (starlark.Value, error) {
		text, _ := declare.Text(name)
		for _, part := range strings.Split(text, ".") {
			var err error
			if v, err = rt.GetAttr(v, part); err != nil {
				return nil, err
			}
		}
		return v, nil
	}
	return newCaller(rt, "attrgetter", func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) == 0 {
			return nil, declare.TypeErrorf("attrgetter expected 1 argument, got 0")
		}
		for _, v := range c.Args {
			if _, ok := declare.Text(v); !ok {
				return nil, declare.TypeErrorf("attribute name must be a string")
			}
		}
		c.Object().State().(*call).args = append(starlark.Tuple{}, c.Args...)
		return starlark.None, nil
	}, func(c declare.Call) (starlark.Value, error) {
		names := c.Object().State().(*call).args
		if len(names) == 1 {
			return get(c.Args[0], names[0])
		}
		out := make(starlark.Tuple, len(names))
		for i, n := range names {
			v, err := get(c.Args[0], n)
			if err != nil {
				return nil, err
			}
			out[i] = v
		}
		return out, nil
	})
}

func newMethodCaller(rt *object.Runtime) *declare.Class {
	return newCaller(rt, "methodcaller", func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) == 0 {
			return nil, declare.TypeErrorf("methodcaller needs at least one argument, the method name")
		}
		name, ok := declare.Text(c.Args[0])
		if !ok {
			return nil, declare.TypeErrorf("method name must be a string")
		}
		s := c.Object().State().(*call)
		s.name, s.args, s.kw = name, append(starlark.Tuple{}, c.Args[1:]...), c.Kwargs
		return starlark.None, nil
	}, func(c declare.Call) (starlark.Value, error) {
		s := c.Object().State().(*call)
		f, err := rt.GetAttr(c.Args[0], s.name)
		if err != nil {
			return nil, err
		}
		return starlark.Call(c.T, f, append(starlark.Tuple{}, s.args...), s.kw)
	})
}
