package multiprocessing

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"syscall"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file defines Lock, RLock, Semaphore and BoundedSemaphore, which CPython derives from one class, SemLock.

// lock is one of the four; its kind tells which.
type lock struct {
	plain
	s *State
	h *shm.Lock
}

var (
	_ object.HasMethods    = (*lock)(nil)
	_ object.HasClass      = (*lock)(nil)
	_ starlarkcbor.Reducer = (*lock)(nil)
)

// lockNames are the classes of the kinds.
var lockNames = [...]string{
	shm.Mutex: "Lock", shm.Recursive: "RLock", shm.Semaphore: "Semaphore", shm.Bounded: "BoundedSemaphore",
}

func (s *State) newLock(kind shm.LockKind, value, max uint32) (*lock, error) {
	h, err := s.member.NewLock(kind, value, max)
	if err != nil {
		return nil, scriptError(err)
	}
	return s.lockOf(h), nil
}

// lockOf makes the value of a handle, which it owns.
func (s *State) lockOf(h *shm.Lock) *lock {
	l := &lock{s: s, h: h}
	runtime.AddCleanup(l, (*shm.Lock).Close, h)
	return l
}

func (l *lock) Type() string          { return lockNames[l.h.Kind()] }
func (l *lock) Class() *object.Class  { return l.s.class(l.Type()) }
func (l *lock) Hash() (uint32, error) { return identityHash(l), nil }

// String is the repr of synchronize.py, which tells the owner.
func (l *lock) String() string {
	switch l.h.Kind() {
	case shm.Semaphore:
		return fmt.Sprintf("<Semaphore(value=%d)>", l.h.Value())
	case shm.Bounded:
		return fmt.Sprintf("<BoundedSemaphore(value=%d, maxvalue=%d)>", l.h.Value(), l.h.Max())
	}
	thread := l.s.currentThread()
	owner, count := "SomeOtherProcess", "nonzero"
	id, holder, held := l.h.Owner()
	switch {
	case !held:
		owner, count = "None", "0"
	case id == l.s.member.ID() && holder == thread:
		owner, count = l.s.ownerName(thread), fmt.Sprint(l.h.Count(thread))
	case id == l.s.member.ID():
		owner = "SomeOtherThread"
	}
	if l.h.Kind() == shm.Recursive {
		return "<RLock(" + owner + ", " + count + ")>"
	}
	return "<Lock(owner=" + owner + ")>"
}

// ownerName names a thread of this process.
func (s *State) ownerName(thread uint64) string {
	if thread == 1 || s.threadName == nil {
		return s.self.Name
	}
	return s.self.Name + "|" + s.threadName(s.rt.Current())
}

// currentThread is the Python thread that runs script code now.
func (s *State) currentThread() uint64 {
	if t := s.rt.Current(); t != nil {
		return object.ThreadID(t)
	}
	return 1
}

// Attr serves methods that are not called at once.
func (l *lock) Attr(name string) (starlark.Value, error) { return l.attribute(l, name) }

// AttrNames lists no attributes besides the methods.
func (l *lock) AttrNames() []string { return nil }

// SetField keeps what a script assigns.
func (l *lock) SetField(name string, v starlark.Value) error { return l.assign(l, name, v) }

// Methods returns the methods of the kind.
func (l *lock) Methods() *object.Methods {
	if l.h.Kind() >= shm.Semaphore {
		return semaphoreMethods
	}
	return lockMethods
}

var lockMethods = object.NewMethods(map[string]object.Method{
	"acquire": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var w shm.Wait
		if len(args)+len(kwargs) > 0 {
			var err error
			if w, err = acquireArguments(args, kwargs); err != nil {
				return nil, err
			}
		}
		ok, err := self.(*lock).acquire(t, w)
		return starlark.Bool(ok), err
	},
	"release": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.Exactly("SemLock.release", args, kwargs, 0); err != nil {
			return nil, err
		}
		return starlark.None, self.(*lock).release(t)
	},
	"__enter__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("SemLock.__enter__", self, args, kwargs); err != nil {
			return nil, err
		}
		ok, err := self.(*lock).acquire(t, shm.Wait{})
		return starlark.Bool(ok), err
	},
	"__exit__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, self.(*lock).release(t)
	},
	"locked": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("SemLock.locked", self, args, kwargs); err != nil {
			return nil, err
		}
		return starlark.Bool(self.(*lock).h.Value() == 0), nil
	},
})

var semaphoreMethods = lockMethods.Extend(map[string]object.Method{
	"get_value": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("Semaphore.get_value", self, args, kwargs); err != nil {
			return nil, err
		}
		return starlark.MakeInt(int(self.(*lock).h.Value())), nil
	},
})

// acquireArguments reads acquire(block=True, timeout=None).
func acquireArguments(args starlark.Tuple, kwargs []starlark.Tuple) (shm.Wait, error) {
	v, err := object.Arguments("acquire", args, kwargs, 0, "block", "timeout")
	if err != nil {
		return shm.Wait{}, err
	}
	w, err := timeout(v[1])
	if err == nil && v[0] != nil && !bool(v[0].Truth()) {
		w = shm.Wait{Poll: true}
	}
	return w, err
}

// acquire takes the lock or counts the semaphore down; ok is false when w is over.
func (l *lock) acquire(t *starlark.Thread, w shm.Wait) (ok bool, err error) {
	thread := object.ThreadID(t)
	if err = l.h.Acquire(thread, shm.Wait{Poll: true}); err == nil {
		return true, nil
	}
	if !w.Poll || !errors.Is(err, shm.ErrTimeout) {
		err = l.s.block(t, w, func(w shm.Wait) error { return l.h.Acquire(thread, w) })
	}
	if errors.Is(err, shm.ErrTimeout) {
		return false, nil
	}
	return err == nil, scriptError(err)
}

func (l *lock) release(t *starlark.Thread) error {
	if err := l.h.Release(object.ThreadID(t)); err != nil {
		return scriptError(err)
	}
	return nil
}

// Reduce writes the lock's place in the arena.
func (l *lock) Reduce(e *starlarkcbor.Encoder) error {
	if !reduceHandle(e, l, kindLock, 1) {
		writeRef(e, l.h.Ref())
	}
	return nil
}

func openLock(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	ref, err := readRef(d)
	if err != nil || parts != 1 {
		return nil, malformed(d, err)
	}
	h, err := s.member.OpenLock(ref)
	if err != nil {
		return nil, openError(err)
	}
	return s.lockOf(h), nil
}

// Lock(), RLock(), Semaphore(value=1) and BoundedSemaphore(value=1).

func (s *State) lockBuiltin(kind shm.LockKind) object.Func {
	name := "BaseContext." + lockNames[kind]
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if kind < shm.Semaphore {
			if err := unpack(name, starlark.None, args, withoutContext(kwargs)); err != nil {
				return nil, err
			}
			return orError(s.newLock(kind, 0, 0))
		}
		var v starlark.Value = starlark.MakeInt(1)
		if err := unpack(name, starlark.None, args, withoutContext(kwargs), "value?", &v); err != nil {
			return nil, err
		}
		n, err := semaphoreValue(v)
		if err != nil {
			return nil, err
		}
		return orError(s.newLock(kind, n, n))
	}
}

// semaphoreValue reads the initial value of a semaphore.
func semaphoreValue(v starlark.Value) (uint32, error) {
	n, err := object.AsInt(v)
	switch {
	case err != nil:
		return 0, err
	case n > math.MaxInt32 || n < math.MinInt32:
		return 0, exceptions.OverflowError.Errorf("Python int too large to convert to C int")
	case n < 0:
		return 0, exceptions.OSErrorf(exceptions.OSError, int(syscall.EINVAL), "Invalid argument", "")
	}
	return uint32(n), nil
}
