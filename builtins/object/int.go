package object

import (
	"math"
	"math/big"
	"math/bits"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file makes ints from other values and holds the methods of int and bool.

// newInt is int(x=0) and int(text, base=10).
func (rt *Runtime) newInt(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var base starlark.Value
	for _, kv := range kwargs {
		if name := string(kv[0].(starlark.String)); name != "base" {
			return nil, unexpectedKeyword("int", name, []string{"base"})
		}
		base = kv[1]
	}
	if n := len(args) + len(kwargs); n > 2 {
		return nil, typeErrorf("int expected at most 2 arguments, got %d", n)
	}
	switch len(args) {
	case 0:
		if base != nil {
			return nil, typeErrorf("int() missing string argument")
		}
		return starlark.MakeInt(0), nil
	case 2:
		base = args[1]
	}
	if base == nil {
		return rt.toInt(args[0])
	}
	radix, err := AsIndex(base)
	if err != nil {
		return nil, err
	}
	n, ok := radix.Int64()
	if !ok || n != 0 && (n < 2 || n > 36) {
		return nil, valueErrorf("int() base must be >= 2 and <= 36, or 0")
	}
	v := Underlying(args[0])
	if s, ok := v.(starlark.String); ok {
		return rt.parseInt(string(s), int(n), StrRepr(string(s)))
	}
	if s, ok := bytesOf(v); ok {
		return rt.parseInt(s, int(n), BytesRepr(s))
	}
	return nil, typeErrorf("int() can't convert non-string with explicit base")
}

// toInt is int(v).
func (rt *Runtime) toInt(v starlark.Value) (starlark.Int, error) {
	switch x := v.(type) {
	case starlark.Int:
		return x, nil
	case starlark.Bool:
		return intOfBool(x), nil
	case starlark.Float:
		return truncate(float64(x))
	case starlark.String:
		return rt.parseInt(string(x), 10, StrRepr(string(x)))
	case *Instance:
		if i, ok, err := intOfInstance(x); ok || err != nil {
			return i, err
		}
		if w := x.wrapped(); w != nil {
			return rt.toInt(w)
		}
	case interface{ Int() (starlark.Int, error) }:
		return x.Int()
	}
	if s, ok := bytesOf(v); ok {
		return rt.parseInt(s, 10, BytesRepr(s))
	}
	return starlark.Int{}, typeErrorf("int() argument must be a string, a bytes-like object or a real number, not '%s'", TypeName(v))
}

// intOfInstance calls __int__, __index__ or __trunc__; ok is false if there is none.
func intOfInstance(o *Instance) (i starlark.Int, ok bool, err error) {
	for _, name := range []string{"__int__", "__index__", "__trunc__"} {
		v, found, err := o.call(name)
		if err != nil {
			return i, false, err
		}
		if !found {
			continue
		}
		switch x := v.(type) {
		case starlark.Int:
			return x, true, nil
		case starlark.Bool:
			return intOfBool(x), true, nil
		}
		return i, false, typeErrorf("%s returned non-int (type %s)", name, TypeName(v))
	}
	return i, false, nil
}

// truncate is int(f).
func truncate(f float64) (starlark.Int, error) {
	switch {
	case math.IsInf(f, 0):
		return starlark.Int{}, exceptions.OverflowError.Errorf("cannot convert float infinity to integer")
	case f != f:
		return starlark.Int{}, valueErrorf("cannot convert float NaN to integer")
	case math.Abs(f) < 1<<62:
		return starlark.MakeInt64(int64(f)), nil
	}
	x, _ := big.NewFloat(f).Int(nil)
	return starlark.MakeBigInt(x), nil
}

// newBool is bool(x=False).
func (rt *Runtime) newBool(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("bool", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return starlark.False, nil
	}
	return args[0].Truth(), rt.Pending()
}

// intSelf returns the int that a method is called on.
func intSelf(args starlark.Tuple) starlark.Int { return unbool(args[0]).(starlark.Int) }

// intGetter makes a method of int without arguments.
func intGetter(name string, f func(i starlark.Int) starlark.Value) nativeMethod {
	name = "int." + name
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly(name, args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		return f(intSelf(args)), nil
	}
}

// intMethods are the methods of int and bool; args[0] is self.
var intMethods = map[string]nativeMethod{
	"as_integer_ratio": intGetter("as_integer_ratio", func(i starlark.Int) starlark.Value {
		return starlark.Tuple{i, starlark.MakeInt(1)}
	}),
	"bit_count":  intGetter("bit_count", bitCount),
	"bit_length": intGetter("bit_length", bitLength),
	"conjugate":  intGetter("conjugate", func(i starlark.Int) starlark.Value { return i }),
	"from_bytes": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return Of(t).intFromBytes(t, args[1:], kwargs)
	},
	"is_integer": intGetter("is_integer", func(starlark.Int) starlark.Value { return starlark.True }),
	"to_bytes":   intToBytes,
}

func bitLength(i starlark.Int) starlark.Value {
	if n, ok := i.Int64(); ok && n != math.MinInt64 {
		return starlark.MakeInt(bits.Len64(uint64(max(n, -n))))
	}
	return starlark.MakeInt(i.BigInt().BitLen())
}

func bitCount(i starlark.Int) starlark.Value {
	n := 0
	for _, w := range new(big.Int).Abs(i.BigInt()).Bits() {
		n += bits.OnesCount(uint(w))
	}
	return starlark.MakeInt(n)
}

// byteOrder parses the parameters byteorder and signed; little tells the order.
func byteOrder(order, signed starlark.Value) (little, isSigned bool, err error) {
	if order != nil {
		s, ok := order.(starlark.String)
		if !ok {
			return false, false, typeErrorf("to_bytes() argument 'byteorder' must be str, not %s", TypeName(order))
		}
		if s != "big" && s != "little" {
			return false, false, valueErrorf("byteorder must be either 'little' or 'big'")
		}
		little = s == "little"
	}
	return little, signed != nil && bool(signed.Truth()), nil
}

func intToBytes(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := parseArguments("to_bytes", args[1:], kwargs, 0, "length", "byteorder", "signed")
	if err != nil {
		return nil, err
	}
	length := 1
	if a[0] != nil {
		if length, err = AsInt(a[0]); err != nil {
			return nil, err
		}
	}
	little, signed, err := byteOrder(a[1], a[2])
	if err != nil {
		return nil, err
	}
	if length < 0 {
		return nil, valueErrorf("length argument must be non-negative")
	}
	if err := checkAllocation(length); err != nil {
		return nil, err
	}
	x := new(big.Int).Set(intSelf(args).BigInt())
	if x.Sign() < 0 && !signed {
		return nil, exceptions.OverflowError.Errorf("can't convert negative int to unsigned")
	}
	room := uint(8 * length)
	used := uint(x.BitLen())
	if signed {
		// A negative number -2^k needs k bits and the sign, as 2^k-1 does.
		if x.Sign() < 0 {
			used = uint(new(big.Int).Not(x).BitLen())
		}
		used++
		if x.Sign() == 0 {
			used = 0
		}
	}
	if used > room {
		return nil, exceptions.OverflowError.Errorf("int too big to convert")
	}
	if x.Sign() < 0 {
		x.Add(x, new(big.Int).Lsh(big.NewInt(1), room))
	}
	b := x.FillBytes(make([]byte, length))
	if little {
		reverseBytes(b)
	}
	return starlark.Bytes(b), nil
}

func reverseBytes(b []byte) {
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
}

// intFromBytes is int.from_bytes(bytes, byteorder='big', *, signed=False).
func (rt *Runtime) intFromBytes(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := parseArguments("from_bytes", args, kwargs, 1, "bytes", "byteorder", "signed")
	if err != nil {
		return nil, err
	}
	little, signed, err := byteOrder(a[1], a[2])
	if err != nil {
		return nil, err
	}
	s, err := rt.toBytes(t, a[0], "bytes")
	if err != nil {
		return nil, err
	}
	b := []byte(s)
	if little {
		reverseBytes(b)
	}
	x := new(big.Int).SetBytes(b)
	if signed && len(b) > 0 && b[0] >= 0x80 {
		x.Sub(x, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return starlark.MakeBigInt(x), nil
}

// numberAttr serves the attributes of numbers that are no methods.
func numberAttr(v starlark.Value, name string) (starlark.Value, bool) {
	switch x := unbool(v).(type) {
	case starlark.Int:
		switch name {
		case "real", "numerator":
			return x, true
		case "imag":
			return starlark.MakeInt(0), true
		case "denominator":
			return starlark.MakeInt(1), true
		}
	case starlark.Float:
		switch name {
		case "real":
			return x, true
		case "imag":
			return starlark.Float(0), true
		}
	}
	return nil, false
}
