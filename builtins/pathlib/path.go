package pathlib

import (
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file assembles the module and holds Path.

// New returns the module pathlib.
func New(rt *object.Runtime) *object.Module {
	m := &module{rt: rt}
	m.newPure()
	m.addPathMethods()
	return declare.Classes(declare.Module(rt, "pathlib", nil), m.pure, m.purePosix, m.path, m.posix)
}

// system calls os.name(args...), or os.path.name.
func system(c declare.Call, module, name string, kwargs []starlark.Tuple, args ...starlark.Value) (starlark.Value, error) {
	m, err := c.RT.Import(c.T, module)
	if err != nil {
		return nil, err
	}
	f, err := c.RT.GetAttr(m, name)
	if err != nil {
		return nil, err
	}
	return starlark.Call(c.T, f, args, kwargs)
}

func (m *module) addPathMethods() {
	k := m.path
	rt := m.rt
	here := func(c declare.Call) starlark.Value { return starlark.String(self(c)) }
	// asks is a method that is a function of os.path.
	asks := func(name string) declare.Func {
		return func(c declare.Call) (starlark.Value, error) { return system(c, "os.path", name, nil, here(c)) }
	}
	// does is a method that is a function of os, with its arguments.
	does := func(name string) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			return system(c, "os", name, c.Kwargs, append([]starlark.Value{here(c)}, c.Args...)...)
		}
	}
	open := func(c declare.Call, args ...starlark.Value) (starlark.Value, error) {
		return starlark.Call(c.T, rt.Builtin("open"), append(starlark.Tuple{c.Self}, args...), c.Kwargs)
	}
	// with opens the file, calls a method, and closes it.
	with := func(c declare.Call, mode, method string, args ...starlark.Value) (starlark.Value, error) {
		f, err := open(c, starlark.String(mode))
		if err != nil {
			return nil, err
		}
		v, err := c.CallMethod(f, method, args...)
		if _, closeErr := c.CallMethod(f, "close"); err == nil {
			err = closeErr
		}
		return v, err
	}
	text := func(f func(c declare.Call) (starlark.Value, error)) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			v, err := f(c)
			if err != nil {
				return nil, err
			}
			s, _ := declare.Text(v)
			return m.like(c, s), nil
		}
	}
	move := func(name string) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			target, err := m.segment(c, object.OrNone(c.Arg(0)))
			if err != nil {
				return nil, err
			}
			_, err = system(c, "os", name, nil, here(c), starlark.String(target))
			return m.like(c, target), err
		}
	}
	k.Methods(map[string]declare.Func{
		"exists": asks("exists"), "is_file": asks("isfile"), "is_dir": asks("isdir"), "is_symlink": asks("islink"), "is_mount": asks("ismount"),
		"stat": does("stat"), "lstat": does("lstat"), "chmod": does("chmod"), "rmdir": does("rmdir"),
		"rename": move("rename"), "replace": move("replace"),
		"open": func(c declare.Call) (starlark.Value, error) { return open(c, c.Args...) },
		"read_text": func(c declare.Call) (starlark.Value, error) {
			for i, n := range []string{"encoding", "errors"} {
				if i < len(c.Args) {
					c.Kwargs = append(c.Kwargs, starlark.Tuple{starlark.String(n), c.Args[i]})
				}
			}
			return with(c, "r", "read")
		},
		"read_bytes": func(c declare.Call) (starlark.Value, error) { return with(c, "rb", "read") },
		"write_text": func(c declare.Call) (starlark.Value, error) {
			data := c.Arg(0)
			if data == nil {
				return nil, declare.TypeErrorf("Path.write_text() missing 1 required positional argument: 'data'")
			}
			if _, ok := declare.Text(data); !ok {
				return nil, declare.TypeErrorf("data must be str, not %s", object.TypeName(data))
			}
			for i, n := range []string{"encoding", "errors", "newline"} {
				if i+1 < len(c.Args) {
					c.Kwargs = append(c.Kwargs, starlark.Tuple{starlark.String(n), c.Args[i+1]})
				}
			}
			return with(c, "w", "write", data)
		},
		"write_bytes": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			return with(c, "wb", "write", c.Args[0])
		},
		"mkdir": func(c declare.Call) (starlark.Value, error) {
			var mode starlark.Value = starlark.MakeInt(0o777)
			parents, existOK := false, false
			if err := c.Unpack("mode?", &mode, "parents?", &parents, "exist_ok?", &existOK); err != nil {
				return nil, err
			}
			var err error
			if parents {
				_, err = system(c, "os", "makedirs", []starlark.Tuple{{starlark.String("exist_ok"), starlark.Bool(existOK)}}, here(c), mode)
			} else {
				_, err = system(c, "os", "mkdir", nil, here(c), mode)
			}
			if _, exists := exceptions.As(err, exceptions.FileExistsError); exists && existOK {
				if dir, dirErr := system(c, "os.path", "isdir", nil, here(c)); dirErr == nil && bool(dir.Truth()) {
					err = nil
				}
			}
			return starlark.None, err
		},
		"unlink": func(c declare.Call) (starlark.Value, error) {
			missing := false
			if err := c.Unpack("missing_ok?", &missing); err != nil {
				return nil, err
			}
			_, err := system(c, "os", "remove", nil, here(c))
			if _, absent := exceptions.As(err, exceptions.FileNotFoundError); absent && missing {
				err = nil
			}
			return starlark.None, err
		},
		"touch": func(c declare.Call) (starlark.Value, error) {
			existOK := true
			if err := c.Unpack("mode?", new(starlark.Value), "exist_ok?", &existOK); err != nil {
				return nil, err
			}
			mode := "a"
			if !existOK {
				mode = "x"
			}
			c.Kwargs = nil
			_, err := with(c, mode, "flush")
			return starlark.None, err
		},
		"iterdir": func(c declare.Call) (starlark.Value, error) {
			names, err := list(c, self(c))
			if err != nil {
				return nil, err
			}
			i := 0
			return rt.NewIterator("generator", func() (starlark.Value, bool, error) {
				if i == len(names) {
					return nil, false, nil
				}
				i++
				return m.like(c, join(self(c), names[i-1])), true, nil
			}), nil
		},
		"glob":  func(c declare.Call) (starlark.Value, error) { return m.glob(c, "") },
		"rglob": func(c declare.Call) (starlark.Value, error) { return m.glob(c, "**/") },
		"walk": func(c declare.Call) (starlark.Value, error) {
			v, err := system(c, "os", "walk", nil, here(c))
			if err != nil {
				return nil, err
			}
			it, err := rt.Iter(c.T, v)
			if err != nil {
				return nil, err
			}
			return rt.NewIterator("generator", func() (starlark.Value, bool, error) {
				v, ok, err := it.Step()
				if err != nil || !ok {
					return nil, false, err
				}
				row := v.(starlark.Tuple)
				s, _ := declare.Text(row[0])
				return starlark.Tuple{m.like(c, s), row[1], row[2]}, true, nil
			}), nil
		},
		"resolve":    text(asks("realpath")),
		"absolute":   text(asks("abspath")),
		"expanduser": text(asks("expanduser")),
		"readlink":   text(does("readlink")),
		"symlink_to": func(c declare.Call) (starlark.Value, error) {
			target, err := m.segment(c, object.OrNone(c.Arg(0)))
			if err != nil {
				return nil, err
			}
			return system(c, "os", "symlink", nil, starlark.String(target), here(c))
		},
		"samefile": func(c declare.Call) (starlark.Value, error) {
			return system(c, "os.path", "samefile", nil, here(c), object.OrNone(c.Arg(0)))
		},
		"__enter__": func(c declare.Call) (starlark.Value, error) { return c.Self, nil },
		"__exit__":  func(c declare.Call) (starlark.Value, error) { return starlark.None, nil },
	})
	// resolve takes strict=, which makes a difference only for missing files.
	class := func(c declare.Call, v starlark.Value) (starlark.Value, error) { return c.Call(c.Self, v) }
	k.ClassMethod("cwd", func(c declare.Call) (starlark.Value, error) {
		v, err := system(c, "os", "getcwd", nil)
		if err != nil {
			return nil, err
		}
		return class(c, v)
	})
	k.ClassMethod("home", func(c declare.Call) (starlark.Value, error) {
		v, err := system(c, "os.path", "expanduser", nil, starlark.String("~"))
		if err != nil {
			return nil, err
		}
		return class(c, v)
	})
}
