package interp

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/host/internal/dialect"
	"parlark/host/internal/dialect/python"
)

// This file compiles and runs source text for exec, eval and compile, and shows namespaces; Interp is the Runtime's Dynamic.
//
// Dynamic code keeps its module variables in an object.Scope, so code that runs later with the same dict sees them, and
// so do the functions that it has defined. Text that runs with the namespace of a file's module writes that module's own
// variables.

// A textKey identifies text that has been compiled.
type textKey struct{ file, text, mode string }

// maxTexts bounds how many texts are remembered.
const maxTexts = 200

var dynamicModes = map[string]dialect.Dynamic{
	"exec": dialect.DynamicStatements, "eval": dialect.DynamicExpression, "single": dialect.DynamicInteractive,
}

// Compile compiles text.
func (in *Interp) Compile(file, text, mode string) (*object.Code, error) {
	key := textKey{file, text, mode}
	if c := in.texts[key]; c != nil {
		return c, nil
	}
	u := newUnit("", file, []byte(text))
	if err := in.compileText(u, text, dynamicModes[mode], nil); err != nil {
		return nil, importError(err)
	}
	u.code = &object.Code{File: file, Mode: mode, Program: u}
	if in.texts == nil || len(in.texts) >= maxTexts {
		in.texts = map[textKey]*object.Code{}
	}
	in.texts[key] = u.code
	return u.code, nil
}

// Run runs code in a scope and returns the value of an expression, else None.
func (in *Interp) Run(t *starlark.Thread, code *object.Code, s *object.Scope) (starlark.Value, error) {
	compiled, ok := code.Program.(*unit)
	if !ok {
		return nil, exceptions.TypeError.Errorf("exec() arg 1 must be a string, bytes or code object")
	}
	u, err := in.instance(compiled, s)
	if err != nil {
		return nil, err
	}
	env, err := in.predeclared(u, true)
	if err != nil {
		return nil, err
	}
	result := starlark.Value(starlark.None)
	env[object.ScopeName], env["#names"] = s, s
	if s.Locals != nil {
		env[object.ScopeName] = in.objects.NewScope(s.Globals, nil)
	}
	env["#show"] = in.show(code.Mode, &result)
	u.env, u.main = env, t
	defer func() { u.main = nil }()
	in.byPath[u.path] = u
	globals, err := u.program.Init(t, env)
	u.globals = globals
	if err != nil {
		return nil, err
	}
	return result, nil
}

// instance returns a unit for one run of compiled code in s. Names that s binds and the code takes for built-in ones
// make it compile the text anew.
func (in *Interp) instance(compiled *unit, s *object.Scope) (*unit, error) {
	shadowed := map[string]bool{}
	for _, name := range compiled.module.Predeclared {
		_, builtin, _ := strings.Cut(name, "b.")
		if (strings.HasPrefix(name, "#b.") || strings.HasPrefix(name, "#1.b.")) && s.Binds(builtin) {
			shadowed[builtin] = true
		}
	}
	u := *compiled
	if len(shadowed) > 0 {
		if err := in.compileText(&u, strings.Join(compiled.lines, "\n"), dynamicModes[compiled.code.Mode], shadowed); err != nil {
			return nil, err
		}
	}
	u.canonical = map[int]*starlark.Function{}
	return &u, nil
}

// show returns what lowered code calls with the values of expression statements.
func (in *Interp) show(mode string, result *starlark.Value) starlark.Value {
	return object.NewBuiltin("show", func(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if mode == "eval" {
			*result = args[0]
			return starlark.None, nil
		}
		sys, err := in.modules.Module(t, "sys")
		if err != nil {
			return nil, err
		}
		return starlark.Call(t, sys.Member("displayhook"), args, nil)
	})
}

// GlobalsOf returns the namespace of the module variables of a function.
func (in *Interp) GlobalsOf(f *starlark.Function) starlark.Value {
	if s := object.ScopeOf(f); s != nil {
		return s.Globals
	}
	if u := unitOf(f); u != nil {
		return in.sourceModule(u).Dict()
	}
	return new(starlark.Dict)
}

// Locals returns the variables of the innermost function of the script that runs on t, or the namespace of its module.
// Frames of the functions that lowering has made of parts of a function belong to it.
func (in *Interp) Locals(t *starlark.Thread) starlark.Value {
	found := starlark.StringDict{}
	take := func(name string, v starlark.Value) {
		if rest, ok := strings.CutPrefix(name, "#c"); ok {
			_, name, _ = strings.Cut(rest, ".")
		}
		if v != nil && v.Type() == "cell" {
			v, _ = in.deref(v)
		}
		if v != nil && found[name] == nil {
			found[name] = v
		}
	}
	for depth := range t.CallStackDepth() {
		frame := t.DebugFrame(depth)
		f, ok := frame.Callable().(*starlark.Function)
		if !ok {
			continue
		}
		u := unitOf(f)
		if u == nil {
			break
		}
		if f.Name() == "<toplevel>" {
			if s, ok := f.Module().Predeclared()["#names"].(*object.Scope); ok && s.Locals != nil {
				return s.Locals
			}
			return in.GlobalsOf(f)
		}
		for i := range frame.NumLocals() {
			b, v := frame.Local(i)
			take(b.Name, v)
		}
		for i := range f.NumFreeVars() {
			b, v := f.FreeVar(i)
			take(b.Name, v)
		}
		if number, ok := u.module.FunctionAt(f.Position().Line, f.Position().Col); ok {
			info := &u.module.Functions[number]
			out := new(starlark.Dict)
			for _, name := range append(info.Locals[:len(info.Locals):len(info.Locals)], info.Free...) {
				if v := found[name]; v != nil {
					out.SetKey(starlark.String(name), v)
				}
			}
			return out
		}
	}
	return new(starlark.Dict)
}

// syntaxError is a fault of a text as an exception of the script.
func syntaxError(err *python.Error) error {
	e := exceptions.SyntaxError
	switch err.Class {
	case "IndentationError":
		e = exceptions.IndentationError
	case "TabError":
		e = exceptions.TabError
	case "MemoryError":
		return exceptions.MemoryError.Errorf("%s", err.Msg)
	case "RecursionError":
		return exceptions.RecursionError.Errorf("%s", err.Msg)
	}
	line, offset, end := err.Place()
	text := starlark.Value(starlark.None)
	if err.Text != "" {
		text = starlark.String(err.Text + "\n")
	}
	place := starlark.Tuple{starlark.String(err.File), starlark.MakeInt(line), starlark.MakeInt(offset), text,
		starlark.MakeInt(int(err.End.Line)), starlark.MakeInt(end)}
	raised := e.With(starlark.String(err.Msg), place).(*exceptions.Error)
	raised.Attrs = map[string]starlark.Value{
		"msg": starlark.String(err.Msg), "filename": place[0], "lineno": place[1], "offset": place[2], "text": text,
		"end_lineno": place[4], "end_offset": place[5],
	}
	return raised
}
