package host

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"

	"parlark/host/internal/access"
	"parlark/ipc"
)

// This file runs other programs for interpreters, under --allow-run. They end with the run at the latest.

// programsPerChild bounds the programs of one interpreter that run at the same time.
const programsPerChild = 100

// program is one that was started.
type program struct {
	cmd   *exec.Cmd
	ended chan struct{} // closed when it has been reaped
	code  int           // valid then
}

// programs are those of a run. mu guards the fields below.
type programs struct {
	mu      sync.Mutex
	running map[*program]bool
	of      map[*child]map[uint64]*program
	last    uint64
	closed  bool
	starter chan func() // to the thread that starts programs; nil while there is none
}

// search returns the file of an allowed program. What is not allowed is refused before it is looked for.
func (p Permissions) search(name, dir, hostDir string) (string, error) {
	find := func(name, dir string) (path string, err error) {
		if strings.Contains(name, "/") && !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		if path, err = exec.LookPath(name); err != nil {
			path = filepath.Clean(name)
		}
		return path, err
	}
	allowed := p.All || p.Run.All
	path, err := find(name, dir)
	for _, only := range p.Run.Only {
		if allowed {
			break
		}
		granted, _ := find(only, hostDir)
		allowed = granted == path
	}
	switch {
	case !allowed:
		return "", &access.DeniedError{Flag: "--allow-run=" + name}
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, exec.ErrDot):
		return "", syscall.ENOENT
	}
	return path, err
}

// programEnv is the environment of a program: what the script says, and the host's PATH if it says nothing of one. Variables
// that make the loader run other code are refused unless every program is allowed.
func (p Permissions) programEnv(env []string) ([]string, error) {
	path := false
	for _, v := range env {
		name, _, ok := strings.Cut(v, "=")
		if !ok || strings.ContainsRune(v, 0) {
			return nil, syscall.EINVAL
		}
		if !p.All && !p.Run.All && (strings.HasPrefix(name, "LD_") || strings.HasPrefix(name, "DYLD_")) {
			return nil, &access.DeniedError{Flag: "--allow-run"}
		}
		path = path || name == "PATH"
	}
	if host, ok := os.LookupEnv("PATH"); ok && !path {
		env = append(slices.Clone(env), "PATH="+host)
	}
	return env, nil
}

// handlePrograms answers requests for programs.
func (r *run) handlePrograms(c *child, req *ipc.Request) {
	if req.Kind == ipc.KindProgram {
		var args ipc.ProgramArgs
		if decode(req, &args) {
			go r.startProgram(c, req, args)
		}
		return
	}
	var args ipc.ProgramRef
	if !decode(req, &args) {
		return
	}
	p := r.programs.get(c, args.ID)
	switch {
	case p == nil:
		req.Fail(failure(syscall.ESRCH))
	case req.Kind == ipc.KindProgramWait:
		go func() {
			<-p.ended
			r.programs.forget(c, args.ID)
			req.Answer(ipc.ProgramEnd{Code: p.code})
		}()
	case args.Signal < 0 || args.Signal > 64:
		req.Fail(failure(syscall.EINVAL))
	default:
		// An error says that it has ended, which is no error of kill(2) for a process that nobody has waited for.
		p.cmd.Process.Signal(syscall.Signal(args.Signal))
		req.Answer(nil)
	}
}

// startProgram starts a program and hands its pipes over.
func (r *run) startProgram(c *child, req *ipc.Request, args ipc.ProgramArgs) {
	cmd, mine, err := r.command(c, args)
	var theirs []*os.File
	if cmd != nil {
		defer func() {
			for _, f := range append(mine.owned, mine.pipes...) {
				f.Close()
			}
		}()
		theirs = mine.pipes
	}
	if err != nil {
		req.Fail(failure(err))
		return
	}
	id, p, err := r.programs.start(c, cmd)
	if err != nil {
		req.Fail(failure(err))
		return
	}
	req.Answer(ipc.ProgramAnswer{ID: id, Pid: p.cmd.Process.Pid}, theirs...)
}

// ends are the descriptors of a program that is being started.
type ends struct {
	owned []*os.File // the program's own, to be closed once it has them
	pipes []*os.File // for the interpreter
}

// command prepares a program; the caller closes the ends, also after an error if the command is not nil.
func (r *run) command(c *child, args ipc.ProgramArgs) (*exec.Cmd, ends, error) {
	if len(args.Argv) == 0 || !filepath.IsAbs(args.Dir) {
		return nil, ends{}, syscall.EINVAL
	}
	name := args.Program
	if name == "" {
		name = args.Argv[0]
	}
	path, err := r.opts.Permissions.search(name, args.Dir, r.opts.Cwd)
	if err != nil {
		return nil, ends{}, err
	}
	env, err := r.opts.Permissions.programEnv(args.Env)
	if err != nil {
		return nil, ends{}, err
	}
	cmd := &exec.Cmd{Path: path, Args: args.Argv, Dir: args.Dir, Env: env}
	setProgramAttr(cmd)
	var e ends
	var files [3]*os.File
	for i, s := range args.Streams {
		if files[i], err = r.programStream(c, i, s, &e, files[1]); err != nil {
			return cmd, e, err
		}
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = files[0], files[1], files[2]
	return cmd, e, nil
}

// programStream returns stream i of a program.
func (r *run) programStream(c *child, i int, s ipc.ProgramStream, e *ends, stdout *os.File) (*os.File, error) {
	switch s.Kind {
	case ipc.StreamRun:
		switch {
		case s.ID == 0 && c == r.mainChild():
			return r.stdin, nil
		case s.ID == 0:
			return r.null, nil
		case s.ID == 1:
			return r.stdout.file, nil
		case s.ID == 2:
			return r.stderr.file, nil
		}
	case ipc.StreamNull:
		f, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
		if err == nil {
			e.owned = append(e.owned, f)
		}
		return f, err
	case ipc.StreamPipe:
		read, write, err := os.Pipe()
		if err != nil {
			return nil, err
		}
		own, other := write, read
		if i == 0 {
			own, other = read, write
		}
		e.owned, e.pipes = append(e.owned, own), append(e.pipes, other)
		return own, nil
	case ipc.StreamFile:
		if f, ok := c.files.get(s.ID); ok {
			return f, nil
		}
		return nil, syscall.EBADF
	case ipc.StreamSame:
		if i == 2 {
			return stdout, nil
		}
	}
	return nil, syscall.EINVAL
}

func (r *run) mainChild() *child {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.main_
}

// start starts a program of an interpreter; a goroutine reaps it.
func (ps *programs) start(c *child, cmd *exec.Cmd) (uint64, *program, error) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	switch {
	case ps.closed:
		return 0, nil, errEnding
	case len(ps.of[c]) >= programsPerChild:
		return 0, nil, syscall.EAGAIN
	}
	if err := ps.onStarter(cmd.Start); err != nil {
		return 0, nil, err
	}
	p := &program{cmd: cmd, ended: make(chan struct{})}
	if ps.running == nil {
		ps.running, ps.of = map[*program]bool{}, map[*child]map[uint64]*program{}
	}
	if ps.of[c] == nil {
		ps.of[c] = map[uint64]*program{}
	}
	ps.last++
	ps.running[p], ps.of[c][ps.last] = true, p
	go func() {
		cmd.Wait() // the status says all
		p.code = statusOf(cmd.ProcessState)
		ps.mu.Lock()
		delete(ps.running, p)
		ps.mu.Unlock()
		close(p.ended)
	}()
	return ps.last, p, nil
}

// onStarter calls f on a thread that lives as long as the run, since the death of the thread that started a program is what
// Linux tells it of the death of its parent (PR_SET_PDEATHSIG in prctl(2)).
func (ps *programs) onStarter(f func() error) error {
	if ps.starter == nil {
		starter := make(chan func())
		ps.starter = starter
		go func() {
			runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
			for f := range starter {
				f()
			}
		}()
	}
	result := make(chan error)
	ps.starter <- func() { result <- f() }
	return <-result
}

func (ps *programs) get(c *child, id uint64) *program {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	return ps.of[c][id]
}

func (ps *programs) forget(c *child, id uint64) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	delete(ps.of[c], id)
}

// orphan forgets the programs of an interpreter that has ended; they go on.
func (ps *programs) orphan(c *child) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	delete(ps.of, c)
}

// close ends all programs and waits for their end.
func (ps *programs) close() {
	ps.mu.Lock()
	ps.closed = true
	var running []*program
	for p := range ps.running {
		running = append(running, p)
		killProgram(p.cmd)
	}
	ps.mu.Unlock()
	for _, p := range running {
		<-p.ended
	}
	if ps.starter != nil {
		close(ps.starter)
		ps.starter = nil
	}
}
