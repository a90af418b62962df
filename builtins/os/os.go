package os

import (
	"crypto/rand"
	"regexp"
	"sort"
	"strings"
	"sync"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/files"
	"parlark/builtins/object"
	"parlark/builtins/structseq"
)

// This file makes the module and holds what concerns the process.

// Process is what the module needs of the process.
type Process struct {
	PID, PPID func() int
	CPUs      int
	Cwd       string
	Exit      func(code int)
	Kill      func(pid, signal int) error
	// Raise sends a signal to this very process: its effect has happened when Raise returns.
	Raise func(t *starlark.Thread, signal int) error
	Files files.Broker
	// Descriptors are the files that have numbers; package io has the same.
	Descriptors *files.Descriptors
	Environ     *Environ
}

type module struct {
	rt         *object.Runtime
	p          Process
	path       *object.Module
	statResult *structseq.Type
	terminal   *structseq.Type
	unameType  *structseq.Type
	timesType  *structseq.Type
	affinity   starlark.Value
	umask      int
}

// New makes os and os.path; cwd is os.getcwd() for who is not a script.
func New(rt *object.Runtime, p Process) (osModule, pathModule *object.Module, cwd func() string) {
	m := &module{rt: rt, p: p, umask: 0o22}
	m.statResult = structseq.New(rt, "os", "stat_result", 10, statFields...)
	m.terminal = structseq.New(rt, "os", "terminal_size", 2, "columns", "lines")
	m.unameType = structseq.New(rt, "posix", "uname_result", 5, "sysname", "nodename", "release", "version", "machine")
	m.timesType = structseq.New(rt, "posix", "times_result", 5, "user", "system", "children_user", "children_system", "elapsed")
	m.path = m.makePath()
	members := starlark.StringDict{
		"path": m.path, "name": starlark.String("posix"), "sep": starlark.String("/"), "altsep": starlark.None, "extsep": starlark.String("."),
		"pathsep": starlark.String(":"), "linesep": starlark.String("\n"), "curdir": starlark.String("."), "pardir": starlark.String(".."),
		"devnull": starlark.String("/dev/null"), "defpath": starlark.String("/bin:/usr/bin"), "error": rt.ExceptionClass(exceptions.OSError),
		"stat_result": m.statResult.Class, "terminal_size": m.terminal.Class, "PathLike": m.pathLike(),
	}
	for name, n := range constants {
		members[name] = starlark.MakeInt(n)
	}
	environ := p.Environ.value(rt)
	members["environ"] = environ
	members["_Environ"] = environ.Class()
	add := func(functions map[string]object.Func) {
		for name, f := range functions {
			members[name] = object.NewBuiltin(name, f)
		}
	}
	add(m.processFunctions())
	add(m.fileFunctions())
	add(m.descriptorFunctions())
	add(p.Environ.functions())
	for name, why := range Refused {
		members[name] = object.NewBuiltin(name, refuse(name, why))
	}
	return object.NewModule("os", members), m.path, func() string { return m.p.Cwd }
}

var constants = map[string]int{
	"F_OK": 0, "X_OK": 1, "W_OK": 2, "R_OK": 4, "O_RDONLY": 0, "O_WRONLY": 1, "O_RDWR": 2, "O_CREAT": 64, "O_EXCL": 128,
	"O_TRUNC": 512, "O_APPEND": 1024, "O_NONBLOCK": 2048, "O_CLOEXEC": 524288, "SEEK_SET": 0, "SEEK_CUR": 1, "SEEK_END": 2,
	"EX_OK": 0, "WNOHANG": 1, "EX_USAGE": 64, "EX_SOFTWARE": 70,
}

// Refused are the functions that a process of a run cannot have, with what to use instead or why.
var Refused = map[string]string{
	"fork": "a process is started with multiprocessing.Process", "forkpty": "there are no terminals",
	"pipe": "processes talk through multiprocessing.Pipe or multiprocessing.Queue", "pipe2": "processes talk through multiprocessing.Pipe",
	"dup": "there are no file descriptors", "dup2": "there are no file descriptors",
	"execv": "other programs cannot be started", "execve": "other programs cannot be started", "execvp": "other programs cannot be started",
	"execl": "other programs cannot be started", "execlp": "other programs cannot be started", "spawnv": "other programs cannot be started",
	"spawnl": "other programs cannot be started", "posix_spawn": "other programs cannot be started", "startfile": "other programs cannot be started",
	"wait": "a process is awaited with Process.join()", "waitpid": "a process is awaited with Process.join()",
	"fchdir": "the working directory belongs to the run",
	"chroot": "the root directory belongs to the run", "nice": "priorities belong to the run", "setpriority": "priorities belong to the run",
	"setuid": "users belong to the run", "setgid": "users belong to the run", "getlogin": "users belong to the run",
	"setsid": "sessions belong to the run", "setpgid": "process groups belong to the run", "setpgrp": "process groups belong to the run",
	"killpg": "process groups belong to the run", "mkfifo": "processes talk through multiprocessing.Pipe", "link": "hard links are not supported",
}

// refuse is a function that always fails.
func refuse(name, why string) object.Func {
	return func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return nil, exceptions.OSErrorf(exceptions.PermissionError, 1, "os."+name+"() is not available: "+why, "")
	}
}

// none is a function without arguments.
func none(name string, f func() (starlark.Value, error)) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args)+len(kwargs) > 0 {
			return nil, object.Exactly("posix."+name, args, kwargs, 0)
		}
		return f()
	}
}

func number(name string, f func() int) object.Func {
	return none(name, func() (starlark.Value, error) { return starlark.MakeInt(f()), nil })
}

func (m *module) processFunctions() map[string]object.Func {
	root := func() int { return 0 }
	return map[string]object.Func{
		"getpid": number("getpid", m.p.PID), "getppid": number("getppid", m.p.PPID),
		"getuid": number("getuid", root), "geteuid": number("geteuid", root), "getgid": number("getgid", root), "getegid": number("getegid", root),
		"getpgrp": number("getpgrp", m.p.PPID), "getpgid": m.group, "getsid": m.group,
		"cpu_count":         number("cpu_count", func() int { return m.p.CPUs }),
		"process_cpu_count": number("process_cpu_count", func() int { return m.p.CPUs }),
		"sched_getaffinity": m.getAffinity, "sched_setaffinity": m.setAffinity,
		"sched_yield": none("sched_yield", func() (starlark.Value, error) { m.rt.Blocking(func() {}); return starlark.None, nil }),
		"getloadavg": none("getloadavg", func() (starlark.Value, error) {
			return starlark.Tuple{starlark.Float(0), starlark.Float(0), starlark.Float(0)}, nil
		}),
		"getcwd":  none("getcwd", func() (starlark.Value, error) { return starlark.String(m.p.Cwd), nil }),
		"getcwdb": none("getcwdb", func() (starlark.Value, error) { return starlark.Bytes(m.p.Cwd), nil }),
		"urandom": m.urandom, "getrandom": m.urandom, "_exit": m.exit, "abort": none("abort", func() (starlark.Value, error) {
			return starlark.None, m.p.Raise(m.rt.Current(), sigabrt)
		}),
		"kill": m.kill, "strerror": m.strerror, "uname": none("uname", m.uname), "times": none("times", m.times),
		"get_terminal_size": m.terminalSize, "umask": m.setUmask, "isatty": m.isatty, "system": m.viaSubprocess("system", "_system"), "popen": m.viaSubprocess("popen", "_popen"),
		"waitstatus_to_exitcode": status(func(n int) starlark.Value {
			if signal := n & 0x7f; signal != 0 {
				return starlark.MakeInt(-signal)
			}
			return starlark.MakeInt(n >> 8 & 0xff)
		}),
		"fspath": m.fspathFunction, "fsencode": m.fsencode, "fsdecode": m.fsdecode, "register_at_fork": m.atFork,
		"WIFEXITED":   status(func(n int) starlark.Value { return starlark.Bool(n&0x7f == 0) }),
		"WEXITSTATUS": status(func(n int) starlark.Value { return starlark.MakeInt(n >> 8 & 0xff) }),
		"WIFSIGNALED": status(func(n int) starlark.Value { return starlark.Bool(n&0x7f != 0) }),
		"WTERMSIG":    status(func(n int) starlark.Value { return starlark.MakeInt(n & 0x7f) }),
		"cpu_percent": refuse("cpu_percent", "it is a function of psutil"),
	}
}

// viaSubprocess is a function that the module subprocess has.
func (m *module) viaSubprocess(name, theirs string) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		s, err := m.rt.Import(t, "subprocess")
		if err != nil {
			return nil, err
		}
		f, err := m.rt.GetAttr(s, theirs)
		if err != nil {
			return nil, err
		}
		return starlark.Call(t, f, args, kwargs)
	}
}

func status(f func(n int) starlark.Value) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var n int
		if err := object.Unpack("status", args, kwargs, "status", &n); err != nil {
			return nil, err
		}
		return f(n), nil
	}
}

func (m *module) group(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.MakeInt(m.p.PPID()), nil
}

// atFork accepts what register_at_fork takes; children are not forks, so nothing is called.
func (m *module) atFork(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, nil
}

func (m *module) getAffinity(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("posix.sched_getaffinity", args, kwargs, 1); err != nil {
		return nil, err
	}
	if m.affinity != nil {
		return m.affinity, nil
	}
	all := starlark.NewSet(m.p.CPUs)
	for i := range m.p.CPUs {
		if err := all.Insert(starlark.MakeInt(i)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// setAffinity remembers the set and has no effect: which processor runs what is the host's affair.
func (m *module) setAffinity(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("sched_setaffinity", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	cpus, err := m.rt.List(t, args[1])
	if err != nil {
		return nil, err
	}
	set := starlark.NewSet(len(cpus))
	usable := 0
	for _, c := range cpus {
		n, err := object.AsInt(c)
		if err != nil {
			return nil, err
		}
		if n < 0 {
			return nil, exceptions.ValueError.Errorf("negative CPU number")
		}
		if n < m.p.CPUs {
			usable++
			if err := set.Insert(c); err != nil {
				return nil, err
			}
		}
	}
	if usable == 0 {
		return nil, exceptions.OSErrorf(exceptions.OSError, 22, "Invalid argument", "")
	}
	m.affinity = set
	return starlark.None, nil
}

func (m *module) urandom(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("posix.urandom", args, kwargs, 1); err != nil {
		return nil, err
	}
	n, err := object.AsInt(args[0])
	if err != nil {
		return nil, err
	}
	if n < 0 {
		return nil, exceptions.ValueError.Errorf("negative argument not allowed")
	}
	if n > 1<<28 {
		return nil, exceptions.MemoryError.With()
	}
	b := make([]byte, n)
	rand.Read(b) // never fails, see its documentation
	return starlark.Bytes(b), nil
}

func (m *module) exit(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := object.Arguments("_exit", args, kwargs, 1, "status")
	if err != nil {
		return nil, err
	}
	code, err := object.AsInt(v[0])
	if err != nil {
		return nil, err
	}
	m.rt.Blocking(func() { m.p.Exit(code & 0xff) })
	return starlark.None, nil
}

// sigabrt is the signal by which abort() ends a process.
const sigabrt = 6

func (m *module) kill(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("kill", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	pid, err := object.AsInt(args[0])
	if err != nil {
		return nil, err
	}
	signal, err := object.AsInt(object.Underlying(args[1]))
	if err != nil {
		return nil, err
	}
	if pid == m.p.PID() && signal != 0 {
		return starlark.None, m.p.Raise(t, signal)
	}
	return starlark.None, files.Exception(m.p.Kill(pid, signal), "")
}

func (m *module) strerror(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var n int
	if err := object.Unpack("strerror", args, kwargs, "code", &n); err != nil {
		return nil, err
	}
	return starlark.String(files.Strerror(n)), nil
}

func (m *module) uname() (starlark.Value, error) {
	return m.unameType.Make(m.rt.Current(), starlark.String("Linux"), starlark.String("localhost"), starlark.String("6.0.0"),
		starlark.String("#1 SMP"), starlark.String("x86_64")), nil
}

func (m *module) times() (starlark.Value, error) {
	zero := starlark.Float(0)
	return m.timesType.Make(m.rt.Current(), zero, zero, zero, zero, zero), nil
}

func (m *module) terminalSize(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return m.terminal.Make(t, starlark.MakeInt(80), starlark.MakeInt(24)), nil
}

func (m *module) setUmask(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var n int
	if err := object.Unpack("umask", args, kwargs, "mask", &n); err != nil {
		return nil, err
	}
	old := m.umask
	m.umask = n & 0o777
	return starlark.MakeInt(old), nil
}

func (m *module) isatty(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.False, nil
}

// Environ is the environment of the script: os.environ in one interpreter.
type Environ struct{ vars map[string]string }

// NewEnviron returns an environment with the given variables.
func NewEnviron(vars map[string]string) *Environ {
	e := &Environ{vars: map[string]string{}}
	for k, v := range vars {
		e.vars[k] = v
	}
	return e
}

// Vars returns the variables as they are now, for a child to inherit.
func (e *Environ) Vars() map[string]string {
	out := make(map[string]string, len(e.vars))
	for k, v := range e.vars {
		out[k] = v
	}
	return out
}

func (e *Environ) names() []string {
	names := make([]string, 0, len(e.vars))
	for k := range e.vars {
		names = append(names, k)
	}
	sort.Strings(names)
	return names
}

// variable is a use of a variable in a path.
var variable = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$(\w+|\{[^}]*\})`) })

// expand replaces $name and ${name}.
func (e *Environ) expand(s string) string {
	return variable().ReplaceAllStringFunc(s, func(match string) string {
		if v, ok := e.vars[strings.Trim(match, "${}")]; ok {
			return v
		}
		return match
	})
}
