package dialect

// This file drives the lowering of a module and holds its state.

import (
	"sort"
	"strings"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// A lowerer lowers one file.
type lowerer struct {
	// the source
	file   string
	lines  []string // of the source, for the text of annotations
	opts   Options
	python bool // not Options.Starlark: Python-only rewrites are on
	table  *table

	// where lowering stands
	top    *function // the file's top level
	global *scope    // the module's scope
	fn     *function // the current Starlark function
	scope  *scope    // the current Python scope
	n      int       // number of the last generated name

	// what lowering gathers
	uses    []use    // every identifier of a variable, named and patched at the end
	patches []func() // run after resolution, in order
	late    []func() // run after patches
	slots   map[string]string
	order   []string // names in slots, in order of first use
	env     map[string]bool
	makers  []syntax.Stmt

	// functions
	kernels   *chooser
	functions []*functionInfo
	numbers   map[python.Pos]*functionInfo
	within    []*functionInfo // the functions around the current place, outermost first
	copying   bool            // lowering a second copy of a function: nothing new is learnt about it
	homeClass *scope          // class scope for the function that a maker lowers next

	imports []Import
	classes []Class
	loaded  []string

	hiding    int8 // of boolsHide: 0 not known, 1 yes, -1 no
	constants map[string]string
	held      []syntax.Stmt // assignments of the prologue to the names in constants

	inferring struct {
		depth int
		cycle bool
	}
}

func newLowerer(file, src string, opts Options) *lowerer {
	return &lowerer{file: file, lines: strings.Split(src, "\n"), opts: opts, python: !opts.Starlark,
		slots: map[string]string{}, env: map[string]bool{"#main": true}, constants: map[string]string{}, numbers: map[python.Pos]*functionInfo{}}
}

// module lowers a file:
//
//	"""docstring"""                     the docstring stays first
//	#s.try = #try; ...                  a slot for each built-in name and intrinsic that is used
//	len = #b.len                        for each built-in name that the module assigns
//	if 0: [a, b, c] = 0                 declares every module variable
//	def #make.0(*, #d0): ...; ...       a maker for each function
//	def #inject(#d): ...
//	if #main: <the body>
//	if 0: [#hook for #_ in []]          the last name resolved: the binding patch runs
func (l *lowerer) module(m *python.Module) *Module {
	l.top = &function{raw: map[*variable]string{}}
	l.global = newScope(l.table, nil, l.top)
	l.top.scope = l.global
	l.fn, l.scope = l.top, l.global

	if l.dynamic() {
		l.slot("#globals", syntax.Position{})
		l.slot("#names", syntax.Position{})
	}
	doc, hasDoc := l.docstring(m.Body)
	hasDoc = hasDoc && l.opts.Dynamic <= DynamicStatements
	body := m.Body
	if hasDoc {
		body = body[1:]
	}
	main := l.block(body)
	if hasDoc && (l.global.vars["__doc__"] != nil || l.dynamic()) {
		main = append([]syntax.Stmt{assign(l.name("__doc__", true, syntax.Position{}), text(doc), syntax.Position{})}, main...)
	}
	for _, f := range l.functions {
		if !f.static {
			l.makers = append(l.makers, l.maker(f))
		}
	}
	l.makers = append(l.makers, l.inject())

	var stmts []syntax.Stmt
	if hasDoc {
		first := l.pos(python.Pos{Line: 1})
		stmts = append(stmts, &syntax.ExprStmt{X: &syntax.Literal{Token: syntax.STRING, TokenPos: first, Value: doc}})
	}
	stmts = append(stmts, l.prologue()...)
	stmts = append(stmts, l.makers...)
	stmts = append(stmts, &syntax.IfStmt{If: l.pos(python.Pos{Line: 1}), Cond: ident("#main"), True: main})
	l.bindUses()
	stmts = append(stmts, &syntax.IfStmt{Cond: number(0), True: []syntax.Stmt{evaluate(lastName())}})

	out := &Module{Imports: l.imports, Exports: exports(m.Body), Classes: l.classes, Loaded: l.loaded}
	out.File = &syntax.File{Path: l.file, Stmts: stmts,
		Options: &syntax.FileOptions{Set: true, While: true, TopLevelControl: true, GlobalReassign: true, Recursion: true}}
	out.IsPredeclared = func(name string) bool {
		if name == hookName {
			l.patch()
		}
		return name != "None" && name != "True" && name != "False"
	}
	for _, f := range l.functions {
		out.Functions = append(out.Functions, f.describe())
	}
	out.Kernels, out.Numeric, out.Modules, out.Watched = l.kernels.kernels, l.kernels.numeric, l.kernels.modules, l.kernels.watched
	out.Predeclared = sortedKeys(l.env)
	for _, name := range l.table.order {
		if name[0] != '#' && l.global.vars[name] != nil {
			out.Globals = append(out.Globals, name)
		}
	}
	out.Doc, out.HasDoc = doc, hasDoc
	return out
}

// given are the names that a module has before its body runs.
var given = map[string]bool{"__name__": true, "__file__": true, "__package__": true, "__spec__": true, "__loader__": true}

// prologue fills the slots and declares the module's variables. It runs in every process.
func (l *lowerer) prologue() []syntax.Stmt {
	var out []syntax.Stmt
	first := l.pos(python.Pos{Line: 1})
	for _, name := range l.order {
		out = append(out, assign(&syntax.Ident{Name: l.slots[name], NamePos: first}, &syntax.Ident{Name: name, NamePos: first}, first))
	}
	out = append(out, l.held...)
	names := make([]string, 0, len(l.global.vars))
	for name := range l.global.vars {
		if name[0] == '#' || !l.dynamic() {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	var declared []syntax.Expr
	for _, name := range names {
		v := l.global.vars[name]
		v.declaration = ident(name)
		declared = append(declared, v.declaration)
		if l.opts.IsBuiltin(name) || given[name] {
			l.env["#b."+name] = true
			out = append(out, assign(&syntax.Ident{Name: name, NamePos: first}, &syntax.Ident{Name: "#b." + name, NamePos: first}, first))
		}
	}
	if len(declared) > 0 {
		out = append(out, &syntax.IfStmt{If: first, Cond: number(0), True: []syntax.Stmt{assign(list(declared...), number(0), first)}})
	}
	return out
}

// fail reports an error of the source that CPython too finds before the run.
func (l *lowerer) fail(n python.Node, msg string) {
	p, e := n.Span()
	panic(&python.Error{Class: "SyntaxError", File: l.file, Pos: p, End: e, Msg: msg})
}

// refuse reports a construct that the dialect lacks.
func (l *lowerer) refuse(n python.Node, what, hint string) {
	p, _ := n.Span()
	panic(&Unsupported{File: l.file, Pos: p, What: what, Hint: hint})
}

func sortedKeys(m map[string]bool) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
