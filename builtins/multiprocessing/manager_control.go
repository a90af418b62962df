package multiprocessing

import (
	"fmt"
	"sort"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds the requests to a server itself, and those of SharedMemoryServer.

// control does what a request to object 0 asks for.
func (l *serverLink) control(r *request) (goOn, crashed bool) {
	if r.method == "create" {
		typeid := ""
		if len(r.args) > 0 {
			typeid, _ = starlark.AsString(r.args[0])
			r.args = r.args[1:]
		}
		return l.create(replyReturn, typeid, r.args, r.kwargs)
	}
	if r.method == "shutdown" {
		goOn, crashed = l.reply(replyReturn, starlark.None)
		l.m.stop()
		return goOn, crashed
	}
	v, err := l.m.public(l.thread, r)
	if err != nil {
		return l.reply(replyTraceback, l.text(err))
	}
	return l.reply(replyReturn, v)
}

// public is a method of the server that returns a value.
func (m *managerServer) public(t *starlark.Thread, r *request) (starlark.Value, error) {
	name := ""
	if len(r.args) > 0 {
		name, _ = starlark.AsString(r.args[0])
	}
	switch r.method {
	case "dummy":
		return starlark.None, nil
	case "number_of_objects":
		m.sweep()
		return starlark.MakeInt(len(m.objects)), nil
	case "debug_info":
		m.sweep()
		return m.debugInfo()
	case "get_methods":
		if len(r.args) == 1 {
			id, _ := r.args[0].(starlark.Int)
			if n, ok := id.Uint64(); ok && m.objects[n] != nil {
				return m.objects[n].names, nil
			}
		}
		return nil, exceptions.KeyError.With(starlark.String(name))
	case "track_segment":
		m.segments = append(m.segments, name)
		return starlark.None, nil
	case "release_segment":
		return starlark.None, m.unlinkSegment(t, name)
	case "list_segments":
		list := make([]starlark.Value, len(m.segments))
		for i, n := range m.segments {
			list[i] = starlark.String(n)
		}
		return starlark.NewList(list), nil
	}
	return nil, exceptions.AssertionError.Errorf("%s unrecognized", object.StrRepr(r.method))
}

// debugInfo lists the objects, for _debug_info().
func (m *managerServer) debugInfo() (starlark.Value, error) {
	ids := make([]uint64, 0, len(m.objects))
	for id := range m.objects {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	lines := make([]string, len(ids))
	for i, id := range ids {
		text, err := m.s.rt.Str(m.objects[id].value)
		if err != nil {
			return nil, err
		}
		if runes := []rune(text); len(runes) > 75 {
			text = string(runes[:75])
		}
		lines[i] = fmt.Sprintf("  %x:       refcount=1\n    %s", id, text)
	}
	return starlark.String(strings.Join(lines, "\n")), nil
}

// unlinkSegments frees the shared memory that the manager has given out.
func (m *managerServer) unlinkSegments(t *starlark.Thread) {
	for len(m.segments) > 0 {
		// A block that the script has unlinked itself is none that is left.
		_ = m.unlinkSegment(t, m.segments[0])
	}
}

func (m *managerServer) unlinkSegment(t *starlark.Thread, name string) error {
	found := false
	for i, n := range m.segments {
		if n == name {
			m.segments = append(m.segments[:i:i], m.segments[i+1:]...)
			found = true
			break
		}
	}
	if !found {
		return exceptions.ValueError.Errorf("list.remove(x): x not in list")
	}
	block, err := m.s.sharedMemoryBuiltin(t, starlark.Tuple{starlark.String(name)}, nil)
	if err != nil {
		return err
	}
	if _, err := m.s.callMethod(t, block, "close"); err != nil {
		return err
	}
	_, err = m.s.callMethod(t, block, "unlink")
	return err
}
