package interp

import (
	"errors"
	"path/filepath"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/host/internal/dialect/python"
)

// This file imports modules: those made in Go, the standard ones written in Python, and the script's own.
//
//	import a.b     a runs, then a.b, which is bound in a
//	from .x import y    is resolved against the package of the unit whose code runs the statement
//
// A module made in Go hides a file of that name beside the script; a file hides a standard module written in Python.

// importModule returns the module that an import statement names; dots in front are those of a relative import.
func (in *Interp) importModule(t *starlark.Thread, name string) (starlark.Value, error) {
	if strings.HasPrefix(name, ".") {
		u := in.importer(t)
		if u == nil {
			return nil, exceptions.ImportError.Errorf("attempted relative import with no known parent package")
		}
		absolute, err := u.resolve(name)
		if err != nil {
			return nil, err
		}
		name = absolute
	}
	if in.modules.Has(name) {
		if builtins.StartsProcesses(name) {
			in.reserve()
		}
		return in.modules.Module(t, name)
	}
	if u := in.units[name]; u != nil && u.began {
		return in.sourceModule(u), nil
	}
	parent, last, dotted := cutLast(name)
	var above starlark.Value
	if dotted {
		var err error
		if above, err = in.importModule(t, parent); err != nil {
			return nil, err
		}
	}
	u, err := in.compileModule(name)
	if err != nil {
		return nil, importError(err)
	}
	if u == nil {
		return nil, in.notFound(name, parent, above)
	}
	if u.began { // the parent imported it
		return in.sourceModule(u), nil
	}
	if err := in.run(t, u, true); err != nil {
		delete(in.units, name)
		return nil, err
	}
	if m, ok := above.(*object.Module); ok {
		m.SetField(last, in.sourceModule(u))
	}
	return in.sourceModule(u), nil
}

// notFound is the error of an import of a module that does not exist; above is the module before the last dot, if any.
func (in *Interp) notFound(name, parent string, above starlark.Value) error {
	text := "No module named '" + name + "'"
	if u := in.units[parent]; above != nil && (u == nil || !u.isPackage()) {
		text += "; '" + parent + "' is not a package"
	}
	return &exceptions.Error{
		Type:  exceptions.ModuleNotFoundError,
		Args:  starlark.Tuple{starlark.String(text)},
		Attrs: map[string]starlark.Value{"name": starlark.String(name)},
	}
}

// importer returns the unit whose code runs an import statement, nil if that is not known.
func (in *Interp) importer(t *starlark.Thread) *unit {
	f := object.CallerFunction(t)
	if f == nil {
		return nil
	}
	if s := object.ScopeOf(f); s != nil { // the module whose namespace the code runs in
		v, err := s.Lookup("__name__")
		if name, ok := v.(starlark.String); ok && err == nil {
			return in.units[string(name)]
		}
		return nil
	}
	return unitOf(f)
}

// resolve returns the absolute name of a relative one.
func (u *unit) resolve(name string) (string, error) {
	rest := strings.TrimLeft(name, ".")
	base := u.name
	if !u.isPackage() {
		base, _, _ = cutLast(base)
	}
	for up := len(name) - len(rest); up > 1 && base != ""; up-- {
		base, _, _ = cutLast(base)
	}
	switch {
	case u.name == "__main__" || base == "" && !strings.Contains(u.name, "."):
		return "", exceptions.ImportError.Errorf("attempted relative import with no known parent package")
	case base == "":
		return "", exceptions.ImportError.Errorf("attempted relative import beyond top-level package")
	case rest == "":
		return base, nil
	}
	return base + "." + rest, nil
}

// packageOf returns the name of the package that a unit is in; a package is in itself, a script in none.
func (in *Interp) packageOf(u *unit) string {
	if u.name == "__main__" {
		return ""
	}
	if u.isPackage() {
		return u.name
	}
	parent, _, _ := cutLast(u.name)
	return parent
}

// isPackage reports whether the unit is the __init__.py of a package.
func (u *unit) isPackage() bool { return filepath.Base(u.path) == "__init__.py" }

// cutLast splits a dotted name at its last dot; parent is empty if there is none.
func cutLast(name string) (parent, last string, dotted bool) {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return "", name, false
	}
	return name[:i], name[i+1:], true
}

// compileModule returns the unit of a module that is not made in Go, nil if there is no such module.
func (in *Interp) compileModule(name string) (*unit, error) {
	if u := in.units[name]; u != nil {
		return u, nil
	}
	path, src, err := in.findSource(name)
	if err != nil {
		return nil, nil
	}
	return in.compile(name, path, src)
}

// findSource returns the text of a module written in Python: the script's own, else a standard one.
func (in *Interp) findSource(name string) (path string, src []byte, err error) {
	in.objects.Blocking(func() { path, src, err = in.opts.Source(name) })
	if err != nil {
		if path, src, ok := builtins.PureSource(name); ok {
			return path, src, nil
		}
	}
	return path, src, err
}

// sourceModule is the module object of a unit.
func (in *Interp) sourceModule(u *unit) *object.Module {
	if u.object == nil {
		u.object = in.objects.NewSourceModule(u.name, variables{in, u})
		if err := in.modules.SysModules().SetKey(starlark.String(u.name), u.object); err != nil {
			in.objects.Raise(err)
		}
	}
	return u.object
}

// importError makes the error of a module that does not compile one that a script can catch.
func importError(err error) error {
	var syntax *python.Error
	if errors.As(err, &syntax) {
		return syntaxError(syntax)
	}
	return exceptions.ImportError.Errorf("%v", err)
}

// starNames returns what `from module import *` binds in a unit of that name and path, if that is known before the run.
func (in *Interp) starNames(importer *unit, module string) ([]string, bool) {
	if strings.HasPrefix(module, ".") {
		absolute, err := importer.resolve(module)
		if err != nil {
			return nil, false
		}
		module = absolute
	}
	if names, ok := in.modules.Members(module); ok {
		return names, true
	}
	if in.compiling[module] {
		return nil, false
	}
	u, err := in.compileModule(module)
	if err != nil || u == nil {
		return nil, false
	}
	if u.module.Exports != nil {
		return u.module.Exports, true
	}
	names := []string{}
	for _, n := range u.module.Globals {
		if !strings.HasPrefix(n, "_") {
			names = append(names, n)
		}
	}
	return names, true
}
