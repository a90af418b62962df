package multiprocessing

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file defines SharedMemory, a block of the arena that has a name in the run until unlink().

// kindBlock is the kind of names that SharedMemory publishes.
const kindBlock = "shm"

// sharedMemory is a SharedMemory. Its hold on the block is given up with the last view of it.
type sharedMemory struct {
	plain
	s    *State
	name string
	size int
	buf  *memoryView // nil after close()
	hold *block      // as long as buf
}

var (
	_ object.HasMethods    = (*sharedMemory)(nil)
	_ object.HasClass      = (*sharedMemory)(nil)
	_ starlark.HasSetField = (*sharedMemory)(nil)
	_ starlarkcbor.Reducer = (*sharedMemory)(nil)
)

func (m *sharedMemory) Type() string          { return "SharedMemory" }
func (m *sharedMemory) Class() *object.Class  { return m.s.class("SharedMemory") }
func (m *sharedMemory) Hash() (uint32, error) { return identityHash(m), nil }
func (m *sharedMemory) String() string {
	return fmt.Sprintf("SharedMemory(%s, size=%d)", object.StrRepr(m.name), m.size)
}

// newSharedMemory owns h.
func (s *State) newSharedMemory(h *shm.Block, name string) *sharedMemory {
	b := blockOf(h)
	return &sharedMemory{s: s, name: name, size: h.Len(), hold: b, buf: s.newMemoryView(h.Bytes(), b, false)}
}

// Attr serves the properties.
func (m *sharedMemory) Attr(name string) (starlark.Value, error) {
	switch name {
	case "buf":
		if m.buf == nil {
			return starlark.None, nil
		}
		return m.buf, nil
	case "name":
		return starlark.String(m.name), nil
	case "size":
		return starlark.MakeInt(m.size), nil
	}
	return m.attribute(m, name)
}

// AttrNames lists the properties.
func (m *sharedMemory) AttrNames() []string { return []string{"buf", "name", "size"} }

// SetField keeps what a script assigns, except to the properties.
func (m *sharedMemory) SetField(name string, v starlark.Value) error {
	return m.assign(m, name, v, m.AttrNames()...)
}

// Methods returns the methods.
func (m *sharedMemory) Methods() *object.Methods { return sharedMemoryMethods }

var sharedMemoryMethods = object.NewMethods(map[string]object.Method{
	"close": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("SharedMemory.close", self, args, kwargs); err != nil {
			return nil, err
		}
		return starlark.None, self.(*sharedMemory).close(t)
	},
	"unlink": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("SharedMemory.unlink", self, args, kwargs); err != nil {
			return nil, err
		}
		return starlark.None, self.(*sharedMemory).unlink()
	},
})

// close releases buf. CPython refuses to unmap memory while slices of buf exist; those that only the garbage collector
// still knows are gone there, so here only slices count that a variable holds.
func (m *sharedMemory) close(t *starlark.Thread) error {
	buf := m.buf
	if buf == nil && m.hold == nil {
		return nil
	}
	var slices []*memoryView
	if buf != nil {
		buf.released = true
		slices = buf.exports.live()
		m.buf = nil
	}
	for _, v := range slices {
		if heldByVariable(t, v) {
			return exceptions.BufferError.Errorf("cannot close exported pointers exist")
		}
	}
	m.hold = nil
	return nil
}

// heldByVariable reports whether a variable of a function that is running, or of its module, holds v.
func heldByVariable(t *starlark.Thread, v starlark.Value) bool {
	for depth := 0; depth < t.CallStackDepth(); depth++ {
		frame := t.DebugFrame(depth)
		f, ok := frame.Callable().(*starlark.Function)
		if !ok {
			continue
		}
		for i := range frame.NumLocals() {
			if _, x := frame.Local(i); x == v {
				return true
			}
		}
		for _, x := range f.Globals() {
			if x == v {
				return true
			}
		}
	}
	return false
}

func (m *sharedMemory) unlink() error {
	var err error
	m.s.rt.Blocking(func() { err = m.s.host.Withdraw(kindBlock, m.name) })
	return blockNameError(err, m.name)
}

// blockNameError is the exception for an error of the registry of names; the file is the one that Linux would have.
func blockNameError(err error, name string) error {
	switch {
	case errors.Is(err, ErrNoName):
		return exceptions.OSErrorf(exceptions.FileNotFoundError, int(syscall.ENOENT), "No such file or directory", "/"+name)
	case errors.Is(err, ErrNameTaken):
		return exceptions.OSErrorf(exceptions.FileExistsError, int(syscall.EEXIST), "File exists", "/"+name)
	}
	return scriptError(err)
}

// createSharedMemory makes a block under a name; "" chooses one.
func (s *State) createSharedMemory(name string, size int) (*sharedMemory, error) {
	h, err := s.member.NewBlock(size)
	if err != nil {
		return nil, scriptError(err)
	}
	chosen := name
	s.rt.Blocking(func() {
		for {
			if name == "" {
				chosen = arbitraryBlockName()
			}
			err = s.host.Publish(kindBlock, chosen, h.Ref())
			if name != "" || !errors.Is(err, ErrNameTaken) {
				return
			}
		}
	})
	if err != nil {
		h.Close()
		return nil, blockNameError(err, chosen)
	}
	return s.newSharedMemory(h, chosen), nil
}

// arbitraryBlockName is a name as CPython makes it: psm_ and eight digits.
func arbitraryBlockName() string {
	b := make([]byte, 4)
	rand.Read(b)
	return "psm_" + hex.EncodeToString(b)
}

// attachSharedMemory opens the block of a name.
func (s *State) attachSharedMemory(name string) (*sharedMemory, error) {
	var h *shm.Block
	var err error
	s.rt.Blocking(func() {
		var ref shm.Ref
		if ref, err = s.host.Lookup(kindBlock, name); err == nil {
			h, err = s.member.OpenBlock(ref)
			_ = s.member.Drop(ref) // the hold of Lookup; that of h lasts
		}
	})
	if err != nil {
		return nil, blockNameError(err, name)
	}
	return s.newSharedMemory(h, name), nil
}

// sharedMemoryBuiltin is SharedMemory(name=None, create=False, size=0, *, track=True).
func (s *State) sharedMemoryBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name, track starlark.Value
	var size starlark.Value = starlark.MakeInt(0)
	create := false
	err := unpack("SharedMemory.__init__", starlark.None, args, kwargs, "name??", &name, "create?", &create, "size?", &size, "*", nil, "track?", &track)
	if err != nil {
		return nil, err
	}
	if ok, err := s.rt.Compare(syntax.GE, size, starlark.MakeInt(0)); err != nil {
		return nil, err
	} else if !ok {
		return nil, exceptions.ValueError.Errorf("'size' must be a positive integer")
	}
	if create {
		if zero, err := s.rt.Equal(size, starlark.MakeInt(0)); err != nil || zero {
			return nil, exceptions.ValueError.Errorf("'size' must be a positive number different from zero")
		}
	} else if name == nil {
		return nil, exceptions.ValueError.Errorf("'name' can only be None if create=True")
	}
	wanted, err := blockName(name)
	if err != nil {
		return nil, err
	}
	if !create {
		return orError(s.attachSharedMemory(wanted))
	}
	n, err := object.AsInt(size)
	if err != nil {
		return nil, err
	}
	return orError(s.createSharedMemory(wanted, n))
}

// blockName reads the argument name; absent is "".
func blockName(v starlark.Value) (string, error) {
	if v == nil {
		return "", nil
	}
	name, ok := v.(starlark.String)
	if !ok {
		return "", exceptions.TypeError.Errorf("can only concatenate str (not \"%s\") to str", object.TypeName(v))
	}
	text := strings.TrimPrefix(string(name), "/")
	if text == "" || strings.Contains(text, "/") {
		return "", exceptions.OSErrorf(exceptions.OSError, int(syscall.EINVAL), "Invalid argument", "/"+text)
	}
	return text, nil
}

// Reduce writes the block's place and its name. The receiver has it open, whatever its name has become.
func (m *sharedMemory) Reduce(e *starlarkcbor.Encoder) error {
	if m.hold == nil {
		return exceptions.ValueError.Errorf("cannot pickle %s: it is closed", m)
	}
	if reduceHandle(e, m, kindSharedMemory, 2) {
		return nil
	}
	writeRef(e, m.hold.h.Ref())
	return e.Text(m.name)
}

func openSharedMemory(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	ref, err := readRef(d)
	if err != nil || parts != 2 {
		return nil, malformed(d, err)
	}
	name, err := d.Text()
	if err != nil {
		return nil, err
	}
	h, err := s.member.OpenBlock(ref)
	if err != nil {
		return nil, openError(err)
	}
	return s.newSharedMemory(h, name), nil
}
