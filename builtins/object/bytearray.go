package object

import (
	"bytes"
	"slices"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/ipc/starlarkcbor"
)

// This file defines bytearray.

// Bytearray is a bytearray.
type Bytearray struct{ data []byte }

var (
	_ starlark.HasSetKey   = (*Bytearray)(nil)
	_ starlark.Sequence    = (*Bytearray)(nil)
	_ starlark.Container   = (*Bytearray)(nil)
	_ starlark.HasBinary   = (*Bytearray)(nil)
	_ starlark.Comparable  = (*Bytearray)(nil)
	_ starlarkcbor.Reducer = (*Bytearray)(nil)
	_ HasMethods           = (*Bytearray)(nil)
	_ starlark.HasAttrs    = (*Bytearray)(nil)
	_ HasBytes             = (*Bytearray)(nil)
)

// NewBytearray returns a bytearray that owns data.
func NewBytearray(data []byte) *Bytearray { return &Bytearray{data} }

// newBytearray is bytearray(source=b”, encoding=..., errors=...).
func (rt *Runtime) newBytearray(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s, err := rt.bytesFrom(t, "bytearray", args, kwargs)
	return &Bytearray{[]byte(s)}, err
}

// bytearrayFromhex is bytearray.fromhex(string).
func (rt *Runtime) bytearrayFromhex(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s, err := fromHex("bytearray.fromhex", args, kwargs)
	return &Bytearray{[]byte(s)}, err
}

func (b *Bytearray) String() string       { return "bytearray(" + BytesRepr(string(b.data)) + ")" }
func (b *Bytearray) Type() string         { return "bytearray" }
func (b *Bytearray) Freeze()              {}
func (b *Bytearray) Truth() starlark.Bool { return len(b.data) > 0 }
func (b *Bytearray) Hash() (uint32, error) {
	return 0, typeErrorf("unhashable type: 'bytearray'")
}
func (b *Bytearray) Len() int { return len(b.data) }

// Bytes returns the contents, which the next change of b may overwrite.
func (b *Bytearray) Bytes() []byte { return b.data }

// Iterate iterates over the numbers; the bytearray may change meanwhile.
func (b *Bytearray) Iterate() starlark.Iterator { return &bytearrayIterator{b, 0} }

type bytearrayIterator struct {
	b *Bytearray
	i int
}

func (it *bytearrayIterator) Next(p *starlark.Value) bool {
	if it.i >= len(it.b.data) {
		return false
	}
	*p = starlark.MakeInt(int(it.b.data[it.i]))
	it.i++
	return true
}
func (it *bytearrayIterator) Done() {}

// Get evaluates b[i], also with a slice.
func (b *Bytearray) Get(k starlark.Value) (starlark.Value, bool, error) {
	if s, ok := k.(*Slice); ok {
		out, err := sliceBytes(string(b.data), s)
		return &Bytearray{[]byte(out)}, true, err
	}
	i, err := b.index(k)
	if err != nil {
		return nil, false, err
	}
	return starlark.MakeInt(int(b.data[i])), true, nil
}

func (b *Bytearray) index(k starlark.Value) (int, error) {
	i, err := indexOf("bytearray", k)
	if err != nil {
		return 0, err
	}
	if i < 0 {
		i += len(b.data)
	}
	if i < 0 || i >= len(b.data) {
		return 0, exceptions.IndexError.Errorf("bytearray index out of range")
	}
	return i, nil
}

// SetKey evaluates b[k] = v.
func (b *Bytearray) SetKey(k, v starlark.Value) error {
	if s, ok := k.(*Slice); ok {
		return b.setSlice(s, v)
	}
	i, err := b.index(k)
	if err != nil {
		return err
	}
	c, err := byteValue(v, "bytearray")
	if err == nil {
		b.data[i] = c
	}
	return err
}

// setSlice evaluates b[start:stop:step] = v for bytes-like values and lists of numbers.
func (b *Bytearray) setSlice(s *Slice, v starlark.Value) error {
	source, ok := bytesOf(v)
	if !ok {
		var data []byte
		switch v.(type) {
		case starlark.String:
			return typeErrorf("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
		case starlark.Iterable:
		default:
			return typeErrorf("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
		}
		for _, x := range elementsOf(v) {
			c, err := byteValue(x, "bytearray")
			if err != nil {
				return err
			}
			data = append(data, c)
		}
		source = string(data)
	}
	start, stop, step, err := s.indices(len(b.data))
	if err != nil {
		return err
	}
	if step == 1 {
		b.data = slices.Replace(b.data, start, max(start, stop), []byte(source)...)
		return nil
	}
	n := sliceLength(start, stop, step)
	if n != len(source) {
		return valueErrorf("attempt to assign bytes of size %d to extended slice of size %d", len(source), n)
	}
	for i := range n {
		b.data[start+i*step] = source[i]
	}
	return nil
}

// DelItem evaluates del b[k].
func (b *Bytearray) DelItem(t *starlark.Thread, k starlark.Value) error {
	s, ok := k.(*Slice)
	if !ok {
		i, err := b.index(k)
		if err == nil {
			b.data = slices.Delete(b.data, i, i+1)
		}
		return err
	}
	start, stop, step, err := s.indices(len(b.data))
	if err != nil {
		return err
	}
	gone := make([]bool, len(b.data))
	for i := range sliceLength(start, stop, step) {
		gone[start+i*step] = true
	}
	kept := b.data[:0]
	for i, c := range b.data {
		if !gone[i] {
			kept = append(kept, c)
		}
	}
	b.data = kept
	return nil
}

// Has is y in b.
func (b *Bytearray) Has(y starlark.Value) (bool, error) { return hasBytes(string(b.data), y) }

// hasBytes is y in s for bytes and bytearray.
func hasBytes(s string, y starlark.Value) (bool, error) {
	if sub, ok := bytesOf(y); ok {
		return strings.Contains(s, sub), nil
	}
	switch y.(type) {
	case starlark.Int, starlark.Bool:
		c, err := byteValue(y, "byte")
		return err == nil && strings.IndexByte(s, c) >= 0, err
	}
	return false, typeErrorf("a bytes-like object is required, not '%s'", TypeName(y))
}

// Binary evaluates + with bytes-like values, * with ints, and %. The type of the left operand is that of the sum.
func (b *Bytearray) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	switch op {
	case syntax.PLUS:
		other, ok := bytesOf(y)
		if !ok {
			return nil, typeErrorf("can't concat %s to bytearray", TypeName(y))
		}
		if side == starlark.Right {
			return starlark.Bytes(other + string(b.data)), nil
		}
		return &Bytearray{append(bytes.Clone(b.data), other...)}, nil
	case syntax.STAR:
		if i, ok := unbool(y).(starlark.Int); ok {
			if err := checkRepeat(starlark.Bytes(b.data), i); err != nil {
				return nil, err
			}
			n, _ := i.Int64()
			return &Bytearray{bytes.Repeat(b.data, int(max(n, 0)))}, nil
		}
	}
	return nil, nil
}

// CompareSameType compares two bytearrays.
func (b *Bytearray) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	return starlark.Compare(op, starlark.Bytes(b.data), starlark.Bytes(y.(*Bytearray).data))
}

// Attr is b.name where the VM reads it.
func (b *Bytearray) Attr(name string) (starlark.Value, error) {
	if m, ok := bytearrayMethods.Get(name); ok {
		return bindMethod(name, m, b), nil
	}
	return nil, nil
}

// AttrNames lists nothing: dir() asks Methods.
func (b *Bytearray) AttrNames() []string { return nil }

// Methods returns bytearray's methods.
func (b *Bytearray) Methods() *Methods { return bytearrayMethods }

// bytearrayMethods returns bytearray's methods for the class.
func (rt *Runtime) bytearrayMethods() *Methods { return bytearrayMethods }

// Reduce writes TagBytearray and a byte string.
func (b *Bytearray) Reduce(e *starlarkcbor.Encoder) error {
	if e.Shared(b) {
		return nil
	}
	e.Tag(starlarkcbor.TagBytearray)
	e.ByteString(b.data)
	return nil
}

// buildBytearray reads what Reduce writes.
func buildBytearray(d *starlarkcbor.Decoder) (starlark.Value, error) {
	id := d.Reserve()
	v, err := d.Decode()
	if err != nil {
		return nil, err
	}
	s, ok := v.(starlark.Bytes)
	if !ok {
		return nil, typeErrorf("bytearray of %s", TypeName(v))
	}
	b := &Bytearray{[]byte(s)}
	d.Define(id, b)
	return b, nil
}
