package starlarkcbor

// This file holds the methods by which builders read items.

import (
	"math"

	"go.starlark.net/starlark"
)

// Reserve returns the number of the object that the running Builder makes, or
// -1 if nothing in the message can refer to it. It must be called before the
// Builder decodes an item.
func (d *Decoder) Reserve() int {
	slot := d.slot
	d.slot = -1
	return slot
}

// Define makes v the object of a number from Reserve, so that parts decoded
// from now on can refer to it. The Builder must return the same v.
func (d *Decoder) Define(id int, v starlark.Value) {
	if id >= 0 {
		d.shared[id] = v
	}
}

// Fail returns an error about the item that ends here, for a Builder to return.
func (d *Decoder) Fail(reason string) error { return d.malformed(d.off, reason) }

// expect reads a head of the given major type.
func (d *Decoder) expect(want byte, reason string) (uint64, error) {
	start := d.off
	major, n, err := d.head()
	if err != nil {
		return 0, err
	}
	if major != want {
		return 0, d.malformed(start, reason)
	}
	return n, nil
}

// Tag reads a tag; the item that follows is its content.
func (d *Decoder) Tag() (uint64, error) { return d.expect(majorTag, "a tag is expected") }

// ArrayHeader reads the head of an array and returns its length, which is no
// more than the number of bytes that follow.
func (d *Decoder) ArrayHeader() (int, error) {
	start := d.off
	n, err := d.expect(majorArray, "an array is expected")
	if err != nil {
		return 0, err
	}
	return d.claim(start, n, 1)
}

// ArrayOf reads the head of an array, which must be of n elements.
func (d *Decoder) ArrayOf(n int) error {
	start := d.off
	got, err := d.ArrayHeader()
	if err == nil && got != n {
		err = d.malformed(start, "an array of another length is expected")
	}
	return err
}

// MapHeader reads the head of a map and returns the number of its pairs.
func (d *Decoder) MapHeader() (int, error) {
	start := d.off
	n, err := d.expect(majorMap, "a map is expected")
	if err != nil {
		return 0, err
	}
	return d.claim(start, n, 2)
}

// Fields reads a map of names to values and calls f for each pair. An error of f ends the reading.
func (d *Decoder) Fields(f func(name string, v starlark.Value) error) error {
	n, err := d.MapHeader()
	if err != nil {
		return err
	}
	for range n {
		name, err := d.Text()
		if err != nil {
			return err
		}
		v, err := d.Decode()
		if err != nil {
			return err
		}
		if err := f(name, v); err != nil {
			return err
		}
	}
	return nil
}

// Int reads an integer that fits an int64.
func (d *Decoder) Int() (int64, error) {
	start := d.off
	major, n, err := d.head()
	switch {
	case err != nil:
		return 0, err
	case n > math.MaxInt64 || major != majorUint && major != majorNegint:
		return 0, d.malformed(start, "an integer of 64 bits is expected")
	case major == majorNegint:
		return ^int64(n), nil
	}
	return int64(n), nil
}

// Uint reads an unsigned integer.
func (d *Decoder) Uint() (uint64, error) {
	return d.expect(majorUint, "an unsigned integer is expected")
}

// Text reads a str that Encoder.Text wrote.
func (d *Decoder) Text() (string, error) {
	v, err := d.text()
	return string(v), err
}

func (d *Decoder) text() (starlark.String, error) {
	start := d.off
	v, err := d.item(-1)
	if err != nil {
		return "", err
	}
	s, ok := v.(starlark.String)
	if !ok {
		return "", d.malformed(start, "a str is expected")
	}
	return s, nil
}

// BytesRef reads a byte string without copying it: the result is part of the
// data given to Reset.
func (d *Decoder) BytesRef() ([]byte, error) {
	start := d.off
	n, err := d.expect(majorBytes, "a byte string is expected")
	if err != nil {
		return nil, err
	}
	return d.take(start, n)
}

// Float reads a float.
func (d *Decoder) Float() (float64, error) {
	start := d.off
	_, n, err := d.head()
	if err != nil {
		return 0, err
	}
	if d.data[start] != simpleFloat64 {
		return 0, d.malformed(start, "a float is expected")
	}
	return math.Float64frombits(n), nil
}

// Bool reads a truth value.
func (d *Decoder) Bool() (bool, error) {
	start := d.off
	if _, _, err := d.head(); err != nil {
		return false, err
	}
	switch d.data[start] {
	case simpleTrue:
		return true, nil
	case simpleFalse:
		return false, nil
	}
	return false, d.malformed(start, "a truth value is expected")
}

// Null reads None if None is next, and reports whether it did.
func (d *Decoder) Null() bool {
	if d.off < len(d.data) && d.data[d.off] == simpleNull {
		d.off++
		return true
	}
	return false
}
