package dialect

// This file fuzzes the way from text to compiled program: what the parser takes is lowered or refused, and what is
// lowered compiles. internal/compile panics on trees that Starlark's parser could not have made.

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/starlark"
)

func FuzzLower(f *testing.F) {
	files, _ := filepath.Glob("testdata/*/*")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		for _, c := range strings.Split(string(data), "====\n") {
			source, _, _ := strings.Cut(c, "----\n")
			f.Add(source, strings.Contains(file, "starlark"))
		}
	}
	f.Fuzz(func(t *testing.T, src string, star bool) {
		opts := testOptions("f.py")
		opts.Starlark = star
		m, err := Lower("f.py", []byte(src), opts)
		if err != nil {
			var unsupported *Unsupported
			var fault *python.Error
			if !errors.As(err, &unsupported) && !errors.As(err, &fault) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		if _, err := starlark.FileProgram(m.File, m.IsPredeclared); err != nil {
			t.Fatal(err)
		}
	})
}
