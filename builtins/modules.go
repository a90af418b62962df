package builtins

import (
	"parlark/builtins/math"
	"parlark/builtins/object"
	"parlark/builtins/os"
	"parlark/builtins/random"
	"parlark/builtins/sys"
	"parlark/builtins/time"
)

// This file is the table of modules.

// maker makes a module of an interpreter.
type maker = func(r *Registry) *object.Module

// makers returns the modules that this package can make, by their dotted names.
func makers() map[string]maker {
	return map[string]maker{
		"math":    func(r *Registry) *object.Module { return math.New(r.rt) },
		"os":      func(r *Registry) *object.Module { return r.osModules().os },
		"os.path": func(r *Registry) *object.Module { return r.osModules().path },
		"random":  func(r *Registry) *object.Module { return random.New(r.rt) },
		"sys": func(r *Registry) *object.Module {
			return sys.New(r.rt, sys.Process{Argv: r.env.Argv, Path: r.env.Path, Modules: r.sys, Names: r.tableNames()})
		},
		"time": func(r *Registry) *object.Module { return time.New(r.rt, time.Process{Sleep: r.env.Sleep}) },
	}
}

// shared is what several modules, or the process around them, use.
type shared struct {
	environ *os.Environ
	osMade  *osModules
}

type osModules struct{ os, path *object.Module }

// osModules makes os and os.path, which are one.
func (r *Registry) osModules() *osModules {
	if r.osMade == nil {
		m, path := os.New(r.rt, os.Process{
			PID: r.env.PID, PPID: r.env.PPID, CPUs: r.env.CPUs, Cwd: r.env.Cwd, Exit: r.env.Exit, Kill: r.env.Kill, Files: r.env.Files,
			Environ: r.environment(),
		})
		r.osMade = &osModules{m, path}
	}
	return r.osMade
}

// environment returns os.environ.
func (r *Registry) environment() *os.Environ {
	if r.environ == nil {
		r.environ = os.NewEnviron(r.env.Environ)
	}
	return r.environ
}

// Environ returns the variables of os.environ as they are now, for a child to inherit.
func (r *Registry) Environ() map[string]string { return r.environment().Vars() }

// Imported reports whether the script has imported the module.
func (r *Registry) Imported(name string) bool { return r.made[name] != nil }
