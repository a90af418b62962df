package multiprocessing

import (
	"strings"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines the proxy types of SyncManager.

// exposedNames lists what the server lets the proxies of a type call. The names are methods of the type too, but for
// those that the type defines itself (proxyMethods).
var exposedNames = map[string]string{
	"IteratorProxy":  "__next__ send throw close",
	"AcquirerProxy":  "acquire release locked",
	"ConditionProxy": "acquire release locked wait notify notify_all",
	"EventProxy":     "is_set set clear wait",
	"BarrierProxy":   "__getattribute__ wait abort reset",
	"NamespaceProxy": "__getattribute__ __setattr__ __delattr__",
	"ValueProxy":     "get set",
	"BaseListProxy": "__add__ __contains__ __delitem__ __getitem__ __imul__ __len__ __mul__ __reversed__ __rmul__ __setitem__ " +
		"append clear copy count extend index insert pop remove reverse sort",
	"DictProxy": "__contains__ __delitem__ __getitem__ __ior__ __iter__ __len__ __or__ __reversed__ __ror__ __setitem__ " +
		"clear copy fromkeys get items keys pop popitem setdefault update values",
	"BaseSetProxy": "__and__ __contains__ __ge__ __gt__ __iand__ __ior__ __isub__ __iter__ __ixor__ __le__ __len__ __lt__ " +
		"__or__ __rand__ __ror__ __rsub__ __rxor__ __sub__ __xor__ " +
		"add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset " +
		"issuperset pop remove symmetric_difference symmetric_difference_update union update",
	"ArrayProxy": "__len__ __getitem__ __setitem__",
	"PoolProxy":  "apply apply_async close imap imap_unordered join map map_async starmap starmap_async terminate",
}

// proxyMethods returns the methods that do more than call the referent's method of their name.
func proxyMethods() map[string]map[string]object.Method {
	return map[string]map[string]object.Method{
		"IteratorProxy": {"__iter__": returnSelf},
		"AcquirerProxy": {
			"acquire":   acquirerAcquire,
			"__enter__": forward("acquire"),
			"__exit__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return proxyOf(self).call(t, "release", nil, nil)
			},
		},
		"ConditionProxy": {"wait": waitMethod("ConditionProxy.wait"), "wait_for": conditionProxyWaitFor},
		"EventProxy":     {"wait": waitMethod("EventProxy.wait")},
		"BarrierProxy":   {"wait": waitMethod("BarrierProxy.wait")},
		"NamespaceProxy": {
			"__getattr__": namespaceGet, "__setattr__": namespaceSet, "__delattr__": namespaceDelete,
		},
		"ListProxy":     {"__iadd__": inPlace("extend"), "__imul__": inPlace("__imul__"), "__reversed__": iterated("__reversed__")},
		"BaseListProxy": {"__reversed__": iterated("__reversed__")},
		"DictProxy": {
			// CPython iterates over a proxy of an iterator, a call for each key; here the keys come in one reply.
			"__iter__": iterated("keys"), "__reversed__": iterated("__reversed__"), "__ior__": inPlace("__ior__"),
		},
		"SetProxy": {
			"__ior__": inPlace("__ior__"), "__iand__": inPlace("__iand__"), "__isub__": inPlace("__isub__"), "__ixor__": inPlace("__ixor__"),
		},
		"BaseSetProxy": {"__iter__": iterated("__iter__")},
		"PoolProxy": {
			"__enter__": returnSelf,
			"__exit__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return proxyOf(self).call(t, "terminate", nil, nil)
			},
		},
	}
}

// standardProxies makes the proxy types, bases first.
func (s *State) standardProxies(base *object.Class) map[string]*object.Class {
	all := map[string]*object.Class{"BaseProxy": base}
	methods := proxyMethods()
	for _, pair := range [][2]string{
		{"IteratorProxy", "BaseProxy"}, {"AcquirerProxy", "BaseProxy"}, {"ConditionProxy", "AcquirerProxy"}, {"EventProxy", "BaseProxy"},
		{"BarrierProxy", "BaseProxy"}, {"NamespaceProxy", "BaseProxy"}, {"ValueProxy", "BaseProxy"}, {"BaseListProxy", "BaseProxy"},
		{"ListProxy", "BaseListProxy"}, {"DictProxy", "BaseProxy"}, {"BaseSetProxy", "BaseProxy"}, {"SetProxy", "BaseSetProxy"},
		{"ArrayProxy", "BaseProxy"}, {"PoolProxy", "BaseProxy"},
	} {
		name := pair[0]
		c := s.rt.NewBuiltinClass("multiprocessing.managers", name, nil, all[pair[1]])
		if names := exposedNames[name]; names != "" {
			expose(c, strings.Fields(names))
		}
		for method, f := range methods[name] {
			c.Define(method, object.NewMethod(c, method, f))
		}
		all[name] = c
	}
	for _, property := range []string{"parties", "n_waiting", "broken"} {
		all["BarrierProxy"].Define(property, object.NewProperty(object.NewBuiltin(property, remoteAttribute(property)), nil))
	}
	all["BarrierProxy"].Define("__getattribute__", nil)
	all["NamespaceProxy"].Define("__getattribute__", nil)
	value := all["ValueProxy"]
	value.Define("value", object.NewProperty(mustAttr(value, "get"), mustAttr(value, "set")))
	all["DictProxy"].Define("_method_to_typeid_", stringDict("__iter__", "Iterator"))
	all["PoolProxy"].Define("_method_to_typeid_", stringDict("apply_async", "AsyncResult", "map_async", "AsyncResult",
		"starmap_async", "AsyncResult", "imap", "Iterator", "imap_unordered", "Iterator"))
	return all
}

// stringDict makes a dict of strings from pairs.
func stringDict(pairs ...string) *starlark.Dict {
	d := new(starlark.Dict)
	for i := 0; i < len(pairs); i += 2 {
		d.SetKey(starlark.String(pairs[i]), starlark.String(pairs[i+1]))
	}
	return d
}

// iterated makes a method that iterates over what the referent's method returns.
func iterated(name string) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		p := proxyOf(self)
		v, err := p.call(t, name, args, kwargs)
		if err != nil {
			return nil, err
		}
		return orError(p.s.rt.Iter(t, v))
	}
}

// inPlace makes an operator like +=, whose value is the proxy.
func inPlace(name string) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if _, err := proxyOf(self).call(t, name, args, kwargs); err != nil {
			return nil, err
		}
		return self, nil
	}
}

// remoteAttribute makes the getter of an attribute of the referent.
func remoteAttribute(name string) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return proxyOf(args[0]).call(t, "__getattribute__", starlark.Tuple{starlark.String(name)}, nil)
	}
}

func acquirerAcquire(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var blocking, limit starlark.Value = starlark.True, nil
	if err := unpack("AcquirerProxy.acquire", self, args, kwargs, "blocking?", &blocking, "timeout??", &limit); err != nil {
		return nil, err
	}
	list := starlark.Tuple{blocking}
	if limit != nil {
		list = append(list, limit)
	}
	return proxyOf(self).call(t, "acquire", list, nil)
}

// waitMethod makes wait(timeout=None).
func waitMethod(name string) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var limit starlark.Value = starlark.None
		if err := unpack(name, self, args, kwargs, "timeout?", &limit); err != nil {
			return nil, err
		}
		return proxyOf(self).call(t, "wait", starlark.Tuple{limit}, nil)
	}
}

// conditionProxyWaitFor is wait_for(predicate, timeout=None): the predicate runs in this process.
func conditionProxyWaitFor(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var predicate, limit starlark.Value
	if err := unpack("ConditionProxy.wait_for", self, args, kwargs, "predicate", &predicate, "timeout??", &limit); err != nil {
		return nil, err
	}
	var deadline time.Time
	if limit != nil {
		seconds, err := object.AsFloat(limit)
		if err != nil {
			return nil, err
		}
		deadline = time.Now().Add(time.Duration(seconds * float64(time.Second)))
	}
	for {
		result, err := starlark.Call(t, predicate, nil, nil)
		if err != nil || bool(result.Truth()) {
			return result, err
		}
		var left starlark.Value = starlark.None
		if limit != nil {
			d := time.Until(deadline)
			if d <= 0 {
				return result, nil
			}
			left = starlark.Float(d.Seconds())
		}
		if _, err := proxyOf(self).call(t, "wait", starlark.Tuple{left}, nil); err != nil {
			return nil, err
		}
	}
}

// The attributes of a NamespaceProxy that begin with _ are the proxy's own.

func namespaceGet(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	if err := unpack("NamespaceProxy.__getattr__", self, args, kwargs, "key", &name); err != nil {
		return nil, err
	}
	if strings.HasPrefix(name, "_") {
		return nil, exceptions.AttributeError.Errorf("'%s' object has no attribute '%s'", object.TypeName(self), name)
	}
	return proxyOf(self).call(t, "__getattribute__", starlark.Tuple{starlark.String(name)}, nil)
}

func namespaceSet(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	var v starlark.Value
	if err := unpack("NamespaceProxy.__setattr__", self, args, kwargs, "key", &name, "value", &v); err != nil {
		return nil, err
	}
	if strings.HasPrefix(name, "_") {
		self.(*object.Instance).SetOwn(name, v)
		return starlark.None, nil
	}
	return proxyOf(self).call(t, "__setattr__", starlark.Tuple{starlark.String(name), v}, nil)
}

func namespaceDelete(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	if err := unpack("NamespaceProxy.__delattr__", self, args, kwargs, "key", &name); err != nil {
		return nil, err
	}
	if strings.HasPrefix(name, "_") {
		self.(*object.Instance).SetOwn(name, nil)
		return starlark.None, nil
	}
	return proxyOf(self).call(t, "__delattr__", starlark.Tuple{starlark.String(name)}, nil)
}
