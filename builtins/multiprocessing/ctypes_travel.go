package multiprocessing

import (
	"math"

	"go.starlark.net/starlark"

	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file makes C types travel, with the data of their values and as arguments.

// Forms of a type in messages.
const (
	formSimple    = iota // name
	formArray            // module, length, type of the elements
	formStructure        // class
)

// write writes a type.
func (c *ctype) write(e *starlarkcbor.Encoder) error {
	switch {
	case c.code != 0:
		e.ArrayHeader(2)
		e.Uint(formSimple)
		return e.Text(c.name)
	case c.elem != nil:
		e.ArrayHeader(4)
		e.Uint(formArray)
		if err := e.Text(c.module); err != nil {
			return err
		}
		e.Uint(uint64(c.length))
		return c.elem.write(e)
	}
	e.ArrayHeader(2)
	e.Uint(formStructure)
	return e.Encode(c.class)
}

// readType reads what write writes.
func (s *State) readType(d *starlarkcbor.Decoder) (*ctype, error) {
	n, err := d.ArrayHeader()
	if err != nil {
		return nil, err
	}
	form, err := d.Uint()
	if err != nil {
		return nil, err
	}
	switch {
	case form == formSimple && n == 2:
		name, err := d.Text()
		if err != nil {
			return nil, err
		}
		if c := s.simpleType(name); c != nil {
			return c, nil
		}
	case form == formArray && n == 4:
		module, err := d.Text()
		if err != nil {
			return nil, err
		}
		length, err := d.Uint()
		if err != nil {
			return nil, err
		}
		elem, err := s.readType(d)
		if err != nil {
			return nil, err
		}
		if length <= math.MaxInt32 {
			return elem.arrayType(module, int(length))
		}
	case form == formStructure && n == 2:
		v, err := d.Decode()
		if err != nil {
			return nil, err
		}
		if class, ok := v.(*object.Class); ok && class.IsSubclass(s.structureClass()) {
			return s.structureType(class)
		}
	}
	return nil, d.Fail("malformed C type")
}

// Reduce writes the type itself, as an argument.
func (c *ctype) Reduce(e *starlarkcbor.Encoder) error {
	e.Tag(starlarkcbor.TagHandle)
	e.ArrayHeader(2)
	e.Uint(uint64(kindCType))
	return c.write(e)
}

func openCType(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	if parts != 1 {
		return nil, malformed(d, nil)
	}
	c, err := s.readType(d)
	if err != nil {
		return nil, err
	}
	return c.value(), nil
}
