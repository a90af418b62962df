package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// This file enforces the arrows between packages. The table is a statement of policy: do not change it to fix a build.

// layers lists, for each package of the module, what its non-test files may import: packages of the module by their
// path, S for go.starlark.net, modules by their path, and standard packages that are guarded.
var layers = map[string]string{
	".":                            "host host/worker github.com/spf13/pflag github.com/docker/go-units syscall",
	"ipc/shm":                      "golang.org/x/sys unsafe syscall",
	"ipc":                          "github.com/fxamacker/cbor golang.org/x/sys syscall net",
	"ipc/starlarkcbor":             "S",
	"builtins/libm":                "",
	"builtins/exceptions":          "ipc/starlarkcbor S",
	"builtins/object":              "builtins/exceptions builtins/libm ipc/starlarkcbor S golang.org/x/text",
	"builtins/multiprocessing":     "builtins/exceptions builtins/object ipc/shm ipc/starlarkcbor S github.com/docker/go-units syscall",
	"builtins":                     "builtins/* builtins/object builtins/exceptions builtins/files builtins/subprocess builtins/multiprocessing builtins/streams S",
	"builtins/rusage":              "syscall",
	"builtins/*":                   "builtins/* builtins/exceptions builtins/object builtins/libm builtins/rusage ipc/starlarkcbor S golang.org/x/text golang.org/x/crypto github.com/dlclark/regexp2 github.com/cockroachdb/apd",
	"host/internal/dialect/python": "golang.org/x/text",
	"host/internal/dialect":        "host/internal/dialect/python S",
	"host/internal/numeric":        "host/internal/dialect host/internal/dialect/python builtins/libm builtins/object S",
	"host/internal/interp":         "host/internal/numeric host/internal/dialect host/internal/dialect/python builtins builtins/exceptions builtins/files builtins/network builtins/object builtins/subprocess builtins/multiprocessing ipc/shm ipc/starlarkcbor S syscall",
	"host/internal/sandbox":        "golang.org/x/sys golang.org/x/net github.com/landlock-lsm/go-landlock syscall reflect",
	"host/internal/access":         "golang.org/x/sys syscall",
	"host/worker":                  "host/internal/interp host/internal/sandbox ipc ipc/shm builtins/files builtins/network builtins/subprocess builtins/multiprocessing S syscall",
	"host":                         "host/internal/access ipc ipc/shm golang.org/x/sys github.com/docker/go-units net os/exec syscall",
}

// guarded are the standard packages that only a row which names them may import.
var guarded = map[string]bool{"net": true, "os/exec": true, "plugin": true, "reflect": true, "syscall": true, "unsafe": true}

func TestLayers(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != "."):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		checkFile(t, filepath.ToSlash(file), seen)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range layers {
		if !seen[pkg] {
			t.Errorf("the table has a row for %s, which has no files", pkg)
		}
	}
}

// checkFile checks the imports of one file and notes the row that it belongs to.
func checkFile(t *testing.T, file string, seen map[string]bool) {
	pkg := path.Dir(file)
	row, ok := rowOf(pkg)
	if !ok {
		t.Errorf("%s: package %s has no row in the table", file, pkg)
		return
	}
	seen[row] = true
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	for _, spec := range f.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Error(err)
		} else if !allowed(pkg, strings.Fields(layers[row]), imported) {
			t.Errorf("%s: package %s must not import %s", file, pkg, imported)
		}
	}
}

// rowOf returns the row of a package: its own, or that of the emulated standard modules.
func rowOf(pkg string) (string, bool) {
	if _, ok := layers[pkg]; ok {
		return pkg, true
	}
	if strings.HasPrefix(pkg, "builtins/") {
		return "builtins/*", true
	}
	return "", false
}

func allowed(pkg string, row []string, imported string) bool {
	if !strings.Contains(strings.Split(imported, "/")[0], ".") && !strings.HasPrefix(imported, "parlark") && !guarded[imported] {
		return true // an unguarded standard package
	}
	local, isLocal := strings.CutPrefix(imported, "parlark/")
	for _, may := range row {
		switch {
		case may == "S" && strings.HasPrefix(imported, "go.starlark.net/"):
			return true
		case isLocal && may == local:
			return true
		case isLocal && may == "builtins/*":
			if r, ok := rowOf(local); ok && r == "builtins/*" {
				return true
			}
		case !isLocal && (imported == may || strings.HasPrefix(imported, may+"/") && strings.Contains(may, ".")):
			return true
		}
	}
	// A module's submodules live below it: builtins/os may import builtins/os/path.
	return isLocal && strings.HasPrefix(local, pkg+"/") && pkg != "."
}
