package dialect

// This file is the package's entrance.

import (
	"fmt"

	"parlark/host/internal/dialect/python"
)

// Options say how a file is lowered. The zero value lowers a Python file that knows no built-in name.
type Options struct {
	// Starlark is set for a .star file: where Python and the Starlark specification differ, the specification holds.
	Starlark bool
	// IsBuiltin reports whether a name is a built-in function or type. nil: there are none.
	IsBuiltin func(name string) bool
	// StarNames lists the names that "from module import *" binds; false: unknown before the run. nil: always unknown.
	StarNames func(module string) ([]string, bool)
	// IsMethod reports whether reading x.name must go through #attr, because the run time has a method of that name
	// that the native type lacks or has otherwise. nil: no name.
	IsMethod func(name string) bool
	// Needs asks for Module.Needs.
	Needs bool
	// Dynamic is set for text that exec, eval or an interactive prompt runs: its module variables live in namespaces that
	// the run time supplies, not in the program. See lower_dynamic.go.
	Dynamic Dynamic
	// Kernels asks for kernels: code for numbers is placed behind calls of a machine that may run it faster.
	Kernels bool
}

// An Unsupported is a construct that the language of the source has and the dialect refuses.
type Unsupported struct {
	File string
	Pos  python.Pos
	What string // the construct, a noun: "asynchronous functions"
	Hint string // what to write instead, "" if there is no advice
}

// Error returns "file:line:col: What: not supported; Hint" with a 1-based column.
func (e *Unsupported) Error() string {
	s := fmt.Sprintf("%s:%d:%d: %s: not supported", e.File, e.Pos.Line, e.Pos.Col+1, e.What)
	if e.Hint != "" {
		s += "; " + e.Hint
	}
	return s
}

// Lower parses, checks and lowers a source file. An error is a *python.Error or an *Unsupported.
func Lower(file string, src []byte, opts Options) (_ *Module, err error) {
	parse := python.Parse
	if opts.Dynamic == DynamicExpression {
		parse = python.ParseExpression
	}
	tree, err := parse(file, string(src))
	if err != nil {
		return nil, err
	}
	if opts.Dynamic == DynamicInteractive {
		if err := python.CheckSingle(tree); err != nil {
			return nil, err
		}
	}
	if err := python.Check(tree); err != nil {
		return nil, err
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *Unsupported:
			err = r
		case *python.Error:
			err = r
		default:
			panic(r)
		}
	}()
	no := func(string) bool { return false }
	if opts.IsBuiltin == nil {
		opts.IsBuiltin = no
	}
	if opts.IsMethod == nil {
		opts.IsMethod = no
	}
	mangle(tree)
	l := newLowerer(file, string(src), opts)
	l.table = analyze(file, tree, opts)
	l.kernels = &chooser{}
	if opts.Kernels && !opts.Starlark && opts.Dynamic == Static {
		l.kernels = chooseKernels(l.table, tree, opts.IsBuiltin)
	}
	m := l.module(tree)
	if opts.Needs {
		m.Needs = survey(tree, l.table, opts.IsBuiltin)
	}
	return m, nil
}
