package os

import (
	"errors"
	"io/fs"
	"math"
	"strings"
	"time"

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

func timestamp(t time.Time) starlark.Value { return starlark.Float(float64(t.UnixNano()) / 1e9) }

func modified(i fs.FileInfo) starlark.Value { return timestamp(i.ModTime()) }

func accessed(i fs.FileInfo) starlark.Value { return timestamp(files.InfoOf(i).Accessed) }

func changed(i fs.FileInfo) starlark.Value { return timestamp(files.InfoOf(i).Changed) }

func (m *module) statValue(t *starlark.Thread, i fs.FileInfo) starlark.Value {
	n, n64 := starlark.MakeInt, starlark.MakeInt64
	x := files.InfoOf(i)
	o := m.statResult.Make(t, n(int(x.Unix)), starlark.MakeUint64(x.Ino), starlark.MakeUint64(x.Dev), starlark.MakeUint64(x.Links),
		n(int(x.UID)), n(int(x.GID)), n64(x.Bytes), n64(x.Accessed.Unix()), n64(x.Modified.Unix()), n64(x.Changed.Unix()),
		n64(x.Accessed.UnixNano()), n64(x.Modified.UnixNano()), n64(x.Changed.UnixNano()), n(4096), n64((x.Bytes+511)/512), n(0))
	o.SetOwn("st_atime", timestamp(x.Accessed))
	o.SetOwn("st_mtime", timestamp(x.Modified))
	o.SetOwn("st_ctime", timestamp(x.Changed))
	return o
}

func (m *module) fileFunctions() map[string]object.Func {
	b := m.p.Files
	return map[string]object.Func{
		"stat": m.statFunction("stat", false), "lstat": m.statFunction("lstat", true),
		"listdir": m.listdir, "scandir": m.scandir, "walk": m.walk, "makedirs": m.makedirs, "removedirs": m.change("removedirs", b.Rmdir),
		"mkdir": m.mkdir, "remove": m.change("remove", b.Remove), "unlink": m.change("unlink", b.Remove), "rmdir": m.change("rmdir", b.Rmdir),
		"rename": m.rename("rename", b.Rename), "replace": m.rename("replace", b.Rename), "symlink": m.symlink,
		"readlink": m.readlink, "chmod": m.chmod, "access": m.access, "utime": m.utime, "chdir": m.chdir,
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
		return starlark.None, second(files.Exception(err, a), z)
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

// utime is os.utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True).
func (m *module) utime(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v, times, ns, dirFD, follow starlark.Value
	if err := object.Unpack("utime", args, kwargs, "path", &v, "times??", &times, "*", nil, "ns??", &ns, "dir_fd??", &dirFD, "follow_symlinks??", &follow); err != nil {
		return nil, err
	}
	p, err := m.fspath(t, v)
	if err != nil {
		return nil, err
	}
	if times != nil && ns != nil {
		return nil, exceptions.ValueError.Errorf("utime: you may specify either 'times' or 'ns' but not both")
	}
	now := time.Now()
	moments := [2]time.Time{now, now}
	for what, pair := range map[string]starlark.Value{"times": times, "ns": ns} {
		if pair == nil {
			continue
		}
		two, ok := object.Underlying(pair).(starlark.Tuple)
		if !ok || len(two) != 2 {
			return nil, exceptions.TypeError.Errorf("utime: '%s' must be either a tuple of two ints or None", what)
		}
		for i, v := range two {
			if moments[i], err = moment(v, what == "ns"); err != nil {
				return nil, err
			}
		}
	}
	m.rt.Blocking(func() { err = m.p.Files.Chtimes(p, moments[0], moments[1]) })
	return starlark.None, files.Exception(err, p)
}

// moment reads a time in seconds or nanoseconds.
func moment(v starlark.Value, nanoseconds bool) (time.Time, error) {
	if nanoseconds {
		n, ok := v.(starlark.Int)
		i, exact := n.Int64()
		if !ok || !exact {
			return time.Time{}, exceptions.OverflowError.Errorf("timestamp out of range for platform time_t")
		}
		return time.Unix(0, i), nil
	}
	f, ok := starlark.AsFloat(v)
	if !ok || f < -1e9 || f > 9e9 {
		return time.Time{}, exceptions.OverflowError.Errorf("timestamp out of range for platform time_t")
	}
	whole := math.Floor(f)
	return time.Unix(int64(whole), int64((f-whole)*1e9)), nil
}

// chdir is os.chdir(path): from then on relative paths are relative to it. That it is there must be allowed to be known.
func (m *module) chdir(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.Unpack("chdir", args, kwargs, "path", &v); err != nil {
		return nil, err
	}
	p, err := m.fspath(t, v)
	if err != nil {
		return nil, err
	}
	info, err := m.stat(p, false)
	if err == nil && !info.IsDir() {
		err = files.Code(20)
	}
	if err != nil {
		return nil, files.Exception(err, p)
	}
	m.p.Cwd = m.realpath(p)
	m.p.Files.Chdir(m.p.Cwd)
	return starlark.None, nil
}

// symlink is os.symlink(src, dst, target_is_directory=False).
func (m *module) symlink(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var src, dst, directory, dirFD starlark.Value
	if err := object.Unpack("symlink", args, kwargs, "src", &src, "dst", &dst, "target_is_directory?", &directory, "*", nil, "dir_fd??", &dirFD); err != nil {
		return nil, err
	}
	target, err := m.fspath(t, src)
	if err != nil {
		return nil, err
	}
	p, err := m.fspath(t, dst)
	if err != nil {
		return nil, err
	}
	m.rt.Blocking(func() { err = m.p.Files.Symlink(target, p) })
	return starlark.None, second(files.Exception(err, target), p)
}

// second gives an OSError its second file name.
func second(err error, path string) error {
	if e, ok := exceptions.As(err, exceptions.OSError); ok {
		e.Attrs["filename2"] = starlark.String(path)
	}
	return err
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

// makeAll makes a directory, and first those above it that are missing: they need not be allowed to be seen.
func (m *module) makeAll(p string, bits fs.FileMode, existOK bool) error {
	make := func() (err error) {
		m.rt.Blocking(func() { err = m.p.Files.Mkdir(p, bits) })
		return err
	}
	err := make()
	if head, _ := split(p); errors.Is(err, fs.ErrNotExist) && head != "" && head != p {
		if err := m.makeAll(head, 0o777, true); err != nil {
			return err
		}
		err = make()
	}
	if errors.Is(err, fs.ErrExist) && existOK {
		if info, statErr := m.stat(p, false); errors.Is(statErr, fs.ErrPermission) || statErr == nil && info.IsDir() {
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
		return m.walkBottomUp(t, p, onError, follow)
	}
	pending := []string{p}
	var last *starlark.List // directories of the entry that was handed out last, which the script may prune
	lastPath := ""
	return m.rt.NewIterator("generator", func() (starlark.Value, bool, error) {
		if last != nil {
			var below []string
			for i := range last.Len() {
				if s, ok := starlark.AsString(last.Index(i)); ok && (follow || !m.isLink(joinTwo(lastPath, s))) {
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
		if (&entry{m, joinTwo(dir, e.Name()), e}).kind(true).IsDir() {
			dirs = append(dirs, starlark.String(e.Name()))
		} else {
			plain = append(plain, starlark.String(e.Name()))
		}
	}
	below := starlark.NewList(dirs)
	return starlark.Tuple{starlark.String(dir), below, starlark.NewList(plain)}, below, nil
}

// isLink reports whether a path is a symbolic link, as far as that may be known.
func (m *module) isLink(path string) bool {
	info, err := m.stat(path, true)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

func (m *module) walkBottomUp(t *starlark.Thread, top string, onError starlark.Value, follow bool) (starlark.Value, error) {
	var out []starlark.Value
	var visit func(dir string) error
	visit = func(dir string) error {
		entry, dirs, err := m.walkEntry(t, dir, onError)
		if err != nil || entry == nil {
			return err
		}
		for i := range dirs.Len() {
			s, _ := starlark.AsString(dirs.Index(i))
			if !follow && m.isLink(joinTwo(dir, s)) {
				continue
			}
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
	return starlark.Bool(files.Same(infos[0], infos[1])), nil
}
