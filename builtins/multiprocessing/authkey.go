package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines AuthenticationString, the bytes of a key that do not leave their process, and _config, in which
// scripts are known to look for the daemon flag.

// authenticationString is a key as a script sees it.
func (s *State) authenticationString(key []byte) starlark.Value {
	inst := s.authenticationStringClass().Allocate(s.rt.Current())
	inst.SetUnderlying(starlark.Bytes(key))
	return inst
}

// authenticationStringClass is the class, derived from bytes.
func (s *State) authenticationStringClass() *object.Class {
	if s.parts.authenticationString != nil {
		return s.parts.authenticationString
	}
	c := s.rt.NewBuiltinClass("multiprocessing.process", "AuthenticationString", nil, s.rt.Type("bytes"))
	c.Define("__reduce__", object.NewMethod(c, "__reduce__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return nil, exceptions.TypeError.Errorf("Pickling an AuthenticationString object is disallowed for security reasons")
	}))
	s.parts.authenticationString = c
	return c
}

// bytesOf returns the bytes that v is.
func bytesOf(v starlark.Value) (starlark.Bytes, bool) {
	b, ok := object.Underlying(v).(starlark.Bytes)
	return b, ok
}

// configuration is _config: a dictionary that the process itself looks at.
func (p *process) configuration() *starlark.Dict {
	if p.config == nil {
		p.config = starlark.NewDict(2)
		p.config.SetKey(starlark.String("authkey"), p.s.authenticationString(p.authkey))
		p.config.SetKey(starlark.String("semprefix"), starlark.String("/mp"))
	}
	p.config.SetKey(starlark.String("daemon"), starlark.Bool(p.daemon))
	return p.config
}

// readConfiguration takes over what a script has written into _config.
func (p *process) readConfiguration() {
	if p.config == nil {
		return
	}
	if v, ok, _ := p.config.Get(starlark.String("daemon")); ok {
		p.daemon = bool(v.Truth())
	} else {
		p.daemon = false
	}
}

// daemonic reports whether this process may not have children.
func (s *State) daemonic() bool {
	if s.parts.current != nil {
		p := processOf(s.parts.current)
		p.readConfiguration()
		s.self.Daemon = p.daemon
	}
	return s.self.Daemon
}
