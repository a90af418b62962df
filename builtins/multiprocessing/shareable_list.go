package multiprocessing

import (
	"encoding/binary"
	"fmt"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file defines ShareableList. Unlike CPython's it keeps the length of each text, so NULs at the end and characters
// of several bytes come back as they went in.

type shareableList struct {
	plain
	s   *State
	shm *sharedMemory
	n   int
}

var (
	_ starlark.Sequence    = (*shareableList)(nil)
	_ starlark.Indexable   = (*shareableList)(nil)
	_ starlark.HasSetKey   = (*shareableList)(nil)
	_ starlark.Container   = (*shareableList)(nil)
	_ starlark.HasSetField = (*shareableList)(nil)
	_ object.HasMethods    = (*shareableList)(nil)
	_ object.HasClass      = (*shareableList)(nil)
	_ object.HasRepr       = (*shareableList)(nil)
	_ starlarkcbor.Reducer = (*shareableList)(nil)
)

func (l *shareableList) Type() string          { return "ShareableList" }
func (l *shareableList) Class() *object.Class  { return l.s.class("ShareableList") }
func (l *shareableList) Hash() (uint32, error) { return identityHash(l), nil }
func (l *shareableList) Truth() starlark.Bool  { return l.n > 0 }
func (l *shareableList) String() string {
	text, _ := l.Repr(l.s.rt)
	return text
}

// Repr shows the items.
func (l *shareableList) Repr(rt *object.Runtime) (string, error) {
	items, err := l.items()
	if err != nil {
		return "", err
	}
	text, err := rt.Repr(starlark.NewList(items))
	return "ShareableList(" + text + ", name=" + object.StrRepr(l.shm.name) + ")", err
}

// memory returns the list's bytes.
func (l *shareableList) memory() ([]byte, error) {
	if l.shm.hold == nil {
		return nil, exceptions.TypeError.Errorf("a bytes-like object is required, not 'NoneType'")
	}
	return l.shm.hold.h.Bytes(), nil
}

// position reads an index.
func (l *shareableList) position(k starlark.Value, refusal string) (int, error) {
	n, err := object.AsIndex(k)
	if err != nil {
		return 0, exceptions.TypeError.Errorf("'>=' not supported between instances of '%s' and 'int'", object.TypeName(k))
	}
	i64, ok := n.Int64()
	i := int(i64)
	if i < 0 {
		i += l.n
	}
	if !ok || i < 0 || i >= l.n {
		return 0, exceptions.IndexError.Errorf("%s", refusal)
	}
	return i, nil
}

// Len is len(l).
func (l *shareableList) Len() int {
	if _, err := l.memory(); err != nil {
		l.s.rt.Raise(err)
		return 0
	}
	return l.n
}

// Get evaluates l[k].
func (l *shareableList) Get(k starlark.Value) (starlark.Value, bool, error) {
	i, err := l.position(k, "index out of range")
	if err != nil {
		return nil, false, err
	}
	v, err := l.get(i)
	return v, err == nil, err
}

// SetKey evaluates l[k] = v.
func (l *shareableList) SetKey(k, v starlark.Value) error {
	i, err := l.position(k, "assignment index out of range")
	if err != nil {
		return err
	}
	return l.set(i, v)
}

// Index reads one item for reversed().
func (l *shareableList) Index(i int) starlark.Value {
	v, err := l.get(i)
	if err != nil {
		l.s.rt.Raise(err)
		return starlark.None
	}
	return v
}

// Has is v in l.
func (l *shareableList) Has(v starlark.Value) (bool, error) {
	n, err := l.find(v)
	return n >= 0, err
}

// find returns the first position of v, or -1.
func (l *shareableList) find(v starlark.Value) (int, error) {
	items, err := l.items()
	if err != nil {
		return -1, err
	}
	for i, x := range items {
		if eq, err := l.s.rt.Equal(v, x); eq || err != nil {
			return i, err
		}
	}
	return -1, nil
}

// Iterate iterates by index.
func (l *shareableList) Iterate() starlark.Iterator { return &shareableIterator{l: l} }

type shareableIterator struct {
	l *shareableList
	i int
}

func (it *shareableIterator) Next(p *starlark.Value) bool {
	if it.i >= it.l.n {
		return false
	}
	v, err := it.l.get(it.i)
	if err != nil {
		it.l.s.rt.Raise(err)
		return false
	}
	*p = v
	it.i++
	return true
}
func (it *shareableIterator) Done() {}

// Attr serves shm and format, which tells the items' places as module struct does.
func (l *shareableList) Attr(name string) (starlark.Value, error) {
	switch name {
	case "shm":
		return l.shm, nil
	case "format":
		var text strings.Builder
		for i := range l.n {
			b, err := l.slot(i)
			if err != nil {
				return nil, err
			}
			switch binary.LittleEndian.Uint32(b) {
			case itemNone:
				text.WriteString("xxxxxx?x")
			case itemBool:
				text.WriteString("xxxxxxx?")
			case itemInt:
				text.WriteByte('q')
			case itemFloat:
				text.WriteByte('d')
			default:
				fmt.Fprintf(&text, "%ds", len(b)-listItemHead)
			}
		}
		return starlark.String(text.String()), nil
	}
	return l.attribute(l, name)
}

// AttrNames lists the properties.
func (l *shareableList) AttrNames() []string { return []string{"format", "shm"} }

// SetField keeps what a script assigns, except to the properties.
func (l *shareableList) SetField(name string, v starlark.Value) error {
	return l.assign(l, name, v, "format")
}

// Methods returns the methods.
func (l *shareableList) Methods() *object.Methods { return shareableListMethods }

var shareableListMethods = object.NewMethods(sequenceMethods).Extend(map[string]object.Method{
	"count": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		l := self.(*shareableList)
		var v starlark.Value
		if err := unpack("ShareableList.count", self, args, kwargs, "value", &v); err != nil {
			return nil, err
		}
		items, err := l.items()
		if err != nil {
			return nil, err
		}
		n := 0
		for _, x := range items {
			eq, err := l.s.rt.Compare(syntax.EQL, v, x)
			if err != nil {
				return nil, err
			}
			if eq {
				n++
			}
		}
		return starlark.MakeInt(n), nil
	},
	"index": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		l := self.(*shareableList)
		var v starlark.Value
		if err := unpack("ShareableList.index", self, args, kwargs, "value", &v); err != nil {
			return nil, err
		}
		i, err := l.find(v)
		if err != nil {
			return nil, err
		}
		if i < 0 {
			text, err := l.s.rt.Repr(v)
			if err != nil {
				return nil, err
			}
			return nil, exceptions.ValueError.Errorf("%s not in this container", text)
		}
		return starlark.MakeInt(i), nil
	},
})

// shareableListBuiltin is ShareableList(sequence=None, *, name=None).
func (s *State) shareableListBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var sequence, name starlark.Value
	if err := unpack("ShareableList.__init__", starlark.None, args, kwargs, "sequence??", &sequence, "*", nil, "name??", &name); err != nil {
		return nil, err
	}
	wanted, err := blockName(name)
	if err != nil {
		return nil, err
	}
	if name != nil && sequence == nil {
		m, err := s.attachSharedMemory(wanted)
		if err != nil {
			return nil, err
		}
		return orError(s.listOf(m))
	}
	var items []starlark.Value
	if sequence != nil {
		if items, err = s.rt.List(t, sequence); err != nil {
			return nil, err
		}
	}
	return orError(s.newShareableList(wanted, items))
}

// Reduce writes the place and name of the list's block.
func (l *shareableList) Reduce(e *starlarkcbor.Encoder) error {
	if _, err := l.memory(); err != nil {
		return err
	}
	if reduceHandle(e, l, kindShareableList, 2) {
		return nil
	}
	writeRef(e, l.shm.hold.h.Ref())
	return e.Text(l.shm.name)
}

func openShareableList(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	m, err := openSharedMemory(s, d, parts)
	if err != nil {
		return nil, err
	}
	return orError(s.listOf(m.(*sharedMemory)))
}
