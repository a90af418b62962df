package starlarkcbor

import (
	"bytes"
	"fmt"
	"math"
	"sync"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// values runs testdata/values.star.
func values(t testing.TB) starlark.StringDict {
	t.Helper()
	opts := &syntax.FileOptions{Set: true, TopLevelControl: true}
	globals, err := starlark.ExecFileOptions(opts, new(starlark.Thread), "testdata/values.star", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name := range globals {
		if name[0] == '_' {
			delete(globals, name)
		}
	}
	if len(globals) < 15 {
		t.Fatalf("only %d values", len(globals))
	}
	return globals
}

// encode returns the message that holds v alone and checks that it is CBOR.
func encode(t testing.TB, opts Options, v starlark.Value) []byte {
	t.Helper()
	e := NewEncoder(opts)
	if err := e.EncodeAt("value", v); err != nil {
		t.Fatal(err)
	}
	if err := wellformed(e.Bytes()); err != nil {
		t.Fatalf("%v: %x", err, e.Bytes())
	}
	return e.Bytes()
}

// wellformed asks another implementation whether data is one item in strict form.
func wellformed(data []byte) error { return strict().Wellformed(data) }

var strict = sync.OnceValue(func() cbor.DecMode {
	mode, err := cbor.DecOptions{
		IndefLength:      cbor.IndefLengthForbidden,
		MaxNestedLevels:  65535,
		MaxArrayElements: math.MaxInt32,
		MaxMapPairs:      math.MaxInt32,
	}.DecMode()
	if err != nil {
		panic(err)
	}
	return mode
})

func decode(t testing.TB, opts Options, data []byte) starlark.Value {
	t.Helper()
	d := NewDecoder(opts)
	d.Reset(data)
	v, err := d.Decode()
	if err != nil {
		t.Fatalf("%v: %x", err, data)
	}
	if d.Remaining() != 0 {
		t.Fatalf("%d bytes left", d.Remaining())
	}
	return v
}

// A comparer tells whether two values are the same to the last bit: types,
// order, and which containers are one object.
type comparer map[starlark.Value]starlark.Value

func (c comparer) same(a, b starlark.Value) error {
	if fmt.Sprintf("%T", a) != fmt.Sprintf("%T", b) {
		return fmt.Errorf("%T became %T", a, b)
	}
	switch a.(type) {
	case *starlark.List, *starlark.Dict, *starlark.Set:
		if twin, ok := c[a]; ok {
			if twin != b {
				return fmt.Errorf("%s: identity lost", a.Type())
			}
			return nil
		}
		if _, ok := c[b]; ok {
			return fmt.Errorf("%s: identity made up", a.Type())
		}
		c[a], c[b] = b, a
	}
	if a.Type() == "range" { // of any length
		if a.String() != b.String() {
			return fmt.Errorf("%v became %v", a, b)
		}
		return nil
	}
	switch a := a.(type) {
	case starlark.Float:
		if math.Float64bits(float64(a)) != math.Float64bits(float64(b.(starlark.Float))) {
			return fmt.Errorf("%v became %v", a, b)
		}
	case starlark.Indexable:
		if _, ok := a.(starlark.String); ok {
			break
		}
		if _, ok := a.(starlark.Bytes); ok {
			break
		}
		b := b.(starlark.Indexable)
		if a.Len() != b.Len() {
			return fmt.Errorf("length %d became %d", a.Len(), b.Len())
		}
		for i := range a.Len() {
			if err := c.same(a.Index(i), b.Index(i)); err != nil {
				return fmt.Errorf("[%d]: %w", i, err)
			}
		}
		return nil
	case *starlark.Dict:
		return c.sameItems(a.Items(), b.(*starlark.Dict).Items())
	case *starlark.Set:
		return c.same(elements(a), elements(b.(*starlark.Set)))
	}
	if eq, err := starlark.Equal(a, b); !eq || err != nil {
		return fmt.Errorf("%v became %v (%v)", a, b, err)
	}
	return nil
}

func (c comparer) sameItems(a, b []starlark.Tuple) error {
	if len(a) != len(b) {
		return fmt.Errorf("length %d became %d", len(a), len(b))
	}
	for i := range a {
		if err := c.same(a[i], b[i]); err != nil {
			return fmt.Errorf("item %d: %w", i, err)
		}
	}
	return nil
}

func elements(s *starlark.Set) starlark.Tuple {
	var t starlark.Tuple
	for v := range s.Elements() {
		t = append(t, v)
	}
	return t
}

func TestRoundTrip(t *testing.T) {
	for name, v := range values(t) {
		t.Run(name, func(t *testing.T) {
			data := encode(t, Options{}, v)
			w := decode(t, Options{}, data)
			if err := make(comparer).same(v, w); err != nil {
				t.Fatal(err)
			}
			if again := encode(t, Options{}, w); !bytes.Equal(data, again) {
				t.Errorf("encodes differently:\n%x\n%x", data, again)
			}
		})
	}
}

// An Encoder and a Decoder carry any sequence of messages.
func TestReset(t *testing.T) {
	e, d := NewEncoder(Options{}), NewDecoder(Options{})
	for range 3 {
		for name, v := range values(t) {
			e.Reset(e.Bytes()[:0])
			if err := e.Encode(v); err != nil {
				t.Fatal(err)
			}
			d.Reset(e.Bytes())
			w, err := d.Decode()
			if err != nil {
				t.Fatal(err)
			}
			if err := make(comparer).same(v, w); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// What is decoded does not refer to the message.
func TestDecode_copies(t *testing.T) {
	v := starlark.Tuple{starlark.String("text"), starlark.Bytes("bytes"), starlark.String("\xff"), starlark.MakeInt(1).Lsh(80)}
	data := encode(t, Options{}, v)
	w := decode(t, Options{}, data)
	clear(data)
	if err := make(comparer).same(v, w); err != nil {
		t.Error(err)
	}
}

func TestRoundTrip_anyBytes(t *testing.T) {
	for n := range 80 {
		for at := range n {
			s := bytes.Repeat([]byte("a"), n)
			s[at] = 0xe9
			for _, v := range []starlark.Value{starlark.String(s), starlark.Bytes(s)} {
				if err := make(comparer).same(v, decode(t, Options{}, encode(t, Options{}, v))); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestRoundTrip_floatBits(t *testing.T) {
	for _, bits := range []uint64{0, 1 << 63, 0x7ff8000000000001, 0xfff8000000000abc, 0x7ff0000000000001, 1, 0x3ff0000000000000} {
		v := starlark.Float(math.Float64frombits(bits))
		if err := make(comparer).same(v, decode(t, Options{}, encode(t, Options{}, v))); err != nil {
			t.Error(err)
		}
	}
}

// Items of one message share identity.
func TestEncode_several(t *testing.T) {
	l := starlark.NewList(nil)
	e := NewEncoder(Options{})
	for range 2 {
		if err := e.Encode(l); err != nil {
			t.Fatal(err)
		}
	}
	d := NewDecoder(Options{})
	d.Reset(e.Bytes())
	a, _ := d.Decode()
	b, err := d.Decode()
	if err != nil || a != b {
		t.Errorf("%v, %v, %v", a, b, err)
	}
}

// Frozen values travel and arrive mutable.
func TestRoundTrip_frozen(t *testing.T) {
	v := values(t)["records"]
	v.Freeze()
	w := decode(t, Options{}, encode(t, Options{}, v)).(*starlark.List)
	if err := w.Append(starlark.None); err != nil {
		t.Error(err)
	}
	if err := w.Index(0).(*starlark.Dict).SetKey(starlark.None, starlark.None); err != nil {
		t.Error(err)
	}
}

// The forms are those of the table in doc.go, as another implementation reads them.
func TestForms(t *testing.T) {
	l := starlark.NewList([]starlark.Value{starlark.MakeInt(1)})
	set := starlark.NewSet(1)
	set.Insert(starlark.MakeInt(7))
	rng, err := starlark.Call(new(starlark.Thread), starlark.Universe["range"], starlark.Tuple{starlark.MakeInt(3)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		v    starlark.Value
		want string
	}{
		{starlark.None, "null"},
		{starlark.True, "true"},
		{starlark.MakeInt(-25), "-25"},
		{starlark.MakeInt(1).Lsh(64), "18446744073709551616"},
		{starlark.Float(1.5), "1.5"},
		{starlark.String("é"), `"\u00e9"`},
		{starlark.String("\xff"), "47618(h'ff')"},
		{starlark.Bytes("a"), "h'61'"},
		{starlark.Tuple{l, l}, "47616([28([1]), 29(0)])"},
		{set, "28(258([7]))"},
		{starlark.NewDict(0), "28({})"},
		{rng, "47617([0, 3, 1])"},
	} {
		got, err := cbor.Diagnose(encode(t, Options{}, test.v))
		if err != nil || got != test.want {
			t.Errorf("%v: %s, %v; want %s", test.v, got, err, test.want)
		}
	}
}
