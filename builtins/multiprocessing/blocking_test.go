package multiprocessing

import (
	"errors"
	"runtime"
	"testing"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file tests what blocks in one process until another does something.

// in runs f as process p on a goroutine of its own. p's interpreter lock, which newProcesses took, is free meanwhile for
// threads of p that f starts.
func (p *testProcess) in(f func() error) <-chan error {
	done := make(chan error, 1)
	go func() { done <- f() }()
	return done
}

func wantDone(t *testing.T, what string, done <-chan error) {
	t.Helper()
	select {
	case err := <-done:
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	case <-time.After(20 * time.Second):
		t.Fatalf("%s: still blocked", what)
	}
}

// given sends v to the other process.
func (p *testProcess) given(t *testing.T, to *testProcess, v starlark.Value) starlark.Value {
	t.Helper()
	w, err := p.send(to, v)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestLock_handover(t *testing.T) {
	main, child := newProcesses(t)
	l, err := main.newLock(shm.Mutex, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	theirs := main.given(t, child, l)
	if _, err := main.call(l, "acquire"); err != nil {
		t.Fatal(err)
	}
	done := child.in(func() error {
		_, err := child.call(theirs, "acquire")
		return err
	})
	if _, err := main.call(l, "release"); err != nil {
		t.Fatal(err)
	}
	wantDone(t, "acquire", done)
	if got := l.String(); got != "<Lock(owner=SomeOtherProcess)>" {
		t.Error(got)
	}
}

func TestCondition_notify(t *testing.T) {
	main, child := newProcesses(t)
	c, err := main.newCondition(nil)
	if err != nil {
		t.Fatal(err)
	}
	theirs := main.given(t, child, c).(*condition)
	for range 2 { // held twice
		if _, err := child.call(theirs, "acquire"); err != nil {
			t.Fatal(err)
		}
	}
	done := child.in(func() error {
		v, err := child.call(theirs, "wait", starlark.Float(20))
		if err == nil && v != starlark.True {
			err = errors.New("wait() was False")
		}
		if n := theirs.sem.h.Count(1); err == nil && n != 2 {
			err = errors.New("the lock is not held as before")
		}
		return err
	})
	for c.h.Waiters() == 0 {
		runtime.Gosched()
	}
	if _, err := main.call(c, "acquire"); err != nil {
		t.Fatal(err)
	}
	if got := c.String(); got != "<Condition(<RLock(MainProcess, 1)>, 1)>" {
		t.Error(got)
	}
	if _, err := main.call(c, "notify"); err != nil {
		t.Fatal(err)
	}
	if _, err := main.call(c, "release"); err != nil {
		t.Fatal(err)
	}
	wantDone(t, "wait", done)
}

func TestBarrier_action(t *testing.T) {
	main, child := newProcesses(t)
	ran := 0
	action := object.NewBuiltin("action", func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		ran++
		return starlark.None, nil
	})
	b, err := main.newBarrier(2, starlark.None, starlark.None)
	if err != nil {
		t.Fatal(err)
	}
	theirs := main.given(t, child, b)
	b.action = action
	done := child.in(func() error {
		v, err := child.call(theirs, "wait")
		if err == nil && v != starlark.MakeInt(0) {
			err = errors.New("index is " + v.String())
		}
		return err
	})
	for b.h.Waiting() == 0 {
		runtime.Gosched()
	}
	v, err := main.call(b, "wait")
	if err != nil || v != starlark.MakeInt(1) || ran != 1 {
		t.Fatal(v, err, ran)
	}
	wantDone(t, "wait", done)
}

func TestQueue_waits(t *testing.T) {
	main, child := newProcesses(t)
	q, err := main.newQueue(kindQueue, 1)
	if err != nil {
		t.Fatal(err)
	}
	theirs := main.given(t, child, q)
	// Items of each way: small, large, and with handles.
	event, err := main.newEvent()
	if err != nil {
		t.Fatal(err)
	}
	items := []starlark.Value{starlark.MakeInt(1), starlark.Bytes(make([]byte, 1<<20)), starlark.Tuple{event}}
	done := child.in(func() error {
		for range items {
			if _, err := child.call(theirs, "get"); err != nil {
				return err
			}
		}
		return nil
	})
	for _, v := range items {
		if _, err := main.call(q, "put", v); err != nil {
			t.Fatal(err)
		}
	}
	wantDone(t, "get", done)
}

func TestListener_key(t *testing.T) {
	for _, c := range []struct{ key, server, client string }{
		{"right", "", ""},
		{"wrong", "AuthenticationError: digest received was wrong", "AuthenticationError: digest sent was rejected"},
	} {
		main, child := newProcesses(t)
		v, err := main.listenerBuiltin(main.thread, nil, []starlark.Tuple{{starlark.String("authkey"), starlark.Bytes("right")}})
		if err != nil {
			t.Fatal(err)
		}
		l := v.(*listener)
		client := ""
		done := child.in(func() error {
			_, err := child.clientBuiltin(child.thread, starlark.Tuple{starlark.String(l.door.address)}, []starlark.Tuple{{starlark.String("authkey"), starlark.Bytes(c.key)}})
			if err != nil {
				client = err.Error()
			}
			return nil
		})
		_, err = l.accept(main.thread)
		server := ""
		if err != nil {
			server = err.Error()
		}
		wantDone(t, "Client", done)
		if server != c.server || client != c.client {
			t.Errorf("%s: listener %q, client %q", c.key, server, client)
		}
		l.close()
	}
}

// TestInterrupt delivers a signal to calls that are blocked.
func TestInterrupt(t *testing.T) {
	main, _ := newProcesses(t)
	q, _ := main.newQueue(kindQueue, 0)
	r, w, _ := main.newPipe(true)
	defer w.close()
	e, _ := main.newEvent()
	c, _ := main.newCondition(nil)
	b, _ := main.newBarrier(2, starlark.None, starlark.None)
	held, err := main.newLock(shm.Mutex, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []func() (starlark.Value, error){
		func() (starlark.Value, error) { return main.call(held, "acquire") },
		func() (starlark.Value, error) { return main.call(c, "acquire") },
	} {
		if _, err := step(); err != nil {
			t.Fatal(err)
		}
	}
	for _, call := range []struct {
		on   starlark.Value
		name string
	}{{q, "get"}, {r, "recv"}, {r, "recv_bytes"}, {e, "wait"}, {c, "wait"}, {b, "wait"}, {held, "acquire"}} {
		done := main.in(func() error {
			_, err := main.call(call.on, call.name)
			return err
		})
		time.AfterFunc(5*time.Millisecond, func() {
			main.rt.Post(func(*starlark.Thread) error { return exceptions.KeyboardInterrupt.With() })
			main.member.Interrupt()
		})
		select {
		case err := <-done:
			if _, ok := exceptions.As(err, exceptions.KeyboardInterrupt); !ok {
				t.Errorf("%s.%s(): %v", call.on.Type(), call.name, err)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("%s.%s() was not interrupted", call.on.Type(), call.name)
		}
	}
	if !c.sem.h.IsMine(1) {
		t.Error("the lock of the condition is gone")
	}
}

// TestConnection_dropped checks that an end that nobody refers to any more counts as closed.
func TestConnection_dropped(t *testing.T) {
	main, child := newProcesses(t)
	r, w, err := main.newPipe(true)
	if err != nil {
		t.Fatal(err)
	}
	main.given(t, child, w)
	w.close()
	done := main.in(func() error {
		_, err := main.call(r, "recv")
		if _, ok := exceptions.As(err, exceptions.EOFError); !ok {
			return errors.New("no end of file")
		}
		return nil
	})
	// The child goes to sleep, and with that gives up what it does not use.
	q, err := child.newQueue(kindQueue, 0)
	if err != nil {
		t.Fatal(err)
	}
	waiting := child.in(func() error {
		_, err := child.call(q, "get")
		return err
	})
	wantDone(t, "recv", done)
	if _, err := child.send(child, starlark.None); err != nil {
		t.Fatal(err)
	}
	if err := q.h.Put(shm.Wait{}, []byte{0xf6}); err != nil { // None
		t.Fatal(err)
	}
	wantDone(t, "get", waiting)
}

func BenchmarkQueue(b *testing.B) {
	main, _ := newProcesses(b)
	q, err := main.newQueue(kindQueue, 0)
	if err != nil {
		b.Fatal(err)
	}
	put, _ := q.Methods().Get("put")
	get, _ := q.Methods().Get("get")
	args := starlark.Tuple{starlark.MakeInt(12345)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := put(main.thread, q, args, nil); err != nil {
			b.Fatal(err)
		}
		if _, err := get(main.thread, q, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkValue(b *testing.B) {
	main, _ := newProcesses(b)
	v, err := main.valueBuiltin(main.thread, starlark.Tuple{starlark.String("i")}, nil)
	if err != nil {
		b.Fatal(err)
	}
	value := v.(*syncValue)
	b.ReportAllocs()
	for b.Loop() {
		x, err := value.Attr("value")
		if err != nil {
			b.Fatal(err)
		}
		if err := value.SetField("value", x); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLock(b *testing.B) {
	main, _ := newProcesses(b)
	l, err := main.newLock(shm.Mutex, 0, 0)
	if err != nil {
		b.Fatal(err)
	}
	acquire, _ := l.Methods().Get("acquire")
	release, _ := l.Methods().Get("release")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := acquire(main.thread, l, nil, nil); err != nil {
			b.Fatal(err)
		}
		if _, err := release(main.thread, l, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}
