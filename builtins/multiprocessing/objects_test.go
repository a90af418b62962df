package multiprocessing

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file runs the facts of testdata/objects: what the shared objects answer, with two processes in one mapping.

// names is a registry of names, as the host keeps it.
type names struct {
	mu    sync.Mutex
	owner *shm.Member // holds what is published
	refs  map[[2]string]shm.Ref
}

// testHost is the Runtime of one process of a test.
type testHost struct {
	*names
	member *shm.Member
}

func (h *testHost) Start(Spawn) (Started, error)    { return Started{}, errors.ErrUnsupported }
func (h *testHost) Signal(shm.ProcessID, int) error { return ErrNoProcess }
func (h *testHost) Exit(int)                        { panic("exit") }
func (h *testHost) Publish(kind, name string, r shm.Ref) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, taken := h.refs[[2]string{kind, name}]; taken {
		return ErrNameTaken
	}
	h.refs[[2]string{kind, name}] = r
	return h.owner.Hold(r)
}
func (h *testHost) Lookup(kind, name string) (shm.Ref, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, ok := h.refs[[2]string{kind, name}]
	if !ok {
		return 0, ErrNoName
	}
	return r, h.member.Hold(r)
}
func (h *testHost) Withdraw(kind, name string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, ok := h.refs[[2]string{kind, name}]
	if !ok {
		return ErrNoName
	}
	delete(h.refs, [2]string{kind, name})
	return h.owner.Drop(r)
}

// testProcess is one process of a test.
type testProcess struct {
	*State
	thread *starlark.Thread
}

// newProcesses returns the states of two processes that share an arena. Each has the interpreter lock of its own held.
func newProcesses(t testing.TB) (first, second *testProcess) {
	t.Helper()
	a, err := shm.Create(shm.Options{Size: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	// The arena is not closed: handles that are collected later still touch it.
	shared := &names{owner: a.Host(), refs: map[[2]string]shm.Ref{}}
	var made []*testProcess
	for _, name := range []string{"MainProcess", "Process-1"} {
		id, err := a.AllocSlot(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := a.Join(id)
		if err != nil {
			t.Fatal(err)
		}
		rt := object.New(object.Options{})
		s := New(Options{
			Objects: rt, Member: m, Host: &testHost{shared, m}, Travel: rt.Travel().Options(),
			Self: Identity{Name: name},
		})
		p := &testProcess{s, rt.NewThread(name)}
		rt.Lock(p.thread)
		made = append(made, p)
	}
	return made[0], made[1]
}

// send carries a value from one process to another.
func (p *testProcess) send(to *testProcess, v starlark.Value) (starlark.Value, error) {
	d, err := p.draft("obj", v)
	if err != nil {
		return nil, err
	}
	q, err := p.member.NewQueue(shm.QueueOptions{})
	if err != nil {
		return nil, err
	}
	defer q.Close()
	if err := q.PutDraft(shm.Wait{}, d); err != nil {
		return nil, err
	}
	r, err := to.member.OpenQueue(q.Ref())
	if err != nil {
		return nil, err
	}
	defer r.Close()
	item, err := r.GetItem(shm.Wait{})
	if err != nil {
		return nil, err
	}
	return to.take(item)
}

// call calls v.name(args...).
func (p *testProcess) call(v starlark.Value, name string, args ...starlark.Value) (starlark.Value, error) {
	f, err := p.rt.GetAttr(v, name)
	if err != nil {
		return nil, err
	}
	return starlark.Call(p.thread, f, args, nil)
}

// TestObjects runs each file of testdata/objects. A line `is(v, "repr")` or `fails(f, "Type: message")` is one fact;
// addresses are compared as 0x.
func TestObjects(t *testing.T) {
	files, err := filepath.Glob("testdata/objects/*.star")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".star"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			main, child := newProcesses(t)
			opts := &syntax.FileOptions{Set: true, While: true, TopLevelControl: true, GlobalReassign: true}
			universal := map[string]bool{"None": true, "True": true, "False": true}
			_, prog, err := starlark.SourceProgramOptions(opts, file, src, func(name string) bool { return !universal[name] })
			if err != nil {
				t.Fatal(err)
			}
			if _, err := prog.Init(main.thread, facts(t, main, child)); err != nil {
				t.Fatal(main.report(err))
			}
		})
	}
}

// report is the text of an error with the place in the file.
func (p *testProcess) report(err error) string {
	var e *starlark.EvalError
	if errors.As(err, &e) {
		return e.Backtrace()
	}
	return err.Error()
}

// facts returns the functions that the files of facts call.
func facts(t *testing.T, main, child *testProcess) starlark.StringDict {
	type function = func(th *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)
	d := starlark.StringDict{}
	define := func(name string, f function) {
		d[name] = starlark.NewBuiltin(name, func(th *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return f(th, args, kwargs)
		})
	}
	for name, f := range main.builtinFuncs() {
		define(name, f)
	}
	for _, module := range objectModules {
		for name, v := range main.objectModule(module) {
			if d[name] == nil {
				d[name] = v
			}
		}
	}
	for name, v := range main.CtypesModule().Members() {
		d[name] = v
	}
	for _, name := range []string{"bytes", "bytearray", "list", "isinstance", "type", "len", "iter", "sorted", "repr", "dict", "range", "sum", "max", "reversed", "bool"} {
		d[name] = main.rt.Builtins()[name]
	}
	d["memoryview"] = main.MemoryView()
	text := func(v starlark.Value) string {
		s, err := main.rt.Repr(v)
		if err != nil {
			t.Error(err)
		}
		return withoutAddresses(s)
	}
	where := func(th *starlark.Thread) string { return th.CallFrame(1).Pos.String() }
	define("eq", func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if got, want := text(args[0]), string(args[1].(starlark.String)); got != want {
			t.Errorf("%s: got %s, want %s", where(th), got, want)
		}
		return starlark.None, nil
	})
	define("fails", func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		v, err := starlark.Call(th, args[0], nil, nil)
		if pending := main.rt.Pending(); pending != nil {
			err = pending
		}
		want := string(args[1].(starlark.String))
		if err == nil {
			t.Errorf("%s: no error but %s, want %s", where(th), text(v), want)
			return starlark.None, nil
		}
		e := main.rt.Exception(err)
		message, _ := main.rt.Str(e)
		if got := withoutAddresses(e.Type() + ": " + message); got != want {
			t.Errorf("%s: got %s, want %s", where(th), got, want)
		}
		return starlark.None, nil
	})
	define("call", func(th *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		f, err := main.rt.GetAttr(args[0], string(args[1].(starlark.String)))
		if err != nil {
			return nil, err
		}
		return starlark.Call(th, f, args[2:], kwargs)
	})
	define("get", func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return main.rt.GetAttr(args[0], string(args[1].(starlark.String)))
	})
	define("set", func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, main.rt.SetAttr(args[0], string(args[1].(starlark.String)), args[2])
	})
	define("item", func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return main.rt.GetItem(th, args[0], args[1])
	})
	define("setitem", func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, main.rt.SetItem(th, args[0], args[1], args[2])
	})
	define("contains", func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		ok, err := main.rt.Contains(th, args[0], args[1])
		return starlark.Bool(ok), err
	})
	define("equal", func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		ok, err := main.rt.Equal(args[0], args[1])
		return starlark.Bool(ok), err
	})
	define("slice", func(th *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.Call(th, main.rt.Builtins()["slice"], args, kwargs)
	})
	define("structure", func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		base := main.structureClass()
		if len(args) > 2 {
			base = args[2].(*object.Class)
		}
		return main.rt.NewClass(string(args[0].(starlark.String)), []*object.Class{base}, map[string]starlark.Value{"_fields_": args[1]}, []string{"_fields_"})
	})
	define("collect", func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		runtime.GC()
		return starlark.None, nil
	})
	define("raises", func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return nil, exceptions.RuntimeError.Errorf("%s", string(args[0].(starlark.String)))
	})
	// echo sends a value to the other process and back.
	define("echo", func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		v, err := main.send(child, args[0])
		if err != nil {
			return nil, err
		}
		return child.send(main, v)
	})
	// there is the repr of a value in the other process.
	define("there", func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		v, err := main.send(child, args[0])
		if err != nil {
			return nil, err
		}
		s, err := child.rt.Repr(v)
		return starlark.String(s), err
	})
	// remote calls a method of a value in the other process.
	define("remote", func(th *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		list, err := main.send(child, starlark.NewList(args))
		if err != nil {
			return nil, err
		}
		got := make([]starlark.Value, len(args))
		for i := range got {
			got[i] = list.(*starlark.List).Index(i)
		}
		v, err := child.call(got[0], string(args[1].(starlark.String)), got[2:]...)
		if err != nil {
			return nil, err
		}
		return child.send(main, v)
	})
	return d
}

// withoutAddresses writes 0x for each address.
func withoutAddresses(s string) string {
	var out strings.Builder
	for {
		before, after, ok := strings.Cut(s, "0x")
		out.WriteString(before)
		if !ok {
			return out.String()
		}
		out.WriteString("0x")
		s = strings.TrimLeft(after, "0123456789abcdef")
	}
}

func (p *testProcess) String() string { return fmt.Sprint(p.self.Name) }
