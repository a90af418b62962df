package multiprocessing

import (
	"bytes"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file defines ctypes.Structure, from which scripts derive. Its fields are laid out as a C compiler does.

// cfield is a field of a structure.
type cfield struct {
	name string
	typ  *ctype
	off  int
}

// structure is the Go state of an instance of a structure.
type structure struct {
	typ *ctype // nil if err is set
	mem memory // empty until it is needed: see memory
	err error  // why the class is no structure
}

func structureOf(v starlark.Value) *structure {
	return v.(*object.Instance).State().(*structure)
}

// memory returns where the structure lies; by default that is memory of this process.
func (st *structure) memory() memory {
	if st.mem.data == nil {
		st.mem.data = make([]byte, st.typ.size)
	}
	return st.mem
}

// structureClass returns the class Structure.
func (s *State) structureClass() *object.Class {
	if s.objects.ctypes.base == nil {
		s.objects.ctypes.base = s.rt.NewBuiltinClass("ctypes", "Structure", &object.Native{
			New: func(t *starlark.Thread, inst *object.Instance) any {
				typ, err := s.structureType(inst.Class())
				return &structure{typ: typ, err: err}
			},
			Methods: structureMethods,
			Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
				return structureOf(inst).get(s.rt.Current(), name)
			},
			Set: func(inst *object.Instance, name string, v starlark.Value) (bool, error) {
				return structureOf(inst).set(s.rt.Current(), name, v)
			},
			Reduce: func(e *starlarkcbor.Encoder, inst *object.Instance) error { return structureOf(inst).reduce(e) },
			Build: func(d *starlarkcbor.Decoder, inst *object.Instance) error {
				return structureOf(inst).build(s, d)
			},
		})
		s.objects.ctypes.base.SetMaker(func(t *starlark.Thread, statement *object.ClassStatement) (starlark.Value, error) {
			class, err := statement.Make(t)
			if err == nil {
				_, err = s.structureType(class) // wrong fields are an error of the class statement
			}
			return class, err
		})
	}
	return s.objects.ctypes.base
}

var structureMethods = object.NewMethods(map[string]object.Method{
	"__init__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		st := structureOf(self)
		if st.err != nil {
			return nil, st.err
		}
		if len(args) > len(st.typ.fields) {
			return nil, exceptions.TypeError.Errorf("too many initializers")
		}
		for i, v := range args {
			if _, err := st.set(t, st.typ.fields[i].name, v); err != nil {
				return nil, err
			}
		}
		for _, kv := range kwargs {
			name := string(kv[0].(starlark.String))
			for _, f := range st.typ.fields[:len(args)] {
				if f.name == name {
					return nil, exceptions.TypeError.Errorf("duplicate values for field '%s'", name)
				}
			}
			if err := self.(*object.Instance).SetField(name, kv[1]); err != nil {
				return nil, err
			}
		}
		return starlark.None, nil
	},
})

// structureType returns the C type of a script's structure.
func (s *State) structureType(class *object.Class) (*ctype, error) {
	if c := s.objects.ctypes.structures[class]; c != nil {
		return c, nil
	}
	if class == s.structureClass() {
		return nil, exceptions.TypeError.Errorf("abstract class")
	}
	c := &ctype{s: s, module: class.Module(), name: class.Name(), align: 1, class: class}
	for _, b := range class.Bases() {
		if b.IsSubclass(s.structureClass()) && b != s.structureClass() {
			base, err := s.structureType(b)
			if err != nil {
				return nil, err
			}
			c.fields = append(c.fields, base.fields...)
			c.size, c.align = base.size, base.align
		}
	}
	var own, pack starlark.Value
	class.Namespace(func(name string, v starlark.Value) {
		switch name {
		case "_fields_":
			own = v
		case "_pack_":
			pack = v
		}
	})
	if own != nil {
		if err := c.layOut(own, pack); err != nil {
			return nil, err
		}
	}
	if len(c.fields) > 0 { // _fields_ may be assigned later
		if s.objects.ctypes.structures == nil {
			s.objects.ctypes.structures = map[*object.Class]*ctype{}
		}
		s.objects.ctypes.structures[class] = c
	}
	return c, nil
}

// layOut appends the fields of _fields_.
func (c *ctype) layOut(own, pack starlark.Value) error {
	limit := 1 << 16
	if pack != nil {
		n, err := object.AsInt(pack)
		if err != nil || n < 0 {
			return exceptions.ValueError.Errorf("_pack_ must be a non-negative integer")
		}
		if n > 0 {
			limit = n
		}
	}
	list, err := c.s.rt.List(c.s.rt.Current(), own)
	if err != nil {
		return exceptions.TypeError.Errorf("_fields_ must be a sequence of pairs")
	}
	for i, v := range list {
		pair, ok := v.(starlark.Tuple)
		if !ok || len(pair) < 2 || len(pair) > 3 {
			return exceptions.TypeError.Errorf("_fields_ must be a sequence of pairs")
		}
		name, ok := pair[0].(starlark.String)
		if !ok {
			return exceptions.TypeError.Errorf("_fields_ must be a sequence of (name, C type) pairs")
		}
		typ, err := c.s.ctypeOf(pair[1])
		if _, isCode := pair[1].(starlark.String); err != nil || isCode {
			return exceptions.TypeError.Errorf("second item in _fields_ tuple (index %d) must be a C type", i)
		}
		if len(pair) == 3 {
			return exceptions.NotImplementedError.Errorf("bit fields are not supported: field '%s' of '%s'", string(name), c.name)
		}
		align := max(min(typ.align, limit), 1)
		off := (c.size + align - 1) / align * align
		c.fields = append(c.fields, cfield{string(name), typ, off})
		c.size = off + typ.size
		c.align = max(c.align, align)
	}
	c.size = (c.size + c.align - 1) / c.align * c.align
	return nil
}

// field finds a field.
func (st *structure) field(name string) *cfield {
	if st.typ == nil {
		return nil
	}
	for i := range st.typ.fields {
		if st.typ.fields[i].name == name {
			return &st.typ.fields[i]
		}
	}
	return nil
}

// get reads a field. Arrays of characters read as text, up to the first NUL.
func (st *structure) get(t *starlark.Thread, name string) (starlark.Value, bool, error) {
	f := st.field(name)
	if f == nil {
		return nil, false, nil
	}
	m := st.memory().part(f.off, f.typ.size)
	if e := f.typ.elem; e != nil && (e.code == 'c' || e.code == 'u') {
		v, err := (&carray{typ: f.typ, mem: m}).Attr("value")
		return v, true, err
	}
	return f.typ.get(t, m), true, nil
}

// set assigns a field.
func (st *structure) set(t *starlark.Thread, name string, v starlark.Value) (bool, error) {
	f := st.field(name)
	if f == nil {
		return false, nil
	}
	m := st.memory().part(f.off, f.typ.size)
	if e := f.typ.elem; e != nil && (e.code == 'c' || e.code == 'u') {
		if text, ok := v.(starlark.Bytes); ok && e.code == 'c' {
			if i := bytes.IndexByte([]byte(text), 0); i >= 0 {
				text = text[:i]
			}
			if len(text) > f.typ.length {
				return true, exceptions.ValueError.Errorf("bytes too long (%d, maximum length %d)", len(text), f.typ.length)
			}
			v = text
		}
		return true, (&carray{typ: f.typ, mem: m}).SetField("value", v)
	}
	return true, f.typ.set(t, m, v)
}

// reduce writes where the structure lies, or its bytes.
func (st *structure) reduce(e *starlarkcbor.Encoder) error {
	if st.err != nil {
		return st.err
	}
	m := st.memory()
	if m.block == nil {
		e.ByteString(m.data)
		return nil
	}
	e.ArrayHeader(2)
	writeRef(e, m.block.h.Ref())
	e.Uint(uint64(m.off))
	return nil
}

// build reads what reduce writes into a new instance.
func (st *structure) build(s *State, d *starlarkcbor.Decoder) error {
	if st.err != nil {
		return st.err
	}
	if data, err := d.BytesRef(); err == nil {
		if len(data) != st.typ.size {
			return malformed(d, nil)
		}
		st.mem.data = bytes.Clone(data)
		return nil
	}
	if err := d.ArrayOf(2); err != nil {
		return err
	}
	ref, err := readRef(d)
	if err != nil {
		return err
	}
	off, err := d.Uint()
	if err != nil {
		return err
	}
	h, err := s.member.OpenBlock(ref)
	if err != nil {
		return openError(err)
	}
	b := blockOf(h)
	if n := uint64(h.Len()); off > n || uint64(st.typ.size) > n-off {
		return malformed(d, nil)
	}
	st.mem = memory{block: b, data: h.Bytes()}.part(int(off), st.typ.size)
	return nil
}
