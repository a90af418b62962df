// Package inspect emulates the parts of Python's inspect module that need no frames and no byte code.
package inspect

import (
	"sort"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file makes the module; signatures are in signature.go.

type module struct {
	rt        *object.Runtime
	source    object.Source
	signature *object.Class
	parameter *object.Class
	empty     *object.Class
	kinds     []*object.Instance
}

// New makes the module. source returns the lines of a file of the script.
func New(rt *object.Runtime, source object.Source) *object.Module {
	m := &module{rt: rt, source: source}
	m.makeSignatures()
	members := starlark.StringDict{"Signature": m.signature, "Parameter": m.parameter, "_empty": m.empty}
	is := func(name string, f func(v starlark.Value) bool) {
		members[name] = object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var v starlark.Value
			if err := object.Unpack(name, args, kwargs, "object", &v); err != nil {
				return nil, err
			}
			return starlark.Bool(f(v)), nil
		})
	}
	ofType := func(name string) func(v starlark.Value) bool {
		c := rt.Type(name)
		return func(v starlark.Value) bool { return rt.TypeOf(v) == c }
	}
	isFunction, isMethod, isBuiltin := ofType("function"), ofType("method"), ofType("builtin_function_or_method")
	isClass := func(v starlark.Value) bool { _, ok := v.(*object.Class); return ok }
	never := func(starlark.Value) bool { return false }
	is("isfunction", isFunction)
	is("ismethod", isMethod)
	is("isbuiltin", isBuiltin)
	is("isroutine", func(v starlark.Value) bool { return isFunction(v) || isMethod(v) || isBuiltin(v) })
	is("isclass", isClass)
	is("ismodule", ofType("module"))
	is("isgenerator", ofType("generator"))
	is("istraceback", ofType("traceback"))
	is("isabstract", func(v starlark.Value) bool {
		names, err := rt.GetAttr(v, "__abstractmethods__")
		return err == nil && isClass(v) && bool(names.Truth())
	})
	for _, name := range []string{"isframe", "iscode", "iscoroutine", "iscoroutinefunction", "isawaitable", "isasyncgen", "isasyncgenfunction", "isdatadescriptor", "isgetsetdescriptor"} {
		is(name, never)
	}
	for name, f := range map[string]object.Func{
		"signature": m.signatureOf, "getmembers": m.getMembers, "getdoc": m.getDoc, "cleandoc": cleanDocFunction, "getmro": m.getMRO,
		"getmodule": m.getModule, "getfile": m.getFile, "getsourcefile": m.getFile, "getmodulename": moduleName, "currentframe": none, "stack": emptyList, "trace": emptyList,
		"getsource": m.getSource, "getsourcelines": m.getSource, "getfullargspec": m.fullArgSpec, "unwrap": m.unwrap,
	} {
		members[name] = object.NewBuiltin(name, f)
	}
	return object.NewModule("inspect", members)
}

func none(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, nil
}

func emptyList(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.NewList(nil), nil
}

// getMembers is getmembers(object, predicate=None).
func (m *module) getMembers(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v, predicate starlark.Value
	if err := object.Unpack("getmembers", args, kwargs, "object", &v, "predicate??", &predicate); err != nil {
		return nil, err
	}
	names, err := starlark.Call(t, m.rt.Builtin("dir"), starlark.Tuple{v}, nil)
	if err != nil {
		return nil, err
	}
	list, err := m.rt.List(t, names)
	if err != nil {
		return nil, err
	}
	var out []starlark.Value
	for _, n := range list {
		name, _ := starlark.AsString(n)
		x, err := m.rt.GetAttr(v, name)
		if err != nil {
			continue
		}
		if predicate != nil {
			ok, err := starlark.Call(t, predicate, starlark.Tuple{x}, nil)
			if err != nil {
				return nil, err
			}
			if !ok.Truth() {
				continue
			}
		}
		out = append(out, starlark.Tuple{n, x})
	}
	sort.SliceStable(out, func(i, j int) bool {
		return out[i].(starlark.Tuple)[0].(starlark.String) < out[j].(starlark.Tuple)[0].(starlark.String)
	})
	return starlark.NewList(out), nil
}

func (m *module) getDoc(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.Unpack("getdoc", args, kwargs, "object", &v); err != nil {
		return nil, err
	}
	doc, err := m.rt.GetAttr(v, "__doc__")
	if text, ok := doc.(starlark.String); err == nil && ok {
		return starlark.String(cleanDoc(string(text))), nil
	}
	return starlark.None, nil
}

func cleanDocFunction(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var doc string
	if err := object.Unpack("cleandoc", args, kwargs, "doc", &doc); err != nil {
		return nil, err
	}
	return starlark.String(cleanDoc(doc)), nil
}

// cleanDoc removes the indentation of a docstring.
func cleanDoc(doc string) string {
	lines := strings.Split(strings.ReplaceAll(doc, "\t", "        "), "\n")
	margin := -1
	for _, l := range lines[1:] {
		if trimmed := strings.TrimLeft(l, " "); trimmed != "" {
			if n := len(l) - len(trimmed); margin < 0 || n < margin {
				margin = n
			}
		}
	}
	lines[0] = strings.TrimLeft(lines[0], " ")
	for i := 1; i < len(lines); i++ {
		lines[i] = lines[i][min(max(margin, 0), len(lines[i])):]
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	return strings.Join(lines, "\n")
}

func (m *module) getMRO(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.Unpack("getmro", args, kwargs, "cls", &v); err != nil {
		return nil, err
	}
	return m.rt.GetAttr(v, "__mro__")
}

func (m *module) getModule(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.Unpack("getmodule", args, kwargs, "object", &v); err != nil {
		return nil, err
	}
	if mod, ok := v.(*object.Module); ok {
		return mod, nil
	}
	name, err := m.rt.GetAttr(v, "__module__")
	if text, ok := name.(starlark.String); err == nil && ok {
		if mod, err := m.rt.Import(t, string(text)); err == nil {
			return mod, nil
		}
	}
	return starlark.None, nil
}

func (m *module) getFile(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.Unpack("getfile", args, kwargs, "object", &v); err != nil {
		return nil, err
	}
	if f := functionOf(v); f != nil {
		return starlark.String(f.Position().Filename()), nil
	}
	return nil, exceptions.TypeError.Errorf("module, class, method, function, traceback, frame, or code object was expected, got %s", object.TypeName(v))
}

func moduleName(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var path string
	if err := object.Unpack("getmodulename", args, kwargs, "path", &path); err != nil {
		return nil, err
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	if base, ok := strings.CutSuffix(name, ".py"); ok {
		return starlark.String(base), nil
	}
	return starlark.None, nil
}

// getSource is the text of a function: from its def to the line before the next one that is indented as much or less.
func (m *module) getSource(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.Unpack("getsource", args, kwargs, "object", &v); err != nil {
		return nil, err
	}
	f := functionOf(v)
	if f == nil {
		return nil, exceptions.TypeError.Errorf("module, class, method, function, traceback, frame, or code object was expected, got %s", object.TypeName(v))
	}
	lines := m.source(f.Position().Filename())
	first := int(f.Position().Line) - 1
	if first < 0 || first >= len(lines) {
		return nil, exceptions.OSError.Errorf("could not get source code")
	}
	indent := len(lines[first]) - len(strings.TrimLeft(lines[first], " \t"))
	last := first + 1
	for i := last; i < len(lines); i++ {
		trimmed := strings.TrimLeft(lines[i], " \t")
		if trimmed != "" && len(lines[i])-len(trimmed) <= indent {
			break
		}
		if trimmed != "" {
			last = i + 1
		}
	}
	return starlark.String(strings.Join(lines[first:last], "\n") + "\n"), nil
}

// unwrap follows __wrapped__.
func (m *module) unwrap(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v, stop starlark.Value
	if err := object.Unpack("unwrap", args, kwargs, "func", &v, "*", nil, "stop??", &stop); err != nil {
		return nil, err
	}
	for range 100 {
		next, err := m.rt.GetAttr(v, "__wrapped__")
		if err != nil {
			break
		}
		v = next
	}
	return v, nil
}

// functionOf returns the function of a script behind a function or method, nil if there is none.
func functionOf(v starlark.Value) *starlark.Function {
	if b, ok := v.(*object.BoundMethod); ok {
		v = b.Func()
	}
	f, _ := v.(*starlark.Function)
	return f
}
