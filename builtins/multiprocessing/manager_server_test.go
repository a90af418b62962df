package multiprocessing

import (
	"crypto/sha256"
	"errors"
	"runtime"
	"testing"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/ipc/shm"
)

// This file tests what scripts cannot show of managers: when objects go, what a request may hold, and the cost of a call.

// testAddress is the address of the tests' server.
const testAddress = "/tmp/pymp-test/listener"

// startServer serves SyncManager's types in the second process until the test ends, and returns the first process with
// a door to it.
func startServer(t testing.TB) (client *testProcess, door *managerDoor, server *managerServer) {
	t.Helper()
	client, child := newProcesses(t)
	client.Module("multiprocessing.managers")
	child.Module("multiprocessing.managers")
	inner, outer, err := child.member.NewPipe(shm.PipeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	own, err := child.managerDoor(outer.Ref(), testAddress)
	if err != nil {
		t.Fatal(err)
	}
	outer.Close()
	key := sha256.Sum256([]byte("key"))
	server = newManagerServer(child.State, inner, own, key[:], nil)
	if err := server.publish(); err != nil {
		t.Fatal(err)
	}
	if door, err = client.managerDoor(own.end.Ref(), testAddress); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	child.rt.Unlock()
	go func() {
		child.rt.Lock(child.thread)
		defer child.rt.Unlock()
		ended <- server.serve(child.thread)
	}()
	t.Cleanup(func() {
		if _, err := door.ask(client.thread, "shutdown", nil, nil); err != nil {
			t.Error(err)
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return client, door, server
}

// makeObject makes an object and returns its token.
func makeObject(t testing.TB, client *testProcess, door *managerDoor, typeid string) *token {
	t.Helper()
	v, err := door.ask(client.thread, "create", starlark.Tuple{starlark.String(typeid)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return v.(starlark.Tuple)[0].(*token)
}

// count asks the server how many objects it has.
func count(t testing.TB, client *testProcess, door *managerDoor) int {
	t.Helper()
	v, err := door.ask(client.thread, "number_of_objects", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	n, _ := starlark.AsInt32(v)
	return n
}

// TestManager_objectsGo drops the tokens of objects: the server drops the objects, but for one that another object holds.
func TestManager_objectsGo(t *testing.T) {
	client, door, _ := startServer(t)
	holder := makeObject(t, client, door, "list")
	held := makeObject(t, client, door, "dict")
	if _, _, err := door.call(client.thread, holder.id, "append", starlark.Tuple{held}, nil); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		makeObject(t, client, door, "list")
	}
	runtime.KeepAlive(held)
	held = nil
	deadline := time.Now().Add(10 * time.Second)
	for count(t, client, door) != 2 {
		if time.Now().After(deadline) {
			t.Fatalf("%d objects are left, want the list and the dict in it", count(t, client, door))
		}
		runtime.GC()
	}
	runtime.KeepAlive(holder)
}

// TestManager_key refuses a client with another key, and lets in one that shows none because it holds a proxy.
func TestManager_key(t *testing.T) {
	client, door, _ := startServer(t)
	for _, test := range []struct {
		key  string
		want bool
	}{{"key", true}, {"other", false}} {
		class := client.parts.managers.module["BaseManager"]
		m, err := starlark.Call(client.thread, class, nil, []starlark.Tuple{
			{starlark.String("address"), starlark.String(testAddress)}, {starlark.String("authkey"), starlark.Bytes(test.key)},
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.call(m, "connect")
		if _, refused := exceptions.As(err, AuthenticationError); test.want && err != nil || !test.want && !refused {
			t.Errorf("key %q: %v", test.key, err)
		}
	}
	count(t, client, door)
}

// TestManager_stale publishes an address again whose server has ended without withdrawing it.
func TestManager_stale(t *testing.T) {
	_, child := newProcesses(t)
	publish := func() (*managerServer, error) {
		inner, outer, err := child.member.NewPipe(shm.PipeOptions{})
		if err != nil {
			t.Fatal(err)
		}
		defer outer.Close()
		d := &managerDoor{s: child.State, end: outer, address: testAddress}
		m := newManagerServer(child.State, inner, d, nil, nil)
		return m, m.publish()
	}
	first, err := publish()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := publish(); err == nil {
		t.Fatal("a living server's address was taken")
	}
	first.own.Close()
	if _, err := publish(); err != nil {
		t.Fatalf("a dead server's address was not free: %v", err)
	}
}

// TestManager_unknownObject asks for what the server does not have.
func TestManager_unknownObject(t *testing.T) {
	client, door, _ := startServer(t)
	kind, v, err := door.call(client.thread, 12345, "append", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := replyException(kind, v); err == nil {
		t.Error("a call of an unknown object was answered")
	} else if _, ok := exceptions.As(err, RemoteError); !ok {
		t.Errorf("a call of an unknown object raised %v", err)
	}
	if _, err := door.ask(client.thread, "nothing", nil, nil); err == nil {
		t.Error("an unknown method of the server was answered")
	}
}

// FuzzManagerRequest reads requests of arbitrary bytes.
func FuzzManagerRequest(f *testing.F) {
	main, child := newProcesses(f)
	for _, values := range [][]starlark.Value{
		{starlark.MakeInt(1), starlark.MakeInt(2), starlark.String("append")}, {starlark.MakeInt(0)},
	} {
		data, _, err := main.encode("seed", values...)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(append([]byte{}, data...))
	}
	in, out, err := main.member.NewPipe(shm.PipeOptions{OneWay: true})
	if err != nil {
		f.Fatal(err)
	}
	l := newServerLink(newManagerServer(child.State, nil, nil, nil, nil), &managerClient{}, in)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		if err := out.Send(shm.Wait{}, data); err != nil {
			t.Fatal(err)
		}
		item, err := in.RecvItem(shm.Wait{})
		if err != nil {
			t.Fatal(err)
		}
		r, bye, err := l.read(item)
		var exception *exceptions.Error
		switch {
		case err != nil && !errors.As(err, &exception):
			if child.rt.Exception(err) == nil {
				t.Error("no exception")
			}
		case err == nil && !bye && r.thread == 0:
			t.Error("a request of no thread is no bye")
		}
	})
}

// BenchmarkManagerCall sets an item of a dict in another process's interpreter.
func BenchmarkManagerCall(b *testing.B) {
	client, door, _ := startServer(b)
	k := makeObject(b, client, door, "dict")
	args := starlark.Tuple{starlark.MakeInt(1), starlark.MakeInt(2)}
	for b.Loop() {
		if _, _, err := door.call(client.thread, k.id, "__setitem__", args, nil); err != nil {
			b.Fatal(err)
		}
	}
	runtime.KeepAlive(k)
}
