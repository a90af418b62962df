//go:build amd64 || arm64

package sandbox

// This file starts the test binary again as a child that locks itself down, because that cannot be undone.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// roleVar makes the test binary a child: the name of its role, then that role's arguments.
const roleVar = "PARLARK_SANDBOX_TEST_ROLE"

// childTime ends a child that hangs. It is not reached otherwise.
const childTime = time.Minute

// roles are what a child can be. A role ends by returning or by whatever it provokes.
var roles = map[string]func(args []string){
	"attack":     attackRole,
	"survive":    surviveRole,
	"end":        endRole,
	"landlock":   landlockRole,
	"memory":     memoryRole,
	"privileges": privilegesRole,
	"cpu":        cpuRole,
	"fds":        fdsRole,
	"apply":      applyRole,
}

func TestMain(m *testing.M) {
	if role := strings.Fields(os.Getenv(roleVar)); len(role) > 0 {
		roles[role[0]](role[1:])
		os.Exit(0)
	}
	// Before any child is started: one that is being started holds the copy open for writing, and then it cannot be executed.
	dir, _ := publicDir()
	status := m.Run()
	if dir != "" {
		os.RemoveAll(dir)
	}
	os.Exit(status)
}

// publicDir holds a copy of the test binary that any user may execute; go test's own is behind a private directory.
var publicDir = sync.OnceValues(func() (dir string, err error) {
	if os.Getuid() != 0 {
		return "", errors.New("not needed")
	}
	if dir, err = os.MkdirTemp("", "sandbox-test-"); err != nil {
		return "", err
	}
	if err = os.Chmod(dir, 0o755); err != nil {
		return dir, err
	}
	in, err := os.Open("/proc/self/exe")
	if err != nil {
		return dir, err
	}
	defer in.Close()
	out, err := os.OpenFile(filepath.Join(dir, "test"), os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		return dir, err
	}
	_, err = io.Copy(out, in)
	return dir, errors.Join(err, out.Close())
})

// A user is whom a child runs as.
type user struct {
	name       string
	credential *syscall.Credential
}

// users returns the present one and, if that is root, one without any right.
func users() []user {
	if os.Getuid() != 0 {
		return []user{{name: "unprivileged"}}
	}
	return []user{{name: "root"}, {"unprivileged", &syscall.Credential{Uid: 54321, Gid: 54321}}}
}

// childCommand prepares a child. Its environment holds the role and env alone; GODEBUG is not set unless env sets it.
func childCommand(t testing.TB, u user, role string, env ...string) *exec.Cmd {
	t.Helper()
	path := "/proc/self/exe"
	if u.credential != nil {
		dir, err := publicDir()
		if err != nil {
			t.Fatal(err)
		}
		path = filepath.Join(dir, "test")
	}
	ctx, cancel := context.WithTimeout(context.Background(), childTime)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, path)
	cmd.Dir = "/"
	cmd.Env = append([]string{roleVar + "=" + role}, env...)
	if u.credential != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: u.credential}
	}
	return cmd
}

// An ending is how a child ended and what it wrote.
type ending struct {
	status         syscall.WaitStatus
	stdout, stderr string
}

func (e ending) String() string {
	how := fmt.Sprintf("exit status %d", e.status.ExitStatus())
	if e.status.Signaled() {
		how = e.status.Signal().String()
	}
	return fmt.Sprintf("%s\nstdout: %s\nstderr: %s", how, e.stdout, e.stderr)
}

// runChild runs a child to its end.
func runChild(t testing.TB, cmd *exec.Cmd) ending {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return ending{cmd.ProcessState.Sys().(syscall.WaitStatus), stdout.String(), stderr.String()}
}

// lockDown is Apply for a child: it says "locked" when everything that the machine offers holds.
func lockDown(cfg Config) {
	before := Probe()
	report, err := Apply(cfg)
	if err != nil {
		fatal(err)
	}
	if before.Complete() && !report.Complete() && !cfg.Off {
		fatal(report)
	}
	fmt.Println("locked")
}

// fatal ends a child that could not get as far as what it is to show.
func fatal(v any) {
	fmt.Fprintln(os.Stderr, v)
	os.Exit(70)
}

func requireSeccomp(t testing.TB) {
	t.Helper()
	if Probe().State(Seccomp) != Available {
		t.Skipf("no filter on this machine:\n%s", Probe())
	}
}
