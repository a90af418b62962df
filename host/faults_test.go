package host_test

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"parlark/host"
)

// This file lets runs meet what can go wrong: each ends in the right results or in a named error, and leaves nothing.

// TestRun_faults runs scripts that lose processes in all ways that there are, and some that are merely large.
func TestRun_faults(t *testing.T) {
	for _, test := range []struct {
		name, script string
		args         []string
		want         string
		long         bool
	}{
		{name: "deaths", script: "deaths.py", want: "exit 3\nos_exit 4\nterminate -15\nkill -9\nraise 1\nmemory -9 or MemoryError\nstack RecursionError\nsegv -11\npool ok\n"},
		{name: "processes limited", script: "many.py", args: []string{"30"}, want: "started 9, refused BlockingIOError\nended 9\n"},
		{name: "nested", script: "nested.py", args: []string{"10"}, want: "10\n"},
		{name: "large queue", script: "large_queue.py", args: []string{"32"}, want: "32\n"},
		{name: "managers and locks", script: "hammer_managers.py", args: []string{"4"}, want: "rounds=4 children=0\n"},
		{name: "500 processes", script: "many.py", args: []string{"500"}, want: "started 500, refused None\nended 500\n", long: true},
		{name: "1 GB queue", script: "large_queue.py", args: []string{"1024"}, want: "1024\n", long: true},
		{name: "1000 rounds", script: "hammer.py", args: []string{"1000"}, want: "done=12000 lost=2000\nqueues=1000 children=0\n", long: true},
		{name: "1000 rounds of managers", script: "hammer_managers.py", args: []string{"1000"}, want: "rounds=1000 children=0\n", long: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.long && os.Getenv("PARLARK_LONG") == "" {
				t.Skip("takes minutes; PARLARK_LONG=1 runs it")
			}
			if underRace && test.name == "deaths" {
				t.Skip("the race detector ends a process whose memory is limited in a way of its own")
			}
			bound := 3 * time.Minute
			opts := host.Options{Path: "testdata/" + test.script, Args: test.args}
			if test.long {
				bound = time.Hour
				opts.Limits.SharedMemory = 3 << 30
			} else {
				opts.Limits.Processes = 10
				if test.name == "nested" {
					opts.Limits.Processes = 12
				}
			}
			checkClean(t, func() {
				ctx, cancel := context.WithTimeout(t.Context(), bound)
				defer cancel()
				var stdout, stderr strings.Builder
				opts.Stdout, opts.Stderr = &stdout, &stderr
				start := time.Now()
				err := host.Run(ctx, opts)
				if err != nil || stdout.String() != test.want {
					text := stderr.String()
					t.Fatalf("%v: printed %q, want %q\n%s", err, stdout.String(), test.want, text[max(0, len(text)-2000):])
				}
				t.Logf("%v", time.Since(start).Round(time.Millisecond))
			})
		})
	}
}

// slowReader takes its time for each piece.
type slowReader struct{ n int }

func (r *slowReader) Write(p []byte) (int, error) {
	time.Sleep(time.Millisecond)
	r.n += len(p)
	return len(p), nil
}

func TestRun_slowReader(t *testing.T) {
	out := &slowReader{}
	source := "import multiprocessing as mp\ndef f(n):\n    for i in range(300):\n        print('x' * 999)\n" +
		"ps = [mp.Process(target=f, args=(n,)) for n in range(3)]\nfor p in ps: p.start()\nfor p in ps: p.join()\n"
	if err := host.Run(t.Context(), host.Options{Source: []byte(source), Stdout: out}); err != nil || out.n != 900*1000 {
		t.Errorf("%v: %d bytes", err, out.n)
	}
}

// TestRun_outputLimit ends a run that prints too much.
func TestRun_outputLimit(t *testing.T) {
	var stdout strings.Builder
	err := host.Run(t.Context(), host.Options{
		Source: []byte("import sys\nwhile True:\n    print('x' * 100)\n    print('y' * 100, file=sys.stderr)\n"),
		Stdout: &stdout, Stderr: io.Discard, Limits: host.Limits{MaxOutput: 5000},
	})
	var exit *host.ExitError
	if !errors.As(err, &exit) || !strings.Contains(exit.Reason, "5000 bytes (--max-output)") || stdout.Len() > 5000 {
		t.Errorf("error %v after %d bytes", err, stdout.Len())
	}
}
