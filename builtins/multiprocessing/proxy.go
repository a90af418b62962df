package multiprocessing

import (
	"runtime"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines BaseProxy of managers.py, which scripts may derive from, and how proxies travel.

// proxy is the Go state of a proxy.
type proxy struct {
	s       *State
	token   *token // nil before __init__
	manager starlark.Value
	exposed starlark.Value // of an AutoProxy, which travels with it; else nil
}

func proxyOf(v starlark.Value) *proxy { return v.(*object.Instance).State().(*proxy) }

// asProxy returns the state of a value that may be a proxy.
func asProxy(v starlark.Value) (*proxy, bool) {
	inst, ok := v.(*object.Instance)
	if !ok {
		return nil, false
	}
	p, ok := inst.State().(*proxy)
	return p, ok && p.token != nil
}

// baseProxyClass makes BaseProxy.
func (s *State) baseProxyClass() *object.Class {
	c := s.rt.NewBuiltinClass("multiprocessing.managers", "BaseProxy", &object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any { return &proxy{s: s, manager: starlark.None} },
		Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
			return proxyOf(inst).get(name)
		},
		Methods: object.NewMethods(map[string]object.Method{
			"__init__":    proxyInit,
			"_callmethod": proxyCallMethod,
			"_getvalue":   proxyGetValue,
			"__str__":     proxyStr,
			"__repr__":    proxyRepr,
		}),
	})
	// Special methods of the class itself: what the value protocol looks up there.
	c.Define("__reduce__", object.NewMethod(c, "__reduce__", proxyReduce))
	c.Define("__deepcopy__", object.NewMethod(c, "__deepcopy__", proxyDeepCopy))
	return c
}

func proxyInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := proxyOf(self)
	var tok, serializer, manager, authkey, exposed, incref, owned starlark.Value
	err := unpack("BaseProxy.__init__", self, args, kwargs, "token", &tok, "serializer", &serializer, "manager??", &manager,
		"authkey??", &authkey, "exposed??", &exposed, "incref?", &incref, "manager_owned?", &owned)
	if err != nil {
		return nil, err
	}
	k, ok := tok.(*token)
	if !ok {
		return nil, exceptions.AttributeError.Errorf("'%s' object has no attribute 'address'", object.TypeName(tok))
	}
	p.token = k
	if manager != nil {
		p.manager = manager
	}
	return starlark.None, nil
}

// get serves the private attributes that programs are known to read.
func (p *proxy) get(name string) (starlark.Value, bool, error) {
	if p.token == nil {
		return nil, false, nil
	}
	switch name {
	case "_token":
		return p.token, true, nil
	case "_id":
		return starlark.String(p.token.ident()), true, nil
	case "_manager":
		return p.manager, true, nil
	case "_serializer":
		return starlark.String("pickle"), true, nil
	case "_isauto":
		if p.exposed != nil {
			return starlark.True, true, nil
		}
	case "_authkey":
		return starlark.Bytes(p.s.self.AuthKey), true, nil
	}
	return nil, false, nil
}

// proxyCallMethod is _callmethod(methodname, args=(), kwds={}).
func proxyCallMethod(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var method string
	var list, named starlark.Value
	if err := unpack("BaseProxy._callmethod", self, args, kwargs, "methodname", &method, "args?", &list, "kwds?", &named); err != nil {
		return nil, err
	}
	p := proxyOf(self)
	var positional starlark.Tuple
	if list != nil {
		elements, err := p.s.rt.List(t, list)
		if err != nil {
			return nil, err
		}
		positional = elements
	}
	var keywords []starlark.Tuple
	if d, ok := named.(*starlark.Dict); ok {
		keywords = d.Items()
	}
	return p.call(t, method, positional, keywords)
}

// call asks the server to call a method of the referent.
func (p *proxy) call(t *starlark.Thread, method string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	k := p.token
	if k == nil {
		return nil, exceptions.AttributeError.Errorf("'BaseProxy' object has no attribute '_tls'")
	}
	kind, v, err := k.door.call(t, k.id, method, args, kwargs)
	runtime.KeepAlive(k) // without the token the server may drop the referent
	switch {
	case err != nil:
		return nil, err
	case kind == replyReturn:
		return v, nil
	case kind == replyProxy:
		return p.adopt(t, v)
	}
	return nil, replyException(kind, v)
}

// adopt makes the proxy of a result that lives on in the server. CPython's proxies forget their manager when they
// travel, and cannot do this then; here the types of SyncManager serve.
func (p *proxy) adopt(t *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	parts, ok := v.(starlark.Tuple)
	if !ok || len(parts) != 2 {
		return nil, errBadReply
	}
	k, ok := parts[0].(*token)
	if !ok {
		return nil, errBadReply
	}
	var registry *starlark.Dict
	if m, ok := managerOf(p.manager); ok {
		registry = m.registry()
	}
	entry := p.s.registered(registry, k.typeid)
	var make starlark.Value = p.s.parts.managers.autoProxy
	if entry != nil {
		make = entry[3]
	}
	return p.s.newProxy(t, make, k, p.manager, parts[1])
}

// newProxy calls a proxy type.
func (s *State) newProxy(t *starlark.Thread, proxytype starlark.Value, k *token, manager, exposed starlark.Value) (starlark.Value, error) {
	kwargs := []starlark.Tuple{
		{starlark.String("manager"), manager},
		{starlark.String("authkey"), starlark.Bytes(s.self.AuthKey)},
		{starlark.String("exposed"), exposed},
	}
	return starlark.Call(t, proxytype, starlark.Tuple{k, starlark.String("pickle")}, kwargs)
}

func proxyGetValue(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := unpack("BaseProxy._getvalue", self, args, kwargs); err != nil {
		return nil, err
	}
	return proxyOf(self).call(t, "#GETVALUE", nil, nil)
}

func proxyDeepCopy(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return proxyOf(self).call(t, "#GETVALUE", nil, nil)
}

// proxyStr is the repr of the referent.
func proxyStr(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := proxyOf(self)
	v, err := p.call(t, "__repr__", nil, nil)
	if err == nil {
		return v, nil
	}
	if object.IsCancelled(err) || !p.s.rt.Exception(err).IsInstanceOf(exceptions.Exception) {
		return nil, err
	}
	own, err := p.s.rt.Repr(self)
	if err != nil {
		return nil, err
	}
	return starlark.String(own[:len(own)-1] + "; '__str__()' failed>"), nil
}

func proxyRepr(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	inst := self.(*object.Instance)
	p := proxyOf(inst)
	if p.token == nil {
		return starlark.String(defaultRepr(inst.Class().Module()+"."+inst.Class().Qualname(), inst)), nil
	}
	return starlark.String("<" + inst.Class().Name() + " object, typeid " + object.StrRepr(p.token.typeid) + " at " + object.Address(inst) + ">"), nil
}

// proxyReduce lets a proxy travel as the call that makes it again: RebuildProxy(type, token, serializer, {...}).
func proxyReduce(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := proxyOf(self)
	if p.token == nil {
		return nil, exceptions.TypeError.Errorf("cannot pickle a proxy that has not been initialized")
	}
	var maker starlark.Value = self.(*object.Instance).Class()
	named := new(starlark.Dict)
	if p.exposed != nil {
		maker = p.s.parts.managers.autoProxy
		if err := named.SetKey(starlark.String("exposed"), p.exposed); err != nil {
			return nil, err
		}
	}
	return starlark.Tuple{p.s.parts.managers.rebuildProxy, starlark.Tuple{maker, p.token, starlark.String("pickle"), named}}, nil
}

// rebuildProxy is RebuildProxy(func, token, serializer, kwds).
func rebuildProxy(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var maker, tok, serializer starlark.Value
	var named *starlark.Dict
	if err := object.Unpack("RebuildProxy", args, kwargs, "func", &maker, "token", &tok, "serializer", &serializer, "kwds", &named); err != nil {
		return nil, err
	}
	return starlark.Call(t, maker, starlark.Tuple{tok, serializer}, named.Items())
}
