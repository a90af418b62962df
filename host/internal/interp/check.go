package interp

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/object"
	"parlark/host/internal/dialect"
	"parlark/host/internal/dialect/python"
)

// This file finds what a script would miss, without running it: `parlark check` lists all of it, and a run is refused for
// what the script would surely come to.

// A finding is one thing that a script would miss.
type finding struct {
	file      string
	line, col int32
	text      string // "ModuleNotFoundError: No module named 'x'"
	hint      string
	sure      bool
}

// String is the line that is printed.
func (f finding) String() string {
	s := fmt.Sprintf("%s:%d:%d: %s", f.file, f.line, f.col, f.text)
	if f.hint != "" {
		s += "; " + f.hint
	}
	return s
}

// Check lists what the script and the local modules that it imports would miss, a line each on standard output, and
// returns the exit status: 1 if there is any.
func (in *Interp) Check(src []byte) int {
	defer in.begin()()
	in.needs = true
	c := &checker{in: in, seen: map[string]bool{}}
	u, err := in.compile("__main__", in.place.Path, src)
	if err != nil {
		c.fault(in.place.Path, err)
	} else {
		c.unit(u)
	}
	for _, f := range c.found {
		if _, err := starlark.Call(in.main, in.objects.Builtin("print"), starlark.Tuple{starlark.String(f.String())}, nil); err != nil {
			return in.finish(err)
		}
	}
	if len(c.found) > 0 {
		return 1
	}
	return 0
}

// refuse prints what the main script will surely miss and reports whether there is any. Modules that the script itself may
// yet provide are left to the run.
func (in *Interp) refuse(u *unit) bool {
	c := &checker{in: in, seen: map[string]bool{}}
	changes := false
	for _, n := range u.module.Needs {
		changes = changes || n.Kind == dialect.NeedAttribute && n.Module == "sys" && (strings.HasPrefix(n.Name, "path") || strings.HasPrefix(n.Name, "modules"))
	}
	refused := false
	for _, n := range u.module.Needs {
		if !n.Sure || n.Kind == dialect.NeedName || changes && n.Kind == dialect.NeedModule {
			continue
		}
		if f, missing := c.missing(u, n); missing && f.sure {
			in.mp.WriteError(f.String() + "\n")
			refused = true
		}
	}
	return refused
}

// A checker gathers findings.
type checker struct {
	in    *Interp
	seen  map[string]bool // names of the units looked at
	found []finding
}

// fault notes that a file cannot be compiled.
func (c *checker) fault(path string, err error) {
	var syntax *python.Error
	var unsupported *dialect.Unsupported
	switch {
	case errors.As(err, &syntax):
		c.found = append(c.found, finding{file: syntax.File, line: syntax.Pos.Line, col: syntax.Pos.Col + 1, text: syntax.Class + ": " + syntax.Msg})
	case errors.As(err, &unsupported):
		c.found = append(c.found, finding{file: unsupported.File, line: unsupported.Pos.Line, col: unsupported.Pos.Col + 1,
			text: unsupported.What + ": not supported", hint: unsupported.Hint})
	default:
		c.found = append(c.found, finding{file: path, line: 1, col: 1, text: err.Error()})
	}
}

// unit notes what a unit misses, and what the local modules that it imports miss.
func (c *checker) unit(u *unit) {
	if c.seen[u.name] {
		return
	}
	c.seen[u.name] = true
	var imported []string
	for _, n := range u.module.Needs {
		if n.Kind == dialect.NeedName && u.open() {
			continue
		}
		if f, missing := c.missing(u, n); missing {
			c.found = append(c.found, f)
		} else if n.Kind == dialect.NeedModule || n.Kind == dialect.NeedMember {
			if name, err := u.absolute(n); err == nil {
				imported = append(imported, name, name+"."+n.Name)
			}
		}
	}
	for _, name := range imported {
		if c.in.modules.Has(name) {
			continue
		}
		path, src, err := c.in.findSource(name)
		if err != nil || strings.HasPrefix(path, "<") || c.seen[name] {
			continue
		}
		next := c.in.units[name]
		if next == nil {
			if next, err = c.in.compile(name, path, src); err != nil {
				c.seen[name] = true
				c.fault(path, err)
				continue
			}
		}
		c.unit(next)
	}
}

// absolute returns the absolute name of the module that n names.
func (u *unit) absolute(n dialect.Need) (string, error) {
	if n.Level == 0 {
		return n.Module, nil
	}
	return u.resolve(strings.Repeat(".", n.Level) + n.Module)
}

// missing tells whether u would miss n. The finding is sure if the run itself would fail there.
func (c *checker) missing(u *unit, n dialect.Need) (finding, bool) {
	f := finding{file: u.path, line: n.Line, col: n.Col, sure: true}
	module, err := u.absolute(n)
	if err != nil {
		f.text = "ImportError: " + c.in.objects.Exception(err).String()
		return f, false
	}
	switch n.Kind {
	case dialect.NeedModule:
		if c.has(module) {
			return f, false
		}
		f.text = "ModuleNotFoundError: No module named '" + module + "'"
		c.moduleHint(&f, module)
	case dialect.NeedMember:
		names, known := c.names(module)
		if !known || names(n.Name) != nil || c.has(module+"."+n.Name) {
			return f, false
		}
		f.sure = c.in.modules.Has(module)
		f.text = "ImportError: cannot import name '" + n.Name + "' from '" + module + "'" + suggestion(n.Name, c.listed(module))
	case dialect.NeedAttribute:
		return c.attribute(f, module, n.Name)
	case dialect.NeedName:
		f.text = "NameError: name '" + n.Name + "' is not defined" + suggestion(n.Name, append(u.module.Globals[:len(u.module.Globals):len(u.module.Globals)], object.BuiltinNames()...))
	}
	return f, true
}

// attribute looks for a dotted name in a module.
func (c *checker) attribute(f finding, module, path string) (finding, bool) {
	for path != "" {
		name, rest, _ := strings.Cut(path, ".")
		names, known := c.names(module)
		if !known {
			return f, false
		}
		v := names(name)
		if v == nil && !c.has(module+"."+name) {
			f.sure = c.in.modules.Has(module)
			f.text = "AttributeError: module '" + module + "' has no attribute '" + name + "'" + suggestion(name, c.listed(module))
			return f, true
		}
		if _, isModule := v.(*object.Module); v != nil && !isModule {
			return f, false
		}
		if m, ok := v.(*object.Module); ok && c.has(m.Name()) {
			module = m.Name()
		} else {
			module += "." + name
		}
		path = rest
	}
	return f, false
}

// has reports whether a module exists.
func (c *checker) has(name string) bool {
	if name == "" || c.in.modules.Has(name) {
		return true
	}
	u, err := c.in.compileModule(name)
	return u != nil || err != nil
}

// names returns a function that looks names of a module up; its values stand for what is there, not more. It is not known
// if the module does not exist or binds names that its text does not show.
func (c *checker) names(module string) (lookup func(name string) starlark.Value, known bool) {
	if c.in.modules.Has(module) {
		m, err := c.in.modules.Module(c.in.main, module)
		if err != nil {
			return nil, false
		}
		return func(name string) starlark.Value {
			v, err := c.in.objects.GetAttr(m, name)
			if err != nil {
				return nil
			}
			return v
		}, true
	}
	u, err := c.in.compileModule(module)
	if err != nil || u == nil || u.open() {
		return nil, false
	}
	return func(name string) starlark.Value {
		if strings.HasPrefix(name, "__") {
			return starlark.None
		}
		for _, n := range u.module.Globals {
			if n == name {
				return starlark.None
			}
		}
		return nil
	}, true
}

// open reports whether a unit may have names that its text does not show.
func (u *unit) open() bool {
	for _, n := range u.module.Predeclared {
		switch n {
		case "#b.globals", "#b.exec", "#b.setattr", "#b.vars", "#b.locals":
			return true
		}
	}
	for _, n := range u.module.Globals {
		if n == "__getattr__" {
			return true
		}
	}
	return false
}

// listed lists the names of a module, for suggestions.
func (c *checker) listed(module string) []string {
	if names, ok := c.in.modules.Members(module); ok {
		return names
	}
	if u := c.in.units[module]; u != nil {
		return u.module.Globals
	}
	return nil
}

// suggestion ends the message about a name that is not there.
func suggestion(name string, candidates []string) string {
	if s, ok := object.Suggest(name, candidates); ok {
		return ". Did you mean: '" + s + "'?"
	}
	return ""
}

// moduleHint says what to do without a module.
func (c *checker) moduleHint(f *finding, name string) {
	top, _, _ := strings.Cut(name, ".")
	modules := c.in.modules.Names()
	near := suggestion(name, modules)
	i := sort.SearchStrings(modules, top)
	switch {
	case object.StandardModule(top) && (i == len(modules) || modules[i] != top):
		f.hint = "Parlark does not have this standard module"
	case near != "":
		f.text += near
	default:
		f.hint = "only standard modules and files beside the script can be imported"
	}
}
