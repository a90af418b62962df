package python

// This file tests trees, reports, checks and walks over the files of testdata.

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden trees")

// sources returns the .py files of a directory of testdata. A golden without a source is an error.
func sources(t testing.TB, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", dir, "*.py"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no sources in testdata/%s (%v)", dir, err)
	}
	goldens, _ := filepath.Glob(filepath.Join("testdata", dir, "*.golden"))
	for _, g := range goldens {
		if _, err := os.Stat(strings.TrimSuffix(g, ".golden") + ".py"); err != nil {
			t.Errorf("%s: stale, it has no source", g)
		}
	}
	return files
}

func read(t testing.TB, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func golden(file string) string { return strings.TrimSuffix(file, ".py") + ".golden" }

func TestTrees(t *testing.T) {
	for _, file := range sources(t, "good") {
		m, err := Parse(file, read(t, file))
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		got := dump(m)
		if *update {
			if err := os.WriteFile(golden(file), []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		compare(t, file, got, read(t, golden(file)))
	}
}

// compare reports the first line that differs.
func compare(t *testing.T, file, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		var a, b string
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			t.Errorf("%s: line %d:\n got %s\nwant %s", file, i+1, a, b)
			return
		}
	}
}

// TestReports compares what is reported for faulty sources with what CPython printed.
func TestReports(t *testing.T) {
	for _, file := range sources(t, "errors") {
		name := filepath.Base(file)
		m, err := Parse(name, read(t, file))
		if err == nil {
			err = Check(m)
		}
		e, ok := err.(*Error)
		if !ok {
			t.Errorf("%s: got error %v, want an *Error", file, err)
			continue
		}
		compare(t, file, e.Report()+"\n", read(t, golden(file)))
	}
}

// TestGrammar checks that the parser and grammar.txt agree about what is valid, and that no rule of faults finds one
// in a valid text.
func TestGrammar(t *testing.T) {
	for _, file := range sources(t, "good") {
		text, fault := decode(file, read(t, file))
		if fault != nil {
			t.Fatal(fault)
		}
		if text != "" && text[len(text)-1] != '\n' {
			text += "\n"
		}
		for _, faults := range []bool{false, true} {
			if faults && filepath.Base(file) == "match_name.py" {
				continue // "match - 1" looks like a match statement that lacks its colon
			}
			d := &diagnoser{parser: &parser{scanner: scan(file, text)}, start: grammar()["file"]}
			if m, e, ok := d.pass(faults); e != nil || !ok {
				t.Errorf("%s: faults=%v: no match, token %v, error %v", file, faults, d.parser.tokens[m.seen-1], e)
			}
		}
	}
}

// TestChecks checks that Check accepts what is valid. Three of the sources have yield and await in all places.
func TestChecks(t *testing.T) {
	invalid := map[string]string{
		"definitions.py": "'yield' outside function", "expressions.py": "'yield' outside function", "formatted.py": "'yield' outside function",
		"statements.py": "",
		"patterns.py":   "name capture 'x' makes remaining patterns unreachable",
	}
	for _, file := range sources(t, "good") {
		m, err := Parse(file, read(t, file))
		if err != nil {
			t.Fatal(err)
		}
		want, known := invalid[filepath.Base(file)]
		if err := Check(m); err != nil && (!known || err.(*Error).Msg != want) {
			t.Errorf("%v", err)
		}
	}
}

// TestWalk checks that each type of node occurs in the good sources, that Walk comes to each node once, before its
// children and within the span of its parent.
func TestWalk(t *testing.T) {
	seen := map[string]bool{}
	for _, file := range sources(t, "good") {
		m, err := Parse(file, read(t, file))
		if err != nil {
			t.Fatal(err)
		}
		visited := map[Node]bool{}
		var walk func(n Node, inside N, plain bool)
		walk = func(n Node, inside N, plain bool) {
			if visited[n] {
				t.Errorf("%s: %T visited twice", file, n)
			}
			visited[n] = true
			seen[reflect.TypeOf(n).Elem().Name()] = true
			p, e := n.Span()
			if before(e, p) || plain && (before(p, inside.P) || before(inside.E, e)) {
				t.Errorf("%s: %T spans %v-%v, its parent %v", file, n, p, e, inside)
			}
			_, joined := n.(*JoinedStr)
			_, f := n.(*FunctionDef) // spans from the def, not from the decorators
			_, c := n.(*ClassDef)
			Children(n, func(child Node) { walk(child, N{p, e}, plain && !joined && !f && !c) })
		}
		walk(m, m.N, true)
		order := 0
		Walk(m, func(n Node) bool {
			order++
			return visited[n]
		})
		if order != len(visited) {
			t.Errorf("%s: Walk visited %d nodes, want %d", file, order, len(visited))
		}
	}
	for _, name := range nodeTypes(t) {
		if !seen[name] {
			t.Errorf("no %s in testdata/good", name)
		}
	}
}

func before(a, b Pos) bool { return a.Line < b.Line || a.Line == b.Line && a.Col < b.Col }

// nodeTypes returns the names of the types in ast.go that embed N.
func nodeTypes(t *testing.T) (names []string) {
	lines := strings.Split(read(t, "ast.go"), "\n")
	for i, line := range lines[:len(lines)-1] {
		f := strings.Fields(line)
		switch {
		case len(f) > 2 && f[0] != "type" && f[1] == "struct" && strings.TrimSpace(lines[i+1]) == "N":
			names = append(names, f[0])
		case strings.HasSuffix(line, "struct{ N }"):
			names = append(names, f[0])
		}
	}
	if len(names) < 60 {
		t.Fatalf("ast.go: found %d node types", len(names))
	}
	return names
}

func TestError(t *testing.T) {
	_, err := Parse("dir/x.py", "a = 1\nb = é é\n")
	if want := "dir/x.py:2:8: invalid syntax"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	_, err = Parse("x.py", "x = f'{\n a b}'\n")
	e, ok := err.(*Error)
	if !ok || e.Msg != "f-string: expecting '}'" && e.Msg != "unterminated string literal (detected at line 1)" {
		t.Errorf("got %v", err)
	}
	_, err = Parse("x.py", "\nx = g(f'abc{d e}')\n")
	if e := err.(*Error); e.Pos != (Pos{2, 12}) || e.End != (Pos{2, 15}) || e.Text != "(d e)" {
		t.Errorf("inside of an f-string: got %+v", e)
	}
}
