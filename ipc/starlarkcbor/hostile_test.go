package starlarkcbor

import (
	"bytes"
	"encoding/hex"
	"errors"
	"runtime"
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

func TestDecode_malformed(t *testing.T) {
	for name, message := range map[string]string{
		"empty":                  "",
		"head cut":               "19 01",
		"head cut at 8 bytes":    "1b 00 00 00 00 00 00 00",
		"reserved head":          "1c",
		"indefinite array":       "9f 01 ff",
		"indefinite bytes":       "5f 41 00 ff",
		"break":                  "ff",
		"half float":             "f9 3c 00",
		"single float":           "fa 3f 80 00 00",
		"undefined":              "f7",
		"simple false in 2":      "f8 14",
		"simple value":           "e0",
		"text cut":               "63 61 61",
		"text length lies":       "7b 7f ff ff ff ff ff ff ff 61",
		"bytes length lies":      "5b ff ff ff ff ff ff ff ff 61",
		"array length lies":      "9b 00 00 00 ff ff ff ff ff 01",
		"array longer by one":    "82 01",
		"map length lies":        "bb 7f ff ff ff ff ff ff ff 01",
		"map without value":      "a1 01",
		"array claims again":     "83 83 83 01 01 01",
		"text not UTF-8":         "61 ff",
		"long text not UTF-8":    "78 30" + strings.Repeat("61", 47) + "ff",
		"surrogate":              "63 ed a0 80",
		"unknown tag":            "c1 00",
		"unknown private tag":    "d9 ba 3f 80",
		"tag without content":    "d9 ba 00",
		"tuple of no array":      "d9 ba 00 01",
		"set of no array":        "d9 01 02 01",
		"bignum of no bytes":     "c2 01",
		"bytestr of text":        "d9 ba 02 61 61",
		"range of two":           "d9 ba 01 82 00 01",
		"range of step 0":        "d9 ba 01 83 00 01 00",
		"range of float":         "d9 ba 01 83 00 01 fb 3f f0 00 00 00 00 00 00",
		"range too large":        "d9 ba 01 83 00 1b ff ff ff ff ff ff ff ff 01",
		"reference to nothing":   "d8 1d 00",
		"reference forward":      "82 d8 1d 00 d8 1c 80",
		"reference negative":     "82 d8 1c 80 d8 1d 20",
		"reference by text":      "82 d8 1c 80 d8 1d 61 30",
		"reference out of range": "82 d8 1c 80 d8 1d 1b ff ff ff ff ff ff ff ff",
		"shareable tuple":        "82 d8 1c d9 ba 00 81 01 d8 1d 00",
		"shareable int":          "d8 1c 01",
		"shareable twice":        "d8 1c d8 1c 80",
		"tuple within itself":    "d8 1c d9 ba 00 81 d8 1d 00",
		"duplicate key":          "a2 01 01 01 02",
		"duplicate key 1, 1.0":   "a2 01 01 fb 3f f0 00 00 00 00 00 00 02",
		"duplicate element":      "d9 01 02 82 01 01",
		"unhashable key":         "a1 80 01",
		"unhashable key within":  "a1 d9 ba 00 81 80 01",
		"unhashable element":     "d9 01 02 81 80",
		"map as its own key":     "d8 1c a1 d8 1d 00 01",
	} {
		data, err := hex.DecodeString(strings.ReplaceAll(message, " ", ""))
		if err != nil {
			t.Fatal(name, err)
		}
		d := NewDecoder(Options{})
		d.Reset(data)
		v, err := d.Decode()
		var de *DecodeError
		if !errors.As(err, &de) {
			t.Errorf("%s: decoded %v, %v", name, v, err)
		} else if de.Offset < 0 || de.Offset > len(data) {
			t.Errorf("%s: offset %d", name, de.Offset)
		}
	}
}

// Every prefix of a message is refused.
func TestDecode_truncated(t *testing.T) {
	for name, v := range values(t) {
		data := encode(t, Options{}, v)
		d := NewDecoder(Options{})
		for n := 0; n < len(data); n += 1 + len(data)/500 {
			d.Reset(data[:n])
			if w, err := d.Decode(); err == nil {
				t.Errorf("%s: %d bytes of %d decoded as %v", name, n, len(data), w)
			}
		}
	}
}

func TestDepth(t *testing.T) {
	nest := func(n int, wrap func(v starlark.Value) starlark.Value) starlark.Value {
		v := wrap(starlark.None)
		for range n - 1 {
			v = wrap(v)
		}
		return v
	}
	for name, wrap := range map[string]func(v starlark.Value) starlark.Value{
		"list":  func(v starlark.Value) starlark.Value { return starlark.NewList([]starlark.Value{v}) },
		"tuple": func(v starlark.Value) starlark.Value { return starlark.Tuple{v} },
		"dict": func(v starlark.Value) starlark.Value {
			d := starlark.NewDict(1)
			d.SetKey(starlark.String("k"), v)
			return d
		},
	} {
		for _, limit := range []int{0, 10} {
			opts := Options{MaxDepth: limit}
			if limit == 0 {
				limit = 1000
			}
			deepest := encode(t, opts, nest(limit, wrap))
			decode(t, opts, deepest)

			err := NewEncoder(opts).EncodeAt("args", nest(limit+1, wrap))
			if !errors.Is(err, ErrTooDeep) || len(err.Error()) > 500 || !strings.HasPrefix(err.Error(), "args[") {
				t.Errorf("%s: encoding %d levels: %v", name, limit+1, err)
			}
			deeper := encode(t, Options{MaxDepth: limit + 1}, nest(limit+1, wrap))
			d := NewDecoder(opts)
			d.Reset(deeper)
			if _, err := d.Decode(); !errors.Is(err, ErrTooDeep) {
				t.Errorf("%s: decoding %d levels: %v", name, limit+1, err)
			}
		}
	}
	// Tags alone nest too.
	d := NewDecoder(Options{Build: map[uint64]Builder{TagCell: func(d *Decoder) (starlark.Value, error) { return d.Decode() }}})
	for _, head := range []string{"\xd9\xba\x0e", "\xd8\x1c\x81", "\x81", "\xa1"} {
		d.Reset(bytes.Repeat([]byte(head), 1_000_000))
		if _, err := d.Decode(); err == nil {
			t.Errorf("%x decoded", head)
		}
	}
}

// A message that refers to one tuple over and over grows without bound; the
// encoder stops it.
func TestEncode_tooLarge(t *testing.T) {
	v := starlark.Value(starlark.Tuple{starlark.None})
	for range 60 {
		v = starlark.Tuple{v, v}
	}
	if err := NewEncoder(Options{MaxSize: 1 << 20}).Encode(v); !errors.Is(err, ErrTooLarge) {
		t.Errorf("tuples: %v", err)
	}
	for _, v := range []starlark.Value{starlark.String(make([]byte, 1<<21)), starlark.Bytes(make([]byte, 1<<21))} {
		if err := NewEncoder(Options{MaxSize: 1 << 20}).EncodeAt("x", v); !errors.Is(err, ErrTooLarge) || err.Error() != "x: message too large" {
			t.Errorf("%s: %v", v.Type(), err)
		}
	}
}

// Lying headers cost no memory beyond the order of the message.
func TestDecode_allocation(t *testing.T) {
	nested := bytes.Repeat([]byte{0x9a, 0x00, 0x00, 0xff, 0x00}, 900) // arrays of 65280
	maps := append([]byte{0xba, 0x00, 0x07, 0xff, 0x00}, bytes.Repeat([]byte{0x01}, 1<<20)...)
	d := NewDecoder(Options{})
	for name, data := range map[string][]byte{
		"nested arrays": append(nested, make([]byte, 70000)...),
		"map":           maps,
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d.Reset(data)
		if _, err := d.Decode(); err == nil {
			t.Errorf("%s decoded", name)
		}
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > uint64(20*len(data))+4<<20 {
			t.Errorf("%s: %d bytes allocated for a message of %d", name, n, len(data))
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, v := range values(f) {
		if data := encode(f, Options{}, v); len(data) < 5000 {
			f.Add(data)
		}
	}
	opts := nodeOptions()
	d, e := NewDecoder(opts), NewEncoder(opts)
	f.Fuzz(func(t *testing.T, data []byte) {
		d.Reset(data)
		v, err := d.Decode()
		if err != nil {
			var de *DecodeError
			if !errors.As(err, &de) || v != nil {
				t.Fatalf("%v with %T: %v", v, err, err)
			}
			return
		}
		if err := wellformed(data[:len(data)-d.Remaining()]); err != nil {
			t.Fatalf("accepted %x: %v", data, err)
		}
		e.Reset(nil)
		if err := e.Encode(v); err != nil && !errors.Is(err, ErrTooDeep) {
			t.Fatalf("%v does not encode: %v", v, err)
		}
	})
}

// What was decoded and encoded once is stable from then on.
func FuzzRoundTrip(f *testing.F) {
	for _, v := range values(f) {
		if data := encode(f, Options{}, v); len(data) < 5000 {
			f.Add(data)
		}
	}
	opts := nodeOptions()
	d, e := NewDecoder(opts), NewEncoder(opts)
	f.Fuzz(func(t *testing.T, data []byte) {
		d.Reset(data)
		v, err := d.Decode()
		if err != nil {
			return
		}
		e.Reset(nil)
		if e.Encode(v) != nil {
			return // too deep: references deepen a value
		}
		once := e.Bytes()
		d.Reset(once)
		w, err := d.Decode()
		if err != nil {
			t.Fatalf("%x: %v", once, err)
		}
		if err := make(comparer).same(v, w); err != nil {
			t.Fatalf("%x: %v", once, err)
		}
		e.Reset(nil)
		if err := e.Encode(w); err != nil || !bytes.Equal(once, e.Bytes()) {
			t.Fatalf("not stable, %v:\n%x\n%x", err, once, e.Bytes())
		}
	})
}
