//go:build unix

package ipc

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// The kinds and the body of these tests, which are none of the program's.
const (
	kindAsk   Kind = 1001
	kindOrder Kind = 1002
	kindNote  Kind = 1003
)

var testKinds = map[Kind]kindRow{
	kindAsk:   {"ask", SideChild, true},
	kindOrder: {"order", SideHost, true},
	kindNote:  {"note", SideHost, false},
}

type testBody struct {
	Number int               `cbor:"1,keyasint,omitempty"`
	Text   string            `cbor:"2,keyasint,omitempty"`
	Data   []byte            `cbor:"3,keyasint,omitempty"`
	Map    map[string]string `cbor:"4,keyasint,omitempty"`
	List   []uint            `cbor:"5,keyasint,omitempty"`
	Inner  *testBody         `cbor:"6,keyasint,omitempty"`
}

// checkLeaks fails the test if it leaves a goroutine of this package, or a descriptor.
func checkLeaks(t *testing.T) {
	t.Helper()
	before := countFDs()
	t.Cleanup(func() {
		deadline := time.Now().Add(10 * time.Second)
		for {
			stacks := make([]byte, 1<<20)
			stacks = stacks[:runtime.Stack(stacks, true)]
			leaked := bytes.Count(stacks, []byte("ipc.(*Conn)"))
			fds := countFDs()
			if leaked == 0 && fds <= before {
				return
			}
			if time.Now().After(deadline) {
				t.Errorf("leaked: %d frames of goroutines, %d descriptors\n%s", leaked, fds-before, stacks)
				return
			}
			runtime.GC()
			time.Sleep(time.Millisecond)
		}
	})
}

func countFDs() int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(entries)
}

func newPair(t testing.TB) (host, child *os.File) {
	t.Helper()
	host, child, err := Pair()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { host.Close(); child.Close() })
	return host, child
}

// connect returns two conns that have shaken hands.
func connect(t testing.TB, opts Options) (host, child *Conn) {
	t.Helper()
	opts.kinds = testKinds
	hf, cf := newPair(t)
	host, child = NewConn(hf, opts), NewConn(cf, opts)
	errs := make(chan error, 1)
	go func() { errs <- child.Handshake() }()
	if err := host.Handshake(); err != nil {
		t.Fatal(err)
	}
	if err := <-errs; err != nil {
		t.Fatal(err)
	}
	return host, child
}

// serve serves c until the test ends and checks what Serve returns.
func serve(t testing.TB, c *Conn, h Handler) {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- c.Serve(h) }()
	t.Cleanup(func() {
		c.Close()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
}

func noRequests(t testing.TB) Handler {
	return func(req *Request) { t.Errorf("unexpected request %v", req.Kind) }
}

// raw returns a conn whose peer is a bare socket that has shaken hands.
func raw(t testing.TB, opts Options) (*Conn, *os.File) {
	t.Helper()
	hf, peer := newPair(t)
	opts.kinds = testKinds
	c := NewConn(hf, opts)
	if _, err := peer.Write([]byte("PLRK\x00\x00\x00\x01")); err != nil {
		t.Fatal(err)
	}
	if err := c.Handshake(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(peer, make([]byte, helloSize)); err != nil {
		t.Fatal(err)
	}
	return c, peer
}

func rawFrame(typ frameType, kind Kind, id uint32, body []byte) []byte {
	b := make([]byte, headerSize, headerSize+len(body))
	header{length: uint32(len(body)), id: id, kind: kind, typ: typ}.put(b)
	return append(b, body...)
}

func TestHandshake_mismatch(t *testing.T) {
	checkLeaks(t)
	hf, cf := newPair(t)
	opts := Options{kinds: testKinds}
	host, child := NewConn(hf, opts), NewConn(cf, opts)
	errs := make(chan error, 1)
	go func() { errs <- child.handshake(7) }()
	err := host.Handshake()
	var ve *VersionError
	if !errors.As(err, &ve) || ve.Ours != Version || ve.Theirs != 7 {
		t.Errorf("host: %v", err)
	}
	if !strings.Contains(err.Error(), "speaks 1, the other side 7") {
		t.Errorf("text %q", err)
	}
	if err := <-errs; !errors.As(err, &ve) || ve.Ours != 7 || ve.Theirs != Version {
		t.Errorf("child: %v", err)
	}
	if err := host.Call(t.Context(), kindOrder, nil, nil, nil); !errors.Is(err, ErrClosed) {
		t.Errorf("call after a failed handshake: %v", err)
	}
}

func TestHandshake_refused(t *testing.T) {
	for name, sent := range map[string]string{"magic": "HTTP/1.1", "short": "PLRK", "empty": ""} {
		t.Run(name, func(t *testing.T) {
			checkLeaks(t)
			hf, peer := newPair(t)
			peer.Write([]byte(sent))
			peer.Close()
			if err := NewConn(hf, Options{}).Handshake(); err == nil {
				t.Error("handshake succeeded")
			}
		})
	}
}

func TestCall(t *testing.T) {
	checkLeaks(t)
	host, child := connect(t, Options{})
	serve(t, child, noRequests(t))
	serve(t, host, func(req *Request) {
		var args testBody
		if err := req.Decode(&args); err != nil {
			req.Fail(err)
			return
		}
		switch args.Text {
		case "denied":
			req.Fail(&RemoteError{Code: CodeDenied, Message: "no"})
		case "failed":
			req.Fail(io.ErrNoProgress)
		default:
			req.Answer(&testBody{Number: len(args.Data), Text: args.Text})
		}
	})
	var answer testBody
	args := testBody{Data: make([]byte, 3<<20), Text: "any bytes \xff"}
	if err := child.Call(t.Context(), kindAsk, &args, nil, &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Number != 3<<20 || answer.Text != args.Text {
		t.Errorf("answer %+v", answer)
	}
	var re *RemoteError
	if err := child.Call(t.Context(), kindAsk, &testBody{Text: "denied"}, nil, &answer); !errors.As(err, &re) || re.Code != CodeDenied {
		t.Errorf("denied: %v", err)
	}
	if err := child.Call(t.Context(), kindAsk, &testBody{Text: "failed"}, nil, &answer); !errors.As(err, &re) || re.Message != io.ErrNoProgress.Error() {
		t.Errorf("failed: %v", err)
	}
	if err := child.Call(t.Context(), kindNote, nil, nil, nil); err == nil {
		t.Error("a notification was called")
	}
	if err := child.Notify(kindAsk, nil); err == nil {
		t.Error("a call was notified")
	}
}

// Many callers on both sides at once, answered out of order by other goroutines.
func TestCall_hammer(t *testing.T) {
	checkLeaks(t)
	calls := 300
	if testing.Short() {
		calls = 50
	}
	host, child := connect(t, Options{MaxInFlight: 8})
	var pending sync.WaitGroup
	echo := func(req *Request) {
		var args testBody
		if err := req.Decode(&args); err != nil {
			t.Error(err)
		}
		pending.Go(func() {
			runtime.Gosched()
			if err := req.Answer(&testBody{Number: args.Number, Data: args.Data}); err != nil {
				t.Error(err)
			}
		})
	}
	serve(t, host, echo)
	serve(t, child, echo)
	var callers sync.WaitGroup
	for p := range 16 {
		c := []*Conn{host, child}[p%2]
		callers.Go(func() {
			for i := range calls {
				var answer testBody
				args := testBody{Number: p, Data: make([]byte, i*7)}
				if err := c.Call(t.Context(), kindAsk, &args, nil, &answer); err != nil {
					t.Error(err)
					return
				}
				if answer.Number != p || len(answer.Data) != i*7 {
					t.Errorf("caller %d, call %d: answer to %d of %d bytes", p, i, answer.Number, len(answer.Data))
					return
				}
			}
		})
	}
	callers.Wait()
	pending.Wait()
}

func TestNotify_order(t *testing.T) {
	checkLeaks(t)
	const n = 5000
	host, child := connect(t, Options{})
	serve(t, host, noRequests(t))
	next := 0
	done := make(chan struct{})
	serve(t, child, func(req *Request) {
		var args testBody
		if err := req.Decode(&args); err != nil || args.Number != next {
			t.Errorf("got %d, %v; want %d", args.Number, err, next)
		}
		if next++; next == n {
			close(done)
		}
	})
	for i := range n {
		if err := host.Notify(kindNote, &testBody{Number: i}); err != nil {
			t.Fatal(err)
		}
		if i%1000 == 0 {
			if err := host.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	<-done
}

func TestClose_pending(t *testing.T) {
	for name, end := range map[string]func(host, child *Conn){
		"peer": func(host, child *Conn) { host.Close() },
		"own":  func(host, child *Conn) { child.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			checkLeaks(t)
			host, child := connect(t, Options{MaxInFlight: 4})
			arrived := make(chan *Request, 4)
			serve(t, host, func(req *Request) { arrived <- req })
			serve(t, child, noRequests(t))
			errs := make(chan error, 6) // two of them wait for their turn
			for range cap(errs) {
				go func() { errs <- child.Call(context.Background(), kindAsk, &testBody{}, nil, nil) }()
			}
			var late *Request
			for range 4 {
				late = <-arrived
			}
			end(host, child)
			for range cap(errs) {
				if err := <-errs; !errors.Is(err, ErrClosed) {
					t.Errorf("pending call: %v", err)
				}
			}
			if err := child.Call(t.Context(), kindAsk, nil, nil, nil); !errors.Is(err, ErrClosed) {
				t.Errorf("call after the end: %v", err)
			}
			// The host may need a moment to see the end, but not for ever.
			for late.conn.Err() == nil {
				runtime.Gosched()
			}
			if err := late.Answer(nil); !errors.Is(err, ErrClosed) {
				t.Errorf("answer after the end: %v", err)
			}
		})
	}
}

func TestCall_cancelled(t *testing.T) {
	checkLeaks(t)
	host, child := connect(t, Options{})
	arrived := make(chan *Request, 2)
	serve(t, host, func(req *Request) { arrived <- req })
	serve(t, child, noRequests(t))
	ctx, cancel := context.WithCancel(t.Context())
	errs := make(chan error)
	go func() { errs <- child.Call(ctx, kindAsk, nil, nil, nil) }()
	req := <-arrived
	cancel()
	if err := <-errs; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	// The late answer, with a file that nobody takes, does no harm.
	if err := req.Answer(nil, os.Stderr); err != nil {
		t.Fatal(err)
	}
	go func() { errs <- child.Call(t.Context(), kindAsk, nil, nil, nil) }()
	(<-arrived).Answer(nil)
	if err := <-errs; err != nil {
		t.Error(err)
	}
}

func TestAnswer_twice(t *testing.T) {
	checkLeaks(t)
	host, child := connect(t, Options{})
	second := make(chan error, 1)
	serve(t, host, func(req *Request) {
		req.Answer(nil)
		second <- req.Answer(nil)
	})
	serve(t, child, noRequests(t))
	if err := child.Call(t.Context(), kindAsk, nil, nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := <-second; err == nil || !strings.Contains(err.Error(), "BUG") {
		t.Errorf("second answer: %v", err)
	}
}

func TestAnswer_tooLarge(t *testing.T) {
	checkLeaks(t)
	host, child := connect(t, Options{MaxFrame: 1000})
	serve(t, host, func(req *Request) { req.Answer(&testBody{Data: make([]byte, 2000)}) })
	serve(t, child, noRequests(t))
	var re *RemoteError
	if err := child.Call(t.Context(), kindAsk, nil, nil, nil); !errors.As(err, &re) || !strings.Contains(re.Message, ErrTooLarge.Error()) {
		t.Errorf("large answer: %v", err)
	}
	if err := child.Call(t.Context(), kindAsk, &testBody{Data: make([]byte, 2000)}, nil, nil); !errors.Is(err, ErrTooLarge) {
		t.Errorf("large call: %v", err)
	}
}

// What a peer said before it closed its end is handled, even if writing to it
// fails before it is read.
func TestServe_lastWords(t *testing.T) {
	checkLeaks(t)
	c, peer := raw(t, Options{})
	body, _ := encodeFrame(header{id: 0, kind: kindNote, typ: frameNotify}, &testBody{Number: 9}, 1000)
	peer.Write(body)
	peer.Close()
	// Writing fails from now on.
	if err := c.Notify(kindNote, nil); err == nil {
		c.Flush(t.Context())
	}
	if err := c.Err(); !errors.Is(err, ErrClosed) {
		t.Fatalf("after a failed write: %v", err)
	}
	got := 0
	c.Serve(func(req *Request) {
		var args testBody
		req.Decode(&args)
		got = args.Number
	})
	if got != 9 {
		t.Errorf("got %d", got)
	}
}

func TestFiles(t *testing.T) {
	const fileCount = 4
	checkLeaks(t)
	host, child := connect(t, Options{})
	serve(t, host, noRequests(t))
	serve(t, child, func(req *Request) {
		if req.Kind == kindAsk {
			req.Answer(nil) // and drops the files
			return
		}
		files := req.Files()
		defer closeFiles(files)
		if len(files) != fileCount {
			t.Errorf("%d files", len(files))
			req.Fail(io.ErrUnexpectedEOF)
			return
		}
		for i, f := range files {
			fmt.Fprintf(f, "file %d", i)
		}
		r, w, err := os.Pipe()
		if err != nil {
			t.Error(err)
		}
		io.WriteString(w, "answer")
		req.Answer(nil, r)
		r.Close()
		w.Close()
	})
	var readers, writers []*os.File
	for range fileCount {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		readers, writers = append(readers, r), append(writers, w)
	}
	got, err := host.CallFiles(t.Context(), kindOrder, &testBody{Data: make([]byte, 1<<20)}, writers, nil)
	if err != nil {
		t.Fatal(err)
	}
	closeFiles(writers)
	for i, r := range readers {
		text, err := io.ReadAll(r) // ends since no writer is left open
		if err != nil || string(text) != fmt.Sprintf("file %d", i) {
			t.Errorf("file %d: %q, %v", i, text, err)
		}
	}
	if len(got) != 1 {
		t.Fatalf("%d files in the answer", len(got))
	}
	if text, _ := io.ReadAll(got[0]); string(text) != "answer" {
		t.Errorf("answer file: %q", text)
	}
	if err := host.Call(t.Context(), kindAsk, nil, readers, nil); err != nil {
		t.Error(err)
	}
	closeFiles(readers)
	closeFiles(got)
}

// Files keep to their messages when many are sent at once.
func TestFiles_hammer(t *testing.T) {
	checkLeaks(t)
	host, child := connect(t, Options{})
	serve(t, host, noRequests(t))
	serve(t, child, func(req *Request) {
		var args testBody
		req.Decode(&args)
		files := req.Files()
		defer closeFiles(files)
		if len(files) != args.Number {
			t.Errorf("%d files, want %d", len(files), args.Number)
		}
		for _, f := range files {
			fmt.Fprint(f, args.Text)
		}
		req.Answer(nil)
	})
	var callers sync.WaitGroup
	for p := range 8 {
		callers.Go(func() {
			for i := range 30 {
				var files []*os.File
				r, w, err := os.Pipe()
				if err != nil {
					t.Error(err)
					return
				}
				for range (p + i) % 3 {
					files = append(files, w)
				}
				args := testBody{Number: len(files), Text: fmt.Sprint(p), Data: make([]byte, i*5000)}
				if err := host.Call(t.Context(), kindOrder, &args, files, nil); err != nil {
					t.Error(err)
				}
				w.Close()
				text, _ := io.ReadAll(r)
				r.Close()
				if string(text) != strings.Repeat(fmt.Sprint(p), len(files)) {
					t.Errorf("caller %d: %q", p, text)
				}
			}
		})
	}
	callers.Wait()
}

func BenchmarkPing(b *testing.B) {
	host, child := connect(b, Options{})
	serve(b, child, func(req *Request) {
		var args testBody
		if err := req.Decode(&args); err != nil {
			b.Error(err)
		}
		req.Answer(&testBody{Number: 1})
	})
	serve(b, host, noRequests(b))
	b.ReportAllocs()
	for b.Loop() {
		var answer testBody
		if err := host.Call(b.Context(), kindOrder, &testBody{Text: "x"}, nil, &answer); err != nil {
			b.Fatal(err)
		}
	}
}

// header32 is a lying header: it announces n bytes.
func header32(n uint32) []byte {
	b := rawFrame(frameNotify, kindNote, 0, nil)
	binary.BigEndian.PutUint32(b, n)
	return b
}
