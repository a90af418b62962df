package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines multiprocessing.dummy: the API of multiprocessing on threads. Most of it is of modules threading and
// queue, which are imported when a name is read first.

// dummyNames are the names that dummy takes over from other modules.
var dummyNames = map[string][2]string{
	"Lock": {"threading", "Lock"}, "RLock": {"threading", "RLock"}, "Semaphore": {"threading", "Semaphore"},
	"BoundedSemaphore": {"threading", "BoundedSemaphore"}, "Event": {"threading", "Event"}, "Condition": {"threading", "Condition"},
	"Barrier": {"threading", "Barrier"}, "current_process": {"threading", "current_thread"},
	"Queue": {"queue", "Queue"}, "JoinableQueue": {"queue", "Queue"},
}

// dummyModule makes the module.
func (s *State) dummyModule() *object.Module {
	members := starlark.StringDict{
		"Pipe":            object.NewBuiltin("Pipe", s.pipeBuiltin),
		"Namespace":       s.namespaceClass("multiprocessing.dummy", "Namespace"),
		"Value":           s.valueClass("multiprocessing.dummy", "<%t(%c, %v)>"),
		"Array":           object.NewBuiltin("Array", s.managerArray),
		"dict":            s.rt.Builtin("dict"),
		"list":            s.rt.Builtin("list"),
		"freeze_support":  object.NewBuiltin("freeze_support", ignore("freeze_support")),
		"shutdown":        object.NewBuiltin("shutdown", ignore("shutdown")),
		"active_children": object.NewBuiltin("active_children", s.dummyActiveChildren),
		"Pool": object.NewBuiltin("Pool", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.Call(t, s.threadPool(), args, kwargs)
		}),
	}
	members["__all__"] = nameList("Process current_process active_children freeze_support Lock RLock Semaphore BoundedSemaphore Condition Event " +
		"Barrier Queue Manager Pipe Pool JoinableQueue")
	module := object.NewModule("multiprocessing.dummy", members)
	members["Manager"] = object.NewBuiltin("Manager", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return module, object.Unpack("Manager", args, kwargs)
	})
	names := []string{"Process", "DummyProcess"}
	for name := range dummyNames {
		names = append(names, name)
	}
	module.SetLive(object.LiveMembers{Names: names, Get: func(name string) starlark.Value {
		v, err := s.dummyMember(name)
		if err != nil {
			s.rt.Raise(err)
			return starlark.None
		}
		return v
	}})
	return module
}

// dummyMember is a name of the module that another module provides.
func (s *State) dummyMember(name string) (starlark.Value, error) {
	t := s.rt.Current()
	from, ok := dummyNames[name]
	if !ok {
		return orError(s.dummyProcess(t))
	}
	m, err := s.rt.Import(t, from[0])
	if err != nil {
		return nil, err
	}
	return s.rt.GetAttr(m, from[1])
}

// dummyProcess is the class DummyProcess, derived from threading.Thread.
func (s *State) dummyProcess(t *starlark.Thread) (*object.Class, error) {
	if s.parts.dummyProcess != nil {
		return s.parts.dummyProcess, nil
	}
	m, err := s.rt.Import(t, "threading")
	if err != nil {
		return nil, err
	}
	v, err := s.rt.GetAttr(m, "Thread")
	if err != nil {
		return nil, err
	}
	base, ok := v.(*object.Class)
	if !ok {
		return nil, exceptions.ImportError.Errorf("BUG: threading.Thread is no class")
	}
	c := s.rt.NewBuiltinClass("multiprocessing.dummy", "DummyProcess", nil, base)
	inherited := func(t *starlark.Thread, self starlark.Value, name string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		f, err := s.rt.GetAttr(base, name)
		if err != nil {
			return nil, err
		}
		return starlark.Call(t, f, append(starlark.Tuple{self}, args...), kwargs)
	}
	c.Define("__init__", object.NewMethod(c, "__init__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var group, target, name, list, named starlark.Value
		err := unpack("DummyProcess.__init__", self, args, kwargs, "group?", &group, "target?", &target, "name?", &name, "args?", &list, "kwargs?", &named)
		if err != nil {
			return nil, err
		}
		if list == nil {
			list = starlark.Tuple{}
		}
		full := starlark.Tuple{noneIfNil(group), noneIfNil(target), noneIfNil(name), list, noneIfNil(named)}
		if _, err := inherited(t, self, "__init__", full, nil); err != nil {
			return nil, err
		}
		parent, err := s.currentPythonThread(t)
		if err != nil {
			return nil, err
		}
		inst := self.(*object.Instance)
		inst.SetOwn("_pid", starlark.None)
		inst.SetOwn("_children", starlark.NewList(nil))
		inst.SetOwn("_start_called", starlark.False)
		inst.SetOwn("_parent", parent)
		return starlark.None, nil
	}))
	c.Define("start", object.NewMethod(c, "start", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		current, err := s.currentPythonThread(t)
		if err != nil {
			return nil, err
		}
		inst := self.(*object.Instance)
		parent, _ := inst.Field("_parent")
		if parent != starlark.Value(current) {
			return nil, exceptions.RuntimeError.Errorf("Parent is %s but current_process is %s", noneIfNil(parent), current)
		}
		inst.SetOwn("_start_called", starlark.True)
		children := childrenOf(current)
		if err := children.Append(self); err != nil {
			return nil, err
		}
		return inherited(t, self, "start", args, kwargs)
	}))
	c.Define("exitcode", object.NewProperty(object.NewBuiltin("exitcode", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		started, _ := args[0].(*object.Instance).Field("_start_called")
		alive, err := s.callMethod(t, args[0], "is_alive")
		if err != nil || started != starlark.True || bool(alive.Truth()) {
			return starlark.None, err
		}
		return starlark.MakeInt(0), nil
	}), nil))
	s.parts.dummyProcess = c
	return c, nil
}

// currentPythonThread is threading.current_thread().
func (s *State) currentPythonThread(t *starlark.Thread) (*object.Instance, error) {
	m, err := s.rt.Import(t, "threading")
	if err != nil {
		return nil, err
	}
	v, err := s.callMethod(t, m, "current_thread")
	if err != nil {
		return nil, err
	}
	inst, ok := v.(*object.Instance)
	if !ok {
		return nil, exceptions.RuntimeError.Errorf("BUG: current_thread() returned a %s", object.TypeName(v))
	}
	return inst, nil
}

// childrenOf is the list of the processes that a thread has started.
func childrenOf(thread *object.Instance) *starlark.List {
	v, _ := thread.Field("_children")
	children, ok := v.(*starlark.List)
	if !ok {
		children = starlark.NewList(nil)
		thread.SetOwn("_children", children)
	}
	return children
}

// dummyActiveChildren is active_children(): those of this thread that have not ended.
func (s *State) dummyActiveChildren(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Unpack("active_children", args, kwargs); err != nil {
		return nil, err
	}
	current, err := s.currentPythonThread(t)
	if err != nil {
		return nil, err
	}
	children := childrenOf(current)
	var living []starlark.Value
	for i := 0; i < children.Len(); i++ {
		alive, err := s.callMethod(t, children.Index(i), "is_alive")
		if err != nil {
			return nil, err
		}
		if bool(alive.Truth()) {
			living = append(living, children.Index(i))
		}
	}
	current.SetOwn("_children", starlark.NewList(append([]starlark.Value{}, living...)))
	return starlark.NewList(living), nil
}
