package multiprocessing

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file serves the attributes and the repr of Process objects.

// get serves the attributes of Process objects.
func (p *process) get(name string) (starlark.Value, bool, error) {
	switch name {
	case "name":
		return starlark.String(p.name), true, nil
	case "daemon":
		p.readConfiguration()
		return starlark.Bool(p.daemon), true, nil
	case "authkey":
		return p.s.authenticationString(p.authkey), true, nil
	case "_config":
		return p.configuration(), true, nil
	case "_identity":
		t := make(starlark.Tuple, len(p.path))
		for i, n := range p.path {
			t[i] = starlark.MakeInt(n)
		}
		return t, true, nil
	case "_target":
		return noneIfNil(p.target), true, nil
	case "_args":
		return append(starlark.Tuple{}, p.args...), true, nil
	case "_kwargs":
		if p.kwargs == nil {
			return new(starlark.Dict), true, nil
		}
		return p.kwargs, true, nil
	case "_parent_pid":
		return starlark.MakeInt(p.parentPID), true, nil
	case "_parent_name":
		return starlark.String(p.s.self.ParentName), true, nil
	case "pid", "ident", "exitcode", "sentinel":
		if err := p.errClosed(); err != nil {
			return nil, true, err
		}
	default:
		return nil, false, nil
	}
	switch name {
	case "exitcode":
		if p.current || p.isParent() || p.poll() == nil {
			return starlark.None, true, nil
		}
		return starlark.MakeInt(*p.exit), true, nil
	case "sentinel":
		if !p.started() || p.current {
			return nil, true, exceptions.ValueError.Errorf("process not started")
		}
		return starlark.MakeInt(p.s.sentinelOf(p.id)), true, nil
	}
	if p.pid == 0 {
		return starlark.None, true, nil
	}
	return starlark.MakeInt(p.pid), true, nil
}

func noneIfNil(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.None
	}
	return v
}

// set assigns the attributes that CPython's setters guard.
func (p *process) set(name string, v starlark.Value) (bool, error) {
	switch name {
	case "name":
		s, ok := v.(starlark.String)
		if !ok {
			return true, exceptions.AssertionError.Errorf("name must be a string")
		}
		p.name = string(s)
		if p.current {
			p.s.self.Name = p.name
		}
	case "daemon":
		if p.started() && !p.current {
			return true, exceptions.AssertionError.Errorf("process has already started")
		}
		p.daemon = bool(v.Truth())
		if p.config != nil {
			p.config.SetKey(starlark.String("daemon"), starlark.Bool(p.daemon))
		}
		if p.current {
			p.s.self.Daemon = p.daemon // what decides whether it may have children
		}
	case "authkey":
		converted, err := starlark.Call(p.s.rt.Current(), p.s.rt.Builtins()["bytes"], starlark.Tuple{v}, nil)
		if err != nil {
			return true, err
		}
		b, _ := object.Underlying(converted).(starlark.Bytes)
		p.authkey = []byte(b)
		if p.current {
			p.s.self.AuthKey = p.authkey
		}
	case "_target":
		p.target = v
	case "_args":
		elements, err := p.s.rt.List(p.s.rt.Current(), v)
		if err != nil {
			return true, err
		}
		p.args = append(starlark.Tuple{}, elements...)
	case "_kwargs":
		d, ok := v.(*starlark.Dict)
		if !ok {
			return true, exceptions.TypeError.Errorf("'%s' object is not a mapping", object.TypeName(v))
		}
		p.kwargs = d
	case "_config":
		d, ok := v.(*starlark.Dict)
		if !ok {
			return true, exceptions.TypeError.Errorf("'%s' object is not a mapping", object.TypeName(v))
		}
		p.config = d
	case "pid", "ident", "exitcode", "sentinel":
		return true, exceptions.AttributeError.Errorf("property '%s' of 'Process' object has no setter", name)
	default:
		return false, nil
	}
	return true, nil
}

// repr is BaseProcess.__repr__.
func (p *process) repr(inst *object.Instance) string {
	p.readConfiguration()
	var status string
	var exit *int
	switch {
	case p.current:
		status = "started"
	case p.closed:
		status = "closed"
	case p.isParent() || p.parentPID != p.s.pid():
		status = "unknown"
	case p.id == shm.ProcessID{}:
		status = "initial"
	default:
		status = "started"
		if exit = p.poll(); exit != nil {
			status = "stopped"
		}
	}
	name, _ := p.s.rt.Repr(starlark.String(p.name))
	info := []string{inst.Class().Name(), "name=" + name}
	if p.pid != 0 && !p.current && !p.closed && !p.isParent() {
		info = append(info, fmt.Sprintf("pid=%d", p.pid))
	}
	if p.current && len(p.path) == 0 || p.isParent() {
		info = append(info, "parent=None")
	} else {
		info = append(info, fmt.Sprintf("parent=%d", p.parentPID))
	}
	info = append(info, status)
	if exit != nil {
		info = append(info, "exitcode="+exitName(*exit))
	}
	if p.daemon {
		info = append(info, "daemon")
	}
	return "<" + strings.Join(info, " ") + ">"
}
