package object

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file defines the built-in functions that compile and run source text, and those that show namespaces.

// Dynamic compiles and runs source text for a Runtime; the package that owns the compiler supplies it. All of it runs
// under the interpreter lock.
type Dynamic interface {
	// Compile compiles text; mode is "exec", "eval" or "single". The error is a SyntaxError of the script.
	Compile(file, text, mode string) (*Code, error)
	// Run runs code in a scope and returns the value of an expression, else None.
	Run(t *starlark.Thread, code *Code, s *Scope) (starlark.Value, error)
	// GlobalsOf returns the namespace of the module variables of a function, the same value each time.
	GlobalsOf(f *starlark.Function) starlark.Value
	// Locals returns the variables of the innermost running function of the script, or the namespace of its module.
	Locals(t *starlark.Thread) starlark.Value
}

// Code is what compile() returns. Program belongs to Dynamic.
type Code struct {
	File, Mode string
	Program    any
}

func (c *Code) String() string {
	return "<code object <module> at " + Address(c) + ", file \"" + c.File + "\", line 1>"
}
func (*Code) Type() string            { return "code" }
func (*Code) Freeze()                 {}
func (*Code) Truth() starlark.Bool    { return true }
func (c *Code) Hash() (uint32, error) { return pointerHash(c), nil }
func (*Code) AttrNames() []string     { return []string{"co_filename", "co_firstlineno", "co_name"} }

// Attr serves the attributes of code objects that scripts print.
func (c *Code) Attr(name string) (starlark.Value, error) {
	switch name {
	case "co_filename":
		return starlark.String(c.File), nil
	case "co_name":
		return starlark.String("<module>"), nil
	case "co_firstlineno":
		return starlark.MakeInt(1), nil
	}
	return nil, nil
}

// sourceText returns the text of an argument of exec, eval or compile.
func sourceText(function string, v starlark.Value) (string, error) {
	switch v := v.(type) {
	case starlark.String:
		if strings.Contains(string(v), "\x00") {
			return "", exceptions.SyntaxError.Errorf("source code string cannot contain null bytes")
		}
		return string(v), nil
	case starlark.Bytes:
		return string(v), nil
	}
	if b, ok := v.(*Bytearray); ok {
		return string(b.data), nil
	}
	if function == "compile" {
		return "", typeErrorf("compile() arg 1 must be a string, bytes or AST object")
	}
	return "", typeErrorf("%s() arg 1 must be a string, bytes or code object", function)
}

// compile is compile(source, filename, mode).
func (rt *Runtime) compile(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var source, file, flags, inherit, optimize starlark.Value
	var mode string
	if err := Unpack("compile", args, kwargs, "source", &source, "filename", &file, "mode", &mode, "flags?", &flags, "dont_inherit?", &inherit, "optimize?", &optimize); err != nil {
		return nil, err
	}
	if c, ok := source.(*Code); ok {
		return c, nil
	}
	text, err := sourceText("compile", source)
	if err != nil {
		return nil, err
	}
	name, err := rt.Str(file)
	if err != nil {
		return nil, err
	}
	if mode != "exec" && mode != "eval" && mode != "single" {
		return nil, valueErrorf("compile() mode must be 'exec', 'eval' or 'single'")
	}
	if rt.Dynamic == nil {
		return refused("compile")(t, args, kwargs)
	}
	return orNil(rt.Dynamic.Compile(name, text, mode))
}

// orNil keeps a nil *Code from becoming a value.
func orNil(c *Code, err error) (starlark.Value, error) {
	if err != nil {
		return nil, err
	}
	return c, nil
}

// exec is exec(source, globals=None, locals=None).
func (rt *Runtime) exec(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	_, err := rt.runText(t, "exec", args, kwargs)
	return starlark.None, err
}

// eval is eval(source, globals=None, locals=None).
func (rt *Runtime) eval(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return rt.runText(t, "eval", args, kwargs)
}

func (rt *Runtime) runText(t *starlark.Thread, mode string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var source, globals, locals, closure starlark.Value
	if err := Unpack(mode, args, kwargs, "source", &source, "globals??", &globals, "locals??", &locals, "closure??", &closure); err != nil {
		return nil, err
	}
	if rt.Dynamic == nil {
		return refused(mode)(t, args, kwargs)
	}
	code, ok := source.(*Code)
	if !ok {
		text, err := sourceText(mode, source)
		if err != nil {
			return nil, err
		}
		if mode == "eval" {
			text = strings.TrimLeft(text, " \t")
		}
		if code, err = rt.Dynamic.Compile("<string>", text, mode); err != nil {
			return nil, err
		}
	}
	s, err := rt.scopeFor(t, mode, globals, locals)
	if err != nil {
		return nil, err
	}
	return rt.Dynamic.Run(t, code, s)
}

// scopeFor returns the scope for the arguments globals and locals of exec and eval; nil where they are left out.
func (rt *Runtime) scopeFor(t *starlark.Thread, function string, globals, locals starlark.Value) (*Scope, error) {
	if globals == nil {
		f := CallerFunction(t)
		if f == nil {
			return nil, runtimeErrorf("%s() without a caller needs globals", function)
		}
		if locals == nil {
			locals = rt.Dynamic.Locals(t)
		}
		return rt.NewScope(rt.Dynamic.GlobalsOf(f), locals), nil
	}
	switch tableOf(globals) {
	case scopeTable{other: globals}:
		if function == "eval" {
			return nil, typeErrorf("globals must be a dict")
		}
		return nil, typeErrorf("exec() globals must be a dict, not %s", TypeName(globals))
	}
	if locals != nil {
		if _, ok := locals.(starlark.Mapping); !ok {
			if function == "eval" {
				return nil, typeErrorf("locals must be a mapping")
			}
			return nil, typeErrorf("locals must be a mapping or None, not %s", TypeName(locals))
		}
	}
	return rt.NewScope(globals, locals), nil
}

// globals is globals().
func (rt *Runtime) globals(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("globals", args, kwargs, 0); err != nil {
		return nil, err
	}
	f := CallerFunction(t)
	if rt.Dynamic == nil || f == nil {
		return refused("globals")(t, args, kwargs)
	}
	return rt.Dynamic.GlobalsOf(f), nil
}

// locals is locals().
func (rt *Runtime) locals(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("locals", args, kwargs, 0); err != nil {
		return nil, err
	}
	if rt.Dynamic == nil {
		return refused("locals")(t, args, kwargs)
	}
	return rt.Dynamic.Locals(t), nil
}
