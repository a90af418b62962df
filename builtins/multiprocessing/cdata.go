package multiprocessing

import (
	"runtime"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file defines C data: memory of a C type, in the arena or in this process alone.

// memory is where a C value lies. Views of a part (an element, a field) share the block.
type memory struct {
	block *block // nil: memory of this process
	off   int    // of data in the block
	data  []byte
}

// block is a hold on a block of the arena, which is given up when nothing refers to it any more.
type block struct{ h *shm.Block }

// blockOf owns h.
func blockOf(h *shm.Block) *block {
	b := &block{h}
	runtime.AddCleanup(b, (*shm.Block).Close, h)
	return b
}

// newMemory returns zeroed memory of the arena.
func (s *State) newMemory(size int) (memory, error) {
	h, err := s.member.NewBlock(size)
	if err != nil {
		return memory{}, scriptError(err)
	}
	return memory{block: blockOf(h), data: h.Bytes()[:size]}, nil
}

// part is the memory of a part.
func (m memory) part(off, size int) memory {
	return memory{block: m.block, off: m.off + off, data: m.data[off : off+size : off+size]}
}

// csimple is a value of a simple type: c_int(5).
type csimple struct {
	plain
	typ *ctype
	mem memory
}

var (
	_ starlark.HasSetField = (*csimple)(nil)
	_ object.HasClass      = (*csimple)(nil)
	_ starlarkcbor.Reducer = (*csimple)(nil)
)

func (v *csimple) Type() string         { return v.typ.name }
func (v *csimple) Class() *object.Class { return v.typ.valueClass() }
func (v *csimple) Hash() (uint32, error) {
	return 0, exceptions.TypeError.Errorf("unhashable type")
}
func (v *csimple) Truth() starlark.Bool {
	for _, b := range v.mem.data {
		if b != 0 {
			return true
		}
	}
	return false
}
func (v *csimple) String() string {
	text, _ := v.typ.s.rt.Repr(load(v.typ.code, v.mem.data))
	return v.typ.name + "(" + text + ")"
}

// Attr serves value.
func (v *csimple) Attr(name string) (starlark.Value, error) {
	if name == "value" {
		return load(v.typ.code, v.mem.data), nil
	}
	return nil, nil
}

// AttrNames lists what Attr serves.
func (v *csimple) AttrNames() []string { return []string{"value"} }

// SetField assigns value.
func (v *csimple) SetField(name string, x starlark.Value) error {
	if name == "value" {
		return store(v.typ.code, v.mem.data, x)
	}
	return noSetter(v, name)
}

// typeOfData returns the C type of a value of this file, array.go or structure.go.
func typeOfData(v starlark.Value) (*ctype, bool) {
	switch v := v.(type) {
	case *csimple:
		return v.typ, true
	case *carray:
		return v.typ, true
	case *object.Instance:
		if st, ok := v.State().(*structure); ok {
			return st.typ, st.typ != nil
		}
	}
	return nil, false
}

// memoryOf returns where a value of a C type lies.
func memoryOf(v starlark.Value) memory {
	switch v := v.(type) {
	case *csimple:
		return v.mem
	case *carray:
		return v.mem
	}
	return structureOf(v).memory()
}

// view makes the value of a type at some memory.
func (c *ctype) view(t *starlark.Thread, m memory) starlark.Value {
	switch {
	case c.code != 0:
		return &csimple{typ: c, mem: m}
	case c.elem != nil:
		return &carray{typ: c, mem: m}
	}
	inst := c.class.Allocate(t)
	structureOf(inst).mem = m
	return inst
}

// init is __init__ of a C value.
func (c *ctype) init(t *starlark.Thread, v starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) error {
	switch v := v.(type) {
	case *csimple:
		if len(args) > 1 {
			return exceptions.TypeError.Errorf("__init__ expected at most 1 argument, got %d", len(args))
		}
		if len(args) == 1 {
			return store(c.code, v.mem.data, args[0])
		}
		return nil
	case *carray:
		return v.fill(t, args)
	}
	f, err := c.s.rt.GetAttr(v, "__init__")
	if err != nil {
		return err
	}
	_, err = starlark.Call(t, f, args, kwargs)
	return err
}

// get reads an element or field as Python sees it: simple values are converted, others are views.
func (c *ctype) get(t *starlark.Thread, m memory) starlark.Value {
	switch {
	case c.code != 0:
		return load(c.code, m.data)
	}
	return c.view(t, m)
}

// set assigns an element or field: a value of the same type is copied, a tuple initializes an array or structure.
func (c *ctype) set(t *starlark.Thread, m memory, v starlark.Value) error {
	if d, ok := typeOfData(v); ok && (d.same(c) || d.isStructure() && c.isStructure() && d.class.IsSubclass(c.class)) {
		copy(m.data, memoryOf(v).data[:c.size])
		return nil
	}
	if c.code != 0 {
		return store(c.code, m.data, v)
	}
	args, ok := v.(starlark.Tuple)
	if !ok {
		return exceptions.TypeError.Errorf("expected %s instance, got %s", c.name, object.TypeName(v))
	}
	made := c.view(t, memory{data: make([]byte, c.size)})
	if err := c.init(t, made, args, nil); err != nil {
		e := c.s.rt.Exception(err)
		text, strErr := c.s.rt.Str(e)
		if strErr != nil {
			return strErr
		}
		return exceptions.RuntimeError.Errorf("(%s) %s: %s", c.name, e.Type(), text)
	}
	copy(m.data, memoryOf(made).data)
	return nil
}

// reduceData writes a C value, and the lock of its wrapper, if there is one:
//
//	[kind, block, offset, type, lock or None]
//	[kindCopy, bytes, type]                    memory of one process travels by value
func (s *State) reduceData(e *starlarkcbor.Encoder, v starlark.Value, kind handleKind, typ *ctype, m memory, lock starlark.Value) error {
	if m.block == nil {
		if reduceHandle(e, v, kindCopy, 2) {
			return nil
		}
		e.ByteString(m.data)
		return typ.write(e)
	}
	if reduceHandle(e, v, kind, 4) {
		return nil
	}
	writeRef(e, m.block.h.Ref())
	e.Uint(uint64(m.off))
	if err := typ.write(e); err != nil {
		return err
	}
	if lock == nil {
		e.Null()
		return nil
	}
	return e.EncodeAttr("_lock", lock)
}

// openData reads the first form of reduceData.
func openData(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	ref, err := readRef(d)
	if err != nil || parts != 4 {
		return nil, malformed(d, err)
	}
	off, err := d.Uint()
	if err != nil {
		return nil, err
	}
	typ, err := s.readType(d)
	if err != nil {
		return nil, err
	}
	l, err := d.Decode()
	if err != nil {
		return nil, err
	}
	h, err := s.member.OpenBlock(ref)
	if err != nil {
		return nil, openError(err)
	}
	b := blockOf(h)
	if n := uint64(h.Len()); off > n || uint64(typ.size) > n-off {
		return nil, malformed(d, nil)
	}
	v := typ.view(s.rt.Current(), memory{block: b, data: h.Bytes()}.part(int(off), typ.size))
	if l == starlark.None {
		return v, nil
	}
	return s.synchronized(v, l), nil
}

// openCopy reads the second form of reduceData.
func openCopy(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	if parts != 2 {
		return nil, malformed(d, nil)
	}
	data, err := d.BytesRef()
	if err != nil {
		return nil, err
	}
	data = append([]byte(nil), data...)
	typ, err := s.readType(d)
	if err != nil {
		return nil, err
	}
	if len(data) != typ.size {
		return nil, malformed(d, nil)
	}
	return typ.view(s.rt.Current(), memory{data: data}), nil
}

// Reduce writes the value's place in the arena, or its bytes.
func (v *csimple) Reduce(e *starlarkcbor.Encoder) error {
	return v.typ.s.reduceData(e, v, kindValue, v.typ, v.mem, nil)
}
