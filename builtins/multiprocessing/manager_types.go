package multiprocessing

import (
	"sort"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file holds the types that SyncManager shares: its registry, Namespace and Value.

// managerParts is what the files of managers keep in a State.
type managerParts struct {
	doors        map[shm.Ref]*managerDoor
	baseProxy    *object.Class
	autoProxy    *object.Builtin
	rebuildProxy *object.Builtin
	proxyTypes   map[string]*object.Class // by name and methods; see autoproxy.go
	standard     *starlark.Dict           // SyncManager's registry
	classes      map[string]*object.Class
	condition    starlark.Value // the callable behind SyncManager.Condition
	module       starlark.StringDict
}

// entryOf makes an entry of a registry: callable, exposed, method_to_typeid, proxytype.
func entryOf(callable, exposed, typeids, proxytype starlark.Value) starlark.Tuple {
	return starlark.Tuple{noneIfNil(callable), noneIfNil(exposed), noneIfNil(typeids), proxytype}
}

// standardRegistry is the registry of SyncManager.
func (s *State) standardRegistry(proxies map[string]*object.Class) *starlark.Dict {
	d := new(starlark.Dict)
	add := func(typeid string, callable starlark.Value, proxy string) {
		var proxytype, exposed, typeids starlark.Value = s.parts.managers.autoProxy, nil, nil
		if c := proxies[proxy]; c != nil {
			proxytype = c
			exposed, _ = c.Lookup("_exposed_")
			typeids, _ = c.Lookup("_method_to_typeid_")
		}
		d.SetKey(starlark.String(typeid), entryOf(callable, exposed, typeids, proxytype))
	}
	add("Queue", s.imported("queue", "Queue"), "")
	add("JoinableQueue", s.imported("queue", "Queue"), "")
	add("Event", s.imported("threading", "Event"), "EventProxy")
	for _, name := range []string{"Lock", "RLock", "Semaphore", "BoundedSemaphore"} {
		add(name, s.imported("threading", name), "AcquirerProxy")
	}
	s.parts.managers.condition = s.imported("threading", "Condition")
	add("Condition", s.parts.managers.condition, "ConditionProxy")
	add("Barrier", s.imported("threading", "Barrier"), "BarrierProxy")
	add("Pool", object.NewBuiltin("Pool", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.Call(t, s.poolClass(), args, kwargs)
	}), "PoolProxy")
	for name, proxy := range map[string]string{"list": "ListProxy", "dict": "DictProxy", "set": "SetProxy"} {
		add(name, s.rt.Builtins()[name], proxy)
	}
	add("Value", s.parts.managers.classes["Value"], "ValueProxy")
	add("Array", object.NewBuiltin("Array", s.managerArray), "ArrayProxy")
	add("Namespace", s.parts.managers.classes["Namespace"], "NamespaceProxy")
	add("Iterator", nil, "IteratorProxy")
	add("AsyncResult", nil, "")
	return d
}

// imported is a name of another module, which is imported when it is called first.
func (s *State) imported(module, name string) *object.Builtin {
	return object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		m, err := s.rt.Import(t, module)
		if err != nil {
			return nil, err
		}
		f, err := s.rt.GetAttr(m, name)
		if err != nil {
			return nil, err
		}
		return starlark.Call(t, f, args, kwargs)
	})
}

// managerArray is Array(typecode, sequence, lock=True): array.array(typecode, sequence), or where there is no module
// array the array of C numbers that RawArray makes.
func (s *State) managerArray(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var typecode, sequence, lock starlark.Value
	if err := object.Unpack("Array", args, kwargs, "typecode", &typecode, "sequence", &sequence, "lock?", &lock); err != nil {
		return nil, err
	}
	m, err := s.rt.Import(t, "array")
	if _, missing := exceptions.As(err, exceptions.ModuleNotFoundError); missing {
		return s.rawArrayBuiltin(t, starlark.Tuple{typecode, sequence}, nil)
	}
	if err != nil {
		return nil, err
	}
	return s.callMethod(t, m, "array", typecode, sequence)
}

// registered finds the entry of a typeid. In a registry that came to a server, True stands for SyncManager's entry; nil
// is SyncManager's registry.
func (s *State) registered(registry *starlark.Dict, typeid string) starlark.Tuple {
	s.Module("multiprocessing.managers") // makes the registry
	if registry == nil {
		registry = s.parts.managers.standard
	}
	v, ok, _ := registry.Get(starlark.String(typeid))
	if v == starlark.True {
		v, ok, _ = s.parts.managers.standard.Get(starlark.String(typeid))
	}
	if entry, isEntry := v.(starlark.Tuple); ok && isEntry && len(entry) == 4 {
		return entry
	}
	return nil
}

// repairable are the types of SyncManager with something to undo when a client dies.
var repairable = map[string]managedKind{
	"Lock": lockObject, "RLock": lockObject, "Condition": conditionObject, "Queue": queueObject, "JoinableQueue": queueObject,
	"Semaphore": semaphoreObject, "BoundedSemaphore": semaphoreObject, "Barrier": barrierObject,
}

// managedKind tells which of SyncManager's types an entry is.
func (s *State) managedKind(entry starlark.Tuple) managedKind {
	for typeid, kind := range repairable {
		if e := s.registered(nil, typeid); e != nil && e[0] == entry[0] {
			return kind
		}
	}
	return plainObject
}

// exposedMethods is the tuple of methods that a server lets proxies call: what is registered, or all public ones.
func (s *State) exposedMethods(t *starlark.Thread, exposed, v starlark.Value) (starlark.Tuple, error) {
	if exposed != starlark.None {
		elements, err := s.rt.List(t, exposed)
		return append(starlark.Tuple{}, elements...), err
	}
	names, err := starlark.Call(t, s.rt.Builtin("dir"), starlark.Tuple{v}, nil)
	if err != nil {
		return nil, err
	}
	all, err := s.rt.List(t, names)
	if err != nil {
		return nil, err
	}
	var public starlark.Tuple
	for _, n := range all {
		name, _ := starlark.AsString(n)
		if strings.HasPrefix(name, "_") {
			continue
		}
		f, err := s.rt.GetAttr(v, name)
		if err != nil {
			return nil, err
		}
		if object.IsCallable(f) {
			public = append(public, n)
		}
	}
	return public, nil
}

// managerTypes makes the classes Namespace and Value of managers.py.
func (s *State) managerTypes() map[string]*object.Class {
	const module = "multiprocessing.managers"
	return map[string]*object.Class{
		"Namespace": s.namespaceClass(module, "Namespace"),
		"Value":     s.valueClass(module, "%t(%c, %v)"),
	}
}

// namespaceClass makes a class whose objects have the attributes that they are called with.
func (s *State) namespaceClass(module, name string) *object.Class {
	return s.rt.NewBuiltinClass(module, name, &object.Native{Methods: object.NewMethods(map[string]object.Method{
		"__init__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := unpack(name+".__init__", self, args, nil); err != nil {
				return nil, err
			}
			for _, kv := range kwargs {
				key, _ := starlark.AsString(kv[0])
				self.(*object.Instance).SetOwn(key, kv[1])
			}
			return starlark.None, nil
		},
		"__repr__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			inst := self.(*object.Instance)
			var items []string
			var failed error
			inst.Fields(func(name string, v starlark.Value) {
				if strings.HasPrefix(name, "_") || failed != nil {
					return
				}
				var text string
				if text, failed = s.rt.Repr(v); failed == nil {
					items = append(items, name+"="+text)
				}
			})
			if failed != nil {
				return nil, failed
			}
			sort.Strings(items)
			return starlark.String(inst.Class().Name() + "(" + strings.Join(items, ", ") + ")"), nil
		},
	})})
}

// valueClass makes the class of a value with get() and set(). Its repr is formatted from type, typecode and value.
func (s *State) valueClass(module, format string) *object.Class {
	get := func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		v, _ := self.(*object.Instance).Field("_value")
		return noneIfNil(v), unpack("Value.get", self, args, kwargs)
	}
	set := func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var v starlark.Value
		if err := unpack("Value.set", self, args, kwargs, "value", &v); err != nil {
			return nil, err
		}
		self.(*object.Instance).SetOwn("_value", v)
		return starlark.None, nil
	}
	c := s.rt.NewBuiltinClass(module, "Value", &object.Native{Methods: object.NewMethods(map[string]object.Method{
		"__init__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var typecode, v, lock starlark.Value
			if err := unpack("Value.__init__", self, args, kwargs, "typecode", &typecode, "value", &v, "lock?", &lock); err != nil {
				return nil, err
			}
			inst := self.(*object.Instance)
			inst.SetOwn("_typecode", typecode)
			inst.SetOwn("_value", v)
			return starlark.None, nil
		},
		"get": get, "set": set,
		"__repr__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			inst := self.(*object.Instance)
			parts := make([]string, 2)
			for i, name := range []string{"_typecode", "_value"} {
				v, _ := inst.Field(name)
				text, err := s.rt.Repr(noneIfNil(v))
				if err != nil {
					return nil, err
				}
				parts[i] = text
			}
			text := strings.NewReplacer("%t", inst.Class().Name(), "%c", parts[0], "%v", parts[1]).Replace(format)
			return starlark.String(text), nil
		},
	})})
	c.Define("value", object.NewProperty(object.NewMethod(c, "get", get), object.NewMethod(c, "set", set)))
	return c
}
