package builtins

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/files"
	"parlark/builtins/object"
)

// This file tests the registry, and the functions on files with a directory as the broker.

func TestRegistry_module(t *testing.T) {
	var out strings.Builder
	rt, thread, r := newRegistry(&out, &out)
	defer rt.Unlock()
	m, err := r.Module(thread, "logging.handlers")
	if err != nil || m.Name() != "logging.handlers" {
		t.Fatalf("logging.handlers: %v, %v", m, err)
	}
	parent, err := r.Module(thread, "logging")
	if err != nil || parent.Member("handlers") != m {
		t.Errorf("importing a submodule does not bind it in its parent: %v", err)
	}
	if again, _ := r.Module(thread, "logging"); again != parent {
		t.Error("a module is made twice")
	}
	for name, want := range map[string]string{
		"nosuch": "No module named 'nosuch'", "math.x": "No module named 'math.x'; 'math' is not a package",
	} {
		_, err := r.Module(thread, name)
		if e, ok := exceptions.As(err, exceptions.ModuleNotFoundError); !ok || e.Message() != want {
			t.Errorf("%s: %v", name, err)
		}
		if r.Has(name) {
			t.Errorf("Has(%q)", name)
		}
	}
}

func TestRegistry_makesEveryModule(t *testing.T) {
	var out strings.Builder
	rt, thread, r := newRegistry(&out, &out)
	defer rt.Unlock()
	names := r.Names()
	if !slices.Contains(names, "os.path") || len(names) < 30 {
		t.Fatalf("Names() = %v", names)
	}
	for _, name := range names {
		if _, _, ok := PureSource(name); ok {
			continue
		}
		if _, err := r.Module(thread, name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		members, ok := r.Members(name)
		if !ok || len(members) == 0 || !slices.IsSorted(members) {
			t.Errorf("Members(%q) = %v, %v", name, members, ok)
		}
	}
}

// dirBroker serves files below a directory.
type dirBroker struct{ root string }

func (d dirBroker) at(path string) string { return filepath.Join(d.root, path) }
func (d dirBroker) Open(path string, flags int, perm fs.FileMode) (files.File, error) {
	return os.OpenFile(d.at(path), flags, perm)
}
func (d dirBroker) Stat(path string) (fs.FileInfo, error)      { return os.Stat(d.at(path)) }
func (d dirBroker) Lstat(path string) (fs.FileInfo, error)     { return os.Lstat(d.at(path)) }
func (d dirBroker) ReadDir(path string) ([]fs.DirEntry, error) { return os.ReadDir(d.at(path)) }
func (d dirBroker) Mkdir(path string, perm fs.FileMode) error  { return os.Mkdir(d.at(path), perm) }
func (d dirBroker) Remove(path string) error                   { return d.remove(path, false) }
func (d dirBroker) Rmdir(path string) error                    { return d.remove(path, true) }
func (d dirBroker) Chdir(string)                               {}
func (d dirBroker) Chtimes(path string, a, m time.Time) error  { return os.Chtimes(d.at(path), a, m) }
func (d dirBroker) Rename(from, to string) error               { return os.Rename(d.at(from), d.at(to)) }
func (d dirBroker) Chmod(path string, perm fs.FileMode) error  { return os.Chmod(d.at(path), perm) }
func (d dirBroker) Readlink(path string) (string, error)       { return os.Readlink(d.at(path)) }
func (d dirBroker) Symlink(target, path string) error          { return os.Symlink(target, d.at(path)) }

func (d dirBroker) remove(path string, directory bool) error {
	info, err := os.Lstat(d.at(path))
	switch {
	case err == nil && directory && !info.IsDir():
		return files.Code(20)
	case err == nil && !directory && info.IsDir():
		return files.Code(21)
	}
	return os.Remove(d.at(path))
}

func TestOS_files(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "a.txt"), []byte("hello"), 0o644); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	rt := object.New(object.Options{})
	thread := rt.NewThread("main")
	rt.Lock(thread)
	defer rt.Unlock()
	r := New(rt, Env{Files: dirBroker{root}, Cwd: "/"})
	m, err := r.Module(thread, "os")
	if err != nil {
		t.Fatal(err, out.String())
	}
	names := starlark.StringDict{"os": m}
	for n, v := range rt.Builtins() {
		names[n] = v
	}
	for _, c := range []struct{ code, want string }{
		{`os.path.exists("a.txt"), os.path.exists("b"), os.path.isfile("a.txt"), os.path.isdir("/"), os.path.getsize("a.txt")`, "(True, False, True, True, 5)"},
		{`os.makedirs("x/y/z")`, "None"},
		{`os.makedirs("x/y/z")`, "FileExistsError: [Errno 17] File exists: 'x/y/z'"},
		{`os.makedirs("x/y/z", exist_ok=True)`, "None"},
		{`sorted(os.listdir("/"))`, "['a.txt', 'x']"},
		{`os.rename("a.txt", "x/b.txt")`, "None"},
		{`[(d, sorted(dirs), names) for d, dirs, names in os.walk("x")]`, "[('x', ['y'], ['b.txt']), ('x/y', ['z'], []), ('x/y/z', [], [])]"},
		{`[d for d, dirs, names in os.walk("x", topdown=False)]`, "['x/y/z', 'x/y', 'x']"},
		{`os.stat("x/b.txt").st_size, oct(os.stat("x").st_mode)[:4]`, "(5, '0o40')"},
		{`sorted([(e.name, e.path, e.is_dir()) for e in os.scandir("x")])`, "[('b.txt', 'x/b.txt', False), ('y', 'x/y', True)]"},
		{`os.remove("x/y")`, "IsADirectoryError: [Errno 21] Is a directory: 'x/y'"},
		{`os.rmdir("x/b.txt")`, "NotADirectoryError: [Errno 20] Not a directory: 'x/b.txt'"},
		{`os.remove("x/b.txt")`, "None"},
		{`os.remove("x/b.txt")`, "FileNotFoundError: [Errno 2] No such file or directory: 'x/b.txt'"},
		{`os.stat("nope")`, "FileNotFoundError: [Errno 2] No such file or directory: 'nope'"},
		{`os.rmdir("x/y/z")`, "None"},
	} {
		opts := &syntax.FileOptions{Set: true}
		v, err := starlark.EvalOptions(opts, thread, "chunk.py", c.code, names)
		got := ""
		if err != nil {
			e := rt.Exception(err)
			text, _ := rt.Str(e)
			got = e.Class().Name() + ": " + text
		} else if got, err = rt.Repr(v); err != nil {
			t.Fatal(err)
		}
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.code, got, c.want)
		}
	}
}

// Without permissions every function on files names the flag that it needs.
func TestOS_denied(t *testing.T) {
	var out strings.Builder
	rt, thread, r := newRegistry(&out, &out)
	defer rt.Unlock()
	m, err := r.Module(thread, "os")
	if err != nil {
		t.Fatal(err)
	}
	for function, flag := range map[string]string{"listdir": "--allow-read", "mkdir": "--allow-write", "remove": "--allow-write", "stat": "--allow-read"} {
		_, err := starlark.Call(thread, m.Member(function), starlark.Tuple{starlark.String("/etc")}, nil)
		e, ok := exceptions.As(err, exceptions.PermissionError)
		if !ok || !strings.Contains(e.Args.String(), flag) {
			t.Errorf("%s: %v", function, err)
		}
	}
}
