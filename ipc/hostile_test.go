//go:build unix

package ipc

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"
)

func TestServe_violations(t *testing.T) {
	answer := rawFrame(frameAnswer, kindAsk, 5, nil)
	tests := map[string]struct {
		sent []byte
		want error
	}{
		"truncated header": {rawFrame(frameNotify, kindNote, 0, nil)[:7], io.ErrUnexpectedEOF},
		"truncated body":   {rawFrame(frameNotify, kindNote, 0, make([]byte, 99))[:50], io.ErrUnexpectedEOF},
		"length too large": {header32(1<<20 + 1), ErrProtocol},
		"length lies":      {header32(1 << 20), io.ErrUnexpectedEOF},
		"length absurd":    {header32(1<<32 - 1), ErrProtocol},
		"type 0":           {rawFrame(0, kindNote, 0, nil), ErrProtocol},
		"type 5":           {rawFrame(5, kindNote, 1, nil), ErrProtocol},
		"call 0":           {rawFrame(frameCall, kindAsk, 0, nil), ErrProtocol},
		"numbered notice":  {rawFrame(frameNotify, kindNote, 1, nil), ErrProtocol},
		"answer unasked":   {answer, ErrProtocol},
		"files announced": {func() []byte {
			b := rawFrame(frameNotify, kindNote, 0, nil)
			b[11] = 1
			return b
		}(), ErrProtocol},
		"same call twice": {append(rawFrame(frameCall, kindAsk, 1, nil), rawFrame(frameCall, kindAsk, 1, nil)...), ErrProtocol},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			checkLeaks(t)
			c, peer := raw(t, Options{MaxFrame: 1 << 20})
			if _, err := peer.Write(test.sent); err != nil {
				t.Fatal(err)
			}
			peer.Close()
			if err := c.Serve(func(*Request) {}); !errors.Is(err, test.want) || !errors.Is(err, ErrClosed) {
				t.Errorf("Serve: %v, want %v", err, test.want)
			}
		})
	}
}

// Unknown kinds and kinds of the wrong direction are answered, and the conn goes on.
func TestServe_unknownKinds(t *testing.T) {
	checkLeaks(t)
	c, peer := raw(t, Options{Side: SideHost})
	serve(t, c, noRequests(t))
	for id, kind := range []Kind{0, 999, kindOrder, kindNote} {
		peer.Write(rawFrame(frameNotify, kind, 0, nil)) // ignored
		peer.Write(rawFrame(frameCall, kind, uint32(id+1), nil))
		var re RemoteError
		if err := decodeBody(readFrame(t, peer, frameFailure, uint32(id+1)), &re); err != nil || re.Code != CodeUnknownKind {
			t.Errorf("kind %d: %v, %v", kind, re, err)
		}
	}
}

func TestServe_badBody(t *testing.T) {
	checkLeaks(t)
	nested := append(bytes.Repeat([]byte{0x81}, 100), 0)
	bodies := map[string][]byte{
		"not CBOR":       {0xff},
		"two items":      {0xa0, 0xa0},
		"wrong type":     {0xa1, 0x01, 0x61, 'x'},
		"not a map":      {0x01},
		"duplicate":      {0xa2, 0x01, 0x01, 0x01, 0x02},
		"indefinite":     {0xbf, 0x01, 0x01, 0xff},
		"tag":            {0xa1, 0x01, 0xc1, 0x01},
		"deep":           append([]byte{0xa1, 0x09}, nested...),
		"lying array":    {0xa1, 0x09, 0x9a, 0x7f, 0xff, 0xff, 0xff},
		"lying map":      {0xba, 0x7f, 0xff, 0xff, 0xff},
		"lying bytes":    {0xa1, 0x09, 0x5a, 0x7f, 0xff, 0xff, 0xff},
		"beyond the end": {0xa1},
	}
	c, peer := raw(t, Options{Side: SideHost})
	serve(t, c, func(req *Request) {
		var args testBody
		err := req.Decode(&args)
		if err == nil {
			t.Errorf("decoded %+v", args)
			err = io.EOF
		}
		req.Fail(err)
	})
	for name, body := range bodies {
		peer.Write(rawFrame(frameCall, kindAsk, 1, body))
		var re RemoteError
		if err := decodeBody(readFrame(t, peer, frameFailure, 1), &re); err != nil || re.Code != CodeBadBody {
			t.Errorf("%s: %v, %v", name, re, err)
		}
	}
}

// A field that the receiver does not know is ignored.
func TestDecode_unknownField(t *testing.T) {
	var args testBody
	if err := decodeBody([]byte{0xa2, 0x03, 0x41, 0x09, 0x18, 0x63, 0x82, 0x01, 0x02}, &args); err != nil || string(args.Data) != "\t" {
		t.Errorf("%+v, %v", args, err)
	}
}

// A peer that calls without end gets CodeBusy for what exceeds the bound.
func TestServe_callFlood(t *testing.T) {
	checkLeaks(t)
	const limit, sent = 4, 50
	c, peer := raw(t, Options{MaxInFlight: limit})
	held := make(chan *Request, sent)
	serve(t, c, func(req *Request) { held <- req })
	for id := range uint32(sent) {
		peer.Write(rawFrame(frameCall, kindAsk, id+1, nil))
	}
	for id := range uint32(sent - limit) {
		var re RemoteError
		if err := decodeBody(readFrame(t, peer, frameFailure, id+1+limit), &re); err != nil || re.Code != CodeBusy {
			t.Errorf("call %d: %v, %v", id, re, err)
		}
	}
	for id := range uint32(limit) {
		(<-held).Answer(nil)
		readFrame(t, peer, frameAnswer, id+1)
	}
}

// A peer that notifies faster than the handler works is held back, not buffered.
func TestServe_notifyFlood(t *testing.T) {
	checkLeaks(t)
	c, peer := raw(t, Options{MaxInFlight: 4})
	release := make(chan struct{})
	handled := 0
	serve(t, c, func(req *Request) {
		<-release
		handled++
	})
	frame := rawFrame(frameNotify, kindNote, 0, nil)
	peer.SetWriteDeadline(time.Now().Add(200 * time.Millisecond))
	sent, blocked := 0, false
	for !blocked {
		n, err := peer.Write(bytes.Repeat(frame, 1000))
		sent += n
		blocked = errors.Is(err, os.ErrDeadlineExceeded)
		if err != nil && !blocked {
			t.Fatal(err)
		}
	}
	var inbox int
	c.update(func(s *inFlightState) { inbox = len(s.inbox) })
	if inbox > 4 {
		t.Errorf("%d requests in the inbox", inbox)
	}
	close(release)
	peer.Close()
	for c.Err() == nil {
		runtime.Gosched()
	}
}

// A peer that never reads costs a bounded queue, then the conn.
func TestNotify_stalled(t *testing.T) {
	checkLeaks(t)
	c, _ := raw(t, Options{MaxQueue: 1 << 20})
	done := make(chan error, 1)
	go func() { done <- c.Serve(noRequests(t)) }()
	var err error
	for i := 0; err == nil && i < 1e6; i++ {
		err = c.Notify(kindNote, &testBody{Number: i}, os.Stderr)
	}
	if !errors.Is(err, ErrStalled) || !errors.Is(err, ErrClosed) {
		t.Errorf("Notify: %v", err)
	}
	if err := <-done; !errors.Is(err, ErrStalled) {
		t.Errorf("Serve: %v", err)
	}
}

// A call to a peer that never reads waits for room as long as its context lets it.
func TestCall_stalled(t *testing.T) {
	checkLeaks(t)
	c, _ := raw(t, Options{MaxQueue: 1 << 20})
	serve(t, c, noRequests(t))
	args := testBody{Data: make([]byte, 600<<10)}
	errs := make(chan error)
	ctx, cancel := timeoutCtx(t)
	defer cancel()
	for range 3 {
		go func() { errs <- c.Call(ctx, kindAsk, &args, nil, nil) }()
	}
	for range 3 {
		if err := <-errs; !errors.Is(err, ctx.Err()) {
			t.Errorf("Call: %v", err)
		}
	}
	if err := c.Err(); err != nil {
		t.Errorf("conn: %v", err)
	}
}

// Descriptors that no frame announces end the conn and are closed.
func TestServe_unannouncedFiles(t *testing.T) {
	checkLeaks(t)
	c, peer := raw(t, Options{})
	sock, err := newSocket(peer)
	if err != nil {
		t.Fatal(err)
	}
	fds, err := dupFiles([]*os.File{os.Stderr, os.Stderr})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sock.send(rawFrame(frameNotify, kindNote, 0, nil), fds, true); err != nil {
		t.Fatal(err)
	}
	closeFDs(fds)
	if err := c.Serve(func(*Request) {}); !errors.Is(err, ErrProtocol) {
		t.Errorf("Serve: %v", err)
	}
}

// More descriptors than the control buffer takes end the conn and are closed.
func TestServe_fileFlood(t *testing.T) {
	checkLeaks(t)
	c, peer := raw(t, Options{})
	sock, err := newSocket(peer)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{60, 100} {
		files := make([]*os.File, n)
		for i := range files {
			files[i] = os.Stderr
		}
		fds, err := dupFiles(files)
		if err != nil {
			t.Fatal(err)
		}
		sock.send(rawFrame(frameNotify, kindNote, 0, nil), fds, true)
		closeFDs(fds)
	}
	if err := c.Serve(func(*Request) {}); !errors.Is(err, ErrProtocol) {
		t.Errorf("Serve: %v", err)
	}
}

// readFrame reads a frame from a bare socket, checks its type and number and
// returns its body.
func readFrame(t *testing.T, f *os.File, typ frameType, id uint32) []byte {
	t.Helper()
	b := make([]byte, headerSize)
	if _, err := io.ReadFull(f, b); err != nil {
		t.Fatal(err)
	}
	h, err := parseHeader(b, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	if h.typ != typ || h.id != id {
		t.Fatalf("frame %+v, want type %d, number %d", h, typ, id)
	}
	body := make([]byte, h.length)
	if _, err := io.ReadFull(f, body); err != nil {
		t.Fatal(err)
	}
	return body
}

// byteReader is a byteSource over a slice, a few bytes at a time.
type byteReader struct {
	data []byte
	step int
}

func (r *byteReader) recv(p []byte, fds []int) (int, []int, error) {
	n := copy(p[:min(len(p), r.step)], r.data)
	r.data = r.data[n:]
	if n == 0 {
		return 0, fds, io.EOF
	}
	return n, fds, nil
}

func FuzzFrame(f *testing.F) {
	f.Add(rawFrame(frameCall, kindAsk, 1, []byte{0xa0}), byte(3))
	f.Add(append(rawFrame(frameAnswer, kindAsk, 1, make([]byte, 300)), header32(1<<20)...), byte(255))
	f.Fuzz(func(t *testing.T, data []byte, step byte) {
		r := newFrameReader(&byteReader{data, int(step) + 1}, 1<<16, 64)
		var out []byte
		for {
			fr, err := r.read()
			if err != nil {
				if err == io.EOF && !bytes.Equal(out, data) {
					t.Errorf("read %x of %x", out, data)
				}
				break
			}
			if cap(fr.body) > 2*len(data)+1<<16 {
				t.Errorf("body of capacity %d from %d bytes", cap(fr.body), len(data))
			}
			b := make([]byte, headerSize)
			fr.put(b)
			out = append(append(out, b...), fr.body...)
		}
		if !bytes.HasPrefix(data, out) {
			t.Errorf("frames %x are not a prefix of %x", out, data)
		}
	})
}

func FuzzMessage(f *testing.F) {
	for _, v := range []any{
		&AssignArgs{Path: "x.py", Argv: []string{"x.py"}, Environ: map[string]string{"A": "1"}},
		&StartArgs{Name: "Process-1", Limits: Limits{Memory: 1}},
		&RemoteError{Code: CodeFailed, Message: "no"},
	} {
		raw, err := cbor.Marshal(v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, v := range []any{
			new(AssignArgs), new(StartArgs), new(StartAnswer), new(SignalArgs), new(InterruptArgs), new(RemoteError),
		} {
			if decodeBody(data, v) != nil {
				continue
			}
			if _, err := encodeFrame(header{}, v, 1<<30); err != nil {
				t.Errorf("%T does not encode again: %v", v, err)
			}
		}
	})
}

// timeoutCtx returns a context that ends soon.
func timeoutCtx(t *testing.T) (context.Context, context.CancelFunc) {
	return context.WithTimeout(t.Context(), 200*time.Millisecond)
}

// Every kind of the program has a name and a number of its own, and one sender.
func TestKinds(t *testing.T) {
	names := make(map[string]Kind)
	for kind, row := range kinds {
		if other, dup := names[row.name]; dup || row.name == "" || kind == 0 {
			t.Errorf("kinds %d and %d are named %q", kind, other, row.name)
		}
		names[row.name] = kind
		if row.sender != SideHost && row.sender != SideChild {
			t.Errorf("%v has sender %d", kind, row.sender)
		}
	}
}

// A header that lies costs no more memory than what was sent.
func TestFrame_allocation(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := newFrameReader(&byteReader{append(header32(60<<20), make([]byte, 100)...), 50}, 64<<20, readBuffer)
	if _, err := r.read(); err != io.ErrUnexpectedEOF {
		t.Errorf("read: %v", err)
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 8<<20 {
		t.Errorf("%d bytes allocated", n)
	}
}
