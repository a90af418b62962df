// Package binascii is Python's binascii, base64 and the checksums of zlib.
//
//	New(rt)       ──▶ hexlify, crc32, b2a_base64, ...
//	NewBase64(rt) ──▶ b64encode, urlsafe_b64decode, b32encode, b85encode, ...
//	NewZlib(rt)   ──▶ crc32, adler32, compress, decompress
package binascii

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"hash/adler32"
	"hash/crc32"
	"io"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// Error is binascii.Error.
var Error = exceptions.New("binascii", "Error", exceptions.ValueError)

// zlibError is zlib.error.
var zlibError = exceptions.New("zlib", "error", exceptions.Exception)

// data returns bytes, or the text of an ASCII str if text is allowed.
func data(v starlark.Value, text bool) (string, error) {
	if b, ok := declare.Bytes(v); ok {
		return b, nil
	}
	if s, ok := declare.Text(v); ok && text {
		for i := 0; i < len(s); i++ {
			if s[i] > 127 {
				return "", exceptions.ValueError.Errorf("string argument should contain only ASCII characters")
			}
		}
		return s, nil
	}
	return "", declare.TypeErrorf("a bytes-like object is required, not '%s'", object.TypeName(v))
}

// one is a function of one argument of data.
func one(text bool, f func(s string) (starlark.Value, error)) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) == 0 {
			return nil, declare.TypeErrorf("%s() missing required argument 'data' (pos 1)", c.Name)
		}
		s, err := data(c.Args[0], text)
		if err != nil {
			return nil, err
		}
		return f(s)
	}
}

func toBytes(f func(s string) string) func(s string) (starlark.Value, error) {
	return func(s string) (starlark.Value, error) { return starlark.Bytes(f(s)), nil }
}

// checksum is crc32(data, value=0) or adler32(data, value=1).
func checksum(first int, f func(value uint32, p []byte) uint32) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		if err := c.Between(1, 2); err != nil {
			return nil, err
		}
		s, err := data(c.Args[0], false)
		if err != nil {
			return nil, err
		}
		value := first
		if len(c.Args) == 2 {
			if value, err = object.AsInt(c.Args[1]); err != nil {
				return nil, err
			}
		}
		return starlark.MakeUint64(uint64(f(uint32(value), []byte(s)))), nil
	}
}

var crc = checksum(0, func(value uint32, p []byte) uint32 { return crc32.Update(value, crc32.IEEETable, p) })

func hexlify(c declare.Call) (starlark.Value, error) {
	if len(c.Args) == 0 {
		return nil, declare.TypeErrorf("hexlify() missing required argument 'data' (pos 1)")
	}
	s, err := data(c.Args[0], false)
	if err != nil {
		return nil, err
	}
	if len(c.Args) > 1 {
		text, err := c.CallMethod(starlark.Bytes(s), "hex", c.Args[1:]...)
		if err != nil {
			return nil, err
		}
		t, _ := declare.Text(text)
		return starlark.Bytes(t), nil
	}
	return starlark.Bytes(hex.EncodeToString([]byte(s))), nil
}

func unhexlify(s string) (starlark.Value, error) {
	if len(s)%2 == 1 {
		return nil, Error.Errorf("Odd-length string")
	}
	b, err := hex.DecodeString(s)
	if err != nil {
		return nil, Error.Errorf("Non-hexadecimal digit found")
	}
	return starlark.Bytes(b), nil
}

// decode64 is lenient as CPython: what is no digit is skipped.
func decode64(s string) (starlark.Value, error) {
	var b strings.Builder
	pad := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/':
			if pad > 0 {
				pad = 0
			}
			b.WriteByte(c)
		case c == '=':
			pad++
			if (b.Len()+pad)%4 == 0 && b.Len()%4 >= 2 {
				i = len(s)
			}
		}
	}
	text := b.String()
	switch {
	case len(text)%4 == 1:
		return nil, Error.Errorf("Invalid base64-encoded string: number of data characters (%d) cannot be 1 more than a multiple of 4", len(text))
	case len(text)%4 != 0 && (len(text)+pad)%4 != 0 && pad < 4-len(text)%4:
		return nil, Error.Errorf("Incorrect padding")
	}
	out, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return nil, Error.Errorf("%v", err)
	}
	return starlark.Bytes(out), nil
}

// New returns the module binascii.
func New(rt *object.Runtime) *object.Module {
	m := declare.Module(rt, "binascii", map[string]declare.Func{
		"hexlify": hexlify, "b2a_hex": hexlify, "unhexlify": one(true, unhexlify), "a2b_hex": one(true, unhexlify), "crc32": crc,
		"a2b_base64": one(true, decode64),
		"b2a_base64": func(c declare.Call) (starlark.Value, error) {
			var v starlark.Value
			newline := true
			if err := c.Unpack("data", &v, "*", nil, "newline?", &newline); err != nil {
				return nil, err
			}
			s, err := data(v, false)
			if err != nil {
				return nil, err
			}
			out := base64.StdEncoding.EncodeToString([]byte(s))
			if newline {
				out += "\n"
			}
			return starlark.Bytes(out), nil
		},
		"crc_hqx": checksum(0, func(value uint32, p []byte) uint32 {
			for _, b := range p {
				value ^= uint32(b) << 8
				for range 8 {
					if value <<= 1; value&0x10000 != 0 {
						value ^= 0x11021
					}
				}
			}
			return value & 0xffff
		}),
	})
	return declare.Add(m, starlark.StringDict{"Error": rt.ExceptionClass(Error)})
}

// NewBase64 returns the module base64.
func NewBase64(rt *object.Runtime) *object.Module {
	encode := func(e interface{ EncodeToString([]byte) string }) declare.Func {
		return one(false, toBytes(func(s string) string { return e.EncodeToString([]byte(s)) }))
	}
	url := strings.NewReplacer("-", "+", "_", "/")
	decode32 := func(e *base32.Encoding) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			s, err := data(c.Arg(0), true)
			if err != nil {
				return nil, err
			}
			fold := object.Keyword(c.Kwargs, "casefold")
			if len(c.Args) > 1 {
				fold = c.Args[1]
			}
			if fold != nil && bool(fold.Truth()) {
				s = strings.ToUpper(s)
			}
			b, err := e.DecodeString(s)
			if err != nil {
				if len(s)%8 != 0 {
					return nil, Error.Errorf("Incorrect padding")
				}
				return nil, Error.Errorf("Non-base32 digit found")
			}
			return starlark.Bytes(b), nil
		}
	}
	lines := func(s string) string {
		var b strings.Builder
		for len(s) > 0 {
			n := min(57, len(s))
			b.WriteString(base64.StdEncoding.EncodeToString([]byte(s[:n])) + "\n")
			s = s[n:]
		}
		return b.String()
	}
	alternative := func(c declare.Call) (string, bool) {
		alt := object.Keyword(c.Kwargs, "altchars")
		if len(c.Args) > 1 {
			alt = c.Args[1]
		}
		if alt == nil || alt == starlark.None {
			return "", false
		}
		s, _ := declare.Bytes(alt)
		return s, len(s) == 2
	}
	return declare.Module(rt, "base64", map[string]declare.Func{
		"b64encode": func(c declare.Call) (starlark.Value, error) {
			s, err := data(object.OrNone(c.Arg(0)), false)
			if err != nil {
				return nil, err
			}
			out := base64.StdEncoding.EncodeToString([]byte(s))
			if alt, ok := alternative(c); ok {
				out = strings.NewReplacer("+", alt[:1], "/", alt[1:]).Replace(out)
			}
			return starlark.Bytes(out), nil
		},
		"b64decode": func(c declare.Call) (starlark.Value, error) {
			s, err := data(object.OrNone(c.Arg(0)), true)
			if err != nil {
				return nil, err
			}
			if alt, ok := alternative(c); ok {
				s = strings.NewReplacer(alt[:1], "+", alt[1:], "/").Replace(s)
			}
			if v := object.Keyword(c.Kwargs, "validate"); v != nil && bool(v.Truth()) {
				if _, err := base64.StdEncoding.DecodeString(s); err != nil {
					if strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") != "" {
						return nil, Error.Errorf("Only base64 data is allowed")
					}
				}
			}
			return decode64(s)
		},
		"standard_b64encode": encode(base64.StdEncoding), "urlsafe_b64encode": encode(base64.URLEncoding),
		"standard_b64decode": one(true, decode64),
		"urlsafe_b64decode":  one(true, func(s string) (starlark.Value, error) { return decode64(url.Replace(s)) }),
		"b32encode":          encode(base32.StdEncoding), "b32decode": decode32(base32.StdEncoding),
		"b32hexencode": encode(base32.HexEncoding), "b32hexdecode": decode32(base32.HexEncoding),
		"b16encode": one(false, toBytes(func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) })),
		"b16decode": one(true, func(s string) (starlark.Value, error) {
			b, err := hex.DecodeString(s)
			if err != nil {
				return nil, Error.Errorf("Non-base16 digit found")
			}
			return starlark.Bytes(b), nil
		}),
		"encodebytes": one(false, toBytes(lines)), "decodebytes": one(false, decode64),
		"b85encode": one(false, toBytes(encode85)), "b85decode": one(true, decode85),
		"a85encode": one(false, toBytes(func(s string) string {
			out := make([]byte, ascii85.MaxEncodedLen(len(s)))
			return string(out[:ascii85.Encode(out, []byte(s))])
		})),
		"a85decode": one(true, func(s string) (starlark.Value, error) {
			out := make([]byte, 4*len(s)+8)
			n, _, err := ascii85.Decode(out, []byte(s), true)
			if err != nil {
				return nil, exceptions.ValueError.Errorf("Non-Ascii85 digit found")
			}
			return starlark.Bytes(out[:n]), nil
		}),
	})
}

const digits85 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"

func encode85(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		n := min(4, len(s))
		var chunk [4]byte
		copy(chunk[:], s[:n])
		v := uint32(chunk[0])<<24 | uint32(chunk[1])<<16 | uint32(chunk[2])<<8 | uint32(chunk[3])
		var out [5]byte
		for i := 4; i >= 0; i-- {
			out[i] = digits85[v%85]
			v /= 85
		}
		b.Write(out[:n+1])
		s = s[n:]
	}
	return b.String()
}

func decode85(s string) (starlark.Value, error) {
	var out []byte
	for at := 0; at < len(s); at += 5 {
		chunk := s[at:min(at+5, len(s))]
		n := len(chunk)
		v := uint64(0)
		for i := range 5 {
			d := 84
			if i < n {
				if d = strings.IndexByte(digits85, chunk[i]); d < 0 {
					return nil, exceptions.ValueError.Errorf("bad base85 character at position %d", at+i)
				}
			}
			v = v*85 + uint64(d)
		}
		if v > 0xffffffff {
			return nil, exceptions.ValueError.Errorf("base85 overflow in hunk starting at byte %d", at)
		}
		b := []byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}
		out = append(out, b[:n-1]...)
	}
	return starlark.Bytes(out), nil
}

// NewZlib returns the module zlib.
func NewZlib(rt *object.Runtime) *object.Module {
	m := declare.Module(rt, "zlib", map[string]declare.Func{
		"crc32": crc,
		"adler32": checksum(1, func(value uint32, p []byte) uint32 {
			if value == 1 {
				return adler32.Checksum(p)
			}
			a, b := value&0xffff, value>>16
			for _, x := range p {
				a = (a + uint32(x)) % 65521
				b = (b + a) % 65521
			}
			return b<<16 | a
		}),
		"compress": func(c declare.Call) (starlark.Value, error) {
			var v starlark.Value
			level := -1
			if err := c.Unpack("data", &v, "level?", &level, "wbits?", new(starlark.Value)); err != nil {
				return nil, err
			}
			s, err := data(v, false)
			if err != nil {
				return nil, err
			}
			var b bytes.Buffer
			w, err := zlib.NewWriterLevel(&b, level)
			if err != nil {
				return nil, zlibError.Errorf("Bad compression level")
			}
			w.Write([]byte(s))
			w.Close()
			return starlark.Bytes(b.String()), nil
		},
		"decompress": func(c declare.Call) (starlark.Value, error) {
			s, err := data(object.OrNone(c.Arg(0)), false)
			if err != nil {
				return nil, err
			}
			r, err := zlib.NewReader(strings.NewReader(s))
			if err != nil {
				return nil, zlibError.Errorf("Error -3 while decompressing data: incorrect header check")
			}
			out, err := io.ReadAll(io.LimitReader(r, 1<<30))
			if err != nil {
				return nil, zlibError.Errorf("Error -5 while decompressing data: incomplete or truncated stream")
			}
			return starlark.Bytes(out), nil
		},
	})
	return declare.Add(m, starlark.StringDict{"error": rt.ExceptionClass(zlibError), "Z_DEFAULT_COMPRESSION": starlark.MakeInt(-1), "Z_BEST_COMPRESSION": starlark.MakeInt(9), "Z_BEST_SPEED": starlark.MakeInt(1)})
}
