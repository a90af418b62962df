package object

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file holds repr() and str() of every value.

// HasRepr is a value made in Go that knows its own repr().
type HasRepr interface {
	starlark.Value
	Repr(rt *Runtime) (string, error)
}

// HasStr is a value made in Go whose str() differs from its repr().
type HasStr interface {
	starlark.Value
	Str(rt *Runtime) (string, error)
}

// TypeName is Python's name of v's type, as messages print it.
func TypeName(v starlark.Value) string {
	switch v := v.(type) {
	case starlark.String:
		return "str"
	case *Instance:
		return v.class.name
	case *starlark.Builtin:
		return "builtin_function_or_method"
	}
	return v.Type()
}

// Str is str(v).
func (rt *Runtime) Str(v starlark.Value) (string, error) {
	switch v := v.(type) {
	case starlark.String:
		return string(v), nil
	case starlark.Int:
		return rt.intText(v)
	case *Instance:
		return rt.strInstance(v)
	case HasStr:
		return v.Str(rt)
	}
	return rt.Repr(v)
}

func (rt *Runtime) strInstance(o *Instance) (string, error) {
	if f := o.class.specials().str; f != nil {
		return rt.textFrom(f, o, "__str__")
	}
	if w := o.wrapped(); w != nil {
		if s, ok := w.(starlark.String); ok {
			return string(s), nil
		}
		return rt.Repr(o)
	}
	if n := o.class.native; n != nil {
		if m, ok := n.Methods.Get("__str__"); ok {
			v, err := m(rt.cur, o, nil, nil)
			return textResult(v, err, "__str__")
		}
	}
	if o.exc != nil {
		return rt.exceptionText(o), rt.Pending()
	}
	return rt.Repr(o)
}

// textFrom calls a special method that must return a string.
func (rt *Runtime) textFrom(f starlark.Value, o *Instance, name string, args ...starlark.Value) (string, error) {
	v, err := starlark.Call(rt.cur, f, prepend(o, args), nil)
	return textResult(v, err, name)
}

func textResult(v starlark.Value, err error, name string) (string, error) {
	if err != nil {
		return "", err
	}
	if s, ok := v.(starlark.String); ok {
		return string(s), nil
	}
	return "", typeErrorf("%s returned non-string (type %s)", name, TypeName(v))
}

// Repr is repr(v).
func (rt *Runtime) Repr(v starlark.Value) (string, error) {
	switch v := v.(type) {
	case starlark.String:
		if rt.Starlark {
			return v.String(), nil
		}
		return StrRepr(string(v)), nil
	case starlark.Int:
		return rt.intText(v)
	case starlark.Bool, starlark.NoneType:
		return v.String(), nil
	case starlark.Float:
		if rt.Starlark {
			return v.String(), nil
		}
		return FloatRepr(float64(v)), nil
	}
	r := reprWriter{rt: rt, path: rt.printing()}
	err := r.write(v)
	return r.String(), err
}

// ASCII is ascii(v).
func (rt *Runtime) ASCII(v starlark.Value) (string, error) {
	s, err := rt.Repr(v)
	return escapeNonASCII(s), err
}

// maxReprDepth is the nesting of containers at which repr() raises RecursionError.
const maxReprDepth = recursionLimit

// reprWriter collects the repr of one value. Containers whose repr is under way are on path, so that those that hold
// themselves end.
type reprWriter struct {
	strings.Builder
	rt   *Runtime
	path []starlark.Value
}

// enter puts a container on the path; open is false if it is there already.
func (r *reprWriter) enter(v starlark.Value) (open bool, err error) {
	for _, p := range r.path {
		if p == v {
			return false, nil
		}
	}
	if len(r.path) >= maxReprDepth {
		return false, exceptions.RecursionError.Errorf("maximum recursion depth exceeded while getting the repr of an object")
	}
	r.path = append(r.path, v)
	return true, nil
}

func (r *reprWriter) leave() { r.path = r.path[:len(r.path)-1] }

// printingKey is the thread's local that holds the path of the writers above a __repr__ that runs on it.
const printingKey = "parlark.object.printing"

func (rt *Runtime) printing() []starlark.Value {
	if rt.cur == nil {
		return nil
	}
	path, _ := rt.cur.Local(printingKey).([]starlark.Value)
	return path
}

// outside runs code that may call Repr again, for which the path lasts on.
func (r *reprWriter) outside(f func() (string, error)) error {
	if t := r.rt.cur; t != nil && len(r.path) > 0 {
		before := t.Local(printingKey)
		t.SetLocal(printingKey, r.path)
		defer t.SetLocal(printingKey, before)
	}
	s, err := f()
	r.WriteString(s)
	return err
}

func (r *reprWriter) write(v starlark.Value) error {
	switch v := v.(type) {
	case starlark.String, starlark.Int, starlark.Float, starlark.Bool, starlark.NoneType:
		s, err := r.rt.Repr(v)
		r.WriteString(s)
		return err
	case starlark.Bytes:
		if r.rt.Starlark {
			r.WriteString(v.String())
		} else {
			r.WriteString(BytesRepr(string(v)))
		}
	case *starlark.List:
		return r.container(v, "[...]", func() error {
			return r.sequence("[", "]", v.Len(), v.Index)
		})
	case starlark.Tuple:
		return r.tuple(v)
	case *starlark.Dict:
		return r.container(v, "{...}", func() error { return r.pairs(v.Items()) })
	case *starlark.Set:
		return r.set(v)
	case *Frozenset:
		return r.frozenset(v)
	case *Slice:
		return r.sequence("slice(", ")", 3, starlark.Tuple{v.start, v.stop, v.step}.Index)
	case *liveDict:
		return r.container(v.key(), "{...}", func() error { return r.pairs(v.Items()) })
	case *DictView:
		return r.container(v, "...", func() error { return r.view(v) })
	case *Instance:
		return r.instance(v)
	case *BoundMethod:
		return r.boundMethod(v)
	case HasRepr:
		if open, err := r.enter(v); err != nil {
			return err
		} else if !open {
			r.WriteString("...")
			return nil
		}
		defer r.leave()
		return r.outside(func() (string, error) { return v.Repr(r.rt) })
	case *starlark.Function:
		r.WriteString("<function " + v.Name() + " at " + Address(v) + ">")
	case *starlark.Builtin:
		r.WriteString("<built-in function " + v.Name() + ">")
	case *Class:
		return r.outside(func() (string, error) {
			if text, ok, err := v.callMeta("__repr__"); ok || err != nil {
				return textResult(text, err, "__repr__")
			}
			return v.String(), nil
		})
	default:
		r.WriteString(r.plain(v))
	}
	return nil
}

// plain is the repr of a value without parts.
func (r *reprWriter) plain(v starlark.Value) string {
	s := v.String()
	if v.Type() == "range" && !r.rt.Starlark && strings.HasPrefix(s, "range(") && !strings.Contains(s, ",") {
		return "range(0, " + s[len("range("):]
	}
	return s
}

// container writes v by f, or again if it is being written already.
func (r *reprWriter) container(v starlark.Value, again string, f func() error) error {
	open, err := r.enter(v)
	if err != nil {
		return err
	}
	if !open {
		r.WriteString(again)
		return nil
	}
	defer r.leave()
	return f()
}

// sequence writes n elements; the length may change meanwhile, as a __repr__ may do anything.
func (r *reprWriter) sequence(open, end string, n int, at func(i int) starlark.Value) error {
	r.WriteString(open)
	for i := 0; i < n; i++ {
		if i > 0 {
			r.WriteString(", ")
		}
		if err := r.write(at(i)); err != nil {
			return err
		}
	}
	r.WriteString(end)
	return nil
}

// tuple writes a tuple. A tuple that holds itself does so by way of another container, which ends it.
func (r *reprWriter) tuple(v starlark.Tuple) error {
	if len(r.path) >= maxReprDepth {
		return exceptions.RecursionError.Errorf("maximum recursion depth exceeded while getting the repr of an object")
	}
	r.path = append(r.path, nil)
	defer r.leave()
	end := ")"
	if len(v) == 1 {
		end = ",)"
	}
	return r.sequence("(", end, len(v), v.Index)
}

func (r *reprWriter) pairs(items []starlark.Tuple) error {
	r.WriteByte('{')
	for i, kv := range items {
		if i > 0 {
			r.WriteString(", ")
		}
		if err := r.write(kv[0]); err != nil {
			return err
		}
		r.WriteString(": ")
		if err := r.write(kv[1]); err != nil {
			return err
		}
	}
	r.WriteByte('}')
	return nil
}

func (r *reprWriter) set(s *starlark.Set) error {
	if r.rt.Starlark {
		elements := elementsOf(s)
		return r.sequence("set([", "])", len(elements), func(i int) starlark.Value { return elements[i] })
	}
	if s.Len() == 0 {
		r.WriteString("set()")
		return nil
	}
	elements := r.rt.setElements(s)
	return r.sequence("{", "}", len(elements), func(i int) starlark.Value { return elements[i] })
}

func (r *reprWriter) frozenset(f *Frozenset) error {
	if f.Len() == 0 {
		r.WriteString("frozenset()")
		return nil
	}
	elements := f.elements()
	return r.sequence("frozenset({", "})", len(elements), func(i int) starlark.Value { return elements[i] })
}

func (r *reprWriter) view(v *DictView) error {
	elements := v.list()
	return r.sequence(v.Type()+"([", "])", len(elements), func(i int) starlark.Value { return elements[i] })
}

func (r *reprWriter) boundMethod(b *BoundMethod) error {
	name := b.Name()
	if f, ok := b.fn.(*Instance); ok {
		name = f.class.name
	}
	r.WriteString("<bound method " + name + " of ")
	if err := r.write(b.self); err != nil {
		return err
	}
	r.WriteByte('>')
	return nil
}

// instance writes what the class's __repr__ returns, or the default.
func (r *reprWriter) instance(o *Instance) error {
	if f := o.class.specials().repr; f != nil {
		return r.outside(func() (string, error) { return r.rt.textFrom(f, o, "__repr__") })
	}
	return r.outside(func() (string, error) { return r.rt.builtinRepr(o) })
}

// builtinRepr is the repr of an instance whose class has no __repr__ of its own: object's or BaseException's.
func (rt *Runtime) builtinRepr(o *Instance) (string, error) {
	if w := o.wrapped(); w != nil && (o.class.native == nil || !o.class.native.Holds) {
		return rt.wrappedRepr(o, w)
	}
	if n := o.class.native; n != nil {
		if n.Repr != nil {
			return n.Repr(o)
		}
		if m, ok := n.Methods.Get("__repr__"); ok {
			v, err := m(rt.cur, o, nil, nil)
			return textResult(v, err, "__repr__")
		}
	}
	if o.exc == nil {
		return o.defaultRepr(), nil
	}
	if len(o.exc.Args) == 1 {
		s, err := rt.Repr(o.exc.Args[0])
		return o.class.name + "(" + s + ")", err
	}
	s, err := rt.Repr(o.exc.Args)
	return o.class.name + s, err
}

// wrappedRepr is the repr of an instance of a class derived from a built-in type: that of the value, but for sets, which
// name the class.
func (rt *Runtime) wrappedRepr(o *Instance, w starlark.Value) (string, error) {
	elements, isSet := w.(*starlark.Set)
	if f, ok := w.(*Frozenset); ok {
		elements, isSet = setOf(f)
	}
	if !isSet {
		return rt.Repr(w)
	}
	if elements.Len() == 0 {
		return o.class.name + "()", nil
	}
	s, err := rt.Repr(elements)
	return o.class.name + "(" + s + ")", err
}
