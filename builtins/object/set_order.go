package object

import (
	"runtime"
	"sync"
	"weak"

	"go.starlark.net/starlark"
)

// This file orders the elements of sets as CPython's hash table does, where that order is the same in every run: for
// sets of numbers and of tuples of numbers. Sets of strings keep the order of insertion; CPython's is random.

// maxOrdered bounds the size of sets that are put in order.
const maxOrdered = 1 << 20

// setElements returns the elements of s in the order in which iteration and repr show them.
func (rt *Runtime) setElements(s *starlark.Set) []starlark.Value {
	elements := make([]starlark.Value, 0, s.Len())
	for x := range s.Elements() {
		elements = append(elements, x)
	}
	return inTableOrder(elements, rt.tableSizes.get(s))
}

// tableSizes holds the sizes that the tables of sets started with, where that is not minTable: a literal of constants is
// copied from a constant into a table that fits. Entries go with their set. mu guards the map, which clean-ups change
// from another goroutine.
type tableSizes struct {
	mu sync.Mutex
	of map[weak.Pointer[starlark.Set]]int
}

func (t *tableSizes) get(s *starlark.Set) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if n, ok := t.of[weak.Make(s)]; ok {
		return n
	}
	return minTable
}

func (t *tableSizes) set(s *starlark.Set, size int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.of == nil {
		t.of = map[weak.Pointer[starlark.Set]]int{}
	}
	key := weak.Make(s)
	t.of[key] = size
	runtime.AddCleanup(s, func(k weak.Pointer[starlark.Set]) {
		t.mu.Lock()
		delete(t.of, k)
		t.mu.Unlock()
	}, key)
}

// literalSet returns the set of a display, in the order of CPython's set of constants: the compiler makes the constant,
// a frozenset, copies it once, and the display copies that copy into a new set.
func (rt *Runtime) literalSet(elements []starlark.Value) (*starlark.Set, error) {
	s, err := newSet(elements)
	if err != nil || s.Len() < 3 || s.Len() > maxOrdered {
		return s, err
	}
	distinct := make([]starlark.Value, 0, s.Len())
	for x := range s.Elements() {
		if _, ok := deterministicHash(x); !ok {
			return s, nil
		}
		distinct = append(distinct, x)
	}
	first := inTableOrder(distinct, minTable)
	copied, size := tableSize(len(distinct), minTable), minTable
	if len(distinct)*5 >= (minTable-1)*3 {
		size = roomFor(2 * len(distinct))
	}
	if size == copied || len(distinct)*5 < (minTable-1)*3 {
		return newSet(first) // copied slot by slot
	}
	s, err = newSet(inTableOrder(first, minTable))
	rt.tableSizes.set(s, size)
	return s, err
}

// tableSize is the size of the table after n elements were inserted one by one.
func tableSize(n, size int) int {
	for i := 1; i <= n; i++ {
		if i*5 >= (size-1)*3 {
			size = grown(i)
		}
	}
	return size
}

// grown is the size of the table that replaces a full one of used elements.
func grown(used int) int {
	if used > 50000 {
		return roomFor(used * 2)
	}
	return roomFor(used * 4)
}

// roomFor is the smallest size of a table above want.
func roomFor(want int) int {
	size := minTable
	for size <= want {
		size <<= 1
	}
	return size
}

// inTableOrder returns what a table that starts with the given size holds after the elements were inserted one by one.
// The order after deletions can differ in CPython.
func inTableOrder(elements []starlark.Value, size int) []starlark.Value {
	if len(elements) < 2 || len(elements) > maxOrdered {
		return elements
	}
	hashes := make([]int64, len(elements))
	for i, x := range elements {
		h, ok := deterministicHash(x)
		if !ok {
			return elements
		}
		hashes[i] = h
	}
	t := newSetTable(size)
	for i, x := range elements {
		t = t.add(x, hashes[i])
	}
	return t.list()
}

// setTable is the hash table of CPython's setobject.c, of entries that are known to be different.
type setTable struct {
	slots []setSlot
	used  int
}

type setSlot struct {
	key  starlark.Value
	hash int64
}

const (
	minTable     = 8
	linearProbes = 9
	perturbShift = 5
)

func newSetTable(size int) *setTable { return &setTable{slots: make([]setSlot, size)} }

// add inserts an entry and returns the table to use from now on.
func (t *setTable) add(key starlark.Value, hash int64) *setTable {
	t.insert(key, hash)
	if t.used*5 < (len(t.slots)-1)*3 {
		return t
	}
	larger := newSetTable(grown(t.used))
	for _, s := range t.slots {
		if s.key != nil {
			larger.insert(s.key, s.hash)
		}
	}
	return larger
}

// insert is set_insert_clean.
func (t *setTable) insert(key starlark.Value, hash int64) {
	mask := uint64(len(t.slots) - 1)
	perturb := uint64(hash)
	i := uint64(hash) & mask
	for {
		probes := uint64(0)
		if i+linearProbes <= mask {
			probes = linearProbes
		}
		for j := i; j <= i+probes; j++ {
			if t.slots[j].key == nil {
				t.slots[j] = setSlot{key, hash}
				t.used++
				return
			}
		}
		perturb >>= perturbShift
		i = (i*5 + 1 + perturb) & mask
	}
}

// list returns the entries in table order.
func (t *setTable) list() []starlark.Value {
	out := make([]starlark.Value, 0, t.used)
	for _, s := range t.slots {
		if s.key != nil {
			out = append(out, s.key)
		}
	}
	return out
}
