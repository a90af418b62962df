package dialect

// This file defines the result of lowering and the plain tables that travel with a compiled program.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// A Module is a lowered file. File and IsPredeclared go to starlark.FileProgram, once; the rest is plain data.
type Module struct {
	File          *syntax.File
	IsPredeclared func(name string) bool // binds the patched identifiers when asked for the last name of the file
	Functions     []Function             // by function number
	Classes       []Class                // by class statement number
	Predeclared   []string               // names that the program expects from its environment, sorted; see Intrinsics
	Imports       []Import               // every import clause, in source order
	Globals       []string               // the module variables of the source, in the order of their first binding
	Exports       []string               // what __all__ is set to by literals at the top level; nil if it is not
	Needs         []Need                 // if Options.Needs
	Doc           string                 // the docstring
	HasDoc        bool
	Loaded        []string // those of Globals that a Starlark load statement bound: not for other files

	Kernels []Kernel                       // by number; see kernels.go
	Numeric map[string]*python.FunctionDef // functions that kernels call, by module variable
	Modules map[string]string              // module variables that are module math or functions of it: "math", "math.sqrt"
	Watched map[string]bool                // module variables with numbers that kernels read
}

// A Function describes a def or lambda. Its number is its index in Module.Functions; the program's global
// "#make.<number>" rebuilds it from captured values and defaults (see makers.go).
type Function struct {
	Name, Qualname string
	Line, Col      int32    // of the def or lambda, 1-based, as starlark.Function.Position has it
	Locals         []string // its variables, in the order of their first binding
	Free           []string // captured variables of enclosing functions, sorted
	Globals        []string // module variables that the body can reach, through nested functions too, sorted
	Class          string   // variable that holds the class, for a function in a class body; else ""
	ClassGlobal    bool     // Class is a module variable; otherwise, if the function uses it, one of Free
	Async          bool
	Generator      bool
	Required       int // number of parameters without a default that may be given by position
	Defaults       int // number of parameters with a default: the maker's parameters "#d0", "#d1", ...

	PositionalOnly []string
	Args           []string // parameters that may be given both ways
	KeywordOnly    []string
	VarArgs        string // name of *args, "" if absent
	KwArgs         string // name of **kwargs, "" if absent
}

// A Class describes a class statement.
type Class struct {
	Name, Qualname string
	Line, Col      int32 // 1-based
}

// An Import is one clause: "import Module" if Names is nil, else "from Module import Names...". Name "*" may occur.
// A Starlark load statement is listed too.
type Import struct {
	Module    string
	Names     []string
	Level     int // number of leading dots
	Line, Col int32
}

// FunctionAt returns the number of the function that is defined at line:col, both 1-based. Functions are numbered in
// the order of their positions within a scope but not across scopes, so a caller with many lookups keeps its own map.
func (m *Module) FunctionAt(line, col int32) (int, bool) {
	for i := range m.Functions {
		if f := &m.Functions[i]; f.Line == line && f.Col == col {
			return i, true
		}
	}
	return 0, false
}
