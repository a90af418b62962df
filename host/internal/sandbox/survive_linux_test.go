//go:build amd64 || arm64

package sandbox

// This file has the child that does all that an interpreter may do, for long enough to meet what Go does now and then.

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	arenaSize   = 1 << 20
	manyThreads = 64
	// The runtime looks at its cgroup once a second, and its background threads have their turn in this time.
	surviveTime = 2300 * time.Millisecond

	futexMessage = 0xcafe
)

func must(err error) {
	if err != nil {
		fatal(err)
	}
}

func futexCall(word *uint32, op int, value uint32, timeout *unix.Timespec) {
	syscall.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(word)), uintptr(op), uintptr(value), uintptr(unsafe.Pointer(timeout)), 0, 0)
}

// awaitWord blocks in the kernel until *word is no longer 0, for which both sides use the shared form of futex.
func awaitWord(word *uint32) {
	for atomic.LoadUint32(word) == 0 {
		futexCall(word, 0, 0, &unix.Timespec{Sec: 5})
	}
}

func setWord(word *uint32, value uint32) {
	atomic.StoreUint32(word, value)
	futexCall(word, 1, 1<<30, nil)
}

func wordAt(arena []byte, offset int) *uint32 { return (*uint32)(unsafe.Pointer(&arena[offset])) }

// surviveRole has its control socket at 3. On it arrive the arena, a pipe, a file and a socket, after the lock-down.
func surviveRole([]string) {
	file := os.NewFile(3, "control")
	conn, err := net.FileConn(file)
	must(err)
	must(file.Close())
	control := conn.(*net.UnixConn)

	lockDown(Config{Memory: 4 << 30, CPU: 60}) // with cgo each thread's stack counts 8 MiB
	start := time.Now()

	data, oob := make([]byte, 16), make([]byte, 256)
	n, oobn, _, _, err := control.ReadMsgUnix(data, oob)
	must(err)
	messages, err := syscall.ParseSocketControlMessage(oob[:oobn])
	must(err)
	fds, err := syscall.ParseUnixRights(&messages[0])
	must(err)
	if string(data[:n]) != "take" || len(fds) != 4 {
		fatal(fmt.Sprintf("received %q and %d descriptors", data[:n], len(fds)))
	}

	// The arena: mapped, written, waited on, given back.
	arena, err := unix.Mmap(fds[0], 0, arenaSize, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	must(err)
	setWord(wordAt(arena, 0), futexMessage)
	awaitWord(wordAt(arena, 64))
	arena[arenaSize-1] = 7
	must(unix.Fallocate(fds[0], unix.FALLOC_FL_PUNCH_HOLE|unix.FALLOC_FL_KEEP_SIZE, arenaSize/2, arenaSize/2))
	if arena[arenaSize-1] != 0 {
		fatal("the punched page still has its bytes")
	}
	must(unix.Madvise(arena[arenaSize/2:], unix.MADV_REMOVE))
	must(unix.Madvise(arena[arenaSize/2:], unix.MADV_DONTNEED))
	must(unix.Mprotect(arena[arenaSize/2:], unix.PROT_READ))

	// Streams: a pipe, a regular file, a socket.
	pipe := os.NewFile(uintptr(fds[1]), "pipe")
	_, err = pipe.WriteString("to the pipe")
	must(err)
	must(pipe.Close())
	redirected := os.NewFile(uintptr(fds[2]), "file")
	_, err = redirected.WriteString("to the file")
	must(err)
	must(redirected.Close())
	file = os.NewFile(uintptr(fds[3]), "socket")
	socket, err := net.FileConn(file)
	must(err)
	must(file.Close())
	must(socket.SetDeadline(time.Now().Add(time.Minute)))
	_, err = socket.Write([]byte("ping"))
	must(err)
	_, err = io.ReadFull(socket, data[:4])
	must(err)
	must(socket.(*net.UnixConn).CloseWrite())
	must(socket.Close())

	// Threads, each blocked in the kernel, while the host looks at them.
	var hold uint32
	var started, done sync.WaitGroup
	started.Add(manyThreads)
	for range manyThreads {
		done.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			started.Done()
			awaitWord(&hold)
		})
	}
	started.Wait()
	fmt.Println("threads")
	_, err = io.ReadFull(control, data[:1])
	must(err)
	setWord(&hold, 1)
	done.Wait()

	// Signals, from the host and from itself.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1)
	fmt.Println("signals")
	<-signals
	must(syscall.Kill(os.Getpid(), syscall.SIGUSR1))
	<-signals
	signal.Stop(signals)

	// Input.
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	must(err)
	if line != "a line\n" {
		fatal(fmt.Sprintf("read %q", line))
	}

	// Allocation, collection, timers and preemption until the time is up.
	var ticks atomic.Int32
	ticker := time.NewTicker(5 * time.Millisecond)
	go func() {
		for range ticker.C {
			ticks.Add(1)
		}
	}()
	var spin sync.WaitGroup
	var stop atomic.Bool
	for range 8 {
		spin.Go(func() {
			var tree [][]byte
			for !stop.Load() {
				if tree = append(tree, make([]byte, 32<<10)); len(tree) > 200 {
					tree = nil
					time.Sleep(time.Millisecond)
				}
			}
		})
	}
	for time.Since(start) < surviveTime {
		runtime.GC()
		debug.FreeOSMemory()
		runtime.GOMAXPROCS(1 + int(ticks.Load())%8)
		<-time.After(20 * time.Millisecond)
	}
	stop.Store(true)
	spin.Wait()
	if ticks.Load() == 0 {
		fatal("the ticker never ticked")
	}
	_, err = rand.Read(data)
	must(err)
	var usage unix.Rusage
	must(unix.Getrusage(unix.RUSAGE_SELF, &usage))
	var ts unix.Timespec
	must(unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &ts))
	_ = time.Now().Local().String()
	if ts.Nano() == 0 {
		fatal("no processor time was used")
	}
	fmt.Println("survived")
}

func TestSurvive(t *testing.T) {
	requireSeccomp(t)
	for _, u := range users() {
		for _, env := range [][]string{nil, {"GODEBUG=updatemaxprocs=0,decoratemappings=0", "GOTRACEBACK=none", "GOMAXPROCS=2"}} {
			t.Run(fmt.Sprintf("%s/%d", u.name, len(env)), func(t *testing.T) {
				t.Parallel()
				survive(t, u, env)
			})
		}
	}
}

// survive is the host's half of surviveRole.
func survive(t *testing.T, u user, env []string) {
	ours, theirs := socketPair(t)
	pingOurs, pingTheirs := socketPair(t)
	memfd, err := unix.MemfdCreate("arena", unix.MFD_CLOEXEC)
	succeed(t, err)
	defer unix.Close(memfd)
	succeed(t, unix.Ftruncate(memfd, arenaSize))
	arena, err := unix.Mmap(memfd, 0, arenaSize, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	succeed(t, err)
	defer unix.Munmap(arena)
	pipeReader, pipeWriter, err := os.Pipe()
	succeed(t, err)
	defer pipeReader.Close()
	path := filepath.Join(t.TempDir(), "redirected")
	redirected, err := os.Create(path)
	succeed(t, err)

	cmd := childCommand(t, u, "survive", env...)
	cmd.ExtraFiles = []*os.File{theirs}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	succeed(t, err)
	stdout, err := cmd.StdoutPipe()
	succeed(t, err)
	succeed(t, cmd.Start())
	theirs.Close()
	lines := bufio.NewScanner(stdout)
	expect := func(want string) {
		t.Helper()
		if !lines.Scan() || lines.Text() != want {
			got := lines.Text()
			_ = cmd.Process.Kill()
			err := cmd.Wait()
			t.Fatalf("want %q from the child, got %q; it ended with %v: %s", want, got, err, stderr.String())
		}
	}

	expect("locked")
	rights := unix.UnixRights(memfd, int(pipeWriter.Fd()), int(redirected.Fd()), int(pingTheirs.Fd()))
	succeed(t, unix.Sendmsg(int(ours.Fd()), []byte("take"), rights, nil, 0))
	pipeWriter.Close()
	redirected.Close()
	pingTheirs.Close()

	awaitWord(wordAt(arena, 0))
	if got := *wordAt(arena, 0); got != futexMessage {
		t.Errorf("the arena has %#x", got)
	}
	setWord(wordAt(arena, 64), 1)

	if got, err := io.ReadAll(pipeReader); err != nil || string(got) != "to the pipe" {
		t.Errorf("from the pipe: %q, %v", got, err)
	}
	ping := make([]byte, 4)
	if _, err := io.ReadFull(pingOurs, ping); err != nil || string(ping) != "ping" {
		t.Errorf("from the socket: %q, %v", ping, err)
	}
	_, err = pingOurs.Write([]byte("pong"))
	succeed(t, err)

	expect("threads")
	checkThreads(t, cmd.Process.Pid)
	_, err = ours.Write([]byte{1})
	succeed(t, err)

	expect("signals")
	succeed(t, cmd.Process.Signal(syscall.SIGUSR1))
	_, err = stdin.Write([]byte("a line\n"))
	succeed(t, err)

	expect("survived")
	if err := cmd.Wait(); err != nil {
		t.Errorf("the child ended with %v: %s", err, stderr.String())
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "to the file" {
		t.Errorf("in the file: %q, %v", got, err)
	}
}

// checkThreads looks from outside whether each thread has the filter and cannot gain privileges.
func checkThreads(t *testing.T, pid int) {
	t.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	succeed(t, err)
	if len(files) < manyThreads {
		t.Errorf("%d threads, want more than %d", len(files), manyThreads)
	}
	for _, name := range files {
		status, err := os.ReadFile(name)
		if err != nil {
			continue // it ended meanwhile
		}
		for _, want := range []string{"NoNewPrivs:\t1\n", "Seccomp:\t2\n"} {
			if !strings.Contains(string(status), want) {
				t.Errorf("%s has no %q", name, want)
			}
		}
	}
}

// socketPair returns two ends that do not block, as a host makes them.
func socketPair(t *testing.T) (ours, theirs *os.File) {
	t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	succeed(t, err)
	ours, theirs = os.NewFile(uintptr(fds[0]), "ours"), os.NewFile(uintptr(fds[1]), "theirs")
	t.Cleanup(func() { ours.Close(); theirs.Close() })
	return ours, theirs
}

func succeed(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
