// Package array is Python's array.
//
//	array("i", ...) ──▶ a list of numbers that were checked by the type code; bytes are made by the module struct's rules
package array

import (
	"encoding/binary"
	"math"
	"math/big"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// codes are the sizes of the type codes.
var codes = map[byte]int{'b': 1, 'B': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 8, 'L': 8, 'q': 8, 'Q': 8, 'f': 4, 'd': 8, 'u': 4, 'w': 4}

var kinds = map[byte]string{'b': "signed char", 'B': "unsigned byte integer", 'h': "signed short", 'H': "unsigned short", 'i': "signed int", 'I': "unsigned int"}

// array is the state of an array.
type array struct {
	code byte
	list *starlark.List
}

// check converts one element.
func (a *array) check(v starlark.Value) (starlark.Value, error) {
	switch a.code {
	case 'u', 'w':
		if s, ok := declare.Text(v); ok && len([]rune(s)) == 1 {
			return starlark.String(s), nil
		}
		return nil, declare.TypeErrorf("array item must be a unicode character, not %s", object.TypeName(v))
	case 'f', 'd':
		f, err := object.AsFloat(v)
		if a.code == 'f' {
			f = float64(float32(f))
		}
		return starlark.Float(f), err
	}
	if _, isFloat := object.Underlying(v).(starlark.Float); isFloat {
		return nil, declare.TypeErrorf("'float' object cannot be interpreted as an integer")
	}
	i, err := object.AsIndex(v)
	if err != nil {
		return nil, err
	}
	size := codes[a.code]
	signed := a.code >= 'a'
	hi := new(big.Int).Lsh(big.NewInt(1), uint(8*size))
	lo := new(big.Int)
	if signed {
		hi.Rsh(hi, 1)
		lo.Neg(hi)
	}
	hi.Sub(hi, big.NewInt(1))
	b := i.BigInt()
	switch {
	case b.Cmp(hi) > 0:
		if size == 8 {
			return nil, exceptions.OverflowError.Errorf("int too big to convert")
		}
		return nil, exceptions.OverflowError.Errorf("%s is greater than maximum", kinds[a.code])
	case b.Cmp(lo) < 0:
		if !signed && size >= 4 {
			return nil, exceptions.OverflowError.Errorf("can't convert negative value to unsigned int")
		}
		if size == 8 {
			return nil, exceptions.OverflowError.Errorf("int too big to convert")
		}
		return nil, exceptions.OverflowError.Errorf("%s is less than minimum", kinds[a.code])
	}
	return i, nil
}

func (a *array) extend(values []starlark.Value) error {
	for _, v := range values {
		x, err := a.check(v)
		if err != nil {
			return err
		}
		if err := a.list.Append(x); err != nil {
			return err
		}
	}
	return nil
}

func (a *array) bytes() []byte {
	var b []byte
	for i := range a.list.Len() {
		v := a.list.Index(i)
		var u uint64
		switch x := v.(type) {
		case starlark.Float:
			u = math.Float64bits(float64(x))
			if a.code == 'f' {
				u = uint64(math.Float32bits(float32(x)))
			}
		case starlark.String:
			u = uint64([]rune(string(x))[0])
		case starlark.Int:
			u = new(big.Int).And(x.BigInt(), new(big.Int).SetUint64(math.MaxUint64)).Uint64()
		}
		b = append(b, binary.LittleEndian.AppendUint64(nil, u)[:codes[a.code]]...)
	}
	return b
}

func (a *array) fromBytes(s string) error {
	size := codes[a.code]
	if len(s)%size != 0 {
		return exceptions.ValueError.Errorf("bytes length not a multiple of item size")
	}
	for ; len(s) > 0; s = s[size:] {
		var chunk [8]byte
		copy(chunk[:], s[:size])
		u := binary.LittleEndian.Uint64(chunk[:])
		var v starlark.Value
		switch {
		case a.code == 'd':
			v = starlark.Float(math.Float64frombits(u))
		case a.code == 'f':
			v = starlark.Float(math.Float32frombits(uint32(u)))
		case a.code == 'u' || a.code == 'w':
			v = starlark.String(rune(u))
		case a.code >= 'a':
			shift := uint(64 - 8*size)
			v = starlark.MakeInt64(int64(u<<shift) >> shift)
		default:
			v = starlark.MakeUint64(u)
		}
		if err := a.list.Append(v); err != nil {
			return err
		}
	}
	return nil
}

func (a *array) text() starlark.String {
	var b strings.Builder
	for i := range a.list.Len() {
		b.WriteString(string(a.list.Index(i).(starlark.String)))
	}
	return starlark.String(b.String())
}

func self(c declare.Call) *array { return c.Object().State().(*array) }

// New returns the module array.
func New(rt *object.Runtime) *object.Module {
	k := declare.New(rt, "array", "array", declare.Options{
		State: func() any { return &array{code: 'b', list: starlark.NewList(nil)} },
		Save: func(o *object.Instance) starlark.Value {
			a := o.State().(*array)
			return starlark.Tuple{starlark.String(string(rune(a.code))), starlark.Bytes(a.bytes())}
		},
		Load: func(o *object.Instance, v starlark.Value) error {
			t, _ := v.(starlark.Tuple)
			if len(t) != 2 {
				return declare.TypeErrorf("invalid array")
			}
			code, ok1 := t[0].(starlark.String)
			data, ok2 := t[1].(starlark.Bytes)
			if !ok1 || !ok2 || len(code) != 1 || codes[code[0]] == 0 {
				return declare.TypeErrorf("invalid array")
			}
			a := o.State().(*array)
			a.code = code[0]
			return a.fromBytes(string(data))
		},
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			a := o.State().(*array)
			switch name {
			case "typecode":
				return starlark.String(string(rune(a.code))), true, nil
			case "itemsize":
				return starlark.MakeInt(codes[a.code]), true, nil
			}
			return nil, false, nil
		},
	})
	fresh := func(c declare.Call, values []starlark.Value) (starlark.Value, error) {
		o := k.Allocate(c.T)
		a := o.State().(*array)
		a.code = self(c).code
		return o, a.extend(values)
	}
	// add appends the elements of another array or of an iterable.
	add := func(c declare.Call, v starlark.Value) error {
		if other, ok := declare.State[*array](v); ok {
			if other.code != self(c).code {
				return declare.TypeErrorf("can only extend with array of same kind")
			}
			v = other.list
		}
		values, err := c.List(v)
		if err != nil {
			return err
		}
		return self(c).extend(values)
	}
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) == 0 || len(c.Args) > 2 {
			return nil, declare.TypeErrorf("array() takes at least 1 argument (%d given)", len(c.Args))
		}
		code, ok := declare.Text(c.Args[0])
		if !ok || len(code) != 1 {
			return nil, declare.TypeErrorf("array() argument 1 must be a unicode character, not %s", object.TypeName(c.Args[0]))
		}
		if codes[code[0]] == 0 {
			return nil, exceptions.ValueError.Errorf("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)")
		}
		a := self(c)
		a.code, a.list = code[0], starlark.NewList(nil)
		if len(c.Args) == 1 {
			return starlark.None, nil
		}
		if b, isBytes := declare.Bytes(c.Args[1]); isBytes {
			return starlark.None, a.fromBytes(b)
		}
		if _, isText := declare.Text(c.Args[1]); isText && a.code != 'u' && a.code != 'w' {
			return nil, declare.TypeErrorf("cannot use a str to initialize an array with typecode '%c'", a.code)
		}
		if other, isArray := declare.State[*array](c.Args[1]); isArray {
			c.Args = starlark.Tuple{c.Args[0], other.list}
		}
		values, err := c.List(c.Args[1])
		if err != nil {
			return nil, err
		}
		return starlark.None, a.extend(values)
	})
	// list delegates to the list of elements; the first checked arguments are elements.
	list := func(name string, checked int) {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			args := append(starlark.Tuple{}, c.Args...)
			if checked >= 0 && checked < len(args) {
				v, err := self(c).check(args[checked])
				if err != nil {
					return nil, err
				}
				args[checked] = v
			}
			return c.CallMethod(self(c).list, name, args...)
		})
	}
	list("append", 0)
	list("insert", 1)
	for _, n := range strings.Fields("reverse count __len__ __iter__ __contains__ __reversed__") {
		list(n, -1)
	}
	k.Methods(map[string]declare.Func{
		"pop": func(c declare.Call) (starlark.Value, error) {
			if self(c).list.Len() == 0 {
				return nil, exceptions.IndexError.Errorf("pop from empty array")
			}
			return c.CallMethod(self(c).list, "pop", c.Args...)
		},
		"index": func(c declare.Call) (starlark.Value, error) {
			v, err := c.CallMethod(self(c).list, "index", c.Args...)
			if err != nil && !object.IsCancelled(err) {
				err = exceptions.ValueError.Errorf("array.index(x): x not in array")
			}
			return v, err
		},
		"remove": func(c declare.Call) (starlark.Value, error) {
			v, err := c.CallMethod(self(c).list, "remove", c.Args...)
			if err != nil && !object.IsCancelled(err) {
				err = exceptions.ValueError.Errorf("array.remove(x): x not in array")
			}
			return v, err
		},
		"extend": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			return starlark.None, add(c, c.Args[0])
		},
		"fromlist": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			if _, ok := object.Underlying(c.Args[0]).(*starlark.List); !ok {
				return nil, declare.TypeErrorf("arg must be list")
			}
			return starlark.None, add(c, c.Args[0])
		},
		"tolist": func(c declare.Call) (starlark.Value, error) {
			values, err := c.List(self(c).list)
			return starlark.NewList(values), err
		},
		"tobytes": func(c declare.Call) (starlark.Value, error) { return starlark.Bytes(self(c).bytes()), nil },
		"frombytes": func(c declare.Call) (starlark.Value, error) {
			b, ok := declare.Bytes(c.Arg(0))
			if !ok {
				return nil, declare.TypeErrorf("a bytes-like object is required, not '%s'", object.TypeName(c.Arg(0)))
			}
			return starlark.None, self(c).fromBytes(b)
		},
		"tounicode": func(c declare.Call) (starlark.Value, error) {
			if self(c).code != 'u' && self(c).code != 'w' {
				return nil, exceptions.ValueError.Errorf("tounicode() may only be called on unicode type arrays ('u' or 'w')")
			}
			return self(c).text(), nil
		},
		"buffer_info": func(c declare.Call) (starlark.Value, error) {
			return starlark.Tuple{starlark.MakeInt(0), starlark.MakeInt(self(c).list.Len())}, nil
		},
		"byteswap": func(c declare.Call) (starlark.Value, error) {
			a, size := self(c), codes[self(c).code]
			b := a.bytes()
			for i := 0; i < len(b); i += size {
				for x, y := i, i+size-1; x < y; x, y = x+1, y-1 {
					b[x], b[y] = b[y], b[x]
				}
			}
			a.list = starlark.NewList(nil)
			return starlark.None, a.fromBytes(string(b))
		},
		"tofile": func(c declare.Call) (starlark.Value, error) {
			_, err := c.CallMethod(c.Arg(0), "write", starlark.Bytes(self(c).bytes()))
			return starlark.None, err
		},
		"__getitem__": func(c declare.Call) (starlark.Value, error) {
			v, err := rt.GetItem(c.T, self(c).list, c.Args[0])
			if _, isSlice := c.Args[0].(*object.Slice); isSlice && err == nil {
				values, err := rt.List(c.T, v)
				if err != nil {
					return nil, err
				}
				return fresh(c, values)
			}
			if _, outOfRange := exceptions.As(err, exceptions.IndexError); outOfRange {
				err = exceptions.IndexError.Errorf("array index out of range")
			}
			return v, err
		},
		"__setitem__": func(c declare.Call) (starlark.Value, error) {
			v := c.Args[1]
			if _, isSlice := c.Args[0].(*object.Slice); isSlice {
				other, ok := declare.State[*array](v)
				if !ok {
					return nil, declare.TypeErrorf("can only assign array (not \"%s\") to array slice", object.TypeName(v))
				}
				v = other.list
			} else {
				var err error
				if v, err = self(c).check(v); err != nil {
					return nil, err
				}
			}
			err := rt.SetItem(c.T, self(c).list, c.Args[0], v)
			if _, outOfRange := exceptions.As(err, exceptions.IndexError); outOfRange {
				err = exceptions.IndexError.Errorf("array assignment index out of range")
			}
			return starlark.None, err
		},
		"__delitem__": func(c declare.Call) (starlark.Value, error) {
			return starlark.None, rt.DelItem(c.T, self(c).list, c.Args[0])
		},
		"__add__": func(c declare.Call) (starlark.Value, error) {
			other, ok := declare.State[*array](c.Args[0])
			if !ok {
				return nil, declare.TypeErrorf("can only append array (not \"%s\") to array", object.TypeName(c.Args[0]))
			}
			a, err := c.List(self(c).list)
			if err != nil {
				return nil, err
			}
			b, err := c.List(other.list)
			if err != nil {
				return nil, err
			}
			return fresh(c, append(a, b...))
		},
		"__iadd__": func(c declare.Call) (starlark.Value, error) { return c.Self, add(c, c.Args[0]) },
		"__mul__":  func(c declare.Call) (starlark.Value, error) { return repeat(c, fresh) },
		"__rmul__": func(c declare.Call) (starlark.Value, error) { return repeat(c, fresh) },
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			a := self(c)
			s := "array('" + string(rune(a.code)) + "'"
			switch {
			case a.list.Len() == 0:
			case a.code == 'u' || a.code == 'w':
				s += ", " + object.StrRepr(string(a.text()))
			default:
				r, err := rt.Repr(a.list)
				if err != nil {
					return nil, err
				}
				s += ", " + r
			}
			return starlark.String(s + ")"), nil
		},
	})
	for name, op := range map[string]syntax.Token{"__lt__": syntax.LT, "__le__": syntax.LE, "__gt__": syntax.GT, "__ge__": syntax.GE, "__eq__": syntax.EQL, "__ne__": syntax.NEQ} {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			other, ok := declare.State[*array](c.Arg(0))
			if !ok {
				return object.NotImplemented, nil
			}
			r, err := rt.Compare(op, self(c).list, other.list)
			return starlark.Bool(r), err
		})
	}
	k.Define("__hash__", starlark.None)
	m := declare.Classes(declare.Module(rt, "array", nil), k)
	return declare.Add(m, starlark.StringDict{"ArrayType": k.Class, "typecodes": starlark.String("bBuwhHiIlLqQfd")})
}

func repeat(c declare.Call, fresh func(declare.Call, []starlark.Value) (starlark.Value, error)) (starlark.Value, error) {
	n, err := object.AsInt(c.Args[0])
	if err != nil {
		return object.NotImplemented, nil
	}
	once, err := c.List(self(c).list)
	if err != nil {
		return nil, err
	}
	var values []starlark.Value
	for range n {
		values = append(values, once...)
	}
	return fresh(c, values)
}
