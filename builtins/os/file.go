package os

import (
	"io/fs"
	std "os"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/files"
	"parlark/builtins/object"
)

// This file holds the functions on files, which the broker carries out.

var statFields = []string{
	"st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime", "st_ctime",
	"st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks", "st_rdev",
}

// stat asks for what path, or the link at path, is.
func (m *module) stat(path string, link bool) (info fs.FileInfo, err error) {
	m.rt.Blocking(func() {
		if link {
			info, err = m.p.Files.Lstat(path)
		} else {
			info, err = m.p.Files.Stat(path)
		}
	})
	return info, err
}

func modified(i fs.FileInfo) starlark.Value {
	return starlark.Float(float64(i.ModTime().UnixNano()) / 1e9)
}

// ofStat is a function of what a file is.
func (m *module) ofStat(name string, f func(fs.FileInfo) starlark.Value) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var v starlark.Value
		if err := object.Unpack(name, args, kwargs, "filename", &v); err != nil {
			return nil, err
		}
		p, err := m.fspath(t, v)
		if err != nil {
			return nil, err
		}
		info, err := m.stat(p, false)
		if err != nil {
			return nil, files.Exception(err, p)
		}
		return f(info), nil
	}
}

// mode is st_mode of Unix.
func mode(i fs.FileInfo) int {
	bits := int(i.Mode().Perm())
	kinds := map[fs.FileMode]int{
		0: 0o100000, fs.ModeDir: 0o040000, fs.ModeSymlink: 0o120000, fs.ModeNamedPipe: 0o010000, fs.ModeSocket: 0o140000,
		fs.ModeDevice: 0o060000, fs.ModeDevice | fs.ModeCharDevice: 0o020000,
	}
	if i.Mode()&fs.ModeSticky != 0 {
		bits |= 0o1000
	}
	return bits | kinds[i.Mode().Type()]
}

func (m *module) statValue(t *starlark.Thread, i fs.FileInfo) starlark.Value {
	n := starlark.MakeInt
	seconds, at, ns := starlark.MakeInt64(i.ModTime().Unix()), modified(i), starlark.MakeInt64(i.ModTime().UnixNano())
	o := m.statResult.Make(t, n(mode(i)), n(0), n(0), n(1), n(0), n(0), starlark.MakeInt64(i.Size()), seconds, seconds, seconds,
		ns, ns, ns, n(4096), starlark.MakeInt64((i.Size()+511)/512), n(0))
	for _, name := range []string{"st_atime", "st_mtime", "st_ctime"} {
		o.SetOwn(name, at)
	}
	return o
}

func (m *module) fileFunctions() map[string]object.Func {
	b := m.p.Files
	return map[string]object.Func{
		"stat": m.statFunction("stat", false), "lstat": m.statFunction("lstat", true),
		"listdir": m.listdir, "scandir": m.scandir, "walk": m.walk, "makedirs": m.makedirs, "removedirs": m.change("removedirs", b.Remove),
		"mkdir": m.mkdir, "remove": m.change("remove", b.Remove), "unlink": m.change("unlink", b.Remove), "rmdir": m.change("rmdir", b.Remove),
		"rename": m.rename("rename", b.Rename), "replace": m.rename("replace", b.Rename), "symlink": m.rename("symlink", b.Symlink),
		"readlink": m.readlink, "chmod": m.chmod, "access": m.access, "utime": m.utime,
	}
}

func (m *module) statFunction(name string, link bool) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var v, dirFD, follow starlark.Value
		if err := object.Unpack(name, args, kwargs, "path", &v, "*", nil, "dir_fd?", &dirFD, "follow_symlinks?", &follow); err != nil {
			return nil, err
		}
		p, err := m.fspath(t, v)
		if err != nil {
			return nil, exceptions.TypeError.Errorf("%s: path should be string, bytes, os.PathLike or integer, not %s", name, object.TypeName(v))
		}
		info, err := m.stat(p, link || follow != nil && !bool(follow.Truth()))
		if err != nil {
			return nil, files.Exception(err, p)
		}
		return m.statValue(t, info), nil
	}
}

// change is a function of one path that changes the file system.
func (m *module) change(name string, f func(path string) error) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var v, dirFD starlark.Value
		if err := object.Unpack(name, args, kwargs, "path", &v, "*", nil, "dir_fd?", &dirFD); err != nil {
			return nil, err
		}
		p, err := m.fspath(t, v)
		if err != nil {
			return nil, exceptions.TypeError.Errorf("%s: path should be string, bytes or os.PathLike, not %s", name, object.TypeName(v))
		}
		if name == "remove" || name == "unlink" || name == "rmdir" {
			if info, err := m.stat(p, true); err == nil && info.IsDir() != (name == "rmdir") {
				if name == "rmdir" {
					return nil, exceptions.OSErrorf(exceptions.NotADirectoryError, 20, files.Strerror(20), p)
				}
				return nil, exceptions.OSErrorf(exceptions.IsADirectoryError, 21, files.Strerror(21), p)
			}
		}
		m.rt.Blocking(func() { err = f(p) })
		return starlark.None, files.Exception(err, p)
	}
}

// rename is a function of two paths.
func (m *module) rename(name string, f func(from, to string) error) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var from, to starlark.Value
		if err := object.Unpack(name, args, kwargs, "src", &from, "dst", &to); err != nil {
			return nil, err
		}
		a, err := m.fspath(t, from)
		if err != nil {
			return nil, err
		}
		z, err := m.fspath(t, to)
		if err != nil {
			return nil, err
		}
		m.rt.Blocking(func() { err = f(a, z) })
		err = files.Exception(err, a)
		if e, ok := exceptions.As(err, exceptions.OSError); ok {
			e.Attrs["filename2"] = starlark.String(z)
		}
		return starlark.None, err
	}
}

func (m *module) readlink(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.Unpack("readlink", args, kwargs, "path", &v); err != nil {
		return nil, err
	}
	p, err := m.fspath(t, v)
	if err != nil {
		return nil, err
	}
	var target string
	m.rt.Blocking(func() { target, err = m.p.Files.Readlink(p) })
	return starlark.String(target), files.Exception(err, p)
}

func (m *module) chmod(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	var bits int
	if err := object.Unpack("chmod", args, kwargs, "path", &v, "mode", &bits); err != nil {
		return nil, err
	}
	p, err := m.fspath(t, v)
	if err != nil {
		return nil, err
	}
	m.rt.Blocking(func() { err = m.p.Files.Chmod(p, fs.FileMode(bits&0o777)) })
	return starlark.None, files.Exception(err, p)
}

// utime accepts what it is given: times cannot be set.
func (m *module) utime(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, nil
}

func (m *module) access(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	var want int
	if err := object.Unpack("access", args, kwargs, "path", &v, "mode", &want); err != nil {
		return nil, err
	}
	p, err := m.fspath(t, v)
	if err != nil {
		return nil, err
	}
	info, err := m.stat(p, false)
	return starlark.Bool(err == nil && int(info.Mode().Perm()>>6)&want == want), nil
}

func (m *module) mkdir(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	bits := 0o777
	if err := object.Unpack("mkdir", args, kwargs, "path", &v, "mode?", &bits); err != nil {
		return nil, err
	}
	p, err := m.fspath(t, v)
	if err != nil {
		return nil, err
	}
	m.rt.Blocking(func() { err = m.p.Files.Mkdir(p, fs.FileMode(bits)) })
	return starlark.None, files.Exception(err, p)
}

func (m *module) makedirs(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	bits, existOK := 0o777, false
	if err := object.Unpack("makedirs", args, kwargs, "name", &v, "mode?", &bits, "exist_ok?", &existOK); err != nil {
		return nil, err
	}
	p, err := m.fspath(t, v)
	if err != nil {
		return nil, err
	}
	return starlark.None, m.makeAll(strings.TrimRight(p, "/"), fs.FileMode(bits), existOK)
}

func (m *module) makeAll(p string, bits fs.FileMode, existOK bool) error {
	if head, tail := split(p); head != "" && tail != "" {
		if _, err := m.stat(head, false); err != nil {
			if err := m.makeAll(strings.TrimRight(head, "/"), 0o777, true); err != nil {
				return err
			}
		}
	}
	var err error
	m.rt.Blocking(func() { err = m.p.Files.Mkdir(p, bits) })
	if err != nil && existOK {
		if info, statErr := m.stat(p, false); statErr == nil && info.IsDir() {
			return nil
		}
	}
	return files.Exception(err, p)
}

// entries lists a directory, as the file system happens to have it.
func (m *module) entries(p string) (list []fs.DirEntry, err error) {
	m.rt.Blocking(func() { list, err = m.p.Files.ReadDir(p) })
	return list, files.Exception(err, p)
}

// optionalPath reads the argument of listdir and scandir.
func (m *module) optionalPath(t *starlark.Thread, name string, args starlark.Tuple, kwargs []starlark.Tuple) (string, error) {
	var v starlark.Value
	if err := object.Unpack(name, args, kwargs, "path??", &v); err != nil {
		return "", err
	}
	if v == nil {
		return ".", nil
	}
	return m.fspath(t, v)
}

func (m *module) listdir(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p, err := m.optionalPath(t, "listdir", args, kwargs)
	if err != nil {
		return nil, err
	}
	list, err := m.entries(p)
	if err != nil {
		return nil, err
	}
	names := make([]starlark.Value, len(list))
	for i, e := range list {
		names[i] = starlark.String(e.Name())
	}
	return starlark.NewList(names), nil
}

func (m *module) scandir(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p, err := m.optionalPath(t, "scandir", args, kwargs)
	if err != nil {
		return nil, err
	}
	list, err := m.entries(p)
	if err != nil {
		return nil, err
	}
	return &scan{m: m, dir: p, list: list}, nil
}

// walk is os.walk(top, topdown=True, onerror=None, followlinks=False), a generator.
func (m *module) walk(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var top, onError starlark.Value
	topDown, follow := true, false
	if err := object.Unpack("walk", args, kwargs, "top", &top, "topdown?", &topDown, "onerror??", &onError, "followlinks?", &follow); err != nil {
		return nil, err
	}
	p, err := m.fspath(t, top)
	if err != nil {
		return nil, err
	}
	if !topDown {
		return m.walkBottomUp(t, p, onError)
	}
	pending := []string{p}
	var last *starlark.List // directories of the entry that was handed out last, which the script may prune
	lastPath := ""
	return m.rt.NewIterator("generator", func() (starlark.Value, bool, error) {
		if last != nil {
			var below []string
			for i := range last.Len() {
				if s, ok := starlark.AsString(last.Index(i)); ok {
					below = append(below, joinTwo(lastPath, s))
				}
			}
			pending = append(below, pending...)
			last = nil
		}
		for len(pending) > 0 {
			dir := pending[0]
			pending = pending[1:]
			entry, dirs, err := m.walkEntry(t, dir, onError)
			if err != nil {
				return nil, false, err
			}
			if entry != nil {
				last, lastPath = dirs, dir
				return entry, true, nil
			}
		}
		return nil, false, nil
	}), nil
}

// walkEntry makes (dir, directories, files); nil if dir cannot be read.
func (m *module) walkEntry(t *starlark.Thread, dir string, onError starlark.Value) (starlark.Tuple, *starlark.List, error) {
	list, err := m.entries(dir)
	if err != nil {
		if onError == nil {
			return nil, nil, nil
		}
		_, err := starlark.Call(t, onError, starlark.Tuple{m.rt.Exception(err)}, nil)
		return nil, nil, err
	}
	var dirs, plain []starlark.Value
	for _, e := range list {
		if e.IsDir() {
			dirs = append(dirs, starlark.String(e.Name()))
		} else {
			plain = append(plain, starlark.String(e.Name()))
		}
	}
	below := starlark.NewList(dirs)
	return starlark.Tuple{starlark.String(dir), below, starlark.NewList(plain)}, below, nil
}

func (m *module) walkBottomUp(t *starlark.Thread, top string, onError starlark.Value) (starlark.Value, error) {
	var out []starlark.Value
	var visit func(dir string) error
	visit = func(dir string) error {
		entry, dirs, err := m.walkEntry(t, dir, onError)
		if err != nil || entry == nil {
			return err
		}
		for i := range dirs.Len() {
			s, _ := starlark.AsString(dirs.Index(i))
			if err := visit(joinTwo(dir, s)); err != nil {
				return err
			}
		}
		out = append(out, entry)
		return nil
	}
	if err := visit(top); err != nil {
		return nil, err
	}
	return m.rt.Iter(t, starlark.NewList(out))
}

func (m *module) samefile(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var f1, f2 starlark.Value
	if err := object.Unpack("samefile", args, kwargs, "f1", &f1, "f2", &f2); err != nil {
		return nil, err
	}
	var infos [2]fs.FileInfo
	for i, v := range []starlark.Value{f1, f2} {
		p, err := m.fspath(t, v)
		if err != nil {
			return nil, err
		}
		if infos[i], err = m.stat(p, false); err != nil {
			return nil, files.Exception(err, p)
		}
	}
	return starlark.Bool(std.SameFile(infos[0], infos[1])), nil
}
