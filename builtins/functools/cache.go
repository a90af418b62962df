package functools

import (
	"fmt"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file holds lru_cache and cache.

// lru is the state of a cached function. Entries form a ring around root, the least recently used first.
type lru struct {
	maxsize      int // -1: unbounded
	typed        bool
	hits, misses int
	entries      starlark.Dict // key: *entry
	root         entry
}

// entry is a remembered result; it is a Value to be one of a dict's.
type entry struct {
	key, result starlark.Value
	prev, next  *entry
}

func (*entry) String() string        { return "<cache entry>" }
func (*entry) Type() string          { return "cache_entry" }
func (*entry) Freeze()               {}
func (*entry) Truth() starlark.Bool  { return true }
func (*entry) Hash() (uint32, error) { return 0, nil }

func (l *lru) clear() {
	l.hits, l.misses = 0, 0
	l.entries = starlark.Dict{}
	l.root.prev, l.root.next = &l.root, &l.root
}

func (e *entry) unlink() { e.prev.next, e.next.prev = e.next, e.prev }

func (l *lru) pushNewest(e *entry) {
	e.prev, e.next = l.root.prev, &l.root
	l.root.prev.next, l.root.prev = e, e
}

// keywordMark separates positional arguments from keywords in a key.
var keywordMark = starlark.String("\x00keywords")

// key is CPython's _make_key: an int or str stands for itself.
func (l *lru) key(c declare.Call) starlark.Value {
	if len(c.Args) == 1 && len(c.Kwargs) == 0 && !l.typed {
		switch c.Args[0].(type) {
		case starlark.Int, starlark.String:
			return c.Args[0]
		}
	}
	key := make(starlark.Tuple, 0, len(c.Args)+1+2*len(c.Kwargs))
	key = append(key, c.Args...)
	if len(c.Kwargs) > 0 {
		key = append(key, keywordMark)
		for _, kv := range c.Kwargs {
			key = append(key, kv[0], kv[1])
		}
	}
	if l.typed {
		for _, v := range c.Args {
			key = append(key, c.RT.TypeOf(v))
		}
		for _, kv := range c.Kwargs {
			key = append(key, c.RT.TypeOf(kv[1]))
		}
	}
	return key
}

func (l *lru) call(c declare.Call, fn starlark.Value) (starlark.Value, error) {
	if l.maxsize == 0 {
		l.misses++
		return starlark.Call(c.T, fn, c.Args, c.Kwargs)
	}
	key := l.key(c)
	found, ok, err := l.entries.Get(key)
	if err != nil {
		return nil, err
	}
	if ok {
		e := found.(*entry)
		l.hits++
		if l.maxsize > 0 {
			e.unlink()
			l.pushNewest(e)
		}
		return e.result, nil
	}
	l.misses++
	v, err := starlark.Call(c.T, fn, c.Args, c.Kwargs)
	if err != nil {
		return nil, err
	}
	if _, ok, _ := l.entries.Get(key); ok { // the call itself has entered it
		return v, nil
	}
	if l.maxsize > 0 && l.entries.Len() >= l.maxsize {
		oldest := l.root.next
		oldest.unlink()
		l.entries.Delete(oldest.key)
	}
	e := &entry{key: key, result: v}
	l.pushNewest(e)
	return v, l.entries.SetKey(key, e)
}

// cacheClasses are the classes that caches need.
type cacheClasses struct{ wrapper, info *declare.Class }

func newCacheClass(rt *object.Runtime) cacheClasses {
	info := declare.New(rt, "functools", "CacheInfo", declare.Options{}, rt.Type("tuple"))
	for i, name := range []string{"hits", "misses", "maxsize", "currsize"} {
		info.Property(name, func(c declare.Call) (starlark.Value, error) {
			return object.Underlying(c.Self).(starlark.Tuple)[i], nil
		})
	}
	info.Method("__repr__", func(c declare.Call) (starlark.Value, error) {
		t := object.Underlying(c.Self).(starlark.Tuple)
		return starlark.String(fmt.Sprintf("CacheInfo(hits=%v, misses=%v, maxsize=%v, currsize=%v)", t[0], t[1], t[2], t[3])), nil
	})
	w := declare.New(rt, "functools", "_lru_cache_wrapper", declare.Options{
		State: func() any { l := &lru{}; l.clear(); return l },
		Save: func(o *object.Instance) starlark.Value {
			l := o.State().(*lru)
			return starlark.Tuple{starlark.MakeInt(l.maxsize), starlark.Bool(l.typed)}
		},
		Load: func(o *object.Instance, v starlark.Value) error {
			t, ok := v.(starlark.Tuple)
			if !ok || len(t) != 2 {
				return declare.TypeErrorf("invalid cache state")
			}
			l := o.State().(*lru)
			l.typed = bool(t[1].Truth())
			return starlark.AsInt(t[0], &l.maxsize)
		},
	})
	maxsize := func(l *lru) starlark.Value {
		if l.maxsize < 0 {
			return starlark.None
		}
		return starlark.MakeInt(l.maxsize)
	}
	w.Methods(map[string]declare.Func{
		"__call__": func(c declare.Call) (starlark.Value, error) {
			fn, _ := c.Object().Field("__wrapped__")
			return c.Object().State().(*lru).call(c, fn)
		},
		"__get__": func(c declare.Call) (starlark.Value, error) {
			if c.Arg(0) == starlark.None {
				return c.Self, nil
			}
			return object.NewBoundMethod(c.Arg(0), c.Self), nil
		},
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			name, _ := c.Object().Field("__qualname__")
			text, _ := declare.Text(name)
			return starlark.String("<functools._lru_cache_wrapper object " + text + " at " + object.Address(c.Object()) + ">"), nil
		},
		"cache_info": func(c declare.Call) (starlark.Value, error) {
			l := c.Object().State().(*lru)
			o := info.Allocate(c.T)
			o.SetUnderlying(starlark.Tuple{starlark.MakeInt(l.hits), starlark.MakeInt(l.misses), maxsize(l), starlark.MakeInt(l.entries.Len())})
			return o, nil
		},
		"cache_clear": func(c declare.Call) (starlark.Value, error) {
			c.Object().State().(*lru).clear()
			return starlark.None, nil
		},
		"cache_parameters": func(c declare.Call) (starlark.Value, error) {
			l := c.Object().State().(*lru)
			d := starlark.NewDict(2)
			d.SetKey(starlark.String("maxsize"), maxsize(l))
			return d, d.SetKey(starlark.String("typed"), starlark.Bool(l.typed))
		},
	})
	return cacheClasses{w, info}
}

// wrap returns fn with a cache.
func (k cacheClasses) wrap(c declare.Call, fn starlark.Value, maxsize int, typed bool) (starlark.Value, error) {
	if !object.IsCallable(fn) {
		return nil, declare.TypeErrorf("the first argument must be callable")
	}
	o := k.wrapper.Allocate(c.T)
	l := o.State().(*lru)
	l.maxsize, l.typed = maxsize, typed
	return o, copyAttributes(c, o, fn, nil, nil)
}

func lruCache(k cacheClasses) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		var maxsize starlark.Value = starlark.MakeInt(128)
		typed := false
		if err := c.Unpack("maxsize?", &maxsize, "typed?", &typed); err != nil {
			return nil, err
		}
		size := -1
		switch maxsize.(type) {
		case starlark.NoneType:
		case starlark.Int:
			n, err := object.AsInt(maxsize)
			if err != nil {
				return nil, err
			}
			size = max(n, 0)
		default:
			if object.IsCallable(maxsize) {
				return k.wrap(c, maxsize, 128, typed)
			}
			return nil, declare.TypeErrorf("Expected first argument to be an integer, a callable, or None")
		}
		return declare.Function(c.RT, "decorating_function", func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			return k.wrap(c, c.Args[0], size, typed)
		}), nil
	}
}

func cacheAll(k cacheClasses) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		var fn starlark.Value
		if err := c.Unpack("user_function", &fn); err != nil {
			return nil, err
		}
		return k.wrap(c, fn, -1, false)
	}
}
