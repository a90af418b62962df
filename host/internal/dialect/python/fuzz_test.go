package python

// This file fuzzes the parser with the files of testdata as seeds.

import (
	"strings"
	"testing"
)

// FuzzParse checks that any text ends in a tree or an error, that both lie within the text, and that the parser agrees
// with grammar.txt about what is valid.
func FuzzParse(f *testing.F) {
	for _, dir := range []string{"good", "errors"} {
		for _, file := range sources(f, dir) {
			f.Add(read(f, file))
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		m, err := Parse("x.py", src)
		if err == nil {
			within(t, m)
			err = Check(m)
			if err == nil {
				return
			}
		} else if strings.Count(src, "\n") < 100 {
			refused(t, src, err)
		}
		e, ok := err.(*Error)
		if !ok {
			t.Fatalf("error %T: %v", err, err)
		}
		lines := strings.Count(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(src), "\n") + 1
		if e.Pos.Line < 1 || int(e.Pos.Line) > lines || before(e.End, e.Pos) || e.Pos.Col < 0 {
			t.Errorf("position %v-%v in a text of %d lines: %v", e.Pos, e.End, lines, e)
		}
		e.Report()
	})
}

// within fails if a node is not within the text.
func within(t *testing.T, m *Module) {
	lines := strings.SplitAfter(m.Source, "\n")
	inside := func(p Pos) bool {
		return p.Line >= 1 && int(p.Line) <= len(lines) && p.Col >= 0 && int(p.Col) <= len(lines[p.Line-1])
	}
	Walk(m, func(n Node) bool {
		if p, e := n.Span(); n != Node(m) && (!inside(p) || !inside(e) || before(e, p)) {
			t.Fatalf("%T spans %v-%v", n, p, e)
		}
		return true
	})
}

// refused fails if the grammar, without rules of faults, allows what the parser refused with err.
func refused(t *testing.T, src string, err error) {
	text, fault := decode("x.py", src)
	if fault != nil {
		return
	}
	if class := err.(*Error).Class; class == "MemoryError" || class == "RecursionError" {
		return
	}
	if text != "" && text[len(text)-1] != '\n' {
		text += "\n"
	}
	p := &parser{scanner: scan("x.py", text)}
	d := &diagnoser{parser: p, start: grammar()["file"]}
	if m, e, ok := d.pass(false); e == nil && ok && m.steps <= maxSteps && m.depth <= maxRuleDepth {
		t.Errorf("the grammar allows what the parser refused: %v", err)
	}
}
