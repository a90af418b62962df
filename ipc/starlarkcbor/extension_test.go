package starlarkcbor

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

// A node is an object with identity, as an instance of a script's class is.
type node struct {
	name string
	next starlark.Value
}

var _ Reducer = (*node)(nil)

func (n *node) String() string        { return "<node " + n.name + ">" }
func (n *node) Type() string          { return "node" }
func (n *node) Freeze()               {}
func (n *node) Truth() starlark.Bool  { return true }
func (n *node) Hash() (uint32, error) { return uint32(len(n.name)), nil }

func (n *node) Reduce(e *Encoder) error {
	if e.Shared(n) {
		return nil
	}
	e.Tag(TagInstance)
	e.ArrayHeader(2)
	if err := e.Text(n.name); err != nil {
		return err
	}
	return e.EncodeAttr("next", n.next)
}

func buildNode(d *Decoder) (starlark.Value, error) {
	id := d.Reserve()
	n := new(node)
	d.Define(id, n)
	if err := d.ArrayOf(2); err != nil {
		return nil, err
	}
	var err error
	if n.name, err = d.Text(); err != nil {
		return nil, err
	}
	n.next, err = d.Decode()
	return n, err
}

// A file cannot travel and says so.
type file struct{ node }

func (*file) Type() string            { return "_io.TextIOWrapper" }
func (f *file) Reduce(*Encoder) error { return Unsupported("open file") }
func (f *file) Hash() (uint32, error) { return 0, nil }

// A broken value fails for a reason of its own.
type broken struct{ node }

func (*broken) Type() string          { return "broken" }
func (*broken) Reduce(*Encoder) error { return io.ErrClosedPipe }
func (*broken) Hash() (uint32, error) { return 0, nil }

func nodeOptions() Options { return Options{Build: map[uint64]Builder{TagInstance: buildNode}} }

func TestReducer_cycle(t *testing.T) {
	a, b := &node{name: "a"}, &node{name: "b\xff"}
	a.next = starlark.Tuple{b, starlark.NewList([]starlark.Value{a, b})}
	b.next = a
	w := decode(t, nodeOptions(), encode(t, Options{}, starlark.Tuple{a, b})).(starlark.Tuple)
	a2, b2 := w[0].(*node), w[1].(*node)
	if a2.name != "a" || b2.name != "b\xff" || b2.next != a2 {
		t.Fatalf("%v, %v", a2, b2)
	}
	parts := a2.next.(starlark.Tuple)
	if l := parts[1].(*starlark.List); parts[0] != b2 || l.Index(0) != a2 || l.Index(1) != b2 {
		t.Error("identity lost")
	}
}

// Options.Reduce speaks for types that cannot have methods here.
func TestOptions_Reduce(t *testing.T) {
	builtin := starlark.NewBuiltin("len", nil)
	opts := Options{
		Context: "context",
		Reduce: func(e *Encoder, v starlark.Value) (bool, error) {
			if e.Context != "context" {
				t.Error("no context")
			}
			b, ok := v.(*starlark.Builtin)
			if !ok {
				return false, nil
			}
			e.Tag(TagBuiltin)
			return true, e.Text(b.Name())
		},
		Build: map[uint64]Builder{TagBuiltin: func(d *Decoder) (starlark.Value, error) {
			if d.Context != "context" {
				t.Error("no context")
			}
			if _, err := d.Text(); err != nil {
				return nil, err
			}
			return builtin, nil
		}},
	}
	w := decode(t, opts, encode(t, opts, starlark.Tuple{builtin, builtin})).(starlark.Tuple)
	if w[0] != builtin || w[1] != builtin {
		t.Errorf("%v", w)
	}
	// A range is not given up by a hook that does not know it.
	r, _ := starlark.Call(new(starlark.Thread), starlark.Universe["range"], starlark.Tuple{starlark.MakeInt(9)}, nil)
	if err := make(comparer).same(r, decode(t, opts, encode(t, opts, r))); err != nil {
		t.Error(err)
	}
}

func TestPathError(t *testing.T) {
	fn := starlark.NewBuiltin("f", nil)
	dict := func(k, v starlark.Value) starlark.Value {
		d := starlark.NewDict(1)
		d.SetKey(k, v)
		return d
	}
	list := func(v ...starlark.Value) starlark.Value { return starlark.NewList(v) }
	set := starlark.NewSet(1)
	set.Insert(fn)
	str := func(s string) starlark.Value { return starlark.String(s) }
	for want, v := range map[string]starlark.Value{
		"args: builtin_function_or_method":                               fn,
		"args[1]['f']: open file":                                        starlark.Tuple{starlark.None, dict(str("f"), &file{})},
		"args[0][0]: builtin_function_or_method":                         list(list(fn)),
		"args[2]: builtin_function_or_method":                            list(starlark.MakeInt(1), starlark.Float(1), fn),
		"args['it\\'s \"']: builtin_function_or_method":                  dict(str(`it's "`), fn),
		`args["it's"]: builtin_function_or_method`:                       dict(str("it's"), fn),
		"args['a\\n']: builtin_function_or_method":                       dict(str("a\n"), fn),
		"args[3]['k'].next[0]: open file":                                starlark.Tuple{fn0, fn0, fn0, dict(str("k"), &node{next: list(&file{})})},
		"args[(1, 'a')]: builtin_function_or_method":                     dict(starlark.Tuple{starlark.MakeInt(1), str("a")}, fn),
		"args[(None,)]: builtin_function_or_method":                      dict(starlark.Tuple{starlark.None}, fn),
		"args[<node>]: builtin_function_or_method":                       dict(&node{next: starlark.None}, fn),
		"args key (<broken>,)[0]: io: read/write on closed pipe":         dict(starlark.Tuple{&broken{}}, starlark.None),
		"args{<builtin_function_or_method>}: builtin_function_or_method": set,
		"args[0]: unassigned value":                                      list(nil),
		"args.next: io: read/write on closed pipe":                       &node{next: &broken{}},
		"args['" + strings.Repeat("x", 40) + "…']: open file":            dict(str(strings.Repeat("x", 50)), &file{}),
	} {
		e := NewEncoder(Options{})
		err := e.EncodeAt("args", v)
		var pe *PathError
		if !errors.As(err, &pe) || err.Error() != want {
			t.Errorf("%v\n\twant %s", err, want)
		}
		// The encoder is as good as new.
		e.Reset(nil)
		if err := e.Encode(starlark.NewList(nil)); err != nil || fmt.Sprintf("%x", e.Bytes()) != "d81c80" {
			t.Errorf("afterwards: %x, %v", e.Bytes(), err)
		}
	}
}

var fn0 = starlark.None

// A list that changes while a reducer of one of its elements runs is refused.
func TestEncode_changed(t *testing.T) {
	l := starlark.NewList(nil)
	l.Append(&mutator{list: l})
	l.Append(starlark.None)
	for _, grow := range []bool{true, false} {
		l.Index(0).(*mutator).grow = grow
		if err := NewEncoder(Options{}).EncodeAt("x", l); !errors.Is(err, errChanged) {
			t.Errorf("grow %t: %v", grow, err)
		}
	}
}

type mutator struct {
	node
	list *starlark.List
	grow bool
}

func (m *mutator) Reduce(e *Encoder) error {
	e.Null()
	if m.grow {
		return m.list.Append(starlark.None)
	}
	return m.list.Clear()
}

// Builders meet hostile content too.
func TestBuilder_malformed(t *testing.T) {
	read := map[uint64]Builder{
		TagUser + 0: func(d *Decoder) (starlark.Value, error) { _, err := d.Int(); return starlark.None, err },
		TagUser + 1: func(d *Decoder) (starlark.Value, error) { _, err := d.Uint(); return starlark.None, err },
		TagUser + 2: func(d *Decoder) (starlark.Value, error) { _, err := d.Text(); return starlark.None, err },
		TagUser + 3: func(d *Decoder) (starlark.Value, error) { _, err := d.BytesRef(); return starlark.None, err },
		TagUser + 4: func(d *Decoder) (starlark.Value, error) { _, err := d.Float(); return starlark.None, err },
		TagUser + 5: func(d *Decoder) (starlark.Value, error) { _, err := d.Bool(); return starlark.None, err },
		TagUser + 6: func(d *Decoder) (starlark.Value, error) { _, err := d.MapHeader(); return starlark.None, err },
		TagUser + 7: func(d *Decoder) (starlark.Value, error) { _, err := d.Tag(); return starlark.None, err },
		TagUser + 8: func(d *Decoder) (starlark.Value, error) { return starlark.None, d.ArrayOf(2) },
		TagUser + 9: func(d *Decoder) (starlark.Value, error) { return nil, nil },
		1 << 40:     func(d *Decoder) (starlark.Value, error) { return nil, d.Fail("no") },
	}
	d := NewDecoder(Options{Build: read})
	e := NewEncoder(Options{})
	for tag := range read {
		for _, content := range []string{"", "\xf7", "\x1b\xff", "\x7a\xff\xff\xff\xff", "\xbb\xff\xff\xff\xff\xff\xff\xff\xff", "\x81"} {
			e.Reset(nil)
			e.Tag(tag)
			d.Reset(append(e.Bytes(), content...))
			var de *DecodeError
			if v, err := d.Decode(); !errors.As(err, &de) {
				t.Errorf("tag %d, content %x: %v, %v", tag, content, v, err)
			}
		}
	}
}

// What the methods of an Encoder write, those of a Decoder read.
func TestBuilder_primitives(t *testing.T) {
	e := NewEncoder(Options{})
	e.Int(-5)
	e.Int(1 << 40)
	e.Uint(1<<64 - 1)
	e.Float(0.5)
	e.Bool(true)
	e.Bool(false)
	e.Null()
	e.ByteString([]byte("raw"))
	e.Text("é")
	e.Text("\xff")
	e.MapHeader(0)
	e.Tag(99)
	e.ArrayHeader(0)
	d := NewDecoder(Options{})
	d.Reset(e.Bytes())
	var got []any
	add := func(v any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, v)
	}
	i, err := d.Int()
	add(i, err)
	i, err = d.Int()
	add(i, err)
	u, err := d.Uint()
	add(u, err)
	f, err := d.Float()
	add(f, err)
	b, err := d.Bool()
	add(b, err)
	b, err = d.Bool()
	add(b, err)
	add(d.Null(), nil)
	add(d.Null(), nil)
	raw, err := d.BytesRef()
	add(string(raw), err)
	s, err := d.Text()
	add(s, err)
	s, err = d.Text()
	add(s, err)
	n, err := d.MapHeader()
	add(n, err)
	u, err = d.Tag()
	add(u, err)
	add("end", d.ArrayOf(0))
	want := []any{int64(-5), int64(1 << 40), uint64(1<<64 - 1), 0.5, true, false, true, false, "raw", "é", "\xff", 0, uint64(99), "end"}
	if fmt.Sprint(got) != fmt.Sprint(want) || d.Remaining() != 0 {
		t.Errorf("%v\n\twant %v", got, want)
	}
}
