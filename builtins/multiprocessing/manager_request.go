package multiprocessing

import (
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file is what a server does with one request.

// request is a decoded request.
type request struct {
	thread, object uint64
	method         string
	args           starlark.Tuple
	kwargs         []starlark.Tuple
}

// handle does what a request asks for and replies. goOn is false when the link has ended; crashed tells whether it did
// without a bye.
func (l *serverLink) handle(item *shm.Item) (goOn, crashed bool) {
	r, bye, err := l.read(item)
	if bye {
		return false, false
	}
	if err != nil {
		return l.reply(replyTraceback, l.text(err))
	}
	if r.thread != l.caller {
		l.caller = r.thread
		object.SetThreadID(l.thread, threadOf(l.client, r.thread))
	}
	if r.object == 0 {
		return l.control(&r)
	}
	o := l.m.objects[r.object]
	if o == nil {
		return l.reply(replyTraceback, l.text(exceptions.KeyError.With(starlark.String((&token{id: r.object}).ident()))))
	}
	var over func()
	if o.kind == barrierObject && r.method == "wait" {
		over = l.watch(o)
	}
	v, raised, err := l.call(o, &r)
	if over != nil {
		over()
	}
	switch {
	case err != nil && object.IsCancelled(err):
		return false, true
	case err != nil && raised && !l.ends(err):
		return l.reply(replyError, l.m.s.bare(err))
	case err != nil:
		return l.reply(replyTraceback, l.text(err))
	}
	if o.kind == lockObject || o.kind == conditionObject {
		l.client.note(o, r.method, r.thread, v)
	}
	if o.typeids != nil {
		if typeid, ok, _ := o.typeids.Get(starlark.String(r.method)); ok {
			name, _ := starlark.AsString(typeid)
			return l.create(replyProxy, name, starlark.Tuple{v}, nil)
		}
	}
	if goOn, crashed = l.reply(replyReturn, v); !goOn {
		l.undo(o, &r, v)
	}
	return goOn, crashed
}

// ends reports whether an exception would end the process that raises it again.
func (l *serverLink) ends(err error) bool {
	return !l.m.s.rt.Exception(err).IsInstanceOf(exceptions.Exception)
}

// read decodes a request and releases its item.
func (l *serverLink) read(item *shm.Item) (r request, bye bool, err error) {
	defer item.Release()
	d := l.decoder
	d.Reset(item.Bytes())
	defer d.Reset(nil)
	if r.thread, err = d.Uint(); err != nil || r.thread == 0 {
		return r, err == nil, err
	}
	if r.object, err = d.Uint(); err != nil {
		return r, false, err
	}
	if r.method, err = d.Text(); err != nil {
		return r, false, err
	}
	n, err := d.ArrayHeader()
	if err != nil {
		return r, false, err
	}
	r.args = make(starlark.Tuple, n)
	for i := range r.args {
		if r.args[i], err = d.Decode(); err != nil {
			return r, false, receiveError(err)
		}
	}
	if n, err = d.MapHeader(); err != nil || n == 0 {
		return r, false, err
	}
	r.kwargs = make([]starlark.Tuple, n)
	for i := range r.kwargs {
		pair := make(starlark.Tuple, 2)
		for j := range pair {
			if pair[j], err = d.Decode(); err != nil {
				return r, false, receiveError(err)
			}
		}
		r.kwargs[i] = pair
	}
	return r, false, nil
}

// call calls a method of an object; raised tells that the method itself raised the error.
func (l *serverLink) call(o *managed, r *request) (v starlark.Value, raised bool, err error) {
	rt := l.m.s.rt
	if !o.exposed[r.method] {
		return l.fallback(o, r, exceptions.AttributeError.Errorf("method %s of %s object is not in exposed=%s",
			object.StrRepr(r.method), rt.TypeOf(o.value), o.exposedText()))
	}
	if v, ok, err := l.plainCall(o.value, r); ok {
		return v, true, err
	}
	f, err := rt.GetAttr(o.value, r.method)
	if err != nil {
		return l.fallback(o, r, err)
	}
	v, err = starlark.Call(l.thread, f, r.args, r.kwargs)
	return v, true, err
}

// plainCall does the calls that lists and dicts get most.
func (l *serverLink) plainCall(v starlark.Value, r *request) (result starlark.Value, ok bool, err error) {
	rt := l.m.s.rt
	switch v.(type) {
	case *starlark.Dict, *starlark.List:
	default:
		return nil, false, nil
	}
	switch {
	case len(r.kwargs) > 0:
	case r.method == "__getitem__" && len(r.args) == 1:
		result, err = rt.GetItem(l.thread, v, r.args[0])
		return result, true, err
	case r.method == "__setitem__" && len(r.args) == 2:
		return starlark.None, true, rt.SetItem(l.thread, v, r.args[0], r.args[1])
	}
	return nil, false, nil
}

// fallback serves the methods that work for every object.
func (l *serverLink) fallback(o *managed, r *request, refused error) (starlark.Value, bool, error) {
	rt := l.m.s.rt
	switch r.method {
	case "#GETVALUE":
		return o.value, false, nil
	case "__str__":
		s, err := rt.Str(o.value)
		return starlark.String(s), false, err
	case "__repr__":
		s, err := rt.Repr(o.value)
		return starlark.String(s), false, err
	}
	// CPython looks the method up among these and reports that too.
	e := rt.Exception(exceptions.KeyError.With(starlark.String(r.method)))
	e.Raised().Context = rt.Exception(refused)
	return nil, false, object.ErrorOf(e)
}

// text is the traceback of what went wrong in the server. Go code has no frames to show, but the words are those that
// scripts look for.
func (l *serverLink) text(err error) starlark.Value {
	const header, during = "Traceback (most recent call last):\n", "\n\nDuring handling of the above exception, another exception occurred:\n\n"
	s := l.m.s
	parts := strings.Split(s.Traceback(s.rt.Exception(err)), during)
	for i, part := range parts {
		if !strings.HasPrefix(part, header) {
			parts[i] = header + part
		}
	}
	return starlark.String(strings.Join(parts, during))
}

// exposedText is the repr of the set of exposed methods.
func (o *managed) exposedText() string {
	names := make([]string, 0, len(o.exposed))
	for name := range o.exposed {
		names = append(names, object.StrRepr(name))
	}
	slices.Sort(names)
	return "{" + strings.Join(names, ", ") + "}"
}

// bare is an exception as pickle sends it: without its causes.
func (s *State) bare(err error) starlark.Value {
	e := s.rt.Exception(err)
	r := e.Raised()
	r.Cause, r.Context, r.SuppressContext, r.Remote = nil, nil, false, ""
	return e
}

// sendable replaces results that travel as lists: views and iterators over data.
func (l *serverLink) sendable(v starlark.Value) (starlark.Value, error) {
	switch it := v.(type) {
	case *object.Iterator:
		if it.Type() == "generator" {
			return v, nil
		}
	case *object.DictView:
	default:
		return v, nil
	}
	elements, err := l.m.s.rt.List(l.thread, v)
	return starlark.NewList(append([]starlark.Value{}, elements...)), err
}

// reply answers a request.
func (l *serverLink) reply(kind uint64, v starlark.Value) (goOn, crashed bool) {
	v, err := l.sendable(v)
	if err == nil {
		err = l.encode(kind, v)
	}
	if err != nil {
		if err = l.encode(replyUnserializable, l.text(err)); err != nil {
			return false, true
		}
	}
	err = sendFrame(l.m.s, l.thread, l.end, l.encoder.Bytes(), l.sent.refs)
	if err == nil {
		return true, false
	}
	return false, !l.saidBye()
}

// saidBye reports whether a client that has closed its link did so in good order.
func (l *serverLink) saidBye() bool {
	for {
		item, err := l.end.RecvItem(shm.Wait{Poll: true})
		if err != nil {
			return false
		}
		_, bye, _ := l.read(item)
		if bye {
			return true
		}
	}
}

func (l *serverLink) encode(kind uint64, v starlark.Value) error {
	l.sent.refs, l.sent.scratch = l.sent.refs[:0], nil
	e := l.encoder
	e.Reset(e.Bytes()[:0])
	e.Uint(kind)
	if err := e.EncodeAt("result", v); err != nil {
		return l.m.s.sendError(err)
	}
	return nil
}

// create makes an object and replies with its token. The frame holds the token's pin, so the object lives until its
// proxy does.
func (l *serverLink) create(kind uint64, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (goOn, crashed bool) {
	o, pin, err := l.m.create(l.thread, typeid, args, kwargs)
	if err != nil {
		return l.reply(replyTraceback, l.text(err))
	}
	k := &token{door: l.m.door, id: o.id, typeid: typeid, pin: pin}
	defer pin.Close()
	return l.reply(kind, starlark.Tuple{k, o.names})
}

// create makes an object of a registered type.
func (m *managerServer) create(t *starlark.Thread, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (*managed, *shm.PipeEnd, error) {
	s := m.s
	entry := s.registered(m.custom, typeid)
	if entry == nil {
		return nil, nil, exceptions.KeyError.With(starlark.String(typeid))
	}
	var v starlark.Value
	if entry[0] == starlark.None {
		if len(kwargs) > 0 || len(args) != 1 {
			return nil, nil, exceptions.ValueError.Errorf("Without callable, must have one non-keyword argument")
		}
		v = args[0]
	} else {
		var err error
		if v, err = starlark.Call(t, entry[0], m.referents(entry, args), kwargs); err != nil {
			return nil, nil, err
		}
	}
	o := &managed{typeid: typeid, value: v, exposed: map[string]bool{}, kind: s.managedKind(entry)}
	names, err := s.exposedMethods(t, entry[1], v)
	if err != nil {
		return nil, nil, err
	}
	if entry[2] != starlark.None {
		d, ok := entry[2].(*starlark.Dict)
		if !ok {
			what, _ := s.rt.Repr(entry[2])
			return nil, nil, exceptions.TypeError.Errorf("Method_to_typeid %s: type %s, not dict", what, s.rt.TypeOf(entry[2]))
		}
		o.typeids = d
		names = append(names, d.Keys()...)
	}
	o.names = names
	for _, n := range names {
		name, _ := starlark.AsString(n)
		o.exposed[name] = true
	}
	inner, outer, err := s.member.NewPipe(shm.PipeOptions{OneWay: true})
	if err != nil {
		return nil, nil, scriptError(err)
	}
	o.pin = inner
	m.next += 0x40
	o.id = m.next
	m.objects[o.id] = o
	if len(m.objects) > 2*m.swept+256 {
		m.sweep()
	}
	return o, outer, nil
}

// sweep drops the objects that no process knows any more.
func (m *managerServer) sweep() {
	for id, o := range m.objects {
		if o.pin.Poll(shm.Wait{Poll: true}) == nil {
			o.pin.Close()
			delete(m.objects, id)
		}
	}
	m.swept = len(m.objects)
}

// referents replaces proxies of this server's own objects by the objects for SyncManager's Condition, whose lock may be
// one.
func (m *managerServer) referents(entry starlark.Tuple, args starlark.Tuple) starlark.Tuple {
	if entry[0] != m.s.parts.managers.condition {
		return args
	}
	out := append(starlark.Tuple{}, args...)
	for i, v := range out {
		if p, ok := asProxy(v); ok && p.token.door == m.door {
			if o := m.objects[p.token.id]; o != nil {
				out[i] = o.value
			}
		}
	}
	return out
}
