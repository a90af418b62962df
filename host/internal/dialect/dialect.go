package dialect

// This file is the package's entrance: options, the result, and Lower.

import (
	"sort"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// Options say how a file is lowered. The zero value lowers a Python file that knows no built-in name.
type Options struct {
	// Starlark is set for a .star file: where Python and the Starlark specification differ, the specification holds.
	Starlark bool
	// IsBuiltin reports whether a name is a built-in function or type. nil: there are none.
	IsBuiltin func(name string) bool
	// StarNames lists the names that "from m import *" binds; false: unknown before the run. nil: always unknown.
	StarNames func(module string) ([]string, bool)
	// IsMethod reports whether reading x.name must go through #attr, because the run time has a method of that name
	// that the native type lacks or has otherwise. nil: no name.
	IsMethod func(name string) bool
}

// A Module is a lowered file. File and IsPredeclared go to starlark.FileProgram, once; the rest is plain data that
// can travel with the compiled program.
type Module struct {
	File          *syntax.File
	IsPredeclared func(name string) bool
	Functions     []Function
	Classes       []Class
	Predeclared   []string // names that the program expects from its environment, see Intrinsics
	Imports       []Import
	Globals       []string // every module variable of the source, sorted

	at map[[2]int32]int
}

// A Function describes a def or lambda for shipping. Its number is its index in Module.Functions; the program's global
// "#make.<number>" rebuilds it from captured values and defaults.
type Function struct {
	Name, Qualname string
	Line, Col      int32    // position of the def or lambda, 1-based, as starlark.Function.Position has it
	Free           []string // captured variables of enclosing functions
	Globals        []string // module variables that the body can reach, nested functions included
	Class          string   // variable that holds the class of a method, "" if the function is not in a class
	ClassGlobal    bool     // that variable is a module global, otherwise it is one of Free
	Async          bool
	Generator      bool
	Defaults       int // number of parameters with a default: the maker's parameters "#d0", "#d1", ...

	PositionalOnly []string
	Args           []string
	KeywordOnly    []string
	VarArgs        string // "" if absent
	KwArgs         string // "" if absent
}

// A Class describes a class statement.
type Class struct {
	Name, Qualname string
	Line, Col      int32
}

// An Import is one import clause: "import Module" if Names is nil, else "from Module import Names...".
type Import struct {
	Module    string
	Names     []string
	Level     int // leading dots
	Line, Col int32
}

// FunctionAt returns the number of the function that is defined at line:col (1-based both).
func (m *Module) FunctionAt(line, col int32) (int, bool) {
	if m.at == nil {
		m.at = make(map[[2]int32]int, len(m.Functions))
		for i, f := range m.Functions {
			m.at[[2]int32{f.Line, f.Col}] = i
		}
	}
	n, ok := m.at[[2]int32{line, col}]
	return n, ok
}

// Lower parses, checks and lowers a source file. An error is the parser's, or *Unsupported.
func Lower(file string, src []byte, opts Options) (*Module, error) {
	tree, err := python.Parse(file, string(src))
	if err != nil {
		return nil, err
	}
	l := New(file)
	l.IsBuiltin = opts.IsBuiltin
	if l.IsBuiltin == nil {
		l.IsBuiltin = func(string) bool { return false }
	}
	l.IsMethod = opts.IsMethod
	if l.IsMethod == nil {
		l.IsMethod = func(string) bool { return false }
	}
	l.StarNames = opts.StarNames
	f, hook, err := l.File(tree)
	if err != nil {
		return nil, err
	}
	m := &Module{File: f, Imports: l.imports, Classes: l.classes}
	m.IsPredeclared = func(name string) bool {
		if name == "#hook" {
			hook()
		}
		return name != "None" && name != "True" && name != "False"
	}
	for _, fi := range l.Funcs {
		m.Functions = append(m.Functions, fi.describe())
	}
	for _, n := range l.sorder {
		if n != "None" && n != "True" && n != "False" {
			m.Predeclared = append(m.Predeclared, n)
		}
	}
	m.Predeclared = append(m.Predeclared, "#main")
	for n := range l.free {
		m.Predeclared = append(m.Predeclared, n)
	}
	for n := range l.mod.vars {
		if n[0] != '#' {
			m.Globals = append(m.Globals, n)
		}
	}
	sort.Strings(m.Globals)
	sort.Strings(m.Predeclared)
	return m, nil
}
