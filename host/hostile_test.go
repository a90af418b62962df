//go:build linux

package host_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"parlark/host"
	"parlark/ipc"
)

// This file drives the host with interpreters that are hostile: the test binary in their place. Whatever they do, the run
// that they belong to ends within its bounds, nothing is left of it, and another run of the same program goes on.

// firstAttack is the sandbox mode, an argument of every interpreter, that stands for the first attack.
const firstAttack = 100

// withoutReading is the attack that never reads what it is answered.
const withoutReading = "calls without reading"

// attacks are what a hostile interpreter does. conn has shaken hands; assigned takes the files of the assignment.
var attacks = []struct {
	name string
	do   func(conn *ipc.Conn, assigned <-chan []*os.File)
}{
	{"random bytes", func(conn *ipc.Conn, _ <-chan []*os.File) { flood(func() []byte { return noise(1 + rand.IntN(4000)) }) }},
	{"a length that lies", func(*ipc.Conn, <-chan []*os.File) {
		syscall.Write(ipc.InterpreterFD, []byte{0, 255, 255, 255, 0, 0, 0, 1, 0, 32, 1, 0, 1, 2, 3})
		select {}
	}},
	{"an absurd length", func(*ipc.Conn, <-chan []*os.File) {
		syscall.Write(ipc.InterpreterFD, []byte{255, 255, 255, 255, 0, 0, 0, 1, 0, 32, 1, 0})
		select {}
	}},
	{"headers without bodies", func(*ipc.Conn, <-chan []*os.File) {
		flood(func() []byte { return append([]byte{0, 0, 0, 0, 0, 0, byte(rand.Uint32()), 1, 0}, noise(3)...) })
	}},
	{"calls before the assignment", func(conn *ipc.Conn, _ <-chan []*os.File) {
		for {
			if conn.Call(context.Background(), ipc.KindStart, ipc.StartArgs{Name: "early"}, nil, &ipc.StartAnswer{}) == nil {
				os.Exit(99)
			}
			if conn.Err() != nil {
				os.Exit(0)
			}
		}
	}},
	{"foreign references", func(conn *ipc.Conn, assigned <-chan []*os.File) {
		<-assigned
		for conn.Err() == nil {
			ref := rand.Uint64() >> rand.IntN(64)
			conn.Call(context.Background(), ipc.KindStart, ipc.StartArgs{Mailbox: ref, Name: "\x1b[2J" + string(noise(10))}, nil, nil)
			conn.Call(context.Background(), ipc.KindPublish, ipc.NameArgs{Kind: "k", Name: strconv.Itoa(rand.IntN(9)), Ref: ref}, nil, nil)
			conn.Call(context.Background(), ipc.KindLookup, ipc.NameArgs{Kind: "k", Name: strconv.Itoa(rand.IntN(9))}, nil, nil)
			conn.Call(context.Background(), ipc.KindWithdraw, ipc.NameArgs{Kind: "k", Name: strconv.Itoa(rand.IntN(9))}, nil, nil)
			conn.Call(context.Background(), ipc.KindSignal, ipc.SignalArgs{Pid: 1, Signal: 9}, nil, nil)
			conn.Call(context.Background(), ipc.KindSignal, ipc.SignalArgs{Pid: os.Getppid(), Signal: 9}, nil, nil)
			conn.Call(context.Background(), ipc.KindSignal, ipc.SignalArgs{Slot: rand.Uint32(), Generation: rand.Uint32(), Signal: int(rand.Int32())}, nil, nil)
			conn.Call(context.Background(), ipc.KindHandles, ipc.HandlesArgs{Signal: int(rand.Int32()), Handled: true}, nil, nil)
			conn.Call(context.Background(), ipc.KindSource, ipc.SourceArgs{Module: "../../../etc/passwd"}, nil, nil)
		}
	}},
	{"notices without end", func(conn *ipc.Conn, assigned <-chan []*os.File) {
		<-assigned
		for conn.Notify(ipc.KindOpened, nil) == nil {
		}
	}},
	{withoutReading, func(*ipc.Conn, <-chan []*os.File) {
		call := []byte{0, 0, 0, 10, 0, 0, 0, 0, 0, 39, 1, 0, 0xa1, 1, 0x67, 'm', 'i', 's', 's', 'i', 'n', 'g'}
		n := uint32(1)
		flood(func() []byte {
			n++
			call[4], call[5], call[6], call[7] = byte(n>>24), byte(n>>16), byte(n>>8), byte(n)
			return call
		})
	}},
	{"garbage in the arena", func(_ *ipc.Conn, assigned <-chan []*os.File) { scribble((<-assigned)[ipc.AssignArena], 0) }},
	{"garbage in the arena, then death", func(_ *ipc.Conn, assigned <-chan []*os.File) {
		scribble((<-assigned)[ipc.AssignArena], 300)
	}},
	{"death at once", func(*ipc.Conn, <-chan []*os.File) { syscall.Kill(os.Getpid(), syscall.SIGKILL) }},
	{"crash with a long trace", func(*ipc.Conn, <-chan []*os.File) {
		for {
			if _, err := os.Stderr.Write(noise(1 << 16)); err != nil {
				os.Exit(2)
			}
		}
	}},
	{"nothing", func(*ipc.Conn, <-chan []*os.File) { select {} }},
}

func noise(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	return b
}

// flood writes until the host has had enough, and then goes on living.
func flood(next func() []byte) {
	for {
		if _, err := syscall.Write(ipc.InterpreterFD, next()); err != nil && err != syscall.EAGAIN && err != syscall.EINTR {
			select {}
		}
	}
}

// scribble writes garbage into the shared memory: its header, the process table, the objects, the first blocks.
func scribble(arena *os.File, rounds int) {
	const interesting = 300 << 20
	for n := 0; rounds == 0 || n < rounds; n++ {
		at := rand.Int64N(int64(1) << (10 + rand.IntN(19)))
		arena.WriteAt(noise(1+rand.IntN(64)), at%interesting)
	}
	syscall.Kill(os.Getpid(), syscall.SIGKILL)
}

// attack is what a hostile interpreter runs instead of worker.Main; it returns in any other process.
func attack() {
	if len(os.Args) < 2 || os.Args[0] != ipc.InterpreterName {
		return
	}
	mode, _ := strconv.Atoi(os.Args[1])
	if mode < firstAttack {
		return
	}
	conn := ipc.NewConn(os.NewFile(ipc.InterpreterFD, "host"), ipc.Options{Side: ipc.SideChild})
	if conn.Handshake() != nil {
		os.Exit(0)
	}
	assigned := make(chan []*os.File, 1)
	go func() {
		if attacks[mode-firstAttack].name == withoutReading {
			return
		}
		conn.Serve(func(req *ipc.Request) {
			if req.Kind == ipc.KindAssign {
				assigned <- req.Files()
			}
		})
		os.Exit(3)
	}()
	attacks[mode-firstAttack].do(conn, assigned)
	os.Exit(3)
}

func TestRun_hostile(t *testing.T) {
	checkClean(t, func() {
		for i, a := range attacks {
			t.Run(a.name, func(t *testing.T) {
				other := make(chan error, 1)
				go func() {
					stdout, stderr, err := run(t.Context(), "import multiprocessing as mp\nwith mp.Pool(2) as pool:\n    print(pool.map(abs, [-1, 2]))\n")
					if err != nil || stdout != "[1, 2]\n" {
						err = fmt.Errorf("the other run: %v, printed %q\n%s", err, stdout, stderr)
					}
					other <- err
				}()
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
				defer cancel()
				var stderr bytes.Buffer
				err := host.Run(ctx, host.Options{
					Source: []byte("print('never run')"), Stderr: &stderr, Sandbox: host.SandboxMode(firstAttack + i),
					Limits: host.Limits{Processes: 20, MaxOutput: 1 << 20},
				})
				if err == nil {
					t.Error("the hostile run has ended as if nothing were")
				}
				if bytes.ContainsRune(stderr.Bytes(), '\x1b') && a.name != "crash with a long trace" {
					t.Errorf("stderr has control characters: %q", stderr.String())
				}
				if err := <-other; err != nil {
					t.Error(err)
				}
			})
		}
	})
}
