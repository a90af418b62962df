package multiprocessing

import (
	"weak"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines memoryview over one dimension: what SharedMemory.buf is, its slices and its casts.

// memoryView shows n items of a format, stride bytes apart, in some memory.
type memoryView struct {
	s        *State
	block    *block // keeps memory of the arena; nil for other memory
	exports  *exports
	data     []byte // the whole memory that the first view showed
	format   byte
	code     byte // of the format, for load
	size     int  // bytes of an item
	start    int  // of the first item in data
	stride   int  // bytes from item to item; may be negative
	n        int
	readonly bool
	released bool
}

var (
	_ starlark.Sequence      = (*memoryView)(nil)
	_ starlark.Sliceable     = (*memoryView)(nil)
	_ starlark.HasSetKey     = (*memoryView)(nil)
	_ starlark.Container     = (*memoryView)(nil)
	_ starlark.Comparable    = (*memoryView)(nil)
	_ starlark.HasAttrs      = (*memoryView)(nil)
	_ object.HasMethods      = (*memoryView)(nil)
	_ object.HasClass        = (*memoryView)(nil)
	_ object.HasBytes        = (*memoryView)(nil)
	_ object.ComparesAsBytes = (*memoryView)(nil)
)

// exports are the views of a memory besides the one that its owner holds.
type exports struct{ views []weak.Pointer[memoryView] }

// live returns the views that are neither released nor collected.
func (x *exports) live() []*memoryView {
	var out []*memoryView
	kept := x.views[:0]
	for _, w := range x.views {
		if v := w.Value(); v != nil && !v.released {
			out = append(out, v)
			kept = append(kept, w)
		}
	}
	clear(x.views[len(kept):])
	x.views = kept
	return out
}

// newMemoryView shows data as bytes.
func (s *State) newMemoryView(data []byte, b *block, readonly bool) *memoryView {
	return &memoryView{
		s: s, block: b, exports: &exports{}, data: data, format: 'B', code: 'B', size: 1, stride: 1, n: len(data), readonly: readonly,
	}
}

// derive returns a copy of v, an export of the same memory.
func (v *memoryView) derive() *memoryView {
	w := *v
	v.exports.views = append(v.exports.views, weak.Make(&w))
	return &w
}

func (v *memoryView) Freeze()              {}
func (v *memoryView) Type() string         { return "memoryview" }
func (v *memoryView) Class() *object.Class { return v.s.class("memoryview") }
func (v *memoryView) Truth() starlark.Bool { return v.n > 0 }
func (v *memoryView) String() string {
	if v.released {
		return "<released memory at " + object.Address(v) + ">"
	}
	return "<memory at " + object.Address(v) + ">"
}

// Hash is that of the bytes, of a read-only view.
func (v *memoryView) Hash() (uint32, error) {
	if err := v.check(); err != nil {
		return 0, err
	}
	if !v.readonly {
		return 0, exceptions.ValueError.Errorf("cannot hash writable memoryview object")
	}
	return starlark.Bytes(v.contents()).Hash()
}

func (v *memoryView) check() error {
	if v.released {
		return exceptions.ValueError.Errorf("operation forbidden on released memoryview object")
	}
	return nil
}

// Len is len(v).
func (v *memoryView) Len() int {
	if err := v.check(); err != nil {
		v.s.rt.Raise(err)
		return 0
	}
	return v.n
}

func (v *memoryView) contiguous() bool { return v.stride == v.size || v.n <= 1 }

// contents returns the items' bytes: the memory itself if they lie together, else a copy.
func (v *memoryView) contents() []byte {
	if v.n == 0 {
		return nil
	}
	if v.contiguous() {
		return v.data[v.start : v.start+v.n*v.size]
	}
	out := make([]byte, 0, v.n*v.size)
	for i := range v.n {
		out = append(out, v.item(i)...)
	}
	return out
}

// Bytes is contents for bytes(v) and its like.
func (v *memoryView) Bytes() []byte {
	if err := v.check(); err != nil {
		v.s.rt.Raise(err)
		return nil
	}
	return v.contents()
}

func (v *memoryView) item(i int) []byte {
	at := v.start + i*v.stride
	return v.data[at : at+v.size]
}

func (v *memoryView) at(i int) starlark.Value { return load(v.code, v.item(i)) }

func (v *memoryView) index(k starlark.Value) (int, error) {
	if t, ok := k.(starlark.Tuple); ok && len(t) == 1 {
		k = t[0]
	}
	n, err := object.AsIndex(k)
	if err != nil {
		return 0, exceptions.TypeError.Errorf("memoryview: invalid slice key")
	}
	i64, ok := n.Int64()
	i := int(i64)
	if i < 0 {
		i += v.n
	}
	if !ok || i < 0 || i >= v.n {
		return 0, exceptions.IndexError.Errorf("index out of bounds on dimension 1")
	}
	return i, nil
}

// Get evaluates v[k]; a slice is another view.
func (v *memoryView) Get(k starlark.Value) (starlark.Value, bool, error) {
	if err := v.check(); err != nil {
		return nil, false, err
	}
	if s, ok := k.(*object.Slice); ok {
		w, err := v.slice(s)
		return w, err == nil, err
	}
	i, err := v.index(k)
	if err != nil {
		return nil, false, err
	}
	return v.at(i), true, nil
}

func (v *memoryView) slice(s *object.Slice) (*memoryView, error) {
	start, step, n, err := s.Positions(v.n)
	if err != nil {
		return nil, err
	}
	return v.positions(start, step, n), nil
}

// Index reads one item for the VM, which has asked for Len.
func (v *memoryView) Index(i int) starlark.Value { return v.at(i) }

// Slice evaluates v[start:stop:step] for the VM, which has asked for Len.
func (v *memoryView) Slice(start, stop, step int) starlark.Value {
	return v.positions(start, step, sliceCount(start, stop, step))
}

// positions returns a view of n items from start.
func (v *memoryView) positions(start, step, n int) *memoryView {
	w := v.derive()
	w.n, w.stride = n, v.stride*step
	if n > 0 {
		w.start = v.start + start*v.stride
	}
	return w
}

// SetKey evaluates v[k] = x.
func (v *memoryView) SetKey(k, x starlark.Value) error {
	if err := v.check(); err != nil {
		return err
	}
	if v.readonly {
		return exceptions.TypeError.Errorf("cannot modify read-only memory")
	}
	s, ok := k.(*object.Slice)
	if !ok {
		i, err := v.index(k)
		if err != nil {
			return err
		}
		return pack(v.format, v.item(i), x)
	}
	data, _, ok := buffer(x)
	if !ok {
		return exceptions.TypeError.Errorf("a bytes-like object is required, not '%s'", object.TypeName(x))
	}
	start, step, n, err := s.Positions(v.n)
	if err != nil {
		return err
	}
	format := byte('B')
	if w, ok := x.(*memoryView); ok {
		format = w.format
	}
	if viewCodes[format] != viewCodes[v.format] || len(data) != n*v.size {
		return exceptions.ValueError.Errorf("memoryview assignment: lvalue and rvalue have different structures")
	}
	if step != 1 {
		data = append([]byte(nil), data...) // it may be the same memory
	} else if v.contiguous() {
		copy(v.data[v.start+start*v.size:], data)
		return nil
	}
	for i := range n {
		copy(v.item(start+i*step), data[i*v.size:])
	}
	return nil
}

// Has is x in v.
func (v *memoryView) Has(x starlark.Value) (bool, error) {
	if err := v.check(); err != nil {
		return false, err
	}
	for i := range v.n {
		if eq, err := v.s.rt.Equal(v.at(i), x); eq || err != nil {
			return eq, err
		}
	}
	return false, nil
}

// Iterate iterates over the items.
func (v *memoryView) Iterate() starlark.Iterator { return &memoryViewIterator{v: v} }

type memoryViewIterator struct {
	v *memoryView
	i int
}

func (it *memoryViewIterator) Next(p *starlark.Value) bool {
	if it.i >= it.v.Len() {
		return false
	}
	*p = it.v.at(it.i)
	it.i++
	return true
}
func (it *memoryViewIterator) Done() {}

// EqualBytes compares with a bytes-like value of another type.
func (v *memoryView) EqualBytes(b []byte) bool {
	if v.released || v.n != len(b) {
		return false
	}
	switch v.code {
	case 'B', 'c':
		return string(v.contents()) == string(b)
	}
	for i := range v.n {
		if eq, err := v.s.rt.Equal(v.at(i), starlark.MakeInt(int(b[i]))); err != nil || !eq {
			return false
		}
	}
	return true
}

// CompareSameType compares the items of two views.
func (v *memoryView) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	if op != syntax.EQL && op != syntax.NEQ {
		return false, exceptions.TypeError.Errorf("'%s' not supported between instances of 'memoryview' and 'memoryview'", op)
	}
	w := y.(*memoryView)
	eq := v == w || !v.released && !w.released && v.n == w.n
	for i := 0; eq && v != w && i < v.n; i++ {
		same, err := v.s.rt.Equal(v.at(i), w.at(i))
		if err != nil {
			return false, err
		}
		eq = same
	}
	return eq == (op == syntax.EQL), nil
}

// Attr serves the properties.
func (v *memoryView) Attr(name string) (starlark.Value, error) {
	one := func(n int) starlark.Value { return starlark.Tuple{starlark.MakeInt(n)} }
	var x starlark.Value
	switch name {
	case "format":
		x = starlark.String(v.format)
	case "itemsize":
		x = starlark.MakeInt(v.size)
	case "nbytes":
		x = starlark.MakeInt(v.n * v.size)
	case "ndim":
		x = starlark.MakeInt(1)
	case "readonly":
		x = starlark.Bool(v.readonly)
	case "shape":
		x = one(v.n)
	case "strides":
		x = one(v.stride)
	case "suboffsets":
		x = starlark.Tuple{}
	case "contiguous", "c_contiguous", "f_contiguous":
		x = starlark.Bool(v.contiguous())
	default:
		return object.MethodOf(v, name)
	}
	return x, v.check()
}

// AttrNames lists the properties.
func (v *memoryView) AttrNames() []string {
	return []string{"c_contiguous", "contiguous", "f_contiguous", "format", "itemsize", "nbytes", "ndim", "readonly", "shape", "strides", "suboffsets"}
}
