package dialect

// This file lowers import statements, and load of Starlark.

import (
	"strings"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// import a.b      => a = #import("a.b", "a")
// import a.b as c => c = #import("a.b", None)
func (l *lowerer) importStmt(s *python.Import) []syntax.Stmt {
	at := l.at(s)
	var out []syntax.Stmt
	for _, n := range s.Names {
		l.noteImport(Import{Module: n.Name, Line: at.Line, Col: at.Col})
		name, top := n.As, l.none()
		if name == "" {
			name, _, _ = strings.Cut(n.Name, ".")
			top = text(name)
		}
		out = append(out, assign(l.name(name, true, at), l.call(at, "#import", text(n.Name), top), at))
	}
	return out
}

// from m import a as b => b = #importfrom("m", "a")
// from . import a      => a = #importfrom(".", "a")
// from m import *      => a = #importfrom("m", "a"); ... for the names that m is known to have
//
//	#importstar("m", #names) in dynamic code
func (l *lowerer) importFrom(s *python.ImportFrom) []syntax.Stmt {
	if s.Module == "__future__" && s.Level == 0 {
		return nil
	}
	at := l.at(s)
	im := Import{Module: s.Module, Names: []string{}, Level: s.Level, Line: at.Line, Col: at.Col}
	module := strings.Repeat(".", s.Level) + s.Module
	var out []syntax.Stmt
	bind := func(name, as string) {
		out = append(out, assign(l.name(as, true, at), l.call(at, "#importfrom", text(module), text(name)), at))
	}
	for _, n := range s.Names {
		im.Names = append(im.Names, n.Name)
		switch {
		case n.Name == "*" && l.dynamic():
			out = append(out, evaluate(l.call(at, "#importstar", text(module), l.slot("#names", at))))
		case n.Name == "*":
			names, _ := l.opts.StarNames(module)
			for _, name := range names {
				bind(name, name)
			}
		case n.As != "":
			bind(n.Name, n.As)
		default:
			bind(n.Name, n.Name)
		}
	}
	l.noteImport(im)
	return out
}

func (l *lowerer) noteImport(i Import) {
	if !l.copying {
		l.imports = append(l.imports, i)
	}
}

// load("m", "a", b="c") => a = #load("m", "a"); b = #load("m", "c")
func (l *lowerer) load(s *python.ExprStmt) ([]syntax.Stmt, bool) {
	c, ok := s.X.(*python.Call)
	if !ok || !l.table.features.loads[s] {
		return nil, false
	}
	at := l.at(s)
	module, names, as := loadClause(c)
	if module == "" || len(names) == 0 {
		l.fail(c, "load takes the name of a module and names to import, all literal strings")
	}
	var out []syntax.Stmt
	for i, name := range names {
		out = append(out, assign(l.name(as[i], true, at), l.call(at, "#load", text(module), text(name)), at))
		l.loaded = append(l.loaded, as[i])
	}
	l.noteImport(Import{Module: module, Names: names, Line: at.Line, Col: at.Col})
	return out, true
}

// loadClause takes a call of load apart. The module is "" if the call is not of that form.
func loadClause(c *python.Call) (module string, names, as []string) {
	str := func(x python.Expr) string {
		if k, ok := x.(*python.Constant); ok && k.Kind == python.KStr {
			return k.Str
		}
		return ""
	}
	if len(c.Args) == 0 {
		return "", nil, nil
	}
	module = str(c.Args[0])
	add := func(name, to string) {
		if name == "" || to == "" || name[0] == '_' {
			module = ""
		}
		names, as = append(names, name), append(as, to)
	}
	for _, a := range c.Args[1:] {
		add(str(a), str(a))
	}
	for _, k := range c.Keywords {
		add(str(k.Value), k.Arg)
	}
	return module, names, as
}

// exports returns the names that literal assignments to __all__ list, nil if there are none.
func exports(body []python.Stmt) []string {
	var out []string
	for _, s := range body {
		var to, value python.Expr
		switch s := s.(type) {
		case *python.Assign:
			if len(s.Targets) == 1 {
				to, value = s.Targets[0], s.Value
			}
		case *python.AugAssign:
			to, value = s.Target, s.Value
		}
		if n, ok := to.(*python.Name); !ok || n.Id != "__all__" {
			continue
		}
		if _, ok := s.(*python.Assign); ok {
			out = []string{}
		}
		names, _ := elements(value)
		for _, e := range names {
			if k, ok := e.(*python.Constant); ok && k.Kind == python.KStr {
				out = append(out, k.Str)
			}
		}
	}
	return out
}
