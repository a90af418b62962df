package re

import (
	"fmt"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines Match.

func (m *module) newMatch() *declare.Class {
	k := declare.New(m.rt, "re", "Match", declare.Options{
		State: func() any { return new(match) },
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			f := o.State().(*match)
			switch name {
			case "string":
				return f.s.value, true, nil
			case "re":
				return f.self, true, nil
			case "pos":
				return starlark.MakeInt(f.pos), true, nil
			case "endpos":
				return starlark.MakeInt(f.end), true, nil
			case "lastindex":
				if i := f.last(); i > 0 {
					return starlark.MakeInt(i), true, nil
				}
				return starlark.None, true, nil
			case "lastgroup":
				for n, i := range f.p.names {
					if i == f.last() {
						return starlark.String(n), true, nil
					}
				}
				return starlark.None, true, nil
			case "regs":
				t := make(starlark.Tuple, f.p.groups+1)
				for i := range t {
					t[i] = starlark.Tuple{starlark.MakeInt(f.start(i)), starlark.MakeInt(f.stop(i))}
				}
				return t, true, nil
			}
			return nil, false, nil
		},
	})
	self := func(c declare.Call) *match { return c.Object().State().(*match) }
	// index converts a group's number or name.
	index := func(f *match, v starlark.Value) (int, error) {
		if name, ok := declare.Text(v); ok {
			if i, ok := f.p.names[name]; ok {
				return i, nil
			}
		} else if i, err := object.AsInt(v); err == nil && i >= 0 && i <= f.p.groups {
			return i, nil
		}
		return 0, exceptions.IndexError.Errorf("no such group")
	}
	group := func(c declare.Call) (starlark.Value, error) {
		f := self(c)
		if len(c.Args) == 0 {
			return f.group(0, starlark.None), nil
		}
		out := make(starlark.Tuple, len(c.Args))
		for i, v := range c.Args {
			n, err := index(f, v)
			if err != nil {
				return nil, err
			}
			out[i] = f.group(n, starlark.None)
		}
		if len(out) == 1 {
			return out[0], nil
		}
		return out, nil
	}
	place := func(f func(m *match, i int) starlark.Value) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			if err := c.Between(0, 1); err != nil {
				return nil, err
			}
			i := 0
			if len(c.Args) == 1 {
				var err error
				if i, err = index(self(c), c.Args[0]); err != nil {
					return nil, err
				}
			}
			return f(self(c), i), nil
		}
	}
	k.Methods(map[string]declare.Func{
		"group": group, "__getitem__": group,
		"groups": func(c declare.Call) (starlark.Value, error) {
			var missing starlark.Value = starlark.None
			if err := c.Unpack("default?", &missing); err != nil {
				return nil, err
			}
			t := make(starlark.Tuple, self(c).p.groups)
			for i := range t {
				t[i] = self(c).group(i+1, missing)
			}
			return t, nil
		},
		"groupdict": func(c declare.Call) (starlark.Value, error) {
			var missing starlark.Value = starlark.None
			if err := c.Unpack("default?", &missing); err != nil {
				return nil, err
			}
			f := self(c)
			d := new(starlark.Dict)
			for i := 1; i <= f.p.groups; i++ {
				for n, at := range f.p.names {
					if at == i {
						d.SetKey(starlark.String(n), f.group(i, missing))
					}
				}
			}
			return d, nil
		},
		"start": place(func(f *match, i int) starlark.Value { return starlark.MakeInt(f.start(i)) }),
		"end":   place(func(f *match, i int) starlark.Value { return starlark.MakeInt(f.stop(i)) }),
		"span": place(func(f *match, i int) starlark.Value {
			return starlark.Tuple{starlark.MakeInt(f.start(i)), starlark.MakeInt(f.stop(i))}
		}),
		"expand": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			text, _ := characters(c.Args[0])
			parts, err := self(c).p.template(text)
			if err != nil {
				return nil, err
			}
			return self(c).s.wrap(self(c).expand(parts)), nil
		},
		"__copy__":     func(c declare.Call) (starlark.Value, error) { return c.Self, nil },
		"__deepcopy__": func(c declare.Call) (starlark.Value, error) { return c.Self, nil },
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			f := self(c)
			s, err := m.rt.Repr(f.group(0, starlark.None))
			return starlark.String(fmt.Sprintf("<re.Match object; span=(%d, %d), match=%s>", f.start(0), f.stop(0), s)), err
		},
	})
	return k
}

// last is the group that closed last, 0 if none took part.
func (f *match) last() int {
	for i := len(f.p.order) - 1; i >= 0; i-- {
		if f.start(f.p.order[i]) >= 0 {
			return f.p.order[i]
		}
	}
	return 0
}
