package threading

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines local, whose attributes belong to one thread each.

// local is the Go state of a local object.
type local struct {
	attributes map[uint64]starlark.StringDict
	args       starlark.Tuple // of the constructor, which runs again in each thread that uses the object
	kwargs     []starlark.Tuple
}

func localOf(v starlark.Value) *local { return v.(*object.Instance).State().(*local) }

// here returns the attributes of the current thread. A subclass's __init__ fills them on first use.
func (s *State) here(o *object.Instance) (starlark.StringDict, error) {
	l := localOf(o)
	t := s.rt.Current()
	id := object.ThreadID(t)
	if d, ok := l.attributes[id]; ok {
		return d, nil
	}
	d := starlark.StringDict{}
	l.attributes[id] = d
	if f, ok := o.Class().Lookup("__init__"); ok && len(l.attributes) > 1 {
		if _, err := starlark.Call(t, f, append(starlark.Tuple{o}, l.args...), l.kwargs); err != nil {
			delete(l.attributes, id)
			return nil, err
		}
	}
	return d, nil
}

func (s *State) localClass() {
	c := s.rt.NewBuiltinClass("_thread", "_local", unshared(&object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any {
			return &local{attributes: map[uint64]starlark.StringDict{}}
		},
		Methods: object.NewMethods(nil),
		Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
			d, err := s.here(inst)
			if err != nil {
				return nil, true, err
			}
			if name == "__dict__" {
				out := new(starlark.Dict)
				for _, n := range d.Keys() {
					if err := out.SetKey(starlark.String(n), d[n]); err != nil {
						return nil, true, err
					}
				}
				return out, true, nil
			}
			v, ok := d[name]
			return v, ok, nil
		},
		Set: func(inst *object.Instance, name string, v starlark.Value) (bool, error) {
			d, err := s.here(inst)
			if err == nil {
				d[name] = v
			}
			return true, err
		},
	}))
	c.Define("__delattr__", object.NewMethod(c, "__delattr__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		d, err := s.here(self.(*object.Instance))
		if err != nil {
			return nil, err
		}
		name, _ := starlark.AsString(args[0])
		if _, ok := d[name]; !ok {
			return nil, exceptions.AttributeError.Errorf("'%s' object has no attribute '%s'", object.TypeName(self), name)
		}
		delete(d, name)
		return starlark.None, nil
	}))
	s.class.local = c
}
