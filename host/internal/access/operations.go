package access

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// This file holds the operations. Paths are absolute; errors are those of the system, or a *DeniedError.

// openAttempts bounds how often Open starts again because somebody else makes or replaces the file meanwhile.
const openAttempts = 16

// openFlags are the flags that have a meaning for a script; others are dropped.
const openFlags = os.O_RDONLY | os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREATE | os.O_EXCL | os.O_TRUNC

// rightsOf returns what opening with these flags needs.
func rightsOf(flag int) []right {
	switch {
	case flag&os.O_RDWR != 0:
		return []right{write, read}
	case flag&os.O_WRONLY != 0:
		return []right{write}
	case flag&(os.O_CREATE|os.O_TRUNC) != 0:
		return []right{write, read}
	}
	return []right{read}
}

// Open opens a file, which is no directory.
func (f *Files) Open(path string, flag int, perm fs.FileMode) (*os.File, error) {
	flag &= openFlags
	perm &= 0o777
	if path == os.DevNull {
		return os.OpenFile(os.DevNull, flag, 0)
	}
	if f.full {
		return regular(os.OpenFile(path, flag, perm))
	}
	for range openAttempts {
		file, again, err := f.tryOpen(path, flag, perm)
		if !again {
			return file, err
		}
	}
	return nil, syscall.EAGAIN
}

// regular refuses directories.
func regular(file *os.File, err error) (*os.File, error) {
	if err != nil {
		return nil, err
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		file.Close()
		return nil, syscall.EISDIR
	}
	return file, nil
}

// tryOpen opens a file unless somebody interferes. A special file is never waited for: opening does not block.
func (f *Files) tryOpen(path string, flag int, perm fs.FileMode) (file *os.File, again bool, err error) {
	exclusive := flag&(os.O_CREATE|os.O_EXCL) == os.O_CREATE|os.O_EXCL
	var s spot
	var info fs.FileInfo
	if exclusive {
		s, err = f.walk(path, rightsOf(flag)...)
	} else {
		s, info, err = f.follow(path, rightsOf(flag)...)
	}
	if err != nil {
		return nil, false, err
	}
	defer s.close()
	switch {
	case exclusive || info == nil && flag&os.O_CREATE != 0:
		file, err = s.OpenFile(s.base, flag|os.O_EXCL|syscall.O_NONBLOCK, perm)
		if errors.Is(err, fs.ErrExist) && !exclusive {
			return nil, true, nil
		}
	case info == nil:
		return nil, false, syscall.ENOENT
	case info.IsDir():
		return nil, false, syscall.EISDIR
	case !harmless(info):
		return nil, false, &DeniedError{flagAll}
	default:
		file, err = s.OpenFile(s.base, flag&^os.O_CREATE|syscall.O_NONBLOCK, perm)
	}
	if file, err = regular(file, err); err != nil {
		return nil, false, err
	}
	now, err := file.Stat()
	if err == nil && (!harmless(now) || ofKernel(file)) {
		err = &DeniedError{flagAll}
	}
	if err == nil && s.single {
		// The name must still lead straight to what was opened.
		there, lerr := s.Lstat(s.base)
		again = lerr != nil || !os.SameFile(there, now)
	}
	if err == nil && !again {
		err = waitForData(file)
	}
	if err != nil || again {
		file.Close()
		file = nil
	}
	return file, again, err
}

// Stat describes what a path leads to.
func (f *Files) Stat(path string) (fs.FileInfo, error) {
	s, info, err := f.follow(path, read)
	if err != nil {
		return nil, err
	}
	s.close()
	if info == nil {
		return nil, syscall.ENOENT
	}
	return info, nil
}

// at calls an operation on the name itself that a path ends with.
func (f *Files) at(path string, op func(s spot) error, rights ...right) error {
	s, err := f.walk(path, rights...)
	if err != nil {
		return err
	}
	defer s.close()
	return op(s)
}

// Lstat describes a path itself, which may be a symbolic link.
func (f *Files) Lstat(path string) (info fs.FileInfo, err error) {
	err = f.at(path, func(s spot) error { info, err = s.Lstat(s.base); return err }, read)
	return info, err
}

// ReadDir lists a directory in no particular order.
func (f *Files) ReadDir(path string) ([]fs.DirEntry, error) {
	s, info, err := f.follow(path, read)
	if err != nil {
		return nil, err
	}
	defer s.close()
	switch {
	case info == nil:
		return nil, syscall.ENOENT
	case !info.IsDir():
		return nil, syscall.ENOTDIR
	}
	dir, err := s.OpenFile(s.base, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	if now, err := dir.Stat(); err != nil || !os.SameFile(now, info) {
		return nil, syscall.ENOENT // it was replaced meanwhile
	}
	if !f.full && ofKernel(dir) {
		return nil, &DeniedError{flagAll}
	}
	return dir.ReadDir(-1)
}

// Mkdir makes a directory.
func (f *Files) Mkdir(path string, perm fs.FileMode) error {
	return f.at(path, func(s spot) error { return s.Mkdir(s.base, perm&0o777) }, write)
}

// Remove removes a file that is no directory.
func (f *Files) Remove(path string) error { return f.remove(path, false) }

// Rmdir removes an empty directory.
func (f *Files) Rmdir(path string) error { return f.remove(path, true) }

func (f *Files) remove(path string, directory bool) error {
	return f.at(path, func(s spot) error {
		info, err := s.Lstat(s.base)
		switch {
		case err != nil:
			return err
		case directory && !info.IsDir():
			return syscall.ENOTDIR
		case !directory && info.IsDir():
			return syscall.EISDIR
		}
		return s.Remove(s.base)
	}, write)
}

// Rename moves a file or directory; what the new name had is replaced.
func (f *Files) Rename(from, to string) error {
	if f.full {
		return os.Rename(from, to)
	}
	return f.at(from, func(a spot) error {
		return f.at(to, func(b spot) error {
			if b.single {
				// It could be a link to a neighbour of b, and so lead out of the grant.
				return &DeniedError{flags[write] + "=" + filepath.Dir(b.path)}
			}
			return rename(a, b)
		}, write)
	}, write, read)
}

// Symlink makes a symbolic link. What it leads to is checked where it is followed.
func (f *Files) Symlink(target, path string) error {
	return f.at(path, func(s spot) error {
		if s.single {
			return &DeniedError{flags[write] + "=" + filepath.Dir(s.path)}
		}
		return s.Symlink(target, s.base)
	}, write)
}

// Readlink returns the target of a symbolic link.
func (f *Files) Readlink(path string) (target string, err error) {
	err = f.at(path, func(s spot) error { target, err = s.Readlink(s.base); return err }, read)
	return target, err
}

// Chmod changes the permission bits.
func (f *Files) Chmod(path string, mode fs.FileMode) error {
	return f.existing(path, func(s spot) error { return s.Chmod(s.base, mode&0o777) })
}

// Chtimes changes the times of access and modification.
func (f *Files) Chtimes(path string, atime, mtime time.Time) error {
	return f.existing(path, func(s spot) error { return s.Chtimes(s.base, atime, mtime) })
}

// existing calls an operation that changes what a path leads to.
func (f *Files) existing(path string, op func(s spot) error) error {
	s, info, err := f.follow(path, write)
	if err != nil {
		return err
	}
	defer s.close()
	switch {
	case info == nil:
		return syscall.ENOENT
	case !f.full && !info.IsDir() && !info.Mode().IsRegular():
		return &DeniedError{flagAll}
	}
	return op(s)
}
