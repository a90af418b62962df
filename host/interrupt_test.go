//go:build unix

package host_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"parlark/host"
)

// This file tests what the signals of a terminal and of a supervisor do to a run.

// readyWriter closes ready when a script has printed its first line.
type readyWriter struct {
	text  bytes.Buffer // not embedded: io.Copy would use its ReadFrom
	once  sync.Once
	ready chan struct{}
}

func (w *readyWriter) Write(p []byte) (int, error) {
	defer w.once.Do(func() { close(w.ready) })
	return w.text.Write(p)
}

// interrupt runs a script, sends it signals as soon as it has printed something, and returns how long its end took.
func interrupt(t *testing.T, source string, signals ...os.Signal) (stdout, stderr string, status int, took time.Duration) {
	t.Helper()
	out := &readyWriter{ready: make(chan struct{})}
	var errs bytes.Buffer
	ch := make(chan os.Signal, len(signals))
	sent := make(chan time.Time, 1)
	go func() {
		<-out.ready
		sent <- time.Now()
		for _, s := range signals {
			ch <- s
		}
	}()
	err := host.Run(t.Context(), host.Options{Source: []byte(source), Stdout: out, Stderr: &errs, Signals: ch})
	took = time.Since(<-sent)
	var exit *host.ExitError
	switch {
	case errors.As(err, &exit):
		status = exit.Status()
	case err != nil:
		t.Fatalf("%v\n%s", err, errs.String())
	}
	return out.text.String(), errs.String(), status, took
}

const manyProcesses = `
import multiprocessing as mp, time, sys
def work(n):
    time.sleep(60)
ps = [mp.Process(target=work, args=(n,)) for n in range(3)]
for p in ps: p.start()
pool = mp.Pool(2)
r = pool.map_async(work, range(8))
time.sleep(0.3)
print("ready", flush=True)
`

func TestRun_signals(t *testing.T) {
	for _, test := range []struct {
		name, source string
		signals      []os.Signal
		status       int
		reports      int // tracebacks
		stdout       string
	}{
		{"Ctrl-C", manyProcesses + "r.get()", []os.Signal{os.Interrupt}, 130, 1, "ready\n"},
		{"Ctrl-C in a loop", manyProcesses + "while True: pass", []os.Signal{os.Interrupt}, 130, 1, "ready\n"},
		{"twice", manyProcesses + "while True:\n    try:\n        while True: pass\n    except KeyboardInterrupt: pass", []os.Signal{os.Interrupt, os.Interrupt}, 130, 0, "ready\n"},
		{"SIGTERM", manyProcesses + "r.get()", []os.Signal{syscall.SIGTERM}, 143, 0, "ready\n"},
		{"SIGHUP", manyProcesses + "r.get()", []os.Signal{syscall.SIGHUP}, 129, 0, "ready\n"},
		{"caught", "import time\nprint('ready', flush=True)\ntry:\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    print('caught')", []os.Signal{os.Interrupt}, 0, 0, "ready\ncaught\n"},
		{"handled", "import signal, time\nsignal.signal(signal.SIGTERM, lambda *a: print('handled'))\nprint('ready', flush=True)\nsignal.pause()", []os.Signal{syscall.SIGTERM}, 0, 0, "ready\nhandled\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			checkClean(t, func() {
				stdout, stderr, status, took := interrupt(t, test.source, test.signals...)
				if status != test.status || stdout != test.stdout || strings.Count(stderr, "Traceback") != test.reports {
					t.Errorf("status %d, want %d; printed %q, want %q; want %d reports in\n%s", status, test.status, stdout, test.stdout, test.reports, stderr)
				}
				// A second on a machine that has nothing else to do.
				if took > 15*time.Second {
					t.Errorf("it took %v", took)
				}
				t.Logf("ended after %v", took)
			})
		})
	}
}

// TestRun_stdoutClosed checks that a script whose reader has gone ends, and says so once.
func TestRun_stdoutClosed(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer write.Close()
	go func() {
		io.CopyN(io.Discard, read, 1000)
		read.Close()
	}()
	var stderr bytes.Buffer
	err = host.Run(t.Context(), host.Options{Source: []byte("import time\nwhile True:\n    print('x' * 100, flush=True)\n"), Stdout: write, Stderr: &stderr})
	var exit *host.ExitError
	if !errors.As(err, &exit) || strings.Count(stderr.String(), "Traceback") > 1 {
		t.Errorf("error %v; stderr %s", err, stderr.String())
	}
}
