// Package uuid emulates Python's uuid module.
package uuid

import (
	"crypto/md5"
	"crypto/rand"
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"math/big"
	"strings"
	"time"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds the whole module. A UUID is an instance with the one field "int".

type module struct {
	rt    *object.Runtime
	class *object.Class
}

// New makes the module.
func New(rt *object.Runtime) *object.Module {
	m := &module{rt: rt, class: rt.NewBuiltinClass("uuid", "UUID", nil)}
	for name, f := range map[string]object.Method{
		"__init__": m.initialize, "__str__": m.text, "__int__": m.number, "__hash__": m.number,
		"__repr__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.String("UUID('" + dashed(bytesOf(self)) + "')"), nil
		},
	} {
		m.class.Define(name, object.NewMethod(m.class, name, f))
	}
	for name, op := range map[string]syntax.Token{"__eq__": syntax.EQL, "__lt__": syntax.LT, "__le__": syntax.LE, "__gt__": syntax.GT, "__ge__": syntax.GE} {
		m.class.Define(name, object.NewMethod(m.class, name, m.compare(op)))
	}
	for name, f := range attributes {
		m.class.Define(name, object.NewProperty(object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return f(bytesOf(args[0])), nil
		}), nil))
	}
	members := starlark.StringDict{
		"UUID": m.class, "RESERVED_NCS": starlark.String("reserved for NCS compatibility"), "RFC_4122": starlark.String("specified in RFC 4122"),
		"RESERVED_MICROSOFT": starlark.String("reserved for Microsoft compatibility"), "RESERVED_FUTURE": starlark.String("reserved for future definition"),
	}
	for name, first := range map[string]byte{"NAMESPACE_DNS": 0x10, "NAMESPACE_URL": 0x11, "NAMESPACE_OID": 0x12, "NAMESPACE_X500": 0x14} {
		b, _ := hex.DecodeString("6ba7b8109dad11d180b400c04fd430c8") // a constant
		b[3] = first
		members[name] = m.of(rt.Current(), b)
	}
	for name, f := range map[string]object.Func{"uuid1": m.uuid1, "uuid3": m.named("uuid3", 3), "uuid4": m.uuid4, "uuid5": m.named("uuid5", 5), "getnode": getNode} {
		members[name] = object.NewBuiltin(name, f)
	}
	return object.NewModule("uuid", members)
}

// of makes a UUID.
func (m *module) of(t *starlark.Thread, b []byte) *object.Instance {
	o := m.class.Allocate(t)
	o.SetOwn("int", starlark.MakeBigInt(new(big.Int).SetBytes(b)))
	return o
}

func bytesOf(v starlark.Value) []byte {
	b := make([]byte, 16)
	if o, ok := v.(*object.Instance); ok {
		if n, ok := o.Field("int"); ok {
			if i, ok := n.(starlark.Int); ok && i.Sign() >= 0 && i.BigInt().BitLen() <= 128 {
				i.BigInt().FillBytes(b)
			}
		}
	}
	return b
}

func dashed(b []byte) string {
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

var attributes = map[string]func(b []byte) starlark.Value{
	"hex":   func(b []byte) starlark.Value { return starlark.String(hex.EncodeToString(b)) },
	"urn":   func(b []byte) starlark.Value { return starlark.String("urn:uuid:" + dashed(b)) },
	"bytes": func(b []byte) starlark.Value { return starlark.Bytes(b) },
	"bytes_le": func(b []byte) starlark.Value {
		return starlark.Bytes([]byte{b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]})
	},
	"time_low":             func(b []byte) starlark.Value { return starlark.MakeUint64(uint64(binary.BigEndian.Uint32(b))) },
	"time_mid":             func(b []byte) starlark.Value { return starlark.MakeInt(int(b[4])<<8 | int(b[5])) },
	"time_hi_version":      func(b []byte) starlark.Value { return starlark.MakeInt(int(b[6])<<8 | int(b[7])) },
	"clock_seq_hi_variant": func(b []byte) starlark.Value { return starlark.MakeInt(int(b[8])) },
	"clock_seq_low":        func(b []byte) starlark.Value { return starlark.MakeInt(int(b[9])) },
	"clock_seq":            func(b []byte) starlark.Value { return starlark.MakeInt(int(b[8]&0x3f)<<8 | int(b[9])) },
	"node":                 func(b []byte) starlark.Value { return starlark.MakeBigInt(new(big.Int).SetBytes(b[10:])) },
	"time": func(b []byte) starlark.Value {
		return starlark.MakeUint64(uint64(b[6]&0xf)<<56 | uint64(b[7])<<48 | uint64(b[4])<<40 | uint64(b[5])<<32 | uint64(binary.BigEndian.Uint32(b)))
	},
	"version": func(b []byte) starlark.Value {
		if b[8]>>6 != 2 {
			return starlark.None
		}
		return starlark.MakeInt(int(b[6] >> 4))
	},
	"variant": func(b []byte) starlark.Value {
		switch {
		case b[8]&0x80 == 0:
			return starlark.String("reserved for NCS compatibility")
		case b[8]&0x40 == 0:
			return starlark.String("specified in RFC 4122")
		case b[8]&0x20 == 0:
			return starlark.String("reserved for Microsoft compatibility")
		}
		return starlark.String("reserved for future definition")
	},
	"fields": func(b []byte) starlark.Value {
		var out starlark.Tuple
		for _, part := range [][]byte{b[:4], b[4:6], b[6:8], b[8:9], b[9:10], b[10:]} {
			out = append(out, starlark.MakeBigInt(new(big.Int).SetBytes(part)))
		}
		return out
	},
}

// initialize is UUID(hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None).
func (m *module) initialize(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var hexText, raw, little, fields, number, version, safe starlark.Value
	err := object.UnpackMethod("UUID.__init__", args, kwargs, "hex??", &hexText, "bytes??", &raw, "bytes_le??", &little, "fields??", &fields,
		"int??", &number, "version??", &version, "*", nil, "is_safe?", &safe)
	if err != nil {
		return nil, err
	}
	given := 0
	for _, v := range []starlark.Value{hexText, raw, little, fields, number} {
		if v != nil {
			given++
		}
	}
	if given != 1 {
		return nil, exceptions.TypeError.Errorf("one of the hex, bytes, bytes_le, fields, or int arguments must be given")
	}
	var n *big.Int
	switch {
	case hexText != nil:
		s, ok := starlark.AsString(hexText)
		if !ok {
			return nil, exceptions.AttributeError.Errorf("'%s' object has no attribute 'replace'", object.TypeName(hexText))
		}
		s = strings.ReplaceAll(strings.Trim(strings.NewReplacer("urn:", "", "uuid:", "").Replace(s), "{}"), "-", "")
		if len(s) != 32 {
			return nil, exceptions.ValueError.Errorf("badly formed hexadecimal UUID string")
		}
		if n, ok = new(big.Int).SetString(s, 16); !ok {
			return nil, exceptions.ValueError.Errorf("invalid literal for int() with base 16: '%s'", s)
		}
	case number != nil:
		i, err := object.AsIndex(number)
		if err != nil {
			return nil, err
		}
		if n = i.BigInt(); n.Sign() < 0 || n.BitLen() > 128 {
			return nil, exceptions.ValueError.Errorf("int is out of range (need a 128-bit value)")
		}
	case fields != nil:
		if n, err = m.fromFields(t, fields); err != nil {
			return nil, err
		}
	default:
		name, v := "bytes", raw
		if v == nil {
			name, v = "bytes_le", little
		}
		b, ok := v.(starlark.Bytes)
		if !ok || len(b) != 16 {
			return nil, exceptions.ValueError.Errorf("%s is not a 16-char string", name)
		}
		if little != nil {
			b, _ = attributes["bytes_le"]([]byte(b)).(starlark.Bytes) // the swap is its own inverse
		}
		n = new(big.Int).SetBytes([]byte(b))
	}
	b := n.FillBytes(make([]byte, 16))
	if version != nil {
		v, err := object.AsInt(version)
		if err != nil {
			return nil, err
		}
		if v < 1 || v > 8 {
			return nil, exceptions.ValueError.Errorf("illegal version number")
		}
		stamp(b, byte(v))
	}
	self.(*object.Instance).SetOwn("int", starlark.MakeBigInt(new(big.Int).SetBytes(b)))
	return starlark.None, nil
}

// fromFields joins the six fields.
func (m *module) fromFields(t *starlark.Thread, v starlark.Value) (*big.Int, error) {
	parts, err := m.rt.List(t, v)
	if err != nil {
		return nil, err
	}
	if len(parts) != 6 {
		return nil, exceptions.ValueError.Errorf("fields is not a 6-tuple")
	}
	n := new(big.Int)
	for i, bits := range []int{32, 16, 16, 8, 8, 48} {
		f, err := object.AsIndex(parts[i])
		if err != nil {
			return nil, err
		}
		if f.Sign() < 0 || f.BigInt().BitLen() > bits {
			return nil, exceptions.ValueError.Errorf("field %d out of range (need a %d-bit value)", i+1, bits)
		}
		n.Or(n.Lsh(n, uint(bits)), f.BigInt())
	}
	return n, nil
}

// stamp sets version and variant.
func stamp(b []byte, version byte) {
	b[6] = b[6]&0x0f | version<<4
	b[8] = b[8]&0x3f | 0x80
}

func (m *module) text(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.String(dashed(bytesOf(self))), nil
}

func (m *module) number(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.MakeBigInt(new(big.Int).SetBytes(bytesOf(self))), nil
}

func (m *module) compare(op syntax.Token) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		other, ok := args[0].(*object.Instance)
		if !ok || !other.Class().IsSubclass(m.class) {
			return object.NotImplemented, nil
		}
		r, err := m.rt.Compare(op, starlark.Bytes(bytesOf(self)), starlark.Bytes(bytesOf(other)))
		return starlark.Bool(r), err
	}
}

func (m *module) uuid4(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	b := make([]byte, 16)
	rand.Read(b) // never fails, see its documentation
	stamp(b, 4)
	return m.of(t, b), object.Unpack("uuid4", args, kwargs)
}

// gregorian is the number of 100 ns intervals between 1582-10-15 and 1970-01-01.
const gregorian = 0x01b21dd213814000

func (m *module) uuid1(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var node, sequence starlark.Value
	if err := object.Unpack("uuid1", args, kwargs, "node??", &node, "clock_seq??", &sequence); err != nil {
		return nil, err
	}
	b := make([]byte, 16)
	rand.Read(b) // never fails, see its documentation
	b[10] |= 1   // a random node has the multicast bit
	at := uint64(time.Now().UnixNano()/100) + gregorian
	binary.BigEndian.PutUint32(b, uint32(at))
	binary.BigEndian.PutUint16(b[4:], uint16(at>>32))
	binary.BigEndian.PutUint16(b[6:], uint16(at>>48))
	if sequence != nil {
		n, err := object.AsInt(sequence)
		if err != nil {
			return nil, err
		}
		binary.BigEndian.PutUint16(b[8:], uint16(n))
	}
	if node != nil {
		n, err := object.AsInt(node)
		if err != nil {
			return nil, err
		}
		for i := range 6 {
			b[15-i] = byte(n >> (8 * i))
		}
	}
	stamp(b, 1)
	return m.of(t, b), nil
}

func getNode(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.MakeInt64(0x010000000001), nil
}

// named is uuid3 or uuid5: a digest of a name in a namespace.
func (m *module) named(function string, version byte) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var namespace, name starlark.Value
		if err := object.Unpack(function, args, kwargs, "namespace", &namespace, "name", &name); err != nil {
			return nil, err
		}
		o, ok := namespace.(*object.Instance)
		if !ok || !o.Class().IsSubclass(m.class) {
			return nil, exceptions.AttributeError.Errorf("'%s' object has no attribute 'bytes'", object.TypeName(namespace))
		}
		var text string
		switch v := name.(type) {
		case starlark.String:
			text = string(v)
		case starlark.Bytes:
			text = string(v)
		default:
			return nil, exceptions.TypeError.Errorf("encoding without a string argument, not '%s'", object.TypeName(name))
		}
		data := append(bytesOf(o), text...)
		var b []byte
		if version == 3 {
			sum := md5.Sum(data)
			b = sum[:]
		} else {
			sum := sha1.Sum(data)
			b = sum[:16]
		}
		stamp(b, version)
		return m.of(t, b), nil
	}
}
