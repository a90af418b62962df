package os

import (
	"io/fs"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/files"
	"parlark/builtins/object"
)

// This file holds what scandir returns.

// scan is what scandir returns: an iterator over DirEntry that is a context manager too.
type scan struct {
	m    *module
	dir  string
	list []fs.DirEntry
	next int
}

func (s *scan) String() string       { return "<posix.ScandirIterator object at " + object.Address(s) + ">" }
func (s *scan) Type() string         { return "posix.ScandirIterator" }
func (s *scan) Freeze()              {}
func (s *scan) Truth() starlark.Bool { return true }
func (s *scan) Hash() (uint32, error) {
	return 0, exceptions.TypeError.Errorf("unhashable type: 'posix.ScandirIterator'")
}
func (s *scan) Methods() *object.Methods { return scanMethods }

// Iter returns the iterator over the entries that are left.
func (s *scan) Iter(t *starlark.Thread) (*object.Iterator, error) {
	return s.m.rt.NewIterator("posix.ScandirIterator", func() (starlark.Value, bool, error) {
		if s.next >= len(s.list) {
			return nil, false, nil
		}
		s.next++
		return &entry{s.m, joinTwo(s.dir, s.list[s.next-1].Name()), s.list[s.next-1]}, true, nil
	}), nil
}

func (s *scan) AttrNames() []string { return []string{"close"} }

// Attr serves the methods.
func (s *scan) Attr(name string) (starlark.Value, error) {
	if _, ok := s.Methods().Get(name); ok {
		return s.m.rt.GetAttr(s, name)
	}
	return nil, nil
}

// Iterate is Iter for loops of the VM.
func (s *scan) Iterate() starlark.Iterator {
	it, _ := s.Iter(nil) // never fails
	return it
}

var scanMethods = object.NewMethods(map[string]object.Method{
	"__enter__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return self, nil
	},
	"__exit__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, nil
	},
	"close": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		self.(*scan).list = nil
		return starlark.None, nil
	},
	"__next__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		it, err := self.(*scan).Iter(t)
		if err != nil {
			return nil, err
		}
		return it.Advance()
	},
})

// entry is os.DirEntry.
type entry struct {
	m    *module
	path string
	e    fs.DirEntry
}

func (e *entry) String() string           { return "<DirEntry '" + e.e.Name() + "'>" }
func (e *entry) Type() string             { return "posix.DirEntry" }
func (e *entry) Freeze()                  {}
func (e *entry) Truth() starlark.Bool     { return true }
func (e *entry) Hash() (uint32, error)    { return starlark.String(e.path).Hash() }
func (e *entry) Methods() *object.Methods { return entryMethods }
func (e *entry) AttrNames() []string      { return []string{"name", "path"} }

// Attr serves name and path.
func (e *entry) Attr(name string) (starlark.Value, error) {
	switch name {
	case "name":
		return starlark.String(e.e.Name()), nil
	case "path":
		return starlark.String(e.path), nil
	}
	if _, ok := e.Methods().Get(name); ok {
		return e.m.rt.GetAttr(e, name)
	}
	return nil, nil
}

// entryTest is a test of what an entry is, or what the link that it is leads to.
func entryTest(name string, test func(kind fs.FileMode) bool) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		follow := true
		if err := object.Unpack(name, args, kwargs, "*", nil, "follow_symlinks?", &follow); err != nil {
			return nil, err
		}
		e := self.(*entry)
		return starlark.Bool(test(e.kind(follow))), nil
	}
}

// kind is the type of file; a link that leads nowhere is irregular.
func (e *entry) kind(follow bool) fs.FileMode {
	kind := e.e.Type()
	if follow && kind&fs.ModeSymlink != 0 {
		kind = fs.ModeIrregular
		if info, err := e.m.stat(e.path, false); err == nil {
			kind = info.Mode().Type()
		}
	}
	return kind
}

var entryMethods = object.NewMethods(map[string]object.Method{
	"is_dir":  entryTest("is_dir", fs.FileMode.IsDir),
	"is_file": entryTest("is_file", fs.FileMode.IsRegular),
	"is_symlink": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.Bool(self.(*entry).kind(false)&fs.ModeSymlink != 0), nil
	},
	"inode": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		e := self.(*entry)
		info, err := e.m.stat(e.path, true)
		if err != nil {
			return nil, files.Exception(err, e.path)
		}
		return starlark.MakeUint64(files.InfoOf(info).Ino), nil
	},
	"stat": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		e := self.(*entry)
		follow := true
		if err := object.Unpack("stat", args, kwargs, "*", nil, "follow_symlinks?", &follow); err != nil {
			return nil, err
		}
		info, err := e.m.stat(e.path, !follow)
		if err != nil {
			return nil, files.Exception(err, e.path)
		}
		return e.m.statValue(t, info), nil
	},
	"__fspath__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.String(self.(*entry).path), nil
	},
})
