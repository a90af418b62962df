package multiprocessing

import (
	"bytes"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file defines arrays of C values.

// carray is a value of an array type.
type carray struct {
	plain
	typ *ctype
	mem memory
}

var (
	_ starlark.Sequence    = (*carray)(nil)
	_ starlark.Sliceable   = (*carray)(nil)
	_ starlark.HasSetKey   = (*carray)(nil)
	_ starlark.Container   = (*carray)(nil)
	_ starlark.HasSetField = (*carray)(nil)
	_ object.HasClass      = (*carray)(nil)
	_ object.HasBytes      = (*carray)(nil)
	_ starlarkcbor.Reducer = (*carray)(nil)
)

func (a *carray) Type() string         { return a.typ.name }
func (a *carray) String() string       { return defaultRepr(a.typ.module+"."+a.typ.name, a) }
func (a *carray) Class() *object.Class { return a.typ.valueClass() }
func (a *carray) Truth() starlark.Bool { return a.typ.length > 0 }
func (a *carray) Hash() (uint32, error) {
	return 0, exceptions.TypeError.Errorf("unhashable type")
}

// Len is len(a).
func (a *carray) Len() int { return a.typ.length }

// Bytes is the array's memory.
func (a *carray) Bytes() []byte { return a.mem.data }

// fill is __init__: the elements that are given, from the first on.
func (a *carray) fill(t *starlark.Thread, elements []starlark.Value) error {
	for i, v := range elements {
		if i >= a.typ.length {
			return errInvalidIndex()
		}
		if err := a.typ.elem.set(t, a.element(i), v); err != nil {
			return err
		}
	}
	return nil
}

func errInvalidIndex() error { return exceptions.IndexError.Errorf("invalid index") }

// element is the memory of one element.
func (a *carray) element(i int) memory { return a.mem.part(i*a.typ.elem.size, a.typ.elem.size) }

// at reads one element.
func (a *carray) at(t *starlark.Thread, i int) starlark.Value {
	if e := a.typ.elem; e.code != 0 {
		return load(e.code, a.mem.data[i*e.size:])
	}
	return a.typ.elem.view(t, a.element(i))
}

// index reads a key that is no slice.
func (a *carray) index(k starlark.Value, refusal string) (int, error) {
	n, err := object.AsIndex(k)
	if err != nil {
		return 0, exceptions.TypeError.Errorf("%s", refusal)
	}
	i64, ok := n.Int64()
	if !ok {
		return 0, exceptions.IndexError.Errorf("cannot fit 'int' into an index-sized integer")
	}
	i := int(i64)
	if i < 0 {
		i += a.typ.length
	}
	if i < 0 || i >= a.typ.length {
		return 0, errInvalidIndex()
	}
	return i, nil
}

// Get evaluates a[k].
func (a *carray) Get(k starlark.Value) (starlark.Value, bool, error) {
	if s, ok := k.(*object.Slice); ok {
		v, err := a.slice(s)
		return v, err == nil, err
	}
	i, err := a.index(k, "indices must be integers")
	if err != nil {
		return nil, false, err
	}
	return a.at(a.typ.s.rt.Current(), i), true, nil
}

func (a *carray) slice(s *object.Slice) (starlark.Value, error) {
	start, step, n, err := s.Positions(a.typ.length)
	if err != nil {
		return nil, err
	}
	return a.positions(start, step, n), nil
}

// Index reads one element for the VM.
func (a *carray) Index(i int) starlark.Value { return a.at(a.typ.s.rt.Current(), i) }

// Slice evaluates a[start:stop:step] for the VM.
func (a *carray) Slice(start, stop, step int) starlark.Value {
	return a.positions(start, step, sliceCount(start, stop, step))
}

// sliceCount is the number of positions from start by step before stop.
func sliceCount(start, stop, step int) int {
	if step < 0 {
		start, stop, step = -start, -stop, -step
	}
	return max(0, (stop-start+step-1)/step)
}

// positions reads n elements: bytes or str of characters, else a list.
func (a *carray) positions(start, step, n int) starlark.Value {
	size := a.typ.elem.size
	switch a.typ.elem.code {
	case 'c', 'u':
		text := make([]byte, 0, n*size)
		for i := range n {
			at := (start + i*step) * size
			text = append(text, a.mem.data[at:at+size]...)
		}
		if a.typ.elem.code == 'c' {
			return starlark.Bytes(text)
		}
		return starlark.String(wideText(text))
	}
	t := a.typ.s.rt.Current()
	out := make([]starlark.Value, n)
	for i := range out {
		out[i] = a.at(t, start+i*step)
	}
	return starlark.NewList(out)
}

// SetKey evaluates a[k] = v.
func (a *carray) SetKey(k, v starlark.Value) error {
	t := a.typ.s.rt.Current()
	if s, ok := k.(*object.Slice); ok {
		return a.setSlice(t, s, v)
	}
	i, err := a.index(k, "indices must be integer")
	if err != nil {
		return err
	}
	if e := a.typ.elem; e.code != 0 {
		if _, isData := v.(*csimple); !isData {
			return store(e.code, a.mem.data[i*e.size:], v)
		}
	}
	return a.typ.elem.set(t, a.element(i), v)
}

// setSlice evaluates a[start:stop:step] = v. CPython asks v for its length first, and for elements by index.
func (a *carray) setSlice(t *starlark.Thread, s *object.Slice, v starlark.Value) error {
	start, step, n, err := s.Positions(a.typ.length)
	if err != nil {
		return err
	}
	length, ok := a.typ.s.length(t, v)
	if !ok || length != n {
		return exceptions.ValueError.Errorf("Can only assign sequence of same size")
	}
	elements, err := a.typ.s.rt.List(t, v)
	if err != nil {
		return err
	}
	for i := range min(n, len(elements)) {
		if err := a.typ.elem.set(t, a.element(start+i*step), elements[i]); err != nil {
			return err
		}
	}
	return nil
}

// length is len(v); ok is false if v has none.
func (s *State) length(t *starlark.Thread, v starlark.Value) (int, bool) {
	n, err := starlark.Call(t, s.rt.Builtin("len"), starlark.Tuple{v}, nil)
	if err != nil {
		return 0, false
	}
	i, err := object.AsInt(n)
	return i, err == nil
}

// Has is v in a.
func (a *carray) Has(v starlark.Value) (bool, error) {
	t := a.typ.s.rt.Current()
	for i := range a.typ.length {
		if eq, err := a.typ.s.rt.Equal(a.at(t, i), v); eq || err != nil {
			return eq, err
		}
	}
	return false, nil
}

// Iterate iterates over the elements as they are when their turn comes.
func (a *carray) Iterate() starlark.Iterator { return &carrayIterator{a: a} }

type carrayIterator struct {
	a *carray
	i int
}

func (it *carrayIterator) Next(p *starlark.Value) bool {
	if it.i >= it.a.typ.length {
		return false
	}
	*p = it.a.at(it.a.typ.s.rt.Current(), it.i)
	it.i++
	return true
}
func (it *carrayIterator) Done() {}

// Attr serves value and raw of arrays of characters.
func (a *carray) Attr(name string) (starlark.Value, error) {
	switch {
	case name == "value" && a.typ.elem.code == 'c':
		text, _, _ := bytes.Cut(a.mem.data, []byte{0})
		return starlark.Bytes(text), nil
	case name == "raw" && a.typ.elem.code == 'c':
		return starlark.Bytes(a.mem.data), nil
	case name == "value" && a.typ.elem.code == 'u':
		n := 0
		for n < a.typ.length && !bytes.Equal(a.mem.data[n*4:n*4+4], make([]byte, 4)) {
			n++
		}
		return starlark.String(wideText(a.mem.data[:n*4])), nil
	case name == "_length_":
		return starlark.MakeInt(a.typ.length), nil
	case name == "_type_":
		return a.typ.elem.value(), nil
	}
	return object.MethodOf(a, name)
}

// AttrNames lists value and raw where there are such.
func (a *carray) AttrNames() []string {
	switch a.typ.elem.code {
	case 'c':
		return []string{"raw", "value"}
	case 'u':
		return []string{"value"}
	}
	return nil
}

// SetField assigns value and raw of arrays of characters. value gets a NUL behind it if there is room.
func (a *carray) SetField(name string, v starlark.Value) error {
	switch {
	case name == "value" && a.typ.elem.code == 'c':
		text, ok := v.(starlark.Bytes)
		if !ok {
			return exceptions.TypeError.Errorf("bytes expected instead of %s instance", object.TypeName(v))
		}
		if len(text) > len(a.mem.data) {
			return exceptions.ValueError.Errorf("byte string too long")
		}
		if n := copy(a.mem.data, text); n < len(a.mem.data) {
			a.mem.data[n] = 0
		}
		return nil
	case name == "raw" && a.typ.elem.code == 'c':
		data, _, ok := buffer(v)
		if !ok {
			return exceptions.TypeError.Errorf("a bytes-like object is required, not '%s'", object.TypeName(v))
		}
		if len(data) > len(a.mem.data) {
			return exceptions.ValueError.Errorf("byte string too long")
		}
		copy(a.mem.data, data)
		return nil
	case name == "value" && a.typ.elem.code == 'u':
		text, ok := v.(starlark.String)
		if !ok {
			return exceptions.TypeError.Errorf("unicode string expected instead of %s instance", object.TypeName(v))
		}
		n := utf8.RuneCountInString(string(text))
		if n > a.typ.length {
			return exceptions.ValueError.Errorf("string too long")
		}
		putWide(a.mem.data, string(text))
		if n < a.typ.length {
			clear(a.mem.data[n*4 : n*4+4])
		}
		return nil
	}
	return noSetter(a, name)
}

// Reduce writes the array's place in the arena, or its bytes.
func (a *carray) Reduce(e *starlarkcbor.Encoder) error {
	return a.typ.s.reduceData(e, a, kindArray, a.typ, a.mem, nil)
}
