package object

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// calls records each Write.
type calls struct {
	written []string
	err     error
}

func (c *calls) Write(p []byte) (int, error) {
	c.written = append(c.written, string(p))
	return len(p), c.err
}

func streamEvaluator(opts StreamOptions) (*evaluator, *calls) {
	w := &calls{}
	opts.Name, opts.Writer, opts.Fd = "<stdout>", w, 1
	return newEvaluator(Options{Stdout: NewStream(opts), Stderr: NewStream(StreamOptions{Name: "<stderr>", Writer: w, LineBuffered: true})}), w
}

func (e *evaluator) must(t *testing.T, expression, want string) {
	t.Helper()
	if got := e.text(expression); got != want {
		t.Errorf("%s = %s, want %s", expression, got, want)
	}
}

func TestPrintWritesWholeLines(t *testing.T) {
	e, w := streamEvaluator(StreamOptions{LineBuffered: true})
	e.must(t, "print('a', 1, None)", "None")
	e.must(t, "print('b', end='')", "None")
	e.must(t, "print('c')", "None")
	e.must(t, "print('x', 'y', sep='\\n', end='z')", "None")
	e.must(t, "print('', flush=True, end='')", "None")
	if got := strings.Join(w.written, "|"); got != "a 1 None\n|bc\n|x\n|yz" {
		t.Errorf("%q", got)
	}
}

func TestPrintCollectsLines(t *testing.T) {
	e, w := streamEvaluator(StreamOptions{})
	for range 2000 {
		e.must(t, "print('0123456789')", "None")
	}
	if len(w.written) != 2 {
		t.Errorf("%d writes", len(w.written))
	}
	for _, s := range w.written {
		if !strings.HasSuffix(s, "9\n") {
			t.Errorf("a torn line: %q", s[len(s)-20:])
		}
	}
	if err := e.rt.Stdout.(*Stream).Flush(); err != nil || len(strings.Join(w.written, "")) != 2000*11 {
		t.Error(err)
	}
}

func TestPrintArguments(t *testing.T) {
	e, w := streamEvaluator(StreamOptions{LineBuffered: true})
	e.must(t, "print(1, sep=2)", "TypeError: sep must be None or a string, not int")
	e.must(t, "print(1, end=2)", "TypeError: end must be None or a string, not int")
	e.must(t, "print(1, foo=2)", "TypeError: print() got an unexpected keyword argument 'foo'")
	e.must(t, "print(1, file=5)", "AttributeError: 'int' object has no attribute 'write'")
	e.must(t, "print(1, sep=None, end=None, file=None)", "None")
	e.rt.Stdout = starlark.None
	e.must(t, "print(1)", "None")
	if got := strings.Join(w.written, ""); got != "1\n" {
		t.Errorf("%q", got)
	}
}

func TestPrintToObject(t *testing.T) {
	e, _ := streamEvaluator(StreamOptions{})
	got, err := run(t, e.rt, e.t, "x.py", `
parts = []
ns = {"write": lambda self, s: parts.append(s), "flush": lambda self: parts.append("flush")}
F = __mkclass("F", (), ns, "F", None)
print("a", 1, file=F(), flush=True)
`)
	if err != nil {
		t.Fatal(err)
	}
	if s := got["parts"].String(); s != `["a", " ", "1", "\n", "flush"]` {
		t.Error(s)
	}
}

func TestBrokenPipe(t *testing.T) {
	e, w := streamEvaluator(StreamOptions{LineBuffered: true})
	for _, err := range []error{syscall.EPIPE, io.ErrClosedPipe, &wrapped{syscall.EPIPE}} {
		w.err = err
		e.must(t, "print(1)", "BrokenPipeError: [Errno 32] Broken pipe")
	}
}

type wrapped struct{ err error }

func (w *wrapped) Error() string { return "write: " + w.err.Error() }
func (w *wrapped) Unwrap() error { return w.err }

func TestSurrogatesOnStreams(t *testing.T) {
	e, _ := streamEvaluator(StreamOptions{LineBuffered: true})
	e.must(t, `print(b'\xff'.decode('utf-8', 'surrogateescape'))`,
		`UnicodeEncodeError: 'utf-8' codec can't encode character '\udcff' in position 0: surrogates not allowed`)
	escaping, w := streamEvaluator(StreamOptions{LineBuffered: true, Errors: "backslashreplace"})
	escaping.must(t, `print('é', b'\xff'.decode('utf-8', 'surrogateescape'))`, "None")
	if got := strings.Join(w.written, ""); got != "é \\udcff\n" {
		t.Errorf("%q", got)
	}
}

func TestStreamMethods(t *testing.T) {
	e, w := streamEvaluator(StreamOptions{LineBuffered: true})
	e.rt.builtins = starlark.StringDict{"out": e.rt.Stdout}
	e.must(t, "out", "<_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'>")
	e.must(t, "out.write('héé\\n')", "4")
	e.must(t, "out.write(5)", "TypeError: write() argument must be str, not int")
	e.must(t, "out.writelines(['a\\n', 'b\\n'])", "None")
	e.must(t, "out.buffer.write(b'raw\\n')", "4")
	e.must(t, "out.buffer.write('raw')", "TypeError: a bytes-like object is required, not 'str'")
	e.must(t, "[out.fileno(), out.name, out.encoding, out.errors]", "[1, '<stdout>', 'utf-8', 'strict']")
	e.must(t, "out.read()", "io.UnsupportedOperation: not readable")
	e.must(t, "out.foo", "AttributeError: '_io.TextIOWrapper' object has no attribute 'foo'")
	e.must(t, "out.close()", "None")
	e.must(t, "out.write('x')", "ValueError: I/O operation on closed file.")
	if got := strings.Join(w.written, "|"); got != "héé\n|a\n|b\n|raw\n" {
		t.Errorf("%q", got)
	}
}

// interrupted returns ErrInterrupted before each read.
type interrupted struct {
	r    io.Reader
	flip bool
}

func (r *interrupted) Read(p []byte) (int, error) {
	if r.flip = !r.flip; r.flip {
		return 0, ErrInterrupted
	}
	return r.r.Read(p)
}

func TestInput(t *testing.T) {
	var out bytes.Buffer
	e := newEvaluator(Options{
		Stdout: NewStream(StreamOptions{Writer: &out}),
		Stdin:  NewStream(StreamOptions{Name: "<stdin>", Reader: &interrupted{r: strings.NewReader("one\r\ntwo é\n\nlast")}}),
	})
	e.must(t, "input('name? ')", "'one'")
	e.must(t, "input()", "'two é'")
	e.must(t, "input()", "''")
	e.must(t, "input(5)", "'last'")
	e.must(t, "input()", "EOFError: EOF when reading a line")
	e.must(t, "input(1, 2)", "TypeError: input expected at most 1 argument, got 2")
	if got := out.String(); got != "name? 5" {
		t.Errorf("%q", got)
	}
	e = newEvaluator(Options{})
	e.must(t, "input()", "RuntimeError: input(): lost sys.stdin")
}

func TestInputInterrupted(t *testing.T) {
	e := newEvaluator(Options{Stdin: NewStream(StreamOptions{Reader: &interrupted{r: strings.NewReader("x\n")}})})
	e.rt.Post(func(*starlark.Thread) error { return exceptions.KeyboardInterrupt.With() })
	e.must(t, "input()", "KeyboardInterrupt")
	e.must(t, "input()", "'x'")
}

func TestReadStream(t *testing.T) {
	e := newEvaluator(Options{})
	stdin := func(text string) {
		e.rt.builtins = starlark.StringDict{"f": NewStream(StreamOptions{Name: "<stdin>", Reader: strings.NewReader(text)}), "list": e.rt.types.list}
	}
	stdin("a\nb\r\nc")
	e.must(t, "f.readlines()", `['a\n', 'b\n', 'c']`)
	stdin("a\nb")
	e.must(t, "list(f)", `['a\n', 'b']`)
	stdin("héllo\nx")
	e.must(t, "[f.read(2), f.readline(), f.read(), f.read()]", `['hé', 'llo\n', 'x', '']`)
	stdin("\xff\n")
	e.must(t, "f.readline()", "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte")
	stdin("ab\ncd")
	e.must(t, "[f.buffer.read(2), f.buffer.readline(), f.buffer.read()]", `[b'ab', b'\n', b'cd']`)
	stdin("x")
	e.must(t, "f.write('a')", "io.UnsupportedOperation: not writable")
}

// TestWriteOrder checks that what two threads print keeps its order while one of them waits for the writer.
func TestWriteOrder(t *testing.T) {
	slow := &slowWriter{begun: make(chan struct{}), go_: make(chan struct{})}
	rt := New(Options{Stdout: NewStream(StreamOptions{Writer: slow, LineBuffered: true})})
	print := rt.Builtins()["print"]
	done := make(chan error)
	first, second := rt.NewThread("1"), rt.NewThread("2")
	start := func(th *starlark.Thread, text string) {
		rt.Lock(th)
		_, err := starlark.Call(th, print, starlark.Tuple{starlark.String(text)}, nil)
		rt.Unlock()
		done <- err
	}
	go start(first, "one")
	<-slow.begun
	go start(second, "two")
	slow.go_ <- struct{}{}
	<-slow.begun
	slow.go_ <- struct{}{}
	if err := errors.Join(<-done, <-done); err != nil {
		t.Fatal(err)
	}
	if got := slow.out.String(); got != "one\ntwo\n" {
		t.Errorf("%q", got)
	}
}

type slowWriter struct {
	out        bytes.Buffer
	begun, go_ chan struct{}
}

func (w *slowWriter) Write(p []byte) (int, error) {
	w.begun <- struct{}{}
	<-w.go_
	return w.out.Write(p)
}
