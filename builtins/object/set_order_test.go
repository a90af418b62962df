package object

import (
	"os"
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

// TestSetLiterals runs testdata/set_literals.tsv: the elements of a display of constants, and the repr of the set that
// CPython 3.11 makes of it.
func TestSetLiterals(t *testing.T) {
	data, err := os.ReadFile("testdata/set_literals.tsv")
	if err != nil {
		t.Fatal(err)
	}
	e := newEvaluator(Options{})
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	for _, line := range lines {
		elements, want, _ := strings.Cut(line, "\t")
		v, err := e.evaluate(elements)
		if err != nil {
			t.Fatal(err)
		}
		s, err := e.rt.literalSet(listElements(v.(*starlark.List)))
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := e.rt.Repr(s); got != want {
			t.Errorf("{%s}\n got %s\nwant %s", elements, got, want)
		}
	}
}
