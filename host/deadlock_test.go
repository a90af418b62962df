package host_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parlark/host"
)

// This file tests the search for deadlocks: that it finds them, and that it never finds one where there is none.

// TestRun_deadlock runs scripts of which each is deadlocked. The report names a line and the run ends soon.
func TestRun_deadlock(t *testing.T) {
	want := map[string][]string{
		"join_holding_lock.py": {"MainProcess", "line 9: waits for the end of Process-1", "line 4: waits for a lock or semaphore that MainProcess holds"},
		"get_from_nobody.py":   {"the only process", "line 4: waits for an item of a queue"},
		"crossed_locks.py":     {"that Process-1 holds", "that Process-2 holds", "line 11: waits for the end of Process-1"},
		"manager_queue.py":     {"ForkPoolWorker", "line 3: waits for data"},
		"thread_lock.py":       {"line 5: waits for"},
		"barrier.py":           {"line 7: waits for others at a barrier"},
		"queue_join.py":        {"line 7: waits for an item of a queue", "line 14: waits for task_done() of a queue"},
		"event_in_pool.py":     {"line 6: waits for a result"},
	}
	scripts, err := filepath.Glob("testdata/deadlock/*.py")
	if err != nil || len(scripts) != len(want) {
		t.Fatalf("%d scripts, want %d: %v", len(scripts), len(want), err)
	}
	for _, script := range scripts {
		t.Run(filepath.Base(script), func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // a loaded machine answers late
			defer cancel()
			var stderr bytes.Buffer
			err := host.Run(ctx, host.Options{Path: script, Stderr: &stderr})
			var exit *host.ExitError
			if !errors.As(err, &exit) || exit.Code != host.StatusDeadlock {
				t.Fatalf("error %v, want a deadlock; stderr %s", err, stderr.String())
			}
			for _, text := range want[filepath.Base(script)] {
				if !strings.Contains(exit.Reason, text) {
					t.Errorf("the report lacks %q:\n%s", text, exit.Reason)
				}
			}
			if strings.Contains(stderr.String(), "ended while it held a lock") {
				t.Errorf("stderr %s", stderr.String())
			}
		})
	}
}

// TestRun_noDeadlock runs shapes that wait for longer than it takes to find a deadlock.
func TestRun_noDeadlock(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	var stdout, stderr bytes.Buffer
	err := host.Run(ctx, host.Options{Path: "testdata/no_deadlock.py", Stdout: &stdout, Stderr: &stderr})
	if want := "slept 1\n[0, 1, 2]\n1\n3\ncb 4\nempty\nTrue\n"; err != nil || stdout.String() != want {
		t.Errorf("%v: printed %q, want %q\n%s", err, stdout.String(), want, stderr.String())
	}
}

// TestRun_inputIsNoDeadlock answers a script that has waited for its input for a while.
func TestRun_inputIsNoDeadlock(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	time.AfterFunc(4*time.Second, func() {
		io.WriteString(write, "answer\n")
		write.Close()
	})
	var stdout, stderr bytes.Buffer
	err = host.Run(t.Context(), host.Options{Path: "testdata/sleeps_forever.py", Stdin: read, Stdout: &stdout, Stderr: &stderr})
	if err != nil || stdout.String() != "answer\n" {
		t.Errorf("%v: printed %q\n%s", err, stdout.String(), stderr.String())
	}
}
