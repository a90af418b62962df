package hashlib

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"encoding"
	"encoding/hex"
	"hash"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds both modules.

// algorithms are the hashes by name.
var algorithms = map[string]func() hash.Hash{
	"md5": md5.New, "sha1": sha1.New, "sha224": sha256.New224, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New,
	"sha512_224": sha512.New512_224, "sha512_256": sha512.New512_256,
	"sha3_224": func() hash.Hash { return sha3.New224() }, "sha3_256": func() hash.Hash { return sha3.New256() },
	"sha3_384": func() hash.Hash { return sha3.New384() }, "sha3_512": func() hash.Hash { return sha3.New512() },
	"blake2b": func() hash.Hash { return newBlake2(true, 64, nil) }, "blake2s": func() hash.Hash { return newBlake2(false, 32, nil) },
}

// digest is the state of a HASH or HMAC. data is kept of those whose state cannot be copied.
type digest struct {
	name string
	make func() hash.Hash
	hash hash.Hash

	data []byte
	keep bool
}

func newDigest(name string, make func() hash.Hash, keep bool) *digest {
	return &digest{name: name, make: make, hash: make(), keep: keep}
}

func (d *digest) write(p string) {
	d.hash.Write([]byte(p))
	if d.keep {
		d.data = append(d.data, p...)
	}
}

// copy returns an independent digest of the same data.
func (d *digest) copy() *digest {
	c := *d
	switch h := d.hash.(type) {
	case *blake2:
		twin := *h
		twin.buf = append([]byte(nil), h.buf...)
		c.hash = &twin
		return &c
	case encoding.BinaryMarshaler:
		state, err := h.MarshalBinary()
		c.hash = d.make()
		if u, ok := c.hash.(encoding.BinaryUnmarshaler); ok && err == nil && u.UnmarshalBinary(state) == nil {
			return &c
		}
	}
	c.hash = d.make()
	c.hash.Write(d.data)
	c.data = append([]byte(nil), d.data...)
	return &c
}

// shake is an extendable-output hash; Sum uses the length that was asked for.
type shake struct {
	*sha3.SHAKE
	rate, length int
}

func (s *shake) Sum(b []byte) []byte {
	state, _ := s.MarshalBinary()
	twin := sha3.NewSHAKE128()
	if s.rate == 136 {
		twin = sha3.NewSHAKE256()
	}
	if err := twin.UnmarshalBinary(state); err != nil {
		panic("BUG: " + err.Error())
	}
	out := make([]byte, s.length)
	twin.Read(out)
	return append(b, out...)
}
func (s *shake) Size() int { return 0 }

// buffer returns the bytes of an argument.
func buffer(v starlark.Value) (string, error) {
	if b, ok := declare.Bytes(v); ok {
		return b, nil
	}
	if _, ok := declare.Text(v); ok {
		return "", declare.TypeErrorf("Strings must be encoded before hashing")
	}
	return "", declare.TypeErrorf("object supporting the buffer API required")
}

func newClass(rt *object.Runtime, module, name string) *declare.Class {
	k := declare.New(rt, module, name, declare.Options{
		State: func() any { return new(digest) },
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			d := o.State().(*digest)
			switch name {
			case "name":
				return starlark.String(d.name), true, nil
			case "digest_size":
				return starlark.MakeInt(d.hash.Size()), true, nil
			case "block_size":
				return starlark.MakeInt(d.hash.BlockSize()), true, nil
			}
			return nil, false, nil
		},
	})
	self := func(c declare.Call) *digest { return c.Object().State().(*digest) }
	result := func(c declare.Call) ([]byte, error) {
		d := self(c)
		if s, ok := d.hash.(*shake); ok {
			if err := c.Unpack("length", &s.length); err != nil {
				return nil, err
			}
		} else if err := c.Exactly(0); err != nil {
			return nil, err
		}
		return d.hash.Sum(nil), nil
	}
	k.Methods(map[string]declare.Func{
		"update": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			b, err := buffer(c.Args[0])
			if err != nil {
				return nil, err
			}
			self(c).write(b)
			return starlark.None, nil
		},
		"digest": func(c declare.Call) (starlark.Value, error) { b, err := result(c); return starlark.Bytes(b), err },
		"hexdigest": func(c declare.Call) (starlark.Value, error) {
			b, err := result(c)
			return starlark.String(hex.EncodeToString(b)), err
		},
		"copy": func(c declare.Call) (starlark.Value, error) {
			o := k.Allocate(c.T)
			*o.State().(*digest) = *self(c).copy()
			return o, nil
		},
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			return starlark.String("<" + self(c).name + " " + module + "." + name + " object @ " + object.Address(c.Object()) + ">"), nil
		},
	})
	return k
}

// New returns the module hashlib.
func New(rt *object.Runtime) *object.Module {
	k := newClass(rt, "_hashlib", "HASH")
	start := func(c declare.Call, name string, make func() hash.Hash, data starlark.Value) (starlark.Value, error) {
		o := k.Allocate(c.T)
		d := newDigest(name, make, false)
		*o.State().(*digest) = *d
		if data != nil {
			b, err := buffer(data)
			if err != nil {
				return nil, err
			}
			d.write(b)
		}
		return o, nil
	}
	functions := map[string]declare.Func{}
	var names []starlark.Value
	for name, make := range algorithms {
		names = append(names, starlark.String(name))
		functions[name] = func(c declare.Call) (starlark.Value, error) {
			data, rest := c.Arg(0), c.Kwargs
			var size, key starlark.Value
			for _, kv := range rest {
				switch kv[0] {
				case starlark.String("usedforsecurity"):
				case starlark.String("string"), starlark.String("data"):
					data = kv[1]
				case starlark.String("digest_size"):
					size = kv[1]
				case starlark.String("key"):
					key = kv[1]
				default:
					return nil, declare.TypeErrorf("openssl_%s() got an unexpected keyword argument '%s'", name, string(kv[0].(starlark.String)))
				}
			}
			if strings.HasPrefix(name, "blake2") && (size != nil || key != nil) {
				wide := name == "blake2b"
				n, secret := make().Size(), ""
				var err error
				if size != nil {
					if n, err = object.AsInt(size); err != nil {
						return nil, err
					}
					if n < 1 || n > make().Size() {
						return nil, exceptions.ValueError.Errorf("digest_size for %s must be between 1 and %d bytes, here it is %d", name, make().Size(), n)
					}
				}
				if key != nil {
					if secret, err = buffer(key); err != nil {
						return nil, err
					}
				}
				return start(c, name, func() hash.Hash { return newBlake2(wide, n, []byte(secret)) }, data)
			}
			return start(c, name, make, data)
		}
	}
	for name, rate := range map[string]int{"shake_128": 168, "shake_256": 136} {
		names = append(names, starlark.String(name))
		make := func() hash.Hash {
			if rate == 168 {
				return &shake{SHAKE: sha3.NewSHAKE128(), rate: rate}
			}
			return &shake{SHAKE: sha3.NewSHAKE256(), rate: rate}
		}
		functions[name] = func(c declare.Call) (starlark.Value, error) { return start(c, name, make, c.Arg(0)) }
	}
	functions["new"] = func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) == 0 {
			return nil, declare.TypeErrorf("new() missing 1 required positional argument: 'name'")
		}
		name, _ := declare.Text(c.Args[0])
		f := functions[strings.ReplaceAll(strings.ToLower(name), "-", "_")]
		if f == nil || name == "new" {
			return nil, exceptions.ValueError.Errorf("unsupported hash type %s", name)
		}
		c.Args = c.Args[1:]
		return f(c)
	}
	functions["pbkdf2_hmac"] = func(c declare.Call) (starlark.Value, error) {
		var name string
		var password, salt, length starlark.Value
		iterations := 0
		if err := c.Unpack("hash_name", &name, "password", &password, "salt", &salt, "iterations", &iterations, "dklen??", &length); err != nil {
			return nil, err
		}
		make := algorithms[name]
		if make == nil {
			return nil, exceptions.ValueError.Errorf("unsupported hash type %s", name)
		}
		p, err := buffer(password)
		if err != nil {
			return nil, err
		}
		s, err := buffer(salt)
		if err != nil {
			return nil, err
		}
		n := make().Size()
		if length != nil {
			if n, err = object.AsInt(length); err != nil {
				return nil, err
			}
		}
		if iterations < 1 {
			return nil, exceptions.ValueError.Errorf("iteration value must be greater than 0.")
		}
		out, err := pbkdf2.Key(make, p, []byte(s), iterations, n)
		if err != nil {
			return nil, exceptions.ValueError.Errorf("%v", err)
		}
		return starlark.Bytes(out), nil
	}
	functions["file_digest"] = func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(2); err != nil {
			return nil, err
		}
		data, err := c.CallMethod(c.Args[0], "read")
		if err != nil {
			return nil, err
		}
		if object.IsCallable(c.Args[1]) {
			return c.Call(c.Args[1], data)
		}
		c.Args = starlark.Tuple{c.Args[1], data}
		return functions["new"](c)
	}
	m := declare.Module(rt, "hashlib", functions)
	set := starlark.NewSet(len(names))
	for _, n := range names {
		set.Insert(n)
	}
	return declare.Add(m, starlark.StringDict{"algorithms_available": set, "algorithms_guaranteed": set})
}

// NewHMAC returns the module hmac.
func NewHMAC(rt *object.Runtime) *object.Module {
	k := newClass(rt, "hmac", "HMAC")
	// makerOf finds the hash that digestmod names: text, or a function of hashlib.
	makerOf := func(v starlark.Value) (string, func() hash.Hash, error) {
		name, ok := declare.Text(v)
		if b, isFunction := v.(*object.Builtin); isFunction {
			name, ok = b.Name(), true
		}
		name = strings.ReplaceAll(strings.ToLower(name), "-", "_")
		if make := algorithms[name]; ok && make != nil {
			return name, make, nil
		}
		return "", nil, exceptions.ValueError.Errorf("unsupported hash type %s", name)
	}
	create := func(c declare.Call, key, message, mod starlark.Value) (*digest, error) {
		if mod == nil {
			return nil, declare.TypeErrorf("Missing required argument 'digestmod'.")
		}
		name, make, err := makerOf(mod)
		if err != nil {
			return nil, err
		}
		secret, ok := declare.Bytes(key)
		if !ok {
			return nil, declare.TypeErrorf("key: expected bytes or bytearray, but got %s", object.StrRepr(object.TypeName(key)))
		}
		d := newDigest("hmac-"+name, func() hash.Hash { return hmac.New(make, []byte(secret)) }, true)
		if message != nil {
			b, err := buffer(message)
			if err != nil {
				return nil, err
			}
			d.write(b)
		}
		return d, nil
	}
	return declare.Classes(declare.Module(rt, "hmac", map[string]declare.Func{
		"new": func(c declare.Call) (starlark.Value, error) {
			var key, message, mod starlark.Value
			if err := c.Unpack("key", &key, "msg??", &message, "digestmod?", &mod); err != nil {
				return nil, err
			}
			d, err := create(c, key, message, mod)
			if err != nil {
				return nil, err
			}
			o := k.Allocate(c.T)
			*o.State().(*digest) = *d
			return o, nil
		},
		"digest": func(c declare.Call) (starlark.Value, error) {
			var key, message, mod starlark.Value
			if err := c.Unpack("key", &key, "msg", &message, "digest", &mod); err != nil {
				return nil, err
			}
			d, err := create(c, key, message, mod)
			if err != nil {
				return nil, err
			}
			return starlark.Bytes(d.hash.Sum(nil)), nil
		},
		"compare_digest": CompareDigest,
	}), k)
}

// CompareDigest is hmac.compare_digest and secrets.compare_digest.
func CompareDigest(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(2); err != nil {
		return nil, err
	}
	a, ok1 := declare.Bytes(c.Args[0])
	b, ok2 := declare.Bytes(c.Args[1])
	if !ok1 && !ok2 {
		a, ok1 = declare.Text(c.Args[0])
		b, ok2 = declare.Text(c.Args[1])
	}
	if !ok1 || !ok2 {
		return nil, declare.TypeErrorf("unsupported operand types(s) or combination of types: '%s' and '%s'", object.TypeName(c.Args[0]), object.TypeName(c.Args[1]))
	}
	return starlark.Bool(hmac.Equal([]byte(a), []byte(b))), nil
}
