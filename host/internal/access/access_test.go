package access

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// This file tries to leave what is granted.

// world is a directory with granted and other parts.
type world struct {
	t   *testing.T
	dir string
}

func newWorld(t *testing.T) world {
	t.Helper()
	w := world{t, t.TempDir()}
	for _, d := range []string{"open/sub", "secret", "pub"} {
		if err := os.MkdirAll(w.path(d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	w.write("secret/key", "secret")
	w.write("open/file", "open")
	w.write("open/sub/file", "sub")
	w.write("single", "single")
	w.write("neighbour", "secret")
	return w
}

func (w world) path(name string) string { return filepath.Join(w.dir, name) }

func (w world) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(w.path(name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func (w world) link(target, name string) {
	w.t.Helper()
	if err := os.Symlink(target, w.path(name)); err != nil {
		w.t.Fatal(err)
	}
}

func (w world) files(cfg Config) *Files {
	w.t.Helper()
	cfg.Dir = w.dir
	f, err := New(cfg)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(f.Close)
	return f
}

func (w world) read(f *Files, name string) (string, error) {
	file, err := f.Open(w.path(name), os.O_RDONLY, 0)
	if err != nil {
		return "", err
	}
	defer file.Close()
	b, err := io.ReadAll(file)
	return string(b), err
}

func denied(err error) bool {
	var d *DeniedError
	return errors.As(err, &d)
}

func TestRead(t *testing.T) {
	w := newWorld(t)
	w.link("secret/key", "open/../outlink")
	w.link("../secret/key", "open/relative")
	w.link(w.path("secret/key"), "open/absolute")
	w.link("../secret", "open/dir")
	w.link("file", "open/inside")
	w.link(w.path("open/sub"), "open/subdir")
	w.link("/proc/self/environ", "open/environ")
	w.link("loop", "open/loop")
	w.link("../single", "open/granted")
	f := w.files(Config{Read: []string{"open", "single"}})
	for name, want := range map[string]string{
		"open/file": "open", "open/inside": "open", "open/subdir/file": "sub", "open/sub/../file": "open", "single": "single", "open/granted": "single",
	} {
		if got, err := w.read(f, name); err != nil || got != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	for _, name := range []string{
		"secret/key", "open/../secret/key", "open/relative", "open/absolute", "open/dir/key", "outlink", "neighbour", "open/environ",
		"open/../../../../../../../../etc/passwd", "openness", "open/dir/nothing", "single/../neighbour",
	} {
		if got, err := w.read(f, name); !denied(err) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := w.read(f, "open/loop"); err == nil || denied(err) {
		t.Errorf("loop: %v", err)
	}
	if _, err := f.Stat(w.path("secret/nothing")); !denied(err) {
		t.Errorf("what is not granted can be told from what is not there: %v", err)
	}
	for name, err := range map[string]error{
		"write": second(f.Open(w.path("open/file"), os.O_WRONLY, 0)), "append": second(f.Open(w.path("open/file"), os.O_RDWR|os.O_APPEND, 0)),
		"truncate": second(f.Open(w.path("open/file"), os.O_TRUNC, 0)), "create": second(f.Open(w.path("open/new"), os.O_CREATE, 0o600)),
		"mkdir": f.Mkdir(w.path("open/d"), 0o700), "remove": f.Remove(w.path("open/file")), "rename": f.Rename(w.path("open/file"), w.path("open/b")),
		"chmod": f.Chmod(w.path("open/file"), 0o777), "symlink": f.Symlink("x", w.path("open/x")), "times": f.Chtimes(w.path("open/file"), time.Now(), time.Now()),
		"list": second(f.ReadDir(w.path("open/dir"))), "stat": second(f.Stat(w.path("open/relative"))), "readlink": second(f.Readlink(w.path("outlink"))),
		"relative": second(f.Open("open/file", 0, 0)),
	} {
		if err == nil || !denied(err) && name != "relative" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestSpecial checks that what is no file is refused, also where everything may be read.
func TestSpecial(t *testing.T) {
	w := newWorld(t)
	w.link("/proc", "open/proc")
	w.link("/dev/zero", "open/zero")
	f := w.files(Config{ReadAll: true, WriteAll: true})
	for _, path := range []string{"/proc/self/environ", "/proc/version", "/proc/self/root/etc/passwd", "/proc/../proc/version", "//proc/version", "/sys/kernel", "/dev/mem", "/dev/tty", "/dev/fd/0", "/dev/stdin", w.path("open/proc/version")} {
		if _, err := f.Open(path, os.O_RDONLY, 0); err == nil || !denied(err) && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := f.ReadDir("/proc"); !denied(err) {
		t.Errorf("listing /proc: %v", err)
	}
	if _, err := f.Readlink("/proc/self/exe"); !denied(err) {
		t.Errorf("readlink /proc/self/exe: %v", err)
	}
	if file, err := f.Open(w.path("open/zero"), os.O_RDONLY, 0); err != nil {
		t.Errorf("/dev/zero: %v", err)
	} else {
		file.Close()
	}
	if file, err := w.files(Config{}).Open("/dev/null", os.O_RDWR, 0); err != nil {
		t.Errorf("/dev/null without permissions: %v", err)
	} else {
		file.Close()
	}
}

// TestSingle checks that the grant of a file does not lead to its neighbours.
func TestSingle(t *testing.T) {
	w := newWorld(t)
	f := w.files(Config{Read: []string{"single", "later"}, Write: []string{"single", "later", "open"}})
	if err := f.Remove(w.path("single")); err != nil {
		t.Fatal(err)
	}
	if err := f.Symlink("neighbour", w.path("single")); !denied(err) {
		t.Errorf("symlink: %v", err)
	}
	if err := f.Symlink("../neighbour", w.path("open/l")); err != nil {
		t.Error(err)
	}
	if err := f.Rename(w.path("open/l"), w.path("single")); !denied(err) {
		t.Errorf("rename: %v", err)
	}
	if file, err := f.Open(w.path("single"), os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		t.Error(err)
	} else {
		file.Close()
	}
	// A granted name that becomes a directory is granted with what is below it.
	if err := f.Mkdir(w.path("later"), 0o700); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if file, err := f.Open(w.path("later/x"), os.O_RDWR|os.O_CREATE, 0o600); err != nil {
			t.Fatal(err)
		} else {
			file.Close()
		}
		if err := errors.Join(f.Remove(w.path("later/x")), f.Rmdir(w.path("later")), f.Mkdir(w.path("later"), 0o700)); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Symlink("../neighbour", w.path("later/l")); err != nil {
		t.Error(err)
	}
	if got, err := w.read(f, "later/l"); !denied(err) {
		t.Errorf("%q, %v", got, err)
	}
}

// TestNarrowRead checks that a right to write somewhere does not widen a right to read.
func TestNarrowRead(t *testing.T) {
	w := newWorld(t)
	f := w.files(Config{Read: []string{"pub"}, Write: []string{"."}})
	if err := f.Symlink("../secret", w.path("pub/d")); err != nil {
		t.Fatal(err)
	}
	if err := f.Symlink("../secret/key", w.path("pub/k")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"pub/d/key", "pub/k"} {
		for _, flag := range []int{os.O_RDONLY, os.O_RDWR} {
			if _, err := f.Open(w.path(name), flag, 0); !denied(err) {
				t.Errorf("%s with %d: %v", name, flag, err)
			}
		}
	}
	if err := f.Rename(w.path("secret/key"), w.path("pub/key")); !denied(err) {
		t.Errorf("rename: %v", err)
	}
	if err := f.Rename(w.path("pub"), w.path("old")); err != nil {
		t.Fatal(err)
	}
	if err := f.Symlink("secret", w.path("pub")); !denied(err) {
		if got, err := w.read(f, "pub/key"); err == nil {
			t.Errorf("the granted directory was replaced by a link: %q", got)
		}
	}
}

// TestRace replaces a directory and a file by links while they are being opened.
func TestRace(t *testing.T) {
	w := newWorld(t)
	f := w.files(Config{Read: []string{"open"}, Write: []string{"open"}})
	w.write("open/sub/key", "open")
	var stop atomic.Bool
	var racers sync.WaitGroup
	swap := func(name, target string) {
		for !stop.Load() {
			os.Rename(w.path(name), w.path("open/aside"+filepath.Base(name)))
			os.Symlink(target, w.path(name))
			os.Remove(w.path(name))
			os.Rename(w.path("open/aside"+filepath.Base(name)), w.path(name))
		}
	}
	racers.Go(func() { swap("open/sub", "../secret") })
	racers.Go(func() { swap("open/file", "../secret/key") })
	deadline := time.Now().Add(time.Second)
	opened := 0
	for time.Now().Before(deadline) {
		for _, name := range []string{"open/sub/key", "open/file"} {
			got, err := w.read(f, name)
			if err == nil {
				opened++
			}
			if got == "secret" {
				t.Fatalf("%s led out", name)
			}
		}
		f.Remove(w.path("open/sub/key-none"))
	}
	stop.Store(true)
	racers.Wait()
	if opened == 0 {
		t.Error("nothing was ever opened")
	}
}

func TestNew_errors(t *testing.T) {
	for _, path := range []string{"/none/at/all", "none/at/all"} {
		if _, err := New(Config{Read: []string{path}, Dir: t.TempDir()}); err == nil {
			t.Errorf("%s was taken", path)
		}
	}
}

// TestLeak checks that no descriptor is left.
func TestLeak(t *testing.T) {
	w := newWorld(t)
	f := w.files(Config{Read: []string{"open"}, Write: []string{"open"}})
	count := func() int {
		list, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("no /proc")
		}
		return len(list)
	}
	before := count()
	for range 50 {
		w.read(f, "open/sub/file")
		w.read(f, "open/sub/none")
		w.read(f, "open/file/none/x")
		f.Stat(w.path("open/sub"))
		f.ReadDir(w.path("open/sub"))
		f.Rename(w.path("open/sub/file"), w.path("open/sub/file2"))
		f.Rename(w.path("open/sub/file2"), w.path("open/sub/file"))
		f.Mkdir(w.path("open/sub"), 0o700)
		f.Readlink(w.path("open/sub/file"))
		f.Chmod(w.path("open/sub/file"), 0o600)
	}
	if after := count(); after > before {
		t.Errorf("%d descriptors, then %d", before, after)
	}
}
