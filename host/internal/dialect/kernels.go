package dialect

// This file chooses kernels: code that computes with numbers only and can so be run by another machine than the VM.
//
// A kernel has no effect but its result and depends on nothing that may change while it runs. It consists of assignments to
// local names, if, while, for over a range, return, raise and assert (which end it), arithmetic, comparisons, and calls of
// functions of the module that consist of these too, of a few built-in functions and of module math. What it is given
// may turn out not to be a number: it declines then, and the ordinary code that stands behind it runs.

import (
	"fmt"

	"parlark/host/internal/dialect/python"
)

// A Kernel is a function or a loop that computes with numbers. Its number is its index in Module.Kernels.
type Kernel struct {
	Name    string // unique in the file
	Params  []string
	Body    []python.Stmt
	Results []string // of a loop: the variables that it binds; nil for a function
}

// A chooser finds the kernels of a file.
type chooser struct {
	top       *table
	isBuiltin func(string) bool

	kernels   []Kernel
	functions map[*python.FunctionDef]int // numbers of kernels
	loops     map[python.Stmt]int

	judged  map[*python.FunctionDef]*judgement
	numeric map[string]*python.FunctionDef // functions that kernels call
	modules map[string]string              // names of module math and of its functions
	watched map[string]bool                // module variables that kernels read
	imports map[string]string              // what import statements bind, by the variable

	captured map[*symbol]bool // variables that functions inside of their scope mention
}

// maxKernelParams bounds what a kernel is given.
const maxKernelParams = 16

// revealing are functions through which a script can see or change variables by their names.
var revealing = map[string]bool{"globals": true, "locals": true, "vars": true, "exec": true, "eval": true}

// chooseKernels finds the kernels of a module.
func chooseKernels(top *table, m *python.Module, isBuiltin func(string) bool) *chooser {
	c := &chooser{top: top, isBuiltin: isBuiltin, functions: map[*python.FunctionDef]int{}, loops: map[python.Stmt]int{},
		judged: map[*python.FunctionDef]*judgement{}, numeric: map[string]*python.FunctionDef{}, modules: map[string]string{},
		watched: map[string]bool{}, imports: map[string]string{}, captured: map[*symbol]bool{}}
	hidden := true
	for _, s := range m.Body {
		python.Walk(s, func(n python.Node) bool {
			switch n := n.(type) {
			case *python.Name:
				hidden = hidden && !revealing[n.Id]
			case *python.Import:
				for _, a := range n.Names {
					if a.Name == "math" {
						c.imports[either(a.As, "math")] = "math"
					}
				}
			case *python.ImportFrom:
				for _, a := range n.Names {
					if n.Module == "math" && n.Level == 0 {
						c.imports[either(a.As, a.Name)] = "math." + a.Name
					}
				}
			}
			return hidden
		})
	}
	if !hidden {
		return c
	}
	c.mentions(top, top, m)
	c.walk(top, m.Body, map[string]bool{})
	for name, d := range c.numeric { // functions that call each other are judged together
		if !c.judged[d].fine {
			delete(c.numeric, name)
		}
	}
	return c
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// mentions notes which variables functions inside of their scope mention. fn is the innermost function's table.
func (c *chooser) mentions(t, fn *table, n python.Node) {
	call, _ := n.(*python.Call)
	python.Children(n, func(x python.Node) {
		inner := t.inner[x]
		switch x := x.(type) {
		case *python.Name:
			if s := t.resolve(x.Id); s != nil && s.table.function() != fn {
				c.captured[s] = true
			}
		case *python.FunctionDef, *python.Lambda:
			if inner != nil {
				c.mentions(inner, inner, x)
				return
			}
		case *python.GeneratorExp: // runs when it is asked to: as a function
			if call != nil && isCallOf(call, "sum") && t.resolve("sum") == nil && c.isBuiltin("sum") {
				break // which is at once
			}
			for name := range namesIn(x) {
				if s := t.resolve(name); s != nil {
					c.captured[s] = true
				}
			}
		}
		if inner == nil {
			inner = t
		}
		c.mentions(inner, fn, x)
	})
}

func namesIn(n python.Node) map[string]bool {
	out := map[string]bool{}
	python.Walk(n, func(n python.Node) bool {
		if n, ok := n.(*python.Name); ok {
			out[n.Id] = true
		}
		return true
	})
	return out
}

// walk looks for kernels in statements. certain are the variables that are surely bound; it is updated.
func (c *chooser) walk(t *table, body []python.Stmt, certain map[string]bool) {
	for _, s := range body {
		switch s := s.(type) {
		case *python.FunctionDef:
			c.function(t, s)
			certain[s.Name] = true
		case *python.ClassDef:
			if inner := t.inner[s]; inner != nil {
				for _, m := range s.Body {
					if d, ok := m.(*python.FunctionDef); ok {
						c.function(inner, d)
					}
				}
			}
		case *python.For:
			if !c.loop(t, s, certain) {
				within := copyOf(certain)
				for _, name := range targetNames(s.Target) {
					within[name] = true
				}
				c.walk(t, s.Body, within)
				c.walk(t, s.Else, copyOf(certain))
			}
		case *python.While:
			if !c.loop(t, s, certain) {
				c.walk(t, s.Body, copyOf(certain))
				c.walk(t, s.Else, copyOf(certain))
			}
		case *python.If:
			yes, no := copyOf(certain), copyOf(certain)
			c.walk(t, s.Body, yes)
			c.walk(t, s.Else, no)
			for name := range yes {
				if no[name] {
					certain[name] = true
				}
			}
		case *python.Delete:
			for _, x := range s.Targets {
				for _, name := range targetNames(x) {
					delete(certain, name)
				}
			}
		case *python.With:
			c.walk(t, s.Body, copyOf(certain))
		case *python.Try:
			for _, b := range blocks(s) {
				c.walk(t, b, copyOf(certain))
			}
		default:
			for _, name := range boundBy(s) {
				certain[name] = true
			}
		}
	}
}

func copyOf(m map[string]bool) map[string]bool {
	out := make(map[string]bool, len(m))
	for k := range m {
		out[k] = true
	}
	return out
}

// function looks for kernels in a function.
func (c *chooser) function(t *table, d *python.FunctionDef) {
	inner := t.inner[d]
	if inner == nil {
		return
	}
	if j := c.judge(d, inner); j.fine && (j.loops || j.calls) && len(d.Args.Args) <= maxKernelParams {
		var params []string
		for _, a := range d.Args.Args {
			params = append(params, a.Name)
		}
		c.functions[d] = len(c.kernels)
		c.kernels = append(c.kernels, Kernel{Name: fmt.Sprintf("%s.%d", d.Name, len(c.kernels)), Params: params, Body: d.Body})
	}
	certain := map[string]bool{}
	for _, p := range parameters(d.Args) {
		certain[p.Name] = true
	}
	c.walk(inner, d.Body, certain)
}

// loop makes a kernel of a loop if it can be one.
func (c *chooser) loop(t *table, s python.Stmt, certain map[string]bool) bool {
	if t.kind != functionScope && t.kind != moduleScope {
		return false
	}
	j := &judgement{chooser: c, scope: t, loop: true, bound: map[string]bool{}, read: map[string]bool{}}
	if j.fine = true; !j.statement(t, s) {
		return false
	}
	k := Kernel{Name: fmt.Sprintf("loop.%d", len(c.kernels)), Body: []python.Stmt{s}, Results: sortedKeys(j.bound)}
	for _, name := range sortedKeys(union(j.read, j.bound)) {
		v := t.resolve(name)
		if t.kind == functionScope && c.captured[v] || t.global[name] || t.nonlocal[name] {
			return false
		}
		if t.kind == moduleScope {
			if j.bound[name] && c.captured[v] {
				return false
			}
			for _, b := range v.bindings {
				if b.in.function() != t {
					return false
				}
			}
		}
		if certain[name] {
			k.Params = append(k.Params, name)
		}
	}
	if len(k.Results) == 0 || len(k.Params) > maxKernelParams {
		return false
	}
	j.keep()
	c.loops[s] = len(c.kernels)
	c.kernels = append(c.kernels, k)
	return true
}

func union(a, b map[string]bool) map[string]bool {
	out := copyOf(a)
	for k := range b {
		out[k] = true
	}
	return out
}
