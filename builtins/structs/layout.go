package structs

import (
	"encoding/binary"
	"math"
	"math/big"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file reads formats and converts values.

// Error is struct.error.
var Error = exceptions.New("struct", "error", exceptions.Exception)

// field is one code of a format with its number of repetitions.
type field struct {
	code   byte
	count  int // repetitions, or bytes of s and p
	size   int // of one
	offset int
}

// layout is a format.
type layout struct {
	text   string
	order  binary.ByteOrder
	fields []field
	size   int
	values int  // that are packed
	native bool // sizes, alignment and range checks of the machine
}

// sizes are those of the standard codes; l and L have 8 bytes natively.
var sizes = map[byte]int{'x': 1, 'c': 1, 'b': 1, 'B': 1, '?': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 4, 'L': 4, 'q': 8, 'Q': 8, 'e': 2, 'f': 4, 'd': 8, 's': 1, 'p': 1}

func parse(format string) (*layout, error) {
	l := &layout{text: format, order: binary.LittleEndian}
	native := true
	rest := format
	defer func() { l.native = native }()
	if rest != "" {
		switch rest[0] {
		case '@':
			rest = rest[1:]
		case '=', '<':
			native, rest = false, rest[1:]
		case '>', '!':
			native, l.order, rest = false, binary.BigEndian, rest[1:]
		}
	}
	for i := 0; i < len(rest); {
		c := rest[i]
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' {
			i++
			continue
		}
		count, given := 0, false
		for i < len(rest) && rest[i] >= '0' && rest[i] <= '9' {
			count, given = count*10+int(rest[i]-'0'), true
			if count > 1<<30 {
				return nil, Error.Errorf("overflow in item count")
			}
			i++
		}
		if i == len(rest) {
			return nil, Error.Errorf("repeat count given without format specifier")
		}
		if !given {
			count = 1
		}
		c = rest[i]
		i++
		size, ok := sizes[c]
		switch {
		case native && (c == 'l' || c == 'L' || c == 'n' || c == 'N' || c == 'P'):
			size, ok = 8, true
		}
		if !ok {
			return nil, Error.Errorf("bad char in struct format")
		}
		if native && l.size%size != 0 {
			l.size += size - l.size%size
		}
		l.fields = append(l.fields, field{c, count, size, l.size})
		l.size += count * size
		switch c {
		case 'x':
		case 's', 'p':
			l.values++
		default:
			l.values += count
		}
	}
	return l, nil
}

// bounds of the integer codes, by size.
func bounds(size int, signed bool) (lo, hi *big.Int) {
	hi = new(big.Int).Lsh(big.NewInt(1), uint(8*size))
	lo = new(big.Int)
	if signed {
		hi.Rsh(hi, 1)
		lo.Neg(hi)
	}
	return lo, hi.Sub(hi, big.NewInt(1))
}

// put writes one value.
func (l *layout) put(f field, b []byte, v starlark.Value) error {
	switch f.code {
	case 'c':
		s, ok := declare.Bytes(v)
		if !ok || len(s) != 1 {
			return Error.Errorf("char format requires a bytes object of length 1")
		}
		b[0] = s[0]
		return nil
	case '?':
		if v.Truth() {
			b[0] = 1
		}
		return nil
	case 'e', 'f', 'd':
		x, err := object.AsFloat(v)
		if err != nil {
			return Error.Errorf("required argument is not a float")
		}
		return l.putFloat(f, b, x)
	}
	i, err := object.AsIndex(v)
	if err != nil {
		return Error.Errorf("required argument is not an integer")
	}
	signed := f.code >= 'a'
	n := i.BigInt()
	if lo, hi := bounds(f.size, signed); n.Cmp(lo) < 0 || n.Cmp(hi) > 0 {
		switch {
		case l.native && f.code == 'h':
			return Error.Errorf("short format requires %v <= number <= %v", lo, hi)
		case l.native && f.code == 'H':
			return Error.Errorf("ushort format requires %v <= number <= %v", lo, hi)
		}
		switch f.code {
		case 'b':
			return Error.Errorf("byte format requires -128 <= number <= 127")
		case 'B':
			return Error.Errorf("ubyte format requires 0 <= number <= 255")
		case 'q', 'Q':
			return Error.Errorf("int too large to convert")
		}
		return Error.Errorf("'%c' format requires %v <= number <= %v", f.code, lo, hi)
	}
	u := new(big.Int).And(n, new(big.Int).SetUint64(math.MaxUint64)).Uint64()
	switch f.size {
	case 1:
		b[0] = byte(u)
	case 2:
		l.order.PutUint16(b, uint16(u))
	case 4:
		l.order.PutUint32(b, uint32(u))
	case 8:
		l.order.PutUint64(b, u)
	}
	return nil
}

func (l *layout) putFloat(f field, b []byte, x float64) error {
	switch f.size {
	case 2:
		h, ok := half(x)
		if !ok {
			return exceptions.OverflowError.Errorf("float too large to pack with e format")
		}
		l.order.PutUint16(b, h)
	case 4:
		y := float32(x)
		if math.IsInf(float64(y), 0) && !math.IsInf(x, 0) && !l.native {
			return exceptions.OverflowError.Errorf("float too large to pack with f format")
		}
		l.order.PutUint32(b, math.Float32bits(y))
	default:
		l.order.PutUint64(b, math.Float64bits(x))
	}
	return nil
}

// half converts to IEEE 754 binary16, rounding to even.
func half(x float64) (uint16, bool) {
	sign := uint16(0)
	if math.Signbit(x) {
		sign, x = 0x8000, -x
	}
	switch {
	case x != x:
		return sign | 0x7e00, true
	case math.IsInf(x, 0):
		return sign | 0x7c00, true
	case x == 0:
		return sign, true
	}
	_, e := math.Frexp(x)
	e = max(e-1, -14)
	m := math.RoundToEven(math.Ldexp(x, 10-e))
	if m >= 2048 {
		m /= 2
		e++
	}
	if e > 15 {
		return 0, false
	}
	if m < 1024 {
		return sign | uint16(m), true
	}
	return sign | uint16(e+15)<<10 | uint16(m)&0x3ff, true
}

func fromHalf(h uint16) float64 {
	e, m := int(h>>10&0x1f), float64(h&0x3ff)
	var x float64
	switch e {
	case 0:
		x = math.Ldexp(m, -24)
	case 31:
		x = math.Inf(1)
		if m != 0 {
			x = math.NaN()
		}
	default:
		x = math.Ldexp(m+1024, e-25)
	}
	if h&0x8000 != 0 {
		x = -x
	}
	return x
}

// get reads one value.
func (l *layout) get(f field, b []byte) starlark.Value {
	switch f.code {
	case 'c':
		return starlark.Bytes(b[:1])
	case '?':
		return starlark.Bool(b[0] != 0)
	case 'e':
		return starlark.Float(fromHalf(l.order.Uint16(b)))
	case 'f':
		return starlark.Float(math.Float32frombits(l.order.Uint32(b)))
	case 'd':
		return starlark.Float(math.Float64frombits(l.order.Uint64(b)))
	}
	signed := f.code >= 'a'
	var u uint64
	switch f.size {
	case 1:
		u = uint64(b[0])
	case 2:
		u = uint64(l.order.Uint16(b))
	case 4:
		u = uint64(l.order.Uint32(b))
	case 8:
		u = l.order.Uint64(b)
	}
	if signed {
		shift := uint(64 - 8*f.size)
		return starlark.MakeInt64(int64(u<<shift) >> shift)
	}
	return starlark.MakeUint64(u)
}

func (l *layout) pack(values []starlark.Value) ([]byte, error) {
	if len(values) != l.values {
		return nil, Error.Errorf("pack expected %d items for packing (got %d)", l.values, len(values))
	}
	out := make([]byte, l.size)
	for _, f := range l.fields {
		switch f.code {
		case 'x':
			continue
		case 's', 'p':
			s, ok := declare.Bytes(values[0])
			if !ok {
				return nil, Error.Errorf("argument for '%c' must be a bytes object", f.code)
			}
			values = values[1:]
			if f.code == 's' {
				copy(out[f.offset:f.offset+f.count], s)
			} else if f.count > 0 {
				n := min(len(s), f.count-1, 255)
				out[f.offset] = byte(n)
				copy(out[f.offset+1:], s[:n])
			}
			continue
		}
		for i := range f.count {
			if err := l.put(f, out[f.offset+i*f.size:], values[0]); err != nil {
				return nil, err
			}
			values = values[1:]
		}
	}
	return out, nil
}

func (l *layout) unpack(b []byte) starlark.Tuple {
	out := make(starlark.Tuple, 0, l.values)
	for _, f := range l.fields {
		switch f.code {
		case 'x':
			continue
		case 's':
			out = append(out, starlark.Bytes(b[f.offset:f.offset+f.count]))
			continue
		case 'p':
			n := 0
			if f.count > 0 {
				n = min(int(b[f.offset]), f.count-1)
			}
			out = append(out, starlark.Bytes(b[f.offset+1:f.offset+1+n]))
			continue
		}
		for i := range f.count {
			out = append(out, l.get(f, b[f.offset+i*f.size:]))
		}
	}
	return out
}
