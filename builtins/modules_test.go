package builtins

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/object"
)

// This file replays what CPython answers, recorded in testdata/modules (see testdata/record.py).

// chunk is one recorded piece of code and its answer.
type chunk struct {
	code, want string
	line       int
}

func readChunks(t *testing.T, path string) []chunk {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var chunks []chunk
	line := 1
	for _, text := range strings.Split(string(data), "---\n") {
		code, want, ok := strings.Cut(text, "=>")
		if !ok {
			t.Fatalf("%s:%d: no =>", path, line)
		}
		_, want, _ = strings.Cut(want, "\n")
		chunks = append(chunks, chunk{strings.Trim(code, "\n"), strings.TrimRight(want, "\n"), line})
		line += strings.Count(text, "\n") + 1
	}
	return chunks
}

// newRegistry returns the modules of a process that sees nothing of the machine.
func newRegistry(stdout, stderr *strings.Builder) (*object.Runtime, *starlark.Thread, *Registry) {
	var r *Registry
	opts := object.Options{
		Stdout: object.NewStream(object.StreamOptions{Name: "<stdout>", Fd: 1, Writer: stdout}),
		Stderr: object.NewStream(object.StreamOptions{Name: "<stderr>", Fd: 2, Writer: stderr, LineBuffered: true}),
		Import: func(t *starlark.Thread, name string) (starlark.Value, error) { return r.Module(t, name) },
	}
	rt := object.New(opts)
	thread := rt.NewThread("main")
	rt.Lock(thread)
	r = New(rt, Env{Argv: []string{"x.py"}, Cwd: "/home/user", CPUs: 2, Environ: map[string]string{"HOME": "/home/user"}})
	return rt, thread, r
}

// answer runs a chunk and words its result as record.py does.
func answer(t *testing.T, c chunk) string {
	t.Helper()
	var stdout, stderr strings.Builder
	rt, thread, r := newRegistry(&stdout, &stderr)
	defer rt.Unlock()
	names := starlark.StringDict{}
	for n, v := range rt.Builtins() {
		names[n] = v
	}
	for _, n := range r.tableNames() {
		if strings.Contains(n, ".") {
			continue
		}
		if !strings.Contains(c.code, n) {
			continue
		}
		m, err := r.Module(thread, n)
		if err != nil {
			t.Fatal(err)
		}
		names[n] = m
	}
	lines := strings.Split(c.code, "\n")
	lines[len(lines)-1] = "result_ = (" + lines[len(lines)-1] + ")"
	opts := &syntax.FileOptions{Set: true, While: true, TopLevelControl: true, GlobalReassign: true}
	globals, err := starlark.ExecFileOptions(opts, thread, "chunk.py", strings.Join(lines, "\n"), names)
	if err != nil {
		e := rt.Exception(err)
		s, _ := rt.Str(e)
		name := e.Class().Name()
		if m := e.Class().Module(); m != "builtins" {
			name = m + "." + name
		}
		if s == "" {
			return name
		}
		return name + ": " + s
	}
	s, err := rt.Repr(globals["result_"])
	if err != nil {
		t.Errorf("repr: %v", err)
	}
	return s
}

func TestModules_answerAsCPython(t *testing.T) {
	time.Local = time.UTC
	files, err := filepath.Glob("testdata/modules/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings: %v", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			for _, c := range readChunks(t, path) {
				if got := answer(t, c); got != c.want {
					t.Errorf("%s:%d: %s\n got %s\nwant %s", path, c.line, c.code, got, c.want)
				}
			}
		})
	}
}
