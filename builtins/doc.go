// Package builtins assembles what a script sees besides the language: the modules that it can import.
//
//	host/internal/interp ──▶ Registry.Module("random") ──▶ table in modules.go ──▶ builtins/random.New(rt, ...)
//	                              ▲ Env: what the modules need of the process
//
// A module is made when it is imported first. What several modules share (the threads of the script, its signal handlers,
// what it runs at exit) belongs to the Registry, one for each interpreter, and everything is used with the interpreter lock
// held unless its comment says otherwise.
//
// This package holds no module of its own and knows nothing of source files: `import helper` is interp's affair.
package builtins
