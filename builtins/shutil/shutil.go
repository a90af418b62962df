package shutil

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/fnmatch"
	"parlark/builtins/object"
)

// This file holds shutil.

var (
	errShutil   = exceptions.New("shutil", "Error", exceptions.OSError)
	errSameFile = exceptions.New("shutil", "SameFileError", errShutil)
)

// system calls os.name(args...), or os.path.name.
func system(c declare.Call, module, name string, args ...starlark.Value) (starlark.Value, error) {
	m, err := c.RT.Import(c.T, module)
	if err != nil {
		return nil, err
	}
	return c.CallMethod(m, name, args...)
}

// pathText is os.fspath(v).
func pathText(c declare.Call, v starlark.Value) (string, error) {
	p, err := system(c, "os", "fspath", v)
	if err != nil {
		return "", err
	}
	s, _ := declare.Text(p)
	return s, nil
}

func is(c declare.Call, what, path string) (bool, error) {
	v, err := system(c, "os.path", what, starlark.String(path))
	return err == nil && bool(v.Truth()), err
}

func join(dir, name string) string { return strings.TrimSuffix(dir, "/") + "/" + name }

func base(path string) string {
	path = strings.TrimRight(path, "/")
	return path[strings.LastIndexByte(path, '/')+1:]
}

func names(c declare.Call, dir string) ([]string, error) {
	v, err := system(c, "os", "listdir", starlark.String(dir))
	if err != nil {
		return nil, err
	}
	list, err := c.RT.List(c.T, v)
	out := make([]string, len(list))
	for i, x := range list {
		out[i], _ = declare.Text(x)
	}
	return out, err
}

// copyFile copies the content.
func copyFile(c declare.Call, from, to string) error {
	if same, err := is(c, "exists", to); err != nil {
		return err
	} else if same {
		v, err := system(c, "os.path", "samefile", starlark.String(from), starlark.String(to))
		if err == nil && bool(v.Truth()) {
			return errSameFile.Errorf("%s and %s are the same file", object.StrRepr(from), object.StrRepr(to))
		}
	}
	in, err := c.Builtin("open", starlark.String(from), starlark.String("rb"))
	if err != nil {
		return err
	}
	data, err := c.CallMethod(in, "read")
	if _, closeErr := c.CallMethod(in, "close"); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	out, err := c.Builtin("open", starlark.String(to), starlark.String("wb"))
	if err != nil {
		return err
	}
	_, err = c.CallMethod(out, "write", data)
	if _, closeErr := c.CallMethod(out, "close"); err == nil {
		err = closeErr
	}
	return err
}

// two reads the arguments (src, dst).
func two(c declare.Call) (from, to string, err error) {
	var src, dst starlark.Value
	if err = c.Unpack("src", &src, "dst", &dst, "*", nil, "follow_symlinks?", new(starlark.Value)); err != nil {
		return
	}
	if from, err = pathText(c, src); err == nil {
		to, err = pathText(c, dst)
	}
	return
}

// copyInto is copy and copy2: the target may be a directory.
func copyInto(c declare.Call) (starlark.Value, error) {
	from, to, err := two(c)
	if err != nil {
		return nil, err
	}
	if dir, err := is(c, "isdir", to); err != nil {
		return nil, err
	} else if dir {
		to = join(to, base(from))
	}
	return starlark.String(to), copyFile(c, from, to)
}

func removeTree(c declare.Call, path string) error {
	list, err := names(c, path)
	if err != nil {
		return err
	}
	for _, n := range list {
		p := join(path, n)
		dir, err := is(c, "isdir", p)
		if err != nil {
			return err
		}
		link, err := is(c, "islink", p)
		if err != nil {
			return err
		}
		if dir && !link {
			err = removeTree(c, p)
		} else {
			_, err = system(c, "os", "remove", starlark.String(p))
		}
		if err != nil {
			return err
		}
	}
	_, err = system(c, "os", "rmdir", starlark.String(path))
	return err
}

func copyTree(c declare.Call, from, to string, ignore starlark.Value, existing bool) error {
	list, err := names(c, from)
	if err != nil {
		return err
	}
	skip := map[string]bool{}
	if ignore != nil {
		v, err := c.Call(ignore, starlark.String(from), starlark.NewList(declare.Strings(list...)))
		if err != nil {
			return err
		}
		ignored, err := c.RT.List(c.T, v)
		if err != nil {
			return err
		}
		for _, x := range ignored {
			s, _ := declare.Text(x)
			skip[s] = true
		}
	}
	if there, err := is(c, "isdir", to); err != nil {
		return err
	} else if !there || !existing {
		if _, err := system(c, "os", "makedirs", starlark.String(to)); err != nil {
			return err
		}
	}
	for _, n := range list {
		if skip[n] {
			continue
		}
		dir, err := is(c, "isdir", join(from, n))
		if err != nil {
			return err
		}
		if dir {
			err = copyTree(c, join(from, n), join(to, n), ignore, existing)
		} else {
			err = copyFile(c, join(from, n), join(to, n))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// New returns the module shutil.
func New(rt *object.Runtime) *object.Module {
	m := declare.Module(rt, "shutil", map[string]declare.Func{
		"copy": copyInto, "copy2": copyInto,
		"copyfile": func(c declare.Call) (starlark.Value, error) {
			from, to, err := two(c)
			if err != nil {
				return nil, err
			}
			return starlark.String(to), copyFile(c, from, to)
		},
		"copymode": func(c declare.Call) (starlark.Value, error) { return starlark.None, nil },
		"copystat": func(c declare.Call) (starlark.Value, error) { return starlark.None, nil },
		"copyfileobj": func(c declare.Call) (starlark.Value, error) {
			if err := c.Between(2, 3); err != nil {
				return nil, err
			}
			data, err := c.CallMethod(c.Args[0], "read")
			if err != nil {
				return nil, err
			}
			_, err = c.CallMethod(c.Args[1], "write", data)
			return starlark.None, err
		},
		"copytree": func(c declare.Call) (starlark.Value, error) {
			var src, dst, ignore starlark.Value
			existing := false
			if err := c.Unpack("src", &src, "dst", &dst, "symlinks?", new(starlark.Value), "ignore??", &ignore, "copy_function?", new(starlark.Value), "ignore_dangling_symlinks?", new(starlark.Value), "dirs_exist_ok?", &existing); err != nil {
				return nil, err
			}
			from, err := pathText(c, src)
			if err != nil {
				return nil, err
			}
			to, err := pathText(c, dst)
			if err != nil {
				return nil, err
			}
			return dst, copyTree(c, from, to, ignore, existing)
		},
		"rmtree": func(c declare.Call) (starlark.Value, error) {
			var path starlark.Value
			ignore := false
			if err := c.Unpack("path", &path, "ignore_errors?", &ignore, "onerror??", new(starlark.Value), "*", nil, "onexc??", new(starlark.Value), "dir_fd??", new(starlark.Value)); err != nil {
				return nil, err
			}
			p, err := pathText(c, path)
			if err == nil {
				err = removeTree(c, p)
			}
			if _, isOS := exceptions.As(err, exceptions.OSError); isOS && ignore {
				err = nil
			}
			return starlark.None, err
		},
		"move": func(c declare.Call) (starlark.Value, error) {
			var src, dst starlark.Value
			if err := c.Unpack("src", &src, "dst", &dst, "copy_function?", new(starlark.Value)); err != nil {
				return nil, err
			}
			from, err := pathText(c, src)
			if err != nil {
				return nil, err
			}
			to, err := pathText(c, dst)
			if err != nil {
				return nil, err
			}
			if dir, err := is(c, "isdir", to); err != nil {
				return nil, err
			} else if dir {
				to = join(to, base(from))
				if there, err := is(c, "exists", to); err != nil {
					return nil, err
				} else if there {
					return nil, errShutil.Errorf("Destination path '%s' already exists", to)
				}
			}
			_, err = system(c, "os", "rename", starlark.String(from), starlark.String(to))
			return starlark.String(to), err
		},
		"ignore_patterns": func(c declare.Call) (starlark.Value, error) {
			patterns := c.Args
			return declare.Function(rt, "_ignore_patterns", func(c declare.Call) (starlark.Value, error) {
				if err := c.Exactly(2); err != nil {
					return nil, err
				}
				list, err := rt.List(c.T, c.Args[1])
				out := starlark.NewSet(len(list))
				for _, v := range list {
					s, _ := declare.Text(v)
					for _, p := range patterns {
						if t, _ := declare.Text(p); fnmatch.Match(t, s) {
							out.Insert(v)
						}
					}
				}
				return out, err
			}), nil
		},
		"which": func(c declare.Call) (starlark.Value, error) { return starlark.None, nil },
		"get_terminal_size": func(c declare.Call) (starlark.Value, error) {
			return system(c, "os", "get_terminal_size")
		},
	})
	return declare.Add(m, starlark.StringDict{"Error": rt.ExceptionClass(errShutil), "SameFileError": rt.ExceptionClass(errSameFile)})
}
