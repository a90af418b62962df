package python

// This file drives the checks that CPython makes after parsing: by its table of symbols, then by its compiler.

// maxTreeDepth is the depth of a tree at which CPython's compiler gives up.
const maxTreeDepth = 3000

// Check reports what is wrong with a tree that has been parsed without an error: names whose scope is contradictory,
// statements and expressions where they cannot stand, patterns that can never match. The error, if any, is an *Error;
// if there are several faults it is the one that CPython reports.
func Check(m *Module) (err error) {
	c := &checker{scanner: &scanner{file: m.File, src: m.Source, base: Pos{Line: 1}}, scopes: map[Node]*scope{}}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *Error:
			err = r
		default:
			panic(r)
		}
	}()
	c.futures(m)
	c.symbols(m)
	c.flow(m)
	return nil
}

// CheckSingle reports a text that holds more than the one statement, or line of simple statements, of an interactive prompt.
func CheckSingle(m *Module) error {
	if len(m.Body) == 0 {
		return nil
	}
	_, end := m.Body[0].Span()
	for _, s := range m.Body[1:] {
		start, e := s.Span()
		if start.Line > end.Line {
			_, first := m.Body[0].Span()
			return errorAt(m.File, m.Source, "SyntaxError", "multiple statements found while compiling a single statement", first, first)
		}
		end = e
	}
	return nil
}

// A checker goes through a tree. Its methods panic with an *Error.
type checker struct {
	*scanner // for the positions of errors; it has nothing to scan
	scopes   map[Node]*scope
	cur      *scope
	unit     *unit
	depth    int

	futureEnd   Pos  // end of the last import of __future__ at the beginning of the file
	annotations bool // from __future__ import annotations
}

// fail panics with an error for the place of n.
func (c *checker) fail(n Node, msg string) {
	start, end := n.Span()
	panic(c.errorAt("SyntaxError", msg, start, end))
}

// enter counts a level of the tree; the caller calls leave.
func (c *checker) enter(n Node) {
	if c.depth++; c.depth > maxTreeDepth {
		start, end := n.Span()
		e := c.errorAt("RecursionError", "maximum recursion depth exceeded during compilation", start, end)
		e.bare = true
		panic(e)
	}
}

func (c *checker) leave() { c.depth-- }

// futureFeatures are the names that can be imported from __future__.
var futureFeatures = map[string]bool{
	"nested_scopes": true, "generators": true, "division": true, "absolute_import": true, "with_statement": true,
	"print_function": true, "unicode_literals": true, "barry_as_FLUFL": true, "generator_stop": true, "annotations": true,
}

const lateFuture = "from __future__ imports must occur at the beginning of the file"

// futures checks the imports of __future__ at the beginning of the file. Those further down are flow's.
func (c *checker) futures(m *Module) {
	for _, s := range m.Body {
		switch s := s.(type) {
		case *ImportFrom:
			if s.Module != "__future__" || s.Level != 0 {
				return
			}
			for _, a := range s.Names {
				switch {
				case a.Name == "braces":
					c.failStart(s, "not a chance")
				case !futureFeatures[a.Name]:
					c.failStart(s, "future feature "+a.Name+" is not defined")
				case a.Name == "annotations":
					c.annotations = true
				}
			}
			c.futureEnd = s.E
		case *ExprStmt:
			if d, ok := s.X.(*Constant); !ok || d.Kind != KStr {
				return
			}
		default:
			return
		}
	}
}

// failStart panics with an error for the point where n begins.
func (c *checker) failStart(n Node, msg string) {
	start, _ := n.Span()
	panic(c.errorAt("SyntaxError", msg, start, Pos{}))
}
