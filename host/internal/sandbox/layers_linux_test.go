//go:build amd64 || arm64

package sandbox

// This file tests the layers one by one, and each way of ending under all of them.

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// landlockRole has Landlock and no filter, which it must not need.
func landlockRole([]string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fatal(err)
	}
	Warm()
	if err := (plan{}).apply(Landlock); err != nil {
		fatal(err)
	}
	_, openErr := os.Open("/etc/passwd")
	_, createErr := os.Create("/tmp/sandbox-test-landlock")
	_, dialErr := net.Dial("tcp", listener.Addr().String())
	killErr := syscall.Kill(os.Getppid(), 0)
	for _, err := range []error{openErr, createErr, dialErr, killErr} {
		var errno syscall.Errno
		errors.As(err, &errno)
		fmt.Print(int(errno), " ")
	}
}

func TestLandlock(t *testing.T) {
	if landlockABI() < 6 {
		t.Skipf("Landlock ABI %d, TCP and signals need 6", landlockABI())
	}
	for _, u := range users() {
		end := runChild(t, childCommand(t, u, "landlock"))
		want := fmt.Sprint(int(syscall.EACCES), int(syscall.EACCES), int(syscall.EACCES), int(syscall.EPERM)) + " "
		if end.stdout != want {
			t.Errorf("%s: want errors %s, got %v", u.name, want, end)
		}
	}
}

// privilegesRole gives up privileges where no filter follows that would tell the other threads.
func privilegesRole([]string) {
	release := make(chan struct{})
	var started sync.WaitGroup
	for range 8 {
		started.Add(1)
		go func() {
			runtime.LockOSThread()
			started.Done()
			<-release
		}()
	}
	started.Wait()
	if err := (plan{}).apply(Privileges); err != nil {
		fatal(err)
	}
	files, err := filepath.Glob("/proc/self/task/*/status")
	if err != nil {
		fatal(err)
	}
	fmt.Println("threads:", len(files) > 8)
	for _, name := range files {
		if status, err := os.ReadFile(name); err != nil || !strings.Contains(string(status), "NoNewPrivs:\t1\n") {
			fmt.Println(name, err, "without the flag")
		}
	}
	dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	fmt.Println("dumpable:", dumpable, err)
	close(release)
}

func TestPrivileges(t *testing.T) {
	if len(threadLibraryFlags) > 0 {
		t.Skip("with cgo only a filter reaches every thread")
	}
	if end := runChild(t, childCommand(t, users()[0], "privileges")); end.stdout != "threads: true\ndumpable: 0 <nil>\n" {
		t.Errorf("privileges are left: %v", end)
	}
}

// memoryRole keeps what it allocates, under a limit that it sets itself or that arrives from outside after the lock-down.
func memoryRole(args []string) {
	cfg := Config{}
	if args[0] == "self" {
		cfg.Memory = 128 << 20
	}
	lockDown(cfg)
	if args[0] == "host" {
		if _, err := os.Stdin.Read(make([]byte, 1)); err != nil {
			fatal(err)
		}
	}
	var kept [][]byte
	for range 1024 {
		b := make([]byte, 1<<20)
		for i := range b {
			b[i] = 1
		}
		kept = append(kept, b)
	}
	fmt.Println("allocated", len(kept))
}

func TestMemory(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector needs more memory than the limit leaves")
	}
	for _, u := range users() {
		for _, who := range []string{"self", "host"} {
			if who == "host" && u.credential != nil {
				continue // a host and its interpreters have one user
			}
			t.Run(u.name+"/"+who, func(t *testing.T) {
				t.Parallel()
				cmd := childCommand(t, u, "memory "+who)
				stdin, err := cmd.StdinPipe()
				if err != nil {
					t.Fatal(err)
				}
				if who == "host" {
					out, w, err := os.Pipe()
					if err != nil {
						t.Fatal(err)
					}
					defer out.Close()
					cmd.Stdout = w
					var stderr strings.Builder
					cmd.Stderr = &stderr
					if err := cmd.Start(); err != nil {
						t.Fatal(err)
					}
					w.Close()
					if _, err := out.Read(make([]byte, 16)); err != nil { // "locked"
						t.Fatal(err)
					}
					if err := LimitProcess(cmd.Process.Pid, Config{Memory: 128 << 20}); err != nil {
						t.Fatal(err)
					}
					if _, err := stdin.Write([]byte("\n")); err != nil {
						t.Fatal(err)
					}
					_ = cmd.Wait()
					checkOutOfMemory(t, ending{cmd.ProcessState.Sys().(syscall.WaitStatus), "", stderr.String()})
					return
				}
				checkOutOfMemory(t, runChild(t, cmd))
			})
		}
	}
}

func checkOutOfMemory(t *testing.T, end ending) {
	t.Helper()
	if end.status.ExitStatus() == 2 && !strings.Contains(end.stdout, "allocated") {
		for _, text := range []string{"out of memory", "cannot allocate memory", "SIGSEGV"} { // see Config.Memory
			if strings.Contains(end.stderr, text) {
				return
			}
		}
	}
	t.Errorf("the limit did not hold: %v", end)
}

func TestLimitProcessGone(t *testing.T) {
	if err := LimitProcess(1<<30, Config{Memory: 1 << 20}); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("got %v, want %v", err, syscall.ESRCH)
	}
}

func cpuRole([]string) {
	lockDown(Config{CPUHard: 1})
	//lint:ignore SA5002 the limit of processor time ends the loop
	for {
	}
}

func TestCPU(t *testing.T) {
	t.Parallel()
	if end := runChild(t, childCommand(t, users()[0], "cpu")); end.stdout != "locked\n" || end.status.Signal() != syscall.SIGKILL {
		t.Errorf("not killed: %v", end)
	}
}

// fdsRole shows which of 3, 4 and 5 are open.
func fdsRole([]string) {
	lockDown(Config{Keep: []int{4}, Permissive: true})
	for fd := uintptr(3); fd <= 5; fd++ {
		if _, err := unix.FcntlInt(fd, unix.F_GETFL, 0); err == nil {
			fmt.Print(fd, " ")
		}
	}
}

func TestDescriptors(t *testing.T) {
	cmd := childCommand(t, users()[0], "fds")
	for range 3 {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		defer w.Close()
		cmd.ExtraFiles = append(cmd.ExtraFiles, w)
	}
	// The numbers that were freed are free for a descriptor that Go opens meanwhile, which is closed again by now.
	if end := runChild(t, cmd); end.stdout != "locked\n4 " {
		t.Errorf("only 4 was to be kept: %v", end)
	}
}

// endings are the ways in which an interpreter ends; none may look like a violation.
var endings = []struct {
	name   string
	end    func()
	status int
	signal syscall.Signal
	stderr string
}{
	{name: "return", end: func() {}},
	{name: "exit", end: func() { os.Exit(3) }, status: 3},
	{name: "panic", end: func() { panic("on purpose") }, status: 2, stderr: "panic: on purpose"},
	{name: "nil", end: func() { var p *int; *p++ }, status: 2, stderr: "nil pointer dereference"},
	//lint:ignore SA4017 it overflows the stack
	{name: "stack", end: func() { recurse(0) }, status: 2, stderr: "stack overflow"},
	{name: "threads", end: func() { debug.SetMaxThreads(1) }, status: 2, stderr: "thread"},
	{name: "terminate", end: func() { _ = syscall.Kill(os.Getpid(), syscall.SIGTERM); select {} }, signal: syscall.SIGTERM},
	{name: "quit", end: func() { _ = syscall.Kill(os.Getpid(), syscall.SIGQUIT); select {} }, status: 2, stderr: "SIGQUIT"},
}

//lint:ignore SA5007 it is to overflow the stack
func recurse(n int) int { return recurse(n+1) + 1 }

func endRole(args []string) {
	lockDown(Config{})
	for _, e := range endings {
		if e.name == args[0] {
			e.end()
			return
		}
	}
}

func TestEndings(t *testing.T) {
	for _, e := range endings {
		for _, traceback := range []string{"none", "single", "crash"} {
			t.Run(e.name+"/"+traceback, func(t *testing.T) {
				t.Parallel()
				end := runChild(t, childCommand(t, users()[0], "end "+e.name, "GOTRACEBACK="+traceback))
				status, signal := e.status, e.signal
				if traceback == "crash" && status == 2 {
					status, signal = 0, syscall.SIGABRT // Go ends itself so that a core is written
				}
				switch {
				case !strings.HasPrefix(end.stdout, "locked\n"):
					t.Errorf("not locked down: %v", end)
				case signal != 0 && (!end.status.Signaled() || end.status.Signal() != signal):
					t.Errorf("want %v, got %v", signal, end)
				case signal == 0 && end.status.ExitStatus() != status:
					t.Errorf("want status %d, got %v", status, end)
				case !strings.Contains(end.stderr, e.stderr):
					t.Errorf("want %q on stderr, got %v", e.stderr, end)
				}
			})
		}
	}
}

// applyRole measures one Apply, from a warm process.
func applyRole([]string) {
	Warm()
	start := nanotime()
	report, err := Apply(Config{Memory: 512 << 20})
	took := nanotime() - start
	if err != nil {
		fatal(err)
	}
	fmt.Println(took, report.Complete())
}

func nanotime() int64 {
	var ts unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts)
	return ts.Nano()
}

func BenchmarkApply(b *testing.B) {
	var sum int64
	n := 0
	for b.Loop() {
		end := runChild(b, childCommand(b, users()[0], "apply"))
		var took int64
		if _, err := fmt.Sscan(end.stdout, &took); err != nil {
			b.Fatal(err, end)
		}
		sum += took
		n++
	}
	b.ReportMetric(float64(sum)/float64(n), "ns/Apply")
}
