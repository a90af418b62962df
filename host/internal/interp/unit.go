package interp

import (
	"fmt"
	"path/filepath"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/object"
	"parlark/host/internal/dialect"
	"parlark/host/internal/numeric"
)

// This file compiles source files into units and binds the names that a unit expects from its environment.

// unit is one source file of the run: the main script or a local module.
type unit struct {
	name    string // "__main__", or the dotted name of a module
	path    string // as tracebacks print it
	lines   []string
	module  *dialect.Module
	program *starlark.Program
	kernels *numeric.Unit
	globals starlark.StringDict // the makers and the injector at least; nil until the unit's prologue has run

	began     bool                       // the body runs or has run here, rather than the prologue alone
	env       starlark.StringDict        // what the program's undefined names mean; names bound from outside are entered
	added     []string                   // those, in the order of their binding
	main      *starlark.Thread           // the thread whose outermost frame is the running body, nil afterwards
	object    *object.Module             // what import binds; nil until it is imported
	canonical map[int]*starlark.Function // functions without captured values, by number

	code *object.Code // of dynamic code; nil for a file
}

// unitName is the predeclared name under which a program has its unit.
const unitName = "#unit"

// unitValue is a unit as a value of that name.
type unitValue struct {
	starlark.NoneType
	u *unit
}

// unitOf returns the unit that a function is of, nil if it is of none.
func unitOf(f *starlark.Function) *unit {
	v, _ := f.Module().Predeclared()[unitName].(unitValue)
	return v.u
}

// compile lowers and compiles a file. Errors are *python.Error, *dialect.Unsupported, or BUG errors.
func (in *Interp) compile(name, path string, src []byte) (*unit, error) {
	u := newUnit(name, path, src)
	in.compiling[name] = true
	defer delete(in.compiling, name)
	if err := in.compileText(u, string(src), dialect.Static, nil); err != nil {
		return nil, err
	}
	in.units[name] = u
	in.byPath[path] = u
	return u, nil
}

func newUnit(name, path string, src []byte) *unit {
	return &unit{name: name, path: path, lines: strings.Split(string(src), "\n"), canonical: map[int]*starlark.Function{}}
}

// compileText lowers and compiles the text of u. Names in shadowed are not taken for built-in ones.
func (in *Interp) compileText(u *unit, text string, dynamic dialect.Dynamic, shadowed map[string]bool) (err error) {
	defer func() {
		// The compiler of go.starlark.net panics on a tree that its own parser could not have made.
		if r := recover(); r != nil {
			err = fmt.Errorf("BUG: compiling %s: %v", u.path, r)
		}
	}()
	u.module, err = dialect.Lower(u.path, []byte(text), dialect.Options{
		Starlark:  isStarlark(u.path),
		IsBuiltin: func(name string) bool { return !shadowed[name] && in.builtin(name, isStarlark(u.path)) != nil },
		StarNames: func(module string) ([]string, bool) { return in.starNames(u, module) },
		IsMethod:  object.IsMethodName,
		Kernels:   !in.opts.NoKernels,
		Dynamic:   dynamic,
		Needs:     dynamic == dialect.Static && (in.needs || u.name == "__main__"),
	})
	if err != nil {
		return err
	}
	u.program, err = starlark.FileProgram(u.module.File, u.module.IsPredeclared)
	if err != nil {
		return fmt.Errorf("BUG: compiling %s: %w", u.path, err)
	}
	u.kernels = numeric.NewUnit(u.module, numeric.Options{Pause: in.objects.Pause, Room: in.objects.Room})
	return nil
}

// isStarlark reports whether a file is written in Starlark itself.
func isStarlark(path string) bool { return strings.HasSuffix(path, ".star") }

// builtin returns a built-in name of Python or, in a .star file, of Starlark; nil if there is none.
func (in *Interp) builtin(name string, star bool) starlark.Value {
	if v := in.objects.Builtin(name); v != nil {
		return v
	}
	if star {
		return starlark.Universe[name]
	}
	return nil
}

// predeclared returns the environment of a unit; body says whether its module body runs.
func (in *Interp) predeclared(u *unit, body bool) (starlark.StringDict, error) {
	env := starlark.StringDict{unitName: unitValue{starlark.None, u}, "#main": starlark.Bool(body)}
	if u.code == nil {
		env["__name__"], env["__file__"] = starlark.String(u.name), starlark.String(in.absolute(u.path))
		env["__doc__"], env["__package__"] = starlark.None, starlark.String(in.packageOf(u))
		env["__spec__"], env["__loader__"] = starlark.None, starlark.None
		if u.name == "__main__" {
			env["__package__"] = starlark.None
		}
		if u.module.HasDoc {
			env["__doc__"] = starlark.String(u.module.Doc)
		}
	}
	for _, name := range u.module.Predeclared {
		var v starlark.Value
		switch {
		case env[name] != nil:
			continue
		case strings.HasPrefix(name, "#b."):
			if v = env[name[3:]]; v == nil {
				v = in.builtin(name[3:], isStarlark(u.path))
			}
		case strings.HasPrefix(name, "#1."):
			v = in.objects.Unary(name[3:])
			if v == nil {
				return nil, fmt.Errorf("BUG: lowered code uses %s, which does not exist", name)
			}
		case strings.HasPrefix(name, "#kernel."):
			v = u.kernels.Value(name[len("#kernel."):])
		case strings.HasPrefix(name, "#a."):
			v = in.objects.Accessor(name[3:])
		case strings.HasPrefix(name, "#m."):
			v = in.objects.MethodCaller(name[3:])
		case strings.HasPrefix(name, "#"):
			v = in.objects.Intrinsics()[name[1:]]
			if v == nil {
				return nil, fmt.Errorf("BUG: lowered code calls %s, which does not exist", name)
			}
		default:
			v = in.builtin(name, isStarlark(u.path))
		}
		if v != nil {
			env[name] = v
		}
	}
	return env, nil
}

// run executes a unit on t: its whole body, or its prologue alone.
func (in *Interp) run(t *starlark.Thread, u *unit, body bool) error {
	env, err := in.predeclared(u, body)
	if err != nil {
		return err
	}
	if body {
		u.began, u.main = true, t
		defer func() { u.main = nil }()
	}
	u.env = env
	globals, err := u.program.Init(t, env)
	if globals != nil {
		u.globals = globals
	}
	return err
}

// global returns a global of the unit as it is now, or nil. The names of makers and of the injector are among them.
func (u *unit) global(name string) starlark.Value {
	if f := u.anyFunction(); f != nil {
		return f.Globals()[name]
	}
	return u.globals[name]
}

// all returns every global that is bound now.
func (u *unit) all() starlark.StringDict {
	if f := u.anyFunction(); f != nil {
		return f.Globals()
	}
	return u.globals
}

// anyFunction returns a function of the unit, through which its live globals can be read.
func (u *unit) anyFunction() *starlark.Function {
	if f, ok := u.globals["#inject"].(*starlark.Function); ok {
		return f
	}
	if u.main == nil {
		return nil
	}
	// While the body runs, the outermost frame of its thread that belongs to the unit is the body itself.
	for depth := u.main.CallStackDepth() - 1; depth >= 0; depth-- {
		if f, ok := u.main.DebugFrame(depth).Callable().(*starlark.Function); ok && unitOf(f) == u {
			return f
		}
	}
	return nil
}

// source returns the lines of a file of the run, for tracebacks. Those of text without a file are not shown, but for
// examples of doctest.
func (in *Interp) source(file string) []string {
	u := in.byPath[file]
	if u == nil {
		u = in.byPath[in.absolute(file)]
	}
	if u == nil { // the script's directory is on sys.path
		u = in.byPath[filepath.Join(filepath.Dir(in.absolute(in.place.Path)), file)]
	}
	if u == nil || u.code != nil && !strings.HasPrefix(file, "<doctest ") {
		return nil
	}
	return u.lines
}

// line returns a line of a file of the run, trimmed; empty if there is none.
func (in *Interp) line(pos syntax.Position) string {
	u := in.byPath[pos.Filename()]
	if u == nil || int(pos.Line) > len(u.lines) || pos.Line < 1 {
		return ""
	}
	return strings.TrimSpace(u.lines[pos.Line-1])
}

// loopHead reports whether a position is that of a loop's header; see object.Options.
func (in *Interp) loopHead(pos syntax.Position) bool {
	text := in.line(pos)
	return strings.HasPrefix(text, "for ") || strings.HasPrefix(text, "while ")
}

// assigns reports whether the subscript at a position is a target of an assignment; see object.Options.
func (in *Interp) assigns(pos syntax.Position) bool {
	u := in.byPath[pos.Filename()]
	if u == nil || int(pos.Line) > len(u.lines) || pos.Line < 1 {
		return false
	}
	text := u.lines[pos.Line-1]
	if int(pos.Col) > len(text) {
		return false
	}
	_, rest, found := strings.Cut(text[pos.Col-1:], "]")
	rest = strings.TrimSpace(rest)
	return found && strings.HasPrefix(rest, "=") && !strings.HasPrefix(rest, "==")
}

// augments reports whether op= stands at a position; see object.Options.
func (in *Interp) augments(pos syntax.Position, op string) bool {
	u := in.byPath[pos.Filename()]
	if u == nil || int(pos.Line) > len(u.lines) || pos.Line < 1 {
		return false
	}
	text := u.lines[pos.Line-1]
	return int(pos.Col) <= len(text) && strings.HasPrefix(text[pos.Col-1:], op+"=") && !strings.HasPrefix(text[pos.Col-1:], op+"==")
}

// visible lists the names that the code at a position sees, innermost first, without the built-in ones; see
// object.Options.
func (in *Interp) visible(qualname string, pos syntax.Position) []string {
	u := in.byPath[pos.Filename()]
	if u == nil {
		return nil
	}
	var names []string
	for i := range u.module.Functions {
		if f := &u.module.Functions[i]; f.Qualname == qualname && f.Line <= pos.Line {
			names = append(f.Locals[:len(f.Locals):len(f.Locals)], f.Free...)
		}
	}
	if s := u.scope(); s != nil {
		if all, err := in.objects.List(in.objects.Current(), s.Globals); err == nil {
			for _, n := range all {
				if text, ok := starlark.AsString(n); ok {
					names = append(names, text)
				}
			}
		}
		return names
	}
	variables{in, u}.Each(func(name string, _ starlark.Value) { names = append(names, name) })
	return names
}

// signature describes the function of that name whose first statement is at or behind pos; see object.Options.
func (in *Interp) signature(qualname string, pos syntax.Position) (object.Signature, bool) {
	u := in.byPath[pos.Filename()]
	if u == nil {
		return object.Signature{}, false
	}
	var found *dialect.Function
	for i := range u.module.Functions {
		f := &u.module.Functions[i]
		if f.Qualname == qualname && (found == nil || f.Line <= pos.Line && f.Line > found.Line) {
			found = f
		}
	}
	if found != nil {
		return object.Signature{Required: found.Required, KeywordOnly: found.KeywordOnly, PositionalOnly: found.PositionalOnly,
			Named: append(found.Args[:len(found.Args):len(found.Args)], found.KeywordOnly...)}, true
	}
	return object.Signature{}, false
}
