package host_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"parlark/host"
	"parlark/host/worker"
)

func TestMain(m *testing.M) {
	attack()      // or as interpreters that are hostile, see hostile_test.go
	worker.Main() // the test binary serves as the interpreters
	os.Exit(m.Run())
}

// run runs a script given as text.
func run(ctx context.Context, source string, args ...string) (stdout, stderr string, err error) {
	var out, errs bytes.Buffer
	err = host.Run(ctx, host.Options{Source: []byte(source), Args: args, Stdout: &out, Stderr: &errs})
	return out.String(), errs.String(), err
}

// checkClean fails if a call leaves a process or a descriptor behind. Children of this process are those of the runs.
func checkClean(t *testing.T, f func()) {
	t.Helper()
	before := descriptors(t)
	f()
	if left := children(t); len(left) > 0 {
		t.Errorf("processes left: %v", left)
	}
	if after := descriptors(t); after > before {
		t.Errorf("%d descriptors before, %d after", before, after)
	}
}

func descriptors(t *testing.T) int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("no /proc here to count descriptors in")
	}
	return len(entries)
}

// children lists the processes whose parent is this one.
func children(t *testing.T) []string {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, name := range stats {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended meanwhile
		}
		fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		if len(fields) > 1 && fields[1] == strconv.Itoa(os.Getpid()) {
			list = append(list, string(text))
		}
	}
	return list
}

func TestRun_exit(t *testing.T) {
	for _, test := range []struct {
		name, source string
		code, status int
		stdout       string
		stderr       string
	}{
		{"ends", "print('done')", 0, 0, "done\n", ""},
		{"exception", "print('a')\n1 / 0", 1, 1, "a\n", "ZeroDivisionError: division by zero"},
		{"sys.exit", "import sys\nsys.exit(7)", 7, 7, "", ""},
		{"os._exit", "import os\nprint('lost', end='')\nos._exit(4)", 4, 4, "", ""},
		{"signal", "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\nwhile True: pass", -15, 143, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			stdout, stderr, err := run(t.Context(), test.source)
			var exit *host.ExitError
			switch {
			case test.code == 0 && err != nil, test.code != 0 && !errors.As(err, &exit):
				t.Fatalf("error %v\n%s", err, stderr)
			case test.code != 0 && (exit.Code != test.code || exit.Status() != test.status):
				t.Errorf("code %d, status %d; want %d, %d", exit.Code, exit.Status(), test.code, test.status)
			}
			if stdout != test.stdout || !strings.Contains(stderr, test.stderr) {
				t.Errorf("stdout %q, want %q; stderr %q, want %q in it", stdout, test.stdout, stderr, test.stderr)
			}
		})
	}
}

func TestRun_cancel(t *testing.T) {
	checkClean(t, func() {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(300*time.Millisecond, cancel)
		_, stderr, err := run(ctx, "import multiprocessing as mp, time\n"+
			"ps = [mp.Process(target=time.sleep, args=(60,)) for _ in range(3)]\n"+
			"for p in ps: p.start()\n"+
			"pool = mp.Pool(2)\n"+
			"pool.map(time.sleep, [60, 60])\n")
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want that of the context; stderr %s", err, stderr)
		}
	})
}

// TestRun_clean runs scripts that leave processes, pools and queues open, one after another.
func TestRun_clean(t *testing.T) {
	checkClean(t, func() {
		for range 3 {
			stdout, stderr, err := run(t.Context(), "import multiprocessing as mp, time\n"+
				"q = mp.Queue()\nq.put('x' * 100000)\n"+
				"mp.Process(target=time.sleep, args=(60,), daemon=True).start()\n"+
				"pool = mp.Pool(2)\nprint(pool.map(abs, [-1, -2]))\n")
			if err != nil || stdout != "[1, 2]\n" {
				t.Fatalf("%v: %q %s", err, stdout, stderr)
			}
		}
	})
}

func TestRun_hammer(t *testing.T) {
	source, err := os.ReadFile("testdata/hammer.py")
	if err != nil {
		t.Fatal(err)
	}
	rounds := 40
	if testing.Short() {
		rounds = 5
	}
	checkClean(t, func() {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		defer cancel()
		stdout, stderr, err := run(ctx, string(source), strconv.Itoa(rounds))
		want := fmt.Sprintf("done=%d lost=%d\nqueues=%d children=0\n", rounds*12, rounds*2, rounds)
		if err != nil || stdout != want {
			t.Fatalf("%v: printed %q, want %q\n%s", err, stdout, want, stderr)
		}
	})
}

// TestRun_parallel runs several runs in one program at the same time.
func TestRun_parallel(t *testing.T) {
	results := make(chan string)
	for n := range 4 {
		go func() {
			stdout, stderr, err := run(t.Context(), "import multiprocessing as mp, sys\n"+
				"v = mp.Value('i', int(sys.argv[1]))\n"+
				"def add():\n    v.value += 10\n"+
				"p = mp.Process(target=add)\np.start()\np.join()\nprint(v.value)", strconv.Itoa(n))
			if want := fmt.Sprintln(n + 10); err != nil || stdout != want {
				results <- fmt.Sprintf("%v: printed %q, want %q\n%s", err, stdout, want, stderr)
				return
			}
			results <- ""
		}()
	}
	for range 4 {
		if failure := <-results; failure != "" {
			t.Error(failure)
		}
	}
}

func ExampleRun() {
	err := host.Run(context.Background(), host.Options{
		Source: []byte("import multiprocessing\nwith multiprocessing.Pool(2) as pool:\n    print(pool.map(lambda n: n * n, [1, 2, 3]))"),
		Stdout: os.Stdout,
		Stderr: os.Stderr,
	})
	fmt.Println(err)
	// Output:
	// [1, 4, 9]
	// <nil>
}

// BenchmarkSpawn measures start and join of a process, as a script sees it.
func BenchmarkSpawn(b *testing.B) {
	benchmarkScript(b, "import multiprocessing as mp, sys\ndef nop(): pass\n"+
		"for _ in range(int(sys.argv[1])):\n    p = mp.Process(target=nop)\n    p.start()\n    p.join()\n")
}

// BenchmarkPoolMap measures one trivial task of a map with chunks of one.
func BenchmarkPoolMap(b *testing.B) {
	benchmarkScript(b, "import multiprocessing as mp, sys\nwith mp.Pool(2) as pool:\n    pool.map(abs, range(int(sys.argv[1])), 1)\n")
}

// benchmarkScript runs a script whose argument is the number of operations.
func benchmarkScript(b *testing.B, source string) {
	if _, stderr, err := run(b.Context(), source, strconv.Itoa(b.N)); err != nil {
		b.Fatalf("%v\n%s", err, stderr)
	}
}

// TestRun_wholeLines checks that lines longer than a pipe takes at once are not mixed.
func TestRun_wholeLines(t *testing.T) {
	source, err := os.ReadFile("testdata/long_lines.py")
	if err != nil {
		t.Fatal(err)
	}
	stdout, stderr, err := run(t.Context(), string(source))
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	lines := strings.Split(strings.TrimSuffix(stdout, "\n"), "\n")
	if len(lines) != 60 {
		t.Errorf("%d lines, want 60", len(lines))
	}
	for _, line := range lines {
		if line != strings.Repeat(line[:1], 20000) {
			t.Fatalf("a line of %d bytes is not whole", len(line))
		}
	}
}
