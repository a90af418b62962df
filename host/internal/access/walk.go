package access

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// This file finds the way from a path to a directory that is held open.

// directory is what an operation needs of the directory that its file stands in.
type directory interface {
	Lstat(name string) (fs.FileInfo, error)
	OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error)
	Mkdir(name string, perm fs.FileMode) error
	Remove(name string) error
	Readlink(name string) (string, error)
	Symlink(target, name string) error
	Chmod(name string, mode fs.FileMode) error
	Chtimes(name string, atime, mtime time.Time) error
}

var (
	_ directory = (*os.Root)(nil)
	_ directory = system{}
)

// spot is a name in a directory. close releases the directory.
type spot struct {
	directory
	base   string
	path   string   // absolute; no name in it but the last is a symbolic link
	single bool     // the name is granted by itself; its neighbours may not be
	own    *os.Root // what close closes, nil if the directory is a grant's
}

func (s spot) close() {
	if s.own != nil {
		s.own.Close()
	}
}

// maxLinks bounds the symbolic links of a path, as Linux does (path_resolution(7)).
const maxLinks = 40

// errRaced reports that a directory was replaced while it was being opened.
var errRaced = errors.New("replaced while it was being opened")

// enter opens a directory that Lstat has described. It never follows a link.
func enter(dir *os.Root, name string, info fs.FileInfo) (*os.Root, error) {
	if !info.IsDir() {
		return nil, syscall.ENOTDIR
	}
	next, err := dir.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	if now, err := next.Stat("."); err != nil || !os.SameFile(now, info) {
		next.Close()
		return nil, errRaced
	}
	return next, nil
}

// walk finds the spot of a path that has all the rights. Its last name may be a symbolic link, and need not exist.
func (f *Files) walk(path string, rights ...right) (spot, error) {
	if !filepath.IsAbs(path) {
		return spot{}, syscall.ENOENT
	}
	if f.full {
		return spot{directory: system{}, base: path, path: path}, nil
	}
	path = filepath.Clean(path)
	for range maxLinks {
		s, next, err := f.step(path, rights)
		if next == "" {
			return s, err
		}
		path = next
	}
	return spot{}, syscall.ELOOP
}

// step walks until the first symbolic link; next is the path that it leads to, if there is one.
func (f *Files) step(path string, rights []right) (s spot, next string, err error) {
	for _, r := range rights[1:] {
		if _, _, err := f.find(r, path); err != nil {
			return s, "", err
		}
	}
	g, names, err := f.find(rights[0], path)
	switch {
	case err != nil:
		return s, "", err
	case special(path):
		return s, "", &DeniedError{flagAll}
	case len(names) == 0 && g.parent == nil:
		return spot{directory: g.self, base: ".", path: path}, "", nil
	case len(names) == 0:
		return spot{directory: g.parent, base: g.base, path: path, single: true}, "", nil
	}
	dir, err := g.root()
	if err != nil {
		return s, "", err
	}
	var own *os.Root
	defer func() {
		if own != nil && s.own == nil {
			own.Close()
		}
	}()
	at := path
	for range names {
		at = filepath.Dir(at)
	}
	for i, name := range names[:len(names)-1] {
		info, err := dir.Lstat(name)
		if err != nil {
			return s, "", err
		}
		rest := filepath.Join(names[i+1:]...)
		if info.Mode()&fs.ModeSymlink != 0 {
			target, err := dir.Readlink(name)
			if err != nil {
				return s, "", err
			}
			return s, linked(at, target, rest), nil
		}
		below, err := enter(dir, name, info)
		if errors.Is(err, errRaced) {
			return s, path, nil
		}
		if err != nil {
			return s, "", err
		}
		if own != nil {
			own.Close()
		}
		dir, own, at = below, below, filepath.Join(at, name)
	}
	return spot{directory: dir, base: names[len(names)-1], path: path, own: own}, "", nil
}

// linked is the path that a symbolic link in the directory at leads to.
func linked(at, target, rest string) string {
	if filepath.IsAbs(target) {
		return filepath.Join(target, rest)
	}
	return filepath.Join(at, target, rest)
}

// follow is walk to what a path leads to in the end, which is no symbolic link. If nothing is there, info is nil and the
// spot is where it would be.
func (f *Files) follow(path string, rights ...right) (s spot, info fs.FileInfo, err error) {
	for range maxLinks {
		if s, err = f.walk(path, rights...); err != nil {
			return s, nil, err
		}
		if f.full {
			info, err = os.Stat(path)
		} else {
			info, err = s.Lstat(s.base)
		}
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return s, nil, nil
		case err != nil:
			s.close()
			return s, nil, err
		case info.Mode()&fs.ModeSymlink == 0:
			return s, info, nil
		}
		target, err := s.Readlink(s.base)
		s.close()
		if err != nil {
			return s, nil, err
		}
		path = linked(filepath.Dir(s.path), target, "")
	}
	return s, nil, syscall.ELOOP
}

// system is the whole file system as a directory whose names are paths.
type system struct{}

func (system) Lstat(name string) (fs.FileInfo, error) { return os.Lstat(name) }
func (system) OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error) {
	return os.OpenFile(name, flag, perm)
}
func (system) Mkdir(name string, perm fs.FileMode) error { return os.Mkdir(name, perm) }
func (system) Remove(name string) error                  { return os.Remove(name) }
func (system) Readlink(name string) (string, error)      { return os.Readlink(name) }
func (system) Symlink(target, name string) error         { return os.Symlink(target, name) }
func (system) Chmod(name string, mode fs.FileMode) error { return os.Chmod(name, mode) }
func (system) Chtimes(name string, atime, mtime time.Time) error {
	return os.Chtimes(name, atime, mtime)
}
