package object

import (
	"sort"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
)

// This file makes the table of Python's built-in names.

func runtimeErrorf(format string, args ...any) error {
	return exceptions.RuntimeError.Errorf(format, args...)
}

// Builtin returns the value of a name that every script sees, or nil. Values are made when they are first asked for: a
// script uses few of them.
func (rt *Runtime) Builtin(name string) starlark.Value {
	if v, ok := rt.builtins[name]; ok {
		return v
	}
	v := rt.makeBuiltin(name)
	if v != nil {
		rt.builtins[name] = v
	}
	return v
}

// Builtins returns the names that every script sees. The caller must not change the dictionary.
func (rt *Runtime) Builtins() starlark.StringDict {
	for name := range rt.builtinFunctions {
		rt.Builtin(name)
	}
	for _, t := range exceptions.Builtin() {
		rt.Builtin(t.Name)
	}
	for _, name := range []string{"IOError", "EnvironmentError"} {
		rt.Builtin(name)
	}
	return rt.builtins
}

// plainBuiltins returns the names that are no functions and no exceptions.
func (rt *Runtime) plainBuiltins() starlark.StringDict {
	all := starlark.StringDict{
		"None": starlark.None, "True": starlark.True, "False": starlark.False,
		"NotImplemented": NotImplemented, "Ellipsis": Ellipsis, "__debug__": starlark.True,
	}
	ts := &rt.types
	for _, c := range []*Class{
		ts.object, ts.type_, ts.int, ts.float, ts.complex, ts.bool, ts.str, ts.bytes, ts.bytearray, ts.list, ts.tuple, ts.dict, ts.set,
		ts.frozenset, ts.range_, ts.slice, ts.property, ts.staticmethod, ts.classmethod, ts.super, ts.enumerate, ts.zip,
		ts.map_, ts.filter, ts.reversed,
	} {
		all[c.name] = c
	}
	return all
}

// makeBuiltin makes a function or the class of an exception; nil if there is none of that name.
func (rt *Runtime) makeBuiltin(name string) starlark.Value {
	if f := rt.builtinFunctions[name]; f != nil {
		return NewBuiltin(name, f)
	}
	if name == "IOError" || name == "EnvironmentError" {
		name = "OSError"
	}
	if t := exceptions.Named(name); t != nil {
		return rt.ExceptionClass(t)
	}
	return nil
}

func (rt *Runtime) makeBuiltinFunctions() map[string]Func {
	return map[string]Func{
		"abs": rt.absBuiltin, "all": rt.anyAll("all", false), "any": rt.anyAll("any", true), "ascii": rt.asciiBuiltin,
		"bin": rt.binBuiltin, "breakpoint": breakpoint, "callable": rt.callable, "chr": rt.chrBuiltin,
		"compile": rt.compile, "delattr": rt.delattr, "dir": rt.dirBuiltin, "divmod": rt.divmodBuiltin,
		"eval": rt.eval, "exec": rt.exec, "exit": exit, "format": rt.formatBuiltin, "getattr": rt.getattr,
		"globals": rt.globals, "hasattr": rt.hasattr, "hash": rt.hashBuiltin, "help": refused("help"),
		"hex": rt.hexBuiltin, "id": id, "input": rt.inputBuiltin, "isinstance": rt.isinstance, "issubclass": rt.issubclass,
		"iter": rt.iter, "len": rt.lenBuiltin, "locals": rt.locals, "max": rt.extreme("max", syntax.GT),
		"memoryview": rt.memoryView, "min": rt.extreme("min", syntax.LT), "next": rt.next, "oct": rt.octBuiltin,
		"open": rt.open, "ord": rt.ordBuiltin, "pow": rt.powBuiltin, "print": rt.printBuiltin, "quit": exit,
		"repr": rt.reprBuiltin, "round": rt.roundBuiltin, "setattr": rt.setattr, "sorted": rt.sorted, "sum": rt.sumBuiltin,
		"vars": rt.vars, "__import__": rt.importBuiltin,
	}
}

// BuiltinNames lists the names of all built-in functions, types and values, sorted.
func BuiltinNames() []string {
	var names []string
	for name := range New(Options{}).Builtins() {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// refused returns a function that parlark does not have.
func refused(name string) Func {
	return func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return nil, exceptions.NotImplementedError.Errorf("%s() is not supported", name)
	}
}

func breakpoint(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, nil
}

// exit is exit([code]).
func exit(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	code := starlark.Value(starlark.None)
	if err := Unpack("exit", args, kwargs, "code?", &code); err != nil {
		return nil, err
	}
	return nil, exceptions.SystemExit.With(code)
}

func id(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("id", args, kwargs, 1); err != nil {
		return nil, err
	}
	return starlark.MakeUint64(identity(args[0])), nil
}

func (rt *Runtime) hashBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("hash", args, kwargs, 1); err != nil {
		return nil, err
	}
	h, err := rt.Hash(args[0])
	if err != nil {
		return nil, err
	}
	return h, nil
}

// callable is callable(x).
func (rt *Runtime) callable(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("callable", args, kwargs, 1); err != nil {
		return nil, err
	}
	return starlark.Bool(IsCallable(args[0])), nil
}

// IsCallable is callable(v). Every Instance is a starlark.Callable; only some can be called.
func IsCallable(v starlark.Value) bool {
	switch v := v.(type) {
	case *Instance:
		if v.class.specials().call != nil {
			return true
		}
		if n := v.class.native; n != nil {
			_, ok := n.Methods.Get("__call__")
			return ok
		}
		return false
	case *StaticMethod:
		return true
	}
	_, ok := v.(starlark.Callable)
	return ok
}

func (rt *Runtime) isinstance(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 2 || len(kwargs) > 0 {
		return nil, argumentCount("isinstance", args, kwargs, 2, 2)
	}
	ok, err := rt.IsInstance(args[0], args[1])
	return starlark.Bool(ok), err
}

func (rt *Runtime) issubclass(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("issubclass", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	c, ok := args[0].(*Class)
	if !ok {
		return nil, typeErrorf("issubclass() arg 1 must be a class")
	}
	yes, err := rt.IsSubclass(c, args[1])
	return starlark.Bool(yes), err
}

// open is open(file, mode, ...), which Options.Open answers.
func (rt *Runtime) open(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	parts, err := parseArguments("open", args, kwargs, 1, "file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener")
	if err != nil {
		return nil, err
	}
	r := OpenRequest{Path: parts[0], Mode: "r", Buffering: -1}
	text := func(v starlark.Value, name string, to *string) {
		if v == nil || v == starlark.None || err != nil {
			return
		}
		s, ok := Underlying(v).(starlark.String)
		if !ok {
			err = typeErrorf("open() argument '%s' must be str, not %s", name, TypeName(v))
			return
		}
		*to = string(s)
	}
	text(parts[1], "mode", &r.Mode)
	text(parts[3], "encoding", &r.Encoding)
	text(parts[4], "errors", &r.Errors)
	if parts[5] != nil && parts[5] != starlark.None {
		r.HasNewline = true
		text(parts[5], "newline", &r.Newline)
	}
	if parts[2] != nil && err == nil {
		r.Buffering, err = AsInt(parts[2])
	}
	if err != nil {
		return nil, err
	}
	if rt.Open == nil {
		name, err := rt.Str(r.Path)
		if err != nil {
			return nil, err
		}
		return nil, exceptions.OSErrorf(exceptions.PermissionError, 13, "Permission denied (no --allow-read or --allow-write)", name)
	}
	return rt.Open(t, r)
}

// OpenRequest is what open() is called with; strings that were not given are empty.
type OpenRequest struct {
	Path       starlark.Value // str, bytes, int or an object with __fspath__
	Mode       string
	Buffering  int // -1: the default
	Encoding   string
	Errors     string
	Newline    string
	HasNewline bool // whether Newline was given
}

// memoryView is memoryview(), which another package makes; see Options.MemoryView.
func (rt *Runtime) memoryView(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if rt.MemoryView == nil {
		return refused("memoryview")(t, args, kwargs)
	}
	return starlark.Call(t, rt.MemoryView(), args, kwargs)
}
