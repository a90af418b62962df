package shm

// This file makes the test binary serve as the processes of a run: a child is the binary with childName as its
// argv[0], the arena as descriptor 3, and end of file on its standard input as the order to die.

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"
)

const childName = "shm-child"

func TestMain(m *testing.M) {
	if os.Args[0] == childName {
		go func() {
			io.Copy(io.Discard, os.Stdin)
			os.Exit(3)
		}()
		if err := childMain(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, "child:", os.Args[1:], err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// roles are what a child can be; the arguments are Refs or numbers.
var roles = map[string]func(m *Member, args []uint64) error{
	"hammer":  hammerChild,
	"produce": produceChild,
	"echo":    echoChild,
	"lock":    lockChild,
}

// childMain joins the arena as args[1], args[2] and plays the role args[0].
func childMain(args []string) error {
	a, err := Attach(os.NewFile(3, "arena"))
	if err != nil {
		return err
	}
	var nums []uint64
	for _, s := range args[1:] {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			return err
		}
		nums = append(nums, n)
	}
	m, err := a.Join(ProcessID{uint32(nums[0]), uint32(nums[1])})
	if err != nil {
		return err
	}
	return roles[args[0]](m, nums[2:])
}

// child is a process of a test's run.
type child struct {
	id    ProcessID
	cmd   *exec.Cmd
	stdin io.Closer

	repaired time.Duration // how long Repair took
}

func spawn(t testing.TB, a *Arena, role string, args ...uint64) *child {
	t.Helper()
	id := must[ProcessID](t)(a.AllocSlot(role))
	exe := must[string](t)(os.Executable())
	c := &child{id: id, cmd: exec.Command(exe)}
	c.cmd.Args = []string{childName, role, fmt.Sprint(id.Slot), fmt.Sprint(id.Gen)}
	for _, n := range args {
		c.cmd.Args = append(c.cmd.Args, fmt.Sprint(n))
	}
	c.cmd.ExtraFiles = []*os.File{a.File()}
	c.cmd.Stderr = os.Stderr
	c.stdin = must[io.WriteCloser](t)(c.cmd.StdinPipe())
	check(t, c.cmd.Start())
	a.SetPID(id, c.cmd.Process.Pid)
	return c
}

// reap waits for the end of c and repairs, as the host does.
func (c *child) reap(t testing.TB, a *Arena) Report {
	t.Helper()
	err := c.cmd.Wait()
	var ee *exec.ExitError
	if err != nil && !errors.As(err, &ee) {
		t.Error(err)
	}
	code := c.cmd.ProcessState.ExitCode()
	start := time.Now()
	rep := a.Repair(c.id, code != 0)
	c.repaired = time.Since(start)
	a.EndSlot(c.id, code)
	return rep
}

func realArena(t testing.TB, o Options) *Arena {
	t.Helper()
	a, err := Create(o)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	check(t, err)
	t.Cleanup(func() { a.Close() })
	return a
}
