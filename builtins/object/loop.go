package object

import (
	"unicode/utf8"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file makes the VM's for loop follow Python: nothing is locked, lists may grow, changed sizes are errors.

// Loop returns v as something whose iteration follows Python.
func (rt *Runtime) Loop(t *starlark.Thread, v starlark.Value) (starlark.Iterable, error) {
	switch x := v.(type) {
	case *starlark.List:
		return listLoop{x}, nil
	case starlark.Tuple:
		return x, nil
	case starlark.String:
		return stringLoop{string(x)}, nil
	case *Iterator:
		return x, nil
	case *DictView:
		return x, nil
	case *starlark.Dict:
		return &DictView{d: x, kind: "keys", rt: rt}, nil
	case *starlark.Set:
		return &setLoop{rt: rt, s: x}, nil
	case *Instance:
		return rt.iterInstance(t, x)
	case *Class:
		return rt.iterClass(t, x)
	case starlark.Bytes:
		return bytesLoop{x}, nil
	case HasIter:
		return x.Iter(t)
	case starlark.Iterable:
		return x, nil
	}
	return nil, typeErrorf("'%s' object is not iterable", TypeName(v))
}

// loopIntrinsic is #iter(x).
func (rt *Runtime) loopIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	w, err := rt.Loop(t, args[0])
	if err != nil {
		return nil, err
	}
	return w.(starlark.Value), nil
}

// freshIntrinsic is #fresh(x): a generator that only the loop holds is closed when the loop is left.
func (rt *Runtime) freshIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return rt.freshLoop(t, args[0])
}

func (rt *Runtime) freshLoop(t *starlark.Thread, x starlark.Value) (starlark.Value, error) {
	w, err := rt.Loop(t, x)
	if err != nil {
		return nil, err
	}
	if p, ok := w.(*Iterator); ok && p.gen != nil {
		return freshLoop{loopValue{}, p}, nil
	}
	return w.(starlark.Value), nil
}

// loopValue gives the wrappers of this file, which no script sees, the methods of a value.
type loopValue struct{}

func (loopValue) String() string        { return "<loop>" }
func (loopValue) Type() string          { return "iterator" }
func (loopValue) Freeze()               {}
func (loopValue) Truth() starlark.Bool  { return true }
func (loopValue) Hash() (uint32, error) { return 0, nil }

// freshLoop iterates over a generator and closes it afterwards.
type freshLoop struct {
	loopValue
	p *Iterator
}

func (l freshLoop) Iterate() starlark.Iterator { return freshIterator{l.p} }

type freshIterator struct{ *Iterator }

// Done closes the generator. An exception of its finally clauses reaches the VM through Raise.
func (it freshIterator) Done() {
	if it.gen.active {
		return
	}
	if err := it.gen.close(); err != nil {
		it.rt.Raise(err)
	}
}

// listLoop iterates over a list that may change meanwhile.
type listLoop struct{ l *starlark.List }

func (v listLoop) String() string             { return "<loop>" }
func (v listLoop) Type() string               { return "list_iterator" }
func (v listLoop) Freeze()                    {}
func (v listLoop) Truth() starlark.Bool       { return true }
func (v listLoop) Hash() (uint32, error)      { return 0, nil }
func (v listLoop) Iterate() starlark.Iterator { return &listIterator{v.l, 0} }

type listIterator struct {
	l *starlark.List
	i int
}

func (it *listIterator) Next(p *starlark.Value) bool {
	if it.i >= it.l.Len() {
		return false
	}
	*p = it.l.Index(it.i)
	it.i++
	return true
}
func (it *listIterator) Done() {}

// stringLoop iterates over the characters of a string.
type stringLoop struct{ s string }

func (v stringLoop) String() string             { return "<loop>" }
func (v stringLoop) Type() string               { return "str_iterator" }
func (v stringLoop) Freeze()                    {}
func (v stringLoop) Truth() starlark.Bool       { return true }
func (v stringLoop) Hash() (uint32, error)      { return 0, nil }
func (v stringLoop) Iterate() starlark.Iterator { return &stringIterator{v.s} }

type stringIterator struct{ s string }

func (it *stringIterator) Next(p *starlark.Value) bool {
	if it.s == "" {
		return false
	}
	*p = firstCharacter(it.s)
	it.s = it.s[len(string((*p).(starlark.String))):]
	return true
}
func (it *stringIterator) Done() {}

// firstCharacter returns the first character of s, which is not empty. A lone byte that is no UTF-8 counts as one.
func firstCharacter(s string) starlark.Value {
	if s[0] < utf8.RuneSelf {
		return asciiCharacters[s[0]]
	}
	return starlark.String(s[:characterSize(s)])
}

// characterSize returns the number of bytes of the first character of s. A surrogate in the encoding of
// surrogatepass (3 bytes) is one character.
func characterSize(s string) int {
	if len(s) >= 3 && s[0] == 0xED && s[1] >= 0xA0 && s[1] <= 0xBF && s[2]&0xC0 == 0x80 {
		return 3
	}
	_, n := utf8.DecodeRuneInString(s)
	return n
}

var asciiCharacters = func() (table [utf8.RuneSelf]starlark.Value) {
	for i := range table {
		table[i] = starlark.String(rune(i))
	}
	return table
}()

// characters returns the characters of s as strings.
func characters(s string) starlark.Tuple {
	out := make(starlark.Tuple, 0, len(s))
	for s != "" {
		c := firstCharacter(s)
		out = append(out, c)
		s = s[len(string(c.(starlark.String))):]
	}
	return out
}

// bytesLoop iterates over the numbers that bytes hold.
type bytesLoop struct{ b starlark.Bytes }

func (v bytesLoop) String() string             { return "<loop>" }
func (v bytesLoop) Type() string               { return "bytes_iterator" }
func (v bytesLoop) Freeze()                    {}
func (v bytesLoop) Truth() starlark.Bool       { return true }
func (v bytesLoop) Hash() (uint32, error)      { return 0, nil }
func (v bytesLoop) Iterate() starlark.Iterator { return &bytesIterator{v.b} }

type bytesIterator struct{ b starlark.Bytes }

func (it *bytesIterator) Next(p *starlark.Value) bool {
	if it.b == "" {
		return false
	}
	*p = starlark.MakeInt(int(it.b[0]))
	it.b = it.b[1:]
	return true
}
func (it *bytesIterator) Done() {}

// setLoop iterates over a snapshot of a set in CPython's order.
type setLoop struct {
	loopValue
	rt *Runtime
	s  *starlark.Set
}

func (v *setLoop) Iterate() starlark.Iterator {
	return &snapshotIterator{rt: v.rt, elements: v.rt.setElements(v.s), size: v.s.Len, was: v.s.Len(), what: "Set"}
}

// snapshotIterator iterates over the elements that a container had and raises when its size has changed.
type snapshotIterator struct {
	rt       *Runtime
	elements []starlark.Value
	size     func() int
	was      int
	what     string
}

func (it *snapshotIterator) Next(p *starlark.Value) bool {
	if it.size() != it.was {
		it.rt.Raise(exceptions.RuntimeError.Errorf("%s changed size during iteration", it.what))
		it.was = it.size()
		it.elements = nil
		return false
	}
	if len(it.elements) == 0 {
		return false
	}
	*p = it.elements[0]
	it.elements = it.elements[1:]
	return true
}
func (it *snapshotIterator) Done() {}
