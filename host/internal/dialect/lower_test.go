package dialect

// This file compares what is lowered with golden files: testdata/lower/<construct>.txt holds cases, the source above a
// line "----" and the lowered text below it, parted by lines "====". Run with -update to write the lower halves anew.

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.starlark.net/syntax"
)

var update = flag.Bool("update", false, "write the golden halves of testdata/lower anew")

// builtinNames are the built-in names that the tests know.
var builtinNames = func() map[string]bool {
	out := map[string]bool{}
	for _, name := range strings.Fields("print range len int str bool list tuple dict set sum any all min max sorted enumerate zip isinstance super object " +
		"Exception ValueError KeyError TypeError ZeroDivisionError StopIteration NameError float open input property staticmethod classmethod type reversed iter next") {
		out[name] = true
	}
	return out
}()

func testOptions(file string) Options {
	dynamic := map[string]Dynamic{"dynamic.txt": DynamicStatements, "dynamic_prompt.txt": DynamicInteractive, "dynamic_expression.txt": DynamicExpression}
	return Options{
		Dynamic:   dynamic[filepath.Base(file)],
		Starlark:  strings.HasSuffix(file, ".star") || strings.Contains(file, "starlark"),
		IsBuiltin: func(name string) bool { return builtinNames[name] },
		IsMethod:  func(name string) bool { return name == "append" || name == "pop" || name == "sort" },
		StarNames: func(module string) ([]string, bool) {
			if module == "math" {
				return []string{"pi", "sqrt"}, true
			}
			return nil, false
		},
	}
}

func TestLower(t *testing.T) {
	files, err := filepath.Glob("testdata/lower/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, c := range strings.Split(string(data), "====\n") {
				source, want, _ := strings.Cut(c, "----\n")
				m, err := Lower(file, []byte(source), testOptions(file))
				got := ""
				if err != nil {
					got = err.Error() + "\n"
				} else {
					got = essence(m)
				}
				if got != want && !*update {
					t.Errorf("source:\n%s\ngot:\n%s\nwant:\n%s", source, got, want)
				}
				out = append(out, source+"----\n"+got)
			}
			if *update {
				if err := os.WriteFile(file, []byte(strings.Join(out, "====\n")), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// essence prints the helper functions and the body of a module without prologue, makers of nested functions, #inject
// and tail. Slots are shown as what is in them.
func essence(m *Module) string {
	var b bytes.Buffer
	for _, s := range m.File.Stmts {
		switch s := s.(type) {
		case *syntax.AssignStmt:
			if id, ok := s.LHS.(*syntax.Ident); ok && strings.HasPrefix(id.Name, "#k") {
				Dump(&b, &syntax.File{Stmts: []syntax.Stmt{s}})
			}
		case *syntax.DefStmt:
			if s.Name.Name == "#inject" || strings.Contains(exprsText(s.Params), "#nil") {
				continue
			}
			Dump(&b, &syntax.File{Stmts: []syntax.Stmt{s}})
		case *syntax.IfStmt:
			if id, ok := s.Cond.(*syntax.Ident); ok && id.Name == "#main" {
				Dump(&b, &syntax.File{Stmts: s.True})
			}
		}
	}
	return strings.NewReplacer("#s.b.", "", "#s.None", "None", "#s.True", "True", "#s.False", "False", "#s.m.", "#m.", "#s.", "#").Replace(b.String())
}

func TestModuleTables(t *testing.T) {
	src := "import a.b, c as d\nfrom ..m import x as y\nclass C:\n    def f(self, k, /, *a, z=1, **kw):\n        return super().f(k, G)\nG = lambda q=2: q\n"
	m, err := Lower("t.py", []byte(src), testOptions("t.py"))
	if err != nil {
		t.Fatal(err)
	}
	n, ok := m.FunctionAt(4, 5)
	if !ok {
		t.Fatal("no function at 4:5")
	}
	f := m.Functions[n]
	if f.Qualname != "C.f" || f.Class != "#class.3.0" || !f.ClassGlobal || f.Defaults != 1 || f.VarArgs != "a" || f.KwArgs != "kw" ||
		strings.Join(f.PositionalOnly, ",") != "self,k" || strings.Join(f.KeywordOnly, ",") != "z" || strings.Join(f.Globals, ",") != "#class.3.0,G" {
		t.Errorf("C.f is %+v", f)
	}
	if n, ok := m.FunctionAt(6, 5); !ok || m.Functions[n].Name != "<lambda>" {
		t.Error("no lambda at 6:5")
	}
	if got := strings.Join(m.Globals, ","); got != "a,d,y,C,G" {
		t.Errorf("globals are %s", got)
	}
	if len(m.Imports) != 3 || m.Imports[0].Module != "a.b" || m.Imports[2].Level != 2 || m.Imports[2].Names[0] != "x" || m.Imports[1].Names != nil {
		t.Errorf("imports are %+v", m.Imports)
	}
	if len(m.Classes) != 1 || m.Classes[0] != (Class{"C", "C", 3, 1}) {
		t.Errorf("classes are %+v", m.Classes)
	}
}

// families has for the intrinsics that there are several of the one that is listed.
var families = map[string]string{"unpack1": "unpack2", "unpack3": "unpack2", "unpack4": "unpack2", "!=": "==", "<": "==", "<=": "==", ">": "==", ">=": "==", "in": "==",
	"!=+": "==+", "<+": "==+", "<=+": "==+", ">+": "==+", ">=+": "==+", "in+": "==+", "==": "==", "==+": "==+", "unpack2": "unpack2", "unpack0": "unpack2"}

var family = regexp.MustCompile(`\b(unpack\d|in\b\+?)|([!<>=]=?\+?)$`)

// freelyNamed reports whether a predeclared name is made from one of the source.
func freelyNamed(name string) bool {
	for _, prefix := range []string{"#b.", "#m.", "#a.", "#1.b."} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// TestPredeclared_listed checks that lowered programs ask for nothing but what the table of intrinsics has.
func TestPredeclared_listed(t *testing.T) {
	known := map[string]bool{}
	for _, i := range Intrinsics {
		if known[i.Name] {
			t.Errorf("%s is listed twice", i.Name)
		}
		known[i.Name] = true
	}
	used := map[string]bool{}
	files, _ := filepath.Glob("testdata/*/*")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		for _, c := range strings.Split(string(data), "====\n") {
			source, _, _ := strings.Cut(c, "----\n")
			m, err := Lower(file, []byte(source), testOptions(file))
			if err != nil {
				continue
			}
			for _, name := range m.Predeclared {
				name = family.ReplaceAllStringFunc(name, func(s string) string { return families[s] })
				if name[0] == '#' && !freelyNamed(name) {
					used[name] = true
					if !known[name] {
						t.Errorf("%s is not in Intrinsics", name)
					}
				}
			}
		}
	}
	for name := range known {
		if !used[name] {
			t.Errorf("no test uses %s", name)
		}
	}
}
