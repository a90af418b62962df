package builtins

import (
	"os"
	"runtime"
	"sort"
	"strings"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/files"
	"parlark/builtins/network"
	"parlark/builtins/object"
	"parlark/builtins/pure"
	"parlark/builtins/subprocess"
)

// This file defines Registry, the modules of one interpreter.

// Registry makes and keeps the modules of one interpreter.
type Registry struct {
	rt    *object.Runtime
	env   Env
	table map[string]maker
	made  map[string]*object.Module
	sys   *starlark.Dict // sys.modules
	shared
}

// New returns the modules of an interpreter.
func New(rt *object.Runtime, env Env) *Registry {
	r := &Registry{rt: rt, table: makers(), made: map[string]*object.Module{}, sys: new(starlark.Dict)}
	for name, f := range library() {
		r.table[name] = f
	}
	r.env = r.complete(env)
	return r
}

// SetEnv replaces the process that the modules see, when an interpreter is given its place in a run. No script has run
// before, so modules made until then are made anew.
func (r *Registry) SetEnv(env Env) {
	r.env = r.complete(env)
	r.made, r.sys, r.shared = map[string]*object.Module{}, new(starlark.Dict), shared{}
	r.rt.Open = r.open
}

// complete fills in what env leaves out.
func (r *Registry) complete(env Env) Env {
	if env.PID == nil {
		env.PID = os.Getpid
	}
	if env.PPID == nil {
		env.PPID = os.Getppid
	}
	if env.CPUs == 0 {
		env.CPUs = runtime.NumCPU()
	}
	if env.ProcessName == nil {
		env.ProcessName = func() string { return "MainProcess" }
	}
	if env.Sleep == nil {
		env.Sleep = func(t *starlark.Thread, d time.Duration) error {
			_, err := r.rt.Await(t, nil, time.Now().Add(d))
			return err
		}
	}
	if env.Exit == nil {
		env.Exit = func(int) { panic("BUG: os._exit without Env.Exit") }
	}
	if env.Kill == nil {
		env.Kill = func(pid, signal int) error {
			return exceptions.OSErrorf(exceptions.PermissionError, 1, "Operation not permitted", "")
		}
	}
	if env.HandleSignal == nil {
		env.HandleSignal = func(int, bool) {}
	}
	if env.SignalSelf == nil {
		env.SignalSelf = func(signal int) {
			r.rt.Post(func(t *starlark.Thread) error { return r.DeliverSignal(t, signal) })
		}
	}
	if env.Files == nil {
		env.Files = files.Denied{}
	}
	if env.Programs == nil {
		env.Programs = subprocess.Denied{}
	}
	if env.Network == nil {
		env.Network = network.Denied{}
	}
	if env.Source == nil {
		env.Source = func(string) []string { return nil }
	}
	return env
}

// SysModules returns sys.modules. Modules of source files are entered by who makes them.
func (r *Registry) SysModules() *starlark.Dict { return r.sys }

// Module returns the module called name, which may be dotted, and makes it on first use.
func (r *Registry) Module(t *starlark.Thread, name string) (*object.Module, error) {
	if m := r.made[name]; m != nil {
		return m, nil
	}
	parent, last, dotted := cutLast(name)
	var above *object.Module
	if dotted {
		var err error
		if above, err = r.Module(t, parent); err != nil {
			return nil, err
		}
	}
	m := r.make(name)
	if m == nil {
		return nil, notFound(name, parent, above)
	}
	r.made[name] = m
	if err := r.sys.SetKey(starlark.String(name), m); err != nil {
		return nil, err
	}
	if above != nil && above.Member(last) == nil {
		return m, above.SetField(last, m)
	}
	return m, nil
}

// cutLast splits a dotted name at its last dot.
func cutLast(name string) (parent, last string, dotted bool) {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return "", name, false
	}
	return name[:i], name[i+1:], true
}

// notFound is the error of an import; above is the module before the last dot.
func notFound(name, parent string, above *object.Module) error {
	text := "No module named '" + name + "'"
	if above != nil {
		text += "; '" + parent + "' is not a package"
	}
	return &exceptions.Error{
		Type:  exceptions.ModuleNotFoundError,
		Args:  starlark.Tuple{starlark.String(text)},
		Attrs: map[string]starlark.Value{"name": starlark.String(name)},
	}
}

// make makes a module, nil if there is none of that name.
func (r *Registry) make(name string) *object.Module {
	if m := r.env.Extra[name]; m != nil {
		return m
	}
	if new := r.table[name]; new != nil {
		return new(r)
	}
	if name == "ctypes" && r.env.Ctypes != nil {
		return r.env.Ctypes()
	}
	if isMultiprocessing(name) && r.env.Multiprocessing != nil {
		return r.env.Multiprocessing.Module(name)
	}
	return nil
}

// StartsProcesses reports whether scripts import the module of that name in order to start processes.
func StartsProcesses(name string) bool { return isMultiprocessing(name) }

// isMultiprocessing reports whether Env.Multiprocessing may know name.
func isMultiprocessing(name string) bool {
	top, _, _ := strings.Cut(name, ".")
	return top == "multiprocessing" || top == "concurrent" || top == "_pickle"
}

// Has reports whether there is a module of that name, without making it where the table tells.
func (r *Registry) Has(name string) bool {
	return r.made[name] != nil || r.env.Extra[name] != nil || r.table[name] != nil || r.make(name) != nil
}

// Names lists the modules that scripts can import, those written in Python too.
func (r *Registry) Names() []string {
	seen := map[string]bool{}
	for name := range r.table {
		seen[name] = true
	}
	for name := range r.env.Extra {
		seen[name] = true
	}
	if r.env.Ctypes != nil {
		seen["ctypes"] = true
	}
	if r.env.Multiprocessing != nil {
		for _, name := range r.env.Multiprocessing.ModuleNames() {
			seen[name] = true
		}
	}
	for _, name := range pure.Names() {
		seen[name] = true
	}
	names := make([]string, 0, len(seen))
	for name := range seen {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// PureSource returns the text of a standard module that is written in Python, and the path that tracebacks show. Such
// modules are made by who runs source files, not by a Registry.
func PureSource(name string) (path string, src []byte, ok bool) { return pure.Source(name) }

// tableNames lists the modules of this package.
func (r *Registry) tableNames() []string {
	names := make([]string, 0, len(r.table))
	for name := range r.table {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Members lists what a module holds; it runs no script code. `from m import *` takes those of __all__, if there is one.
func (r *Registry) Members(module string) ([]string, bool) {
	m := r.made[module]
	if m == nil {
		if m = r.make(module); m == nil {
			return nil, false
		}
	}
	return m.AttrNames(), true
}
