// Package secrets is Python's secrets.
//
//	New(rt) ──▶ token_hex, choice, randbelow, ...  over the generator of the operating system
package secrets

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"math/big"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/hashlib"
	"parlark/builtins/object"
)

// New returns the module secrets.
func New(rt *object.Runtime) *object.Module {
	token := func(encode func(b []byte) starlark.Value) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			var n starlark.Value
			if err := c.Unpack("nbytes??", &n); err != nil {
				return nil, err
			}
			size := 32
			if n != nil {
				var err error
				if size, err = object.AsInt(n); err != nil {
					return nil, err
				}
			}
			if size < 0 || size > 1<<28 {
				return nil, exceptions.ValueError.Errorf("negative argument not allowed")
			}
			b := make([]byte, size)
			rand.Read(b)
			return encode(b), nil
		}
	}
	below := func(n *big.Int) (starlark.Value, error) {
		if n.Sign() <= 0 {
			return nil, exceptions.ValueError.Errorf("Upper bound must be positive.")
		}
		v, err := rand.Int(rand.Reader, n)
		if err != nil {
			return nil, exceptions.OSError.Errorf("%v", err)
		}
		return starlark.MakeBigInt(v), nil
	}
	m := declare.Module(rt, "secrets", map[string]declare.Func{
		"token_bytes":    token(func(b []byte) starlark.Value { return starlark.Bytes(b) }),
		"token_hex":      token(func(b []byte) starlark.Value { return starlark.String(hex.EncodeToString(b)) }),
		"token_urlsafe":  token(func(b []byte) starlark.Value { return starlark.String(base64.RawURLEncoding.EncodeToString(b)) }),
		"compare_digest": hashlib.CompareDigest,
		"randbelow": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			n, err := object.AsIndex(c.Args[0])
			if err != nil {
				return nil, err
			}
			return below(n.BigInt())
		},
		"randbits": func(c declare.Call) (starlark.Value, error) {
			var k int
			if err := c.Unpack("k", &k); err != nil {
				return nil, err
			}
			if k < 0 || k > 1<<28 {
				return nil, exceptions.ValueError.Errorf("number of bits must be non-negative")
			}
			return below(new(big.Int).Lsh(big.NewInt(1), uint(k)))
		},
		"choice": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			n, err := rt.Len(c.T, c.Args[0])
			if err != nil {
				return nil, err
			}
			if n == 0 {
				return nil, exceptions.IndexError.Errorf("Cannot choose from an empty sequence")
			}
			i, err := below(big.NewInt(int64(n)))
			if err != nil {
				return nil, err
			}
			return rt.GetItem(c.T, c.Args[0], i)
		},
	})
	if random, err := rt.Import(rt.Current(), "random"); err == nil {
		if k, err := rt.GetAttr(random, "SystemRandom"); err == nil {
			m.SetField("SystemRandom", k)
		}
	}
	return m
}
