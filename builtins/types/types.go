// Package types emulates Python's types module: SimpleNamespace, and the names of built-in types.
package types

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// New makes the module.
func New(rt *object.Runtime) *object.Module {
	members := starlark.StringDict{"SimpleNamespace": namespace(rt), "MappingProxyType": rt.Type("dict")}
	for name, of := range map[string]string{
		"FunctionType": "function", "LambdaType": "function", "MethodType": "method", "BuiltinFunctionType": "builtin_function_or_method",
		"BuiltinMethodType": "builtin_function_or_method", "GeneratorType": "generator", "ModuleType": "module", "NoneType": "NoneType",
		"TracebackType": "traceback", "EllipsisType": "ellipsis", "NotImplementedType": "NotImplementedType", "UnionType": "UnionType",
	} {
		if c := rt.Type(of); c != nil {
			members[name] = c
		}
	}
	members["GenericAlias"] = rt.Type("type")
	for _, name := range []string{"CodeType", "FrameType", "CoroutineType", "AsyncGeneratorType", "CellType", "WrapperDescriptorType", "GetSetDescriptorType", "MemberDescriptorType"} {
		c := rt.NewBuiltinClass("builtins", strings.ToLower(strings.TrimSuffix(name, "Type")), nil)
		c.SetFinal()
		members[name] = c
	}
	members["MethodType"] = methodType(rt)
	members["new_class"] = object.NewBuiltin("new_class", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var name string
		var bases starlark.Tuple
		var kwds, body starlark.Value
		if err := object.Unpack("new_class", args, kwargs, "name", &name, "bases?", &bases, "kwds??", &kwds, "exec_body??", &body); err != nil {
			return nil, err
		}
		ns := new(starlark.Dict)
		if body != nil {
			if _, err := starlark.Call(t, body, starlark.Tuple{ns}, nil); err != nil {
				return nil, err
			}
		}
		return starlark.Call(t, rt.Type("type"), starlark.Tuple{starlark.String(name), bases, ns}, nil)
	})
	return object.NewModule("types", members)
}

// methodType is the class of bound methods, which scripts may also make: MethodType(function, instance).
func methodType(rt *object.Runtime) starlark.Value {
	c := rt.Type("method")
	if c != nil {
		c.SetConstruct(func(t *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.ArgumentCount("method", args, kwargs, 2, 2); err != nil {
				return nil, err
			}
			if _, ok := args[0].(starlark.Callable); !ok {
				return nil, exceptions.TypeError.Errorf("first argument must be callable")
			}
			return object.NewBoundMethod(args[1], args[0]), nil
		})
	}
	return c
}

// namespace makes SimpleNamespace.
func namespace(rt *object.Runtime) *object.Class {
	c := rt.NewBuiltinClass("types", "SimpleNamespace", nil)
	c.Define("__init__", object.NewMethod(c, "__init__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		o := self.(*object.Instance)
		if len(args) > 1 {
			return nil, exceptions.TypeError.Errorf("SimpleNamespace expected at most 1 argument, got %d", len(args))
		}
		if len(args) == 1 {
			d, err := starlark.Call(t, rt.Builtin("dict"), args, nil)
			if err != nil {
				return nil, err
			}
			for _, kv := range d.(*starlark.Dict).Items() {
				name, ok := starlark.AsString(kv[0])
				if !ok {
					return nil, exceptions.TypeError.Errorf("keywords must be strings")
				}
				o.SetOwn(name, kv[1])
			}
		}
		for _, kv := range kwargs {
			o.SetOwn(string(kv[0].(starlark.String)), kv[1])
		}
		return starlark.None, nil
	}))
	printing := map[*object.Instance]bool{}
	c.Define("__repr__", object.NewMethod(c, "__repr__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		o := self.(*object.Instance)
		name := "namespace"
		if o.Class() != c {
			name = o.Class().Name()
		}
		if printing[o] {
			return starlark.String(name + "(...)"), nil
		}
		printing[o] = true
		defer delete(printing, o)
		var parts []string
		var failed error
		o.Fields(func(n string, v starlark.Value) {
			s, err := rt.Repr(v)
			if err != nil {
				failed = err
			}
			parts = append(parts, n+"="+s)
		})
		return starlark.String(name + "(" + strings.Join(parts, ", ") + ")"), failed
	}))
	c.Define("__eq__", object.NewMethod(c, "__eq__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		other, ok := args[0].(*object.Instance)
		if !ok || !other.Class().IsSubclass(c) {
			return object.NotImplemented, nil
		}
		eq, err := rt.Equal(fields(self.(*object.Instance)), fields(other))
		return starlark.Bool(eq), err
	}))
	c.Define("__hash__", starlark.None)
	return c
}

func fields(o *object.Instance) *starlark.Dict {
	d := new(starlark.Dict)
	o.Fields(func(n string, v starlark.Value) {
		d.SetKey(starlark.String(n), v) // a string is hashable and d is not frozen
	})
	return d
}
