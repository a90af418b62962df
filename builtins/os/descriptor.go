package os

import (
	"errors"
	"io"
	"io/fs"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/files"
	"parlark/builtins/object"
)

// This file holds the functions on numbered files.

// descriptorFunctions are open() and its relatives.
func (m *module) descriptorFunctions() map[string]object.Func {
	return map[string]object.Func{
		"open": m.openFile, "fdopen": m.fdopen, "write": m.write,
		"close": m.onDescriptor("close", 1, func(t *starlark.Thread, f files.File, fd int, args starlark.Tuple) (starlark.Value, error) {
			m.p.Descriptors.Remove(fd)
			var err error
			m.rt.Blocking(func() { err = f.Close() })
			return starlark.None, files.Exception(err, "")
		}),
		"read": m.onDescriptor("read", 2, func(t *starlark.Thread, f files.File, fd int, args starlark.Tuple) (starlark.Value, error) {
			n, err := object.AsInt(args[1])
			if err != nil {
				return nil, err
			}
			if n < 0 {
				return nil, files.Exception(files.Code(22), "")
			}
			b := make([]byte, min(n, maxRead))
			m.rt.Blocking(func() { n, err = f.Read(b) })
			if err != nil && !errors.Is(err, io.EOF) {
				return nil, files.Exception(err, "")
			}
			return starlark.Bytes(b[:n]), nil
		}),
		"lseek": m.onDescriptor("lseek", 3, func(t *starlark.Thread, f files.File, fd int, args starlark.Tuple) (starlark.Value, error) {
			var at int64
			offset, err := object.AsInt(args[1])
			if err != nil {
				return nil, err
			}
			whence, err := object.AsInt(args[2])
			if err != nil {
				return nil, err
			}
			m.rt.Blocking(func() { at, err = f.Seek(int64(offset), whence) })
			return starlark.MakeInt64(at), files.Exception(err, "")
		}),
		"fsync":     m.onDescriptor("fsync", 1, m.sync),
		"fdatasync": m.onDescriptor("fdatasync", 1, m.sync),
		"fstat": m.onDescriptor("fstat", 1, func(t *starlark.Thread, f files.File, fd int, args starlark.Tuple) (starlark.Value, error) {
			var info fs.FileInfo
			var err error
			m.rt.Blocking(func() { info, err = f.Stat() })
			if err != nil {
				return nil, files.Exception(err, "")
			}
			return m.statValue(t, info), nil
		}),
		"ftruncate": m.onDescriptor("ftruncate", 2, func(t *starlark.Thread, f files.File, fd int, args starlark.Tuple) (starlark.Value, error) {
			n, err := object.AsInt(args[1])
			if err != nil {
				return nil, err
			}
			m.rt.Blocking(func() { err = f.Truncate(int64(n)) })
			return starlark.None, files.Exception(err, "")
		}),
		"truncate": m.truncate,
	}
}

// maxRead bounds what one read returns.
const maxRead = 1 << 26

// onDescriptor is a function whose first of n arguments is the number of a file.
func (m *module) onDescriptor(name string, n int, f func(t *starlark.Thread, file files.File, fd int, args starlark.Tuple) (starlark.Value, error)) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.Exactly("posix."+name, args, kwargs, n); err != nil {
			return nil, err
		}
		fd, err := object.AsInt(args[0])
		if err != nil {
			return nil, err
		}
		file := m.p.Descriptors.Get(fd)
		if file == nil {
			return nil, exceptions.OSErrorf(exceptions.OSError, 9, files.Strerror(9), "")
		}
		return f(t, file, fd, args)
	}
}

func (m *module) sync(t *starlark.Thread, f files.File, fd int, args starlark.Tuple) (starlark.Value, error) {
	var err error
	m.rt.Blocking(func() { err = f.Sync() })
	return starlark.None, files.Exception(err, "")
}

// openFile is os.open(path, flags, mode=0o777, *, dir_fd=None).
func (m *module) openFile(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v, dirFD starlark.Value
	var flags int
	perm := 0o777
	if err := object.Unpack("open", args, kwargs, "path", &v, "flags", &flags, "mode?", &perm, "*", nil, "dir_fd??", &dirFD); err != nil {
		return nil, err
	}
	p, err := m.fspath(t, v)
	if err != nil {
		return nil, err
	}
	var f files.File
	m.rt.Blocking(func() { f, err = m.p.Files.Open(p, flags, fs.FileMode(perm&0o777)) })
	if err != nil {
		return nil, files.Exception(err, p)
	}
	return starlark.MakeInt(m.p.Descriptors.Add(f)), nil
}

// fdopen is open() for a number.
func (m *module) fdopen(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) > 0 {
		if _, err := object.AsInt(args[0]); err != nil {
			return nil, exceptions.TypeError.Errorf("invalid fd type (%s, expected integer)", m.rt.TypeOf(args[0]))
		}
	}
	return starlark.Call(t, m.rt.Builtins()["open"], args, kwargs)
}

// truncate is os.truncate(path, length).
func (m *module) truncate(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	var length int
	if err := object.Unpack("truncate", args, kwargs, "path", &v, "length", &length); err != nil {
		return nil, err
	}
	if fd, isNumber := v.(starlark.Int); isNumber {
		return m.descriptorFunctions()["ftruncate"](t, starlark.Tuple{fd, starlark.MakeInt(length)}, nil)
	}
	p, err := m.fspath(t, v)
	if err != nil {
		return nil, err
	}
	m.rt.Blocking(func() {
		var f files.File
		if f, err = m.p.Files.Open(p, constants["O_WRONLY"], 0); err == nil {
			err = errors.Join(f.Truncate(int64(length)), f.Close())
		}
	})
	return starlark.None, files.Exception(err, p)
}

// write is write(fd, data), also for the standard streams.
func (m *module) write(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("write", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	fd, err := object.AsInt(args[0])
	if err != nil {
		return nil, err
	}
	data, ok := args[1].(starlark.Bytes)
	if !ok {
		return nil, exceptions.TypeError.Errorf("a bytes-like object is required, not '%s'", object.TypeName(args[1]))
	}
	if f := m.p.Descriptors.Get(fd); f != nil {
		n := 0
		m.rt.Blocking(func() { n, err = f.Write([]byte(data)) })
		return starlark.MakeInt(n), files.Exception(err, "")
	}
	stream := map[int]starlark.Value{1: m.rt.Stdout, 2: m.rt.Stderr}[fd]
	if stream == nil || stream == starlark.None {
		return nil, exceptions.OSErrorf(exceptions.OSError, 9, "Bad file descriptor", "")
	}
	for _, call := range []struct {
		name string
		args starlark.Tuple
	}{{"write", starlark.Tuple{starlark.String(data)}}, {"flush", nil}} {
		f, err := m.rt.GetAttr(stream, call.name)
		if err != nil {
			return nil, err
		}
		if _, err := starlark.Call(t, f, call.args, nil); err != nil {
			return nil, err
		}
	}
	return starlark.MakeInt(len(data)), nil
}
