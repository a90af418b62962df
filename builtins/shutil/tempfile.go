package shutil

import (
	"crypto/rand"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds tempfile.

const letters = "abcdefghijklmnopqrstuvwxyz0123456789_"

// fresh is a name that is not taken yet, as far as can be known.
func fresh() string {
	b := make([]byte, 8)
	rand.Read(b)
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b)
}

// attempts is how often a name is tried.
const attempts = 100

// directory is gettempdir().
func directory(c declare.Call) (string, error) {
	m, err := c.RT.Import(c.T, "tempfile")
	if err == nil {
		if v, err := c.RT.GetAttr(m, "tempdir"); err == nil && v != starlark.None {
			return pathText(c, v)
		}
	}
	os, err := c.RT.Import(c.T, "os")
	if err != nil {
		return "", err
	}
	environ, err := c.RT.GetAttr(os, "environ")
	if err != nil {
		return "", err
	}
	for _, n := range []string{"TMPDIR", "TEMP", "TMP"} {
		if v, err := c.CallMethod(environ, "get", starlark.String(n)); err == nil {
			if s, ok := declare.Text(v); ok && s != "" {
				return s, nil
			}
		}
	}
	return "/tmp", nil
}

// place reads suffix, prefix and dir.
func place(c declare.Call, suffix, prefix, dir starlark.Value) (func() string, error) {
	text := func(v starlark.Value, missing string) string {
		if v == nil {
			return missing
		}
		s, ok := declare.Text(v)
		if !ok {
			return missing
		}
		return s
	}
	at := ""
	var err error
	if dir != nil {
		at, err = pathText(c, dir)
	} else {
		at, err = directory(c)
	}
	return func() string { return join(at, text(prefix, "tmp")+fresh()+text(suffix, "")) }, err
}

// try makes something under names that are not taken.
func try(name func() string, f func(path string) error) (string, error) {
	for range attempts {
		path := name()
		err := f(path)
		if _, taken := exceptions.As(err, exceptions.FileExistsError); taken {
			continue
		}
		return path, err
	}
	return "", exceptions.OSErrorf(exceptions.FileExistsError, 17, "No usable temporary file name found", "")
}

func makeDirectory(c declare.Call, suffix, prefix, dir starlark.Value) (string, error) {
	name, err := place(c, suffix, prefix, dir)
	if err != nil {
		return "", err
	}
	return try(name, func(path string) error {
		_, err := system(c, "os", "mkdir", starlark.String(path), starlark.MakeInt(0o700))
		return err
	})
}

// NewTempfile returns the module tempfile.
func NewTempfile(rt *object.Runtime) *object.Module {
	m := declare.Module(rt, "tempfile", map[string]declare.Func{
		"gettempdir":    func(c declare.Call) (starlark.Value, error) { s, err := directory(c); return starlark.String(s), err },
		"gettempprefix": func(c declare.Call) (starlark.Value, error) { return starlark.String("tmp"), nil },
		"mkdtemp": func(c declare.Call) (starlark.Value, error) {
			var suffix, prefix, dir starlark.Value
			if err := c.Unpack("suffix??", &suffix, "prefix??", &prefix, "dir??", &dir); err != nil {
				return nil, err
			}
			s, err := makeDirectory(c, suffix, prefix, dir)
			return starlark.String(s), err
		},
		"mktemp": func(c declare.Call) (starlark.Value, error) {
			var suffix, prefix, dir starlark.Value
			if err := c.Unpack("suffix??", &suffix, "prefix??", &prefix, "dir??", &dir); err != nil {
				return nil, err
			}
			name, err := place(c, suffix, prefix, dir)
			if err != nil {
				return nil, err
			}
			return starlark.String(name()), nil
		},
		"mkstemp": func(c declare.Call) (starlark.Value, error) {
			var suffix, prefix, dir starlark.Value
			if err := c.Unpack("suffix??", &suffix, "prefix??", &prefix, "dir??", &dir, "text?", new(starlark.Value)); err != nil {
				return nil, err
			}
			name, err := place(c, suffix, prefix, dir)
			if err != nil {
				return nil, err
			}
			path, err := try(name, func(path string) error {
				f, err := c.Builtin("open", starlark.String(path), starlark.String("x"))
				if err != nil {
					return err
				}
				_, err = c.CallMethod(f, "close")
				return err
			})
			if err != nil {
				return nil, err
			}
			fd, err := system(c, "os", "open", starlark.String(path), starlark.MakeInt(2))
			return starlark.Tuple{object.OrNone(fd), starlark.String(path)}, err
		},
	})
	m.SetField("tempdir", starlark.None)
	named := newNamedFile(rt)
	open := func(c declare.Call, remove bool) (starlark.Value, error) {
		var suffix, prefix, dir, buffering, encoding, newline, errs starlark.Value
		mode, del, onClose := "w+b", remove, true
		if err := c.Unpack("mode?", &mode, "buffering??", &buffering, "encoding??", &encoding, "newline??", &newline, "suffix??", &suffix, "prefix??", &prefix, "dir??", &dir, "delete?", &del, "*", nil, "errors??", &errs, "delete_on_close?", &onClose); err != nil {
			return nil, err
		}
		name, err := place(c, suffix, prefix, dir)
		if err != nil {
			return nil, err
		}
		var kwargs []starlark.Tuple
		for n, v := range map[string]starlark.Value{"encoding": encoding, "newline": newline, "errors": errs} {
			if v != nil {
				kwargs = append(kwargs, starlark.Tuple{starlark.String(n), v})
			}
		}
		var file starlark.Value
		path, err := try(name, func(path string) error {
			var err error
			file, err = starlark.Call(c.T, rt.Builtin("open"), starlark.Tuple{starlark.String(path), starlark.String(strings.Replace(mode, "w", "x", 1))}, kwargs)
			return err
		})
		if err != nil {
			return nil, err
		}
		o := named.Allocate(c.T)
		o.SetOwn("file", file)
		o.SetOwn("name", starlark.String(path))
		o.SetOwn("delete", starlark.Bool(del))
		o.SetOwn("_on_close", starlark.Bool(onClose))
		return o, nil
	}
	m.SetField("NamedTemporaryFile", declare.Function(rt, "NamedTemporaryFile", func(c declare.Call) (starlark.Value, error) { return open(c, true) }))
	m.SetField("TemporaryFile", declare.Function(rt, "TemporaryFile", func(c declare.Call) (starlark.Value, error) { return open(c, true) }))
	m.SetField("SpooledTemporaryFile", declare.Function(rt, "SpooledTemporaryFile", func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) > 0 {
			c.Args = c.Args[1:]
		}
		return open(c, true)
	}))
	return declare.Classes(m, newTemporaryDirectory(rt), named)
}

// newNamedFile makes the class of temporary files, which pass on to the file inside what they do not do themselves.
func newNamedFile(rt *object.Runtime) *declare.Class {
	file := func(o *object.Instance) starlark.Value { v, _ := o.Field("file"); return v }
	k := declare.New(rt, "tempfile", "_TemporaryFileWrapper", declare.Options{Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
		f := file(o)
		if f == nil || strings.HasPrefix(name, "__") {
			return nil, false, nil
		}
		v, err := rt.GetAttr(f, name)
		return v, err == nil, nil
	}})
	closing := func(c declare.Call) error {
		_, err := c.CallMethod(file(c.Object()), "close")
		remove, _ := c.Object().Field("delete")
		if err == nil && remove != nil && bool(remove.Truth()) {
			path, _ := c.Object().Field("name")
			c.Object().SetOwn("delete", starlark.False)
			_, err = system(c, "os", "remove", path)
			if _, absent := exceptions.As(err, exceptions.FileNotFoundError); absent {
				err = nil
			}
		}
		return err
	}
	k.Methods(map[string]declare.Func{
		"__enter__": func(c declare.Call) (starlark.Value, error) { return c.Self, nil },
		"__exit__":  func(c declare.Call) (starlark.Value, error) { return starlark.None, closing(c) },
		"close":     func(c declare.Call) (starlark.Value, error) { return starlark.None, closing(c) },
		"__iter__":  func(c declare.Call) (starlark.Value, error) { return rt.Iter(c.T, file(c.Object())) },
	})
	return k
}

func newTemporaryDirectory(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "tempfile", "TemporaryDirectory", declare.Options{})
	clean := func(c declare.Call) error {
		v, _ := c.Object().Field("name")
		path, _ := declare.Text(v)
		if there, err := is(c, "isdir", path); err != nil || !there {
			return err
		}
		return removeTree(c, path)
	}
	k.Methods(map[string]declare.Func{
		"__init__": func(c declare.Call) (starlark.Value, error) {
			var suffix, prefix, dir starlark.Value
			if err := c.Unpack("suffix??", &suffix, "prefix??", &prefix, "dir??", &dir, "ignore_cleanup_errors?", new(starlark.Value), "*", nil, "delete?", new(starlark.Value)); err != nil {
				return nil, err
			}
			s, err := makeDirectory(c, suffix, prefix, dir)
			c.Object().SetOwn("name", starlark.String(s))
			return starlark.None, err
		},
		"__enter__": func(c declare.Call) (starlark.Value, error) { v, _ := c.Object().Field("name"); return v, nil },
		"__exit__":  func(c declare.Call) (starlark.Value, error) { return starlark.None, clean(c) },
		"cleanup":   func(c declare.Call) (starlark.Value, error) { return starlark.None, clean(c) },
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			v, _ := c.Object().Field("name")
			s, err := rt.Repr(v)
			return starlark.String("<TemporaryDirectory " + s + ">"), err
		},
	})
	return k
}
