package host

import (
	"errors"
	"io/fs"
	"syscall"
	"time"

	"parlark/host/internal/access"
	"parlark/ipc"
)

// This file does for interpreters what they ask of the file system. What is allowed stands in access.Files, which the run
// has: no message can change it.

const (
	filesPerChild = 1000
	filesPerRun   = 16000
)

// failure is the answer to an operation of the system that failed.
func failure(err error) error {
	var denied *access.DeniedError
	if errors.As(err, &denied) {
		return refusal(ipc.CodeDenied, denied.Flag)
	}
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return &ipc.RemoteError{Code: ipc.CodeSystem, Message: errno.Error(), Errno: int(errno)}
	}
	for _, known := range []struct {
		is    error
		errno syscall.Errno
	}{{fs.ErrNotExist, syscall.ENOENT}, {fs.ErrExist, syscall.EEXIST}, {fs.ErrPermission, syscall.EACCES}, {fs.ErrInvalid, syscall.EINVAL}, {fs.ErrClosed, syscall.EBADF}} {
		if errors.Is(err, known.is) {
			return &ipc.RemoteError{Code: ipc.CodeSystem, Message: known.errno.Error(), Errno: int(known.errno)}
		}
	}
	return &ipc.RemoteError{Code: ipc.CodeSystem, Message: err.Error(), Errno: int(syscall.EACCES)}
}

// handleFiles answers requests for files. The file system may take its time, so others are answered meanwhile.
func (r *run) handleFiles(c *child, req *ipc.Request) {
	switch req.Kind {
	case ipc.KindPath:
		var args ipc.PathArgs
		if decode(req, &args) {
			go func() {
				result, err := r.onPath(args)
				answer(req, result, err)
			}()
		}
	case ipc.KindOpen:
		var args ipc.OpenArgs
		if decode(req, &args) {
			go r.openFile(c, req, args)
		}
	case ipc.KindFile:
		var args ipc.FileArgs
		if decode(req, &args) {
			go func() {
				result, err := r.onFile(c, args)
				answer(req, result, err)
			}()
		}
	case ipc.KindCloseFile:
		var args ipc.FileArgs
		if decode(req, &args) {
			r.closeFile(c, args.ID)
		}
	}
}

// openFile answers KindOpen.
func (r *run) openFile(c *child, req *ipc.Request, args ipc.OpenArgs) {
	if r.fileCount.Add(1) > filesPerRun {
		r.fileCount.Add(-1)
		req.Fail(failure(syscall.EMFILE))
		return
	}
	f, err := r.access.Open(args.Path, args.Flags, fs.FileMode(args.Perm))
	if err != nil {
		r.fileCount.Add(-1)
		req.Fail(failure(err))
		return
	}
	id := c.files.add(f)
	if id == 0 {
		r.fileCount.Add(-1)
		f.Close()
		req.Fail(failure(syscall.EMFILE))
		return
	}
	req.Answer(ipc.OpenAnswer{ID: id}, f)
}

// closeFile answers KindCloseFile.
func (r *run) closeFile(c *child, id uint64) {
	if c.files.remove(id) {
		r.fileCount.Add(-1)
	}
}

// onFile answers KindFile.
func (r *run) onFile(c *child, args ipc.FileArgs) (answer ipc.FileAnswer, err error) {
	f, ok := c.files.get(args.ID)
	if !ok {
		return answer, failure(syscall.EBADF)
	}
	switch args.Op {
	case ipc.FileSeek:
		answer.Offset, err = f.Seek(args.Offset, args.Whence)
	case ipc.FileTruncate:
		err = f.Truncate(args.Offset)
	case ipc.FileSync:
		err = f.Sync()
	case ipc.FileStat:
		var info fs.FileInfo
		if info, err = f.Stat(); err == nil {
			answer.Info = describe(info)
		}
	default:
		err = syscall.EINVAL
	}
	if err != nil {
		err = failure(err)
	}
	return answer, err
}

// onPath answers KindPath.
func (r *run) onPath(args ipc.PathArgs) (answer ipc.PathAnswer, err error) {
	var info fs.FileInfo
	a, perm := r.access, fs.FileMode(args.Perm&0o777)
	switch args.Op {
	case ipc.PathStat:
		info, err = a.Stat(args.Path)
	case ipc.PathLstat:
		info, err = a.Lstat(args.Path)
	case ipc.PathReadDir:
		var list []fs.DirEntry
		if list, err = a.ReadDir(args.Path); err == nil {
			answer.Entries = ipc.PackEntries(entriesOf(list))
		}
	case ipc.PathMkdir:
		err = a.Mkdir(args.Path, perm)
	case ipc.PathRemove:
		err = a.Remove(args.Path)
	case ipc.PathRmdir:
		err = a.Rmdir(args.Path)
	case ipc.PathRename:
		err = a.Rename(args.Path, args.Other)
	case ipc.PathChmod:
		err = a.Chmod(args.Path, perm)
	case ipc.PathReadlink:
		answer.Target, err = a.Readlink(args.Path)
	case ipc.PathSymlink:
		err = a.Symlink(args.Other, args.Path)
	case ipc.PathTimes:
		err = a.Chtimes(args.Path, time.Unix(0, args.Accessed), time.Unix(0, args.Modified))
	default:
		err = syscall.EINVAL
	}
	if err != nil {
		return answer, failure(err)
	}
	if info != nil {
		answer.Info = describe(info)
	}
	return answer, nil
}

// entriesOf lists names with their kinds.
func entriesOf(list []fs.DirEntry) []ipc.Entry {
	entries := make([]ipc.Entry, len(list))
	for i, e := range list {
		entries[i] = ipc.Entry{Name: e.Name(), Kind: byte(unixMode(e.Type()) >> 12)}
	}
	return entries
}

// unixMode is st_mode of Unix, stat(2).
func unixMode(m fs.FileMode) uint32 {
	bits := uint32(m.Perm())
	for _, special := range []struct {
		mode fs.FileMode
		bit  uint32
	}{{fs.ModeSetuid, 0o4000}, {fs.ModeSetgid, 0o2000}, {fs.ModeSticky, 0o1000}} {
		if m&special.mode != 0 {
			bits |= special.bit
		}
	}
	switch m.Type() {
	case fs.ModeDir:
		return bits | 0o040000
	case fs.ModeSymlink:
		return bits | 0o120000
	case fs.ModeNamedPipe:
		return bits | 0o010000
	case fs.ModeSocket:
		return bits | 0o140000
	case fs.ModeDevice:
		return bits | 0o060000
	case fs.ModeDevice | fs.ModeCharDevice:
		return bits | 0o020000
	}
	return bits | 0o100000
}
