package os

import (
	"io/fs"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/files"
	"parlark/builtins/object"
)

// This file makes os.path, posixpath of CPython.

// fspath is os.fspath(v) for paths of text; bytes are taken as UTF-8.
func (m *module) fspath(t *starlark.Thread, v starlark.Value) (string, error) {
	switch x := object.Underlying(v).(type) {
	case starlark.String:
		return string(x), nil
	case starlark.Bytes:
		return string(x), nil
	}
	f, err := m.rt.GetAttr(v, "__fspath__")
	if err != nil {
		return "", exceptions.TypeError.Errorf("expected str, bytes or os.PathLike object, not %s", object.TypeName(v))
	}
	r, err := starlark.Call(t, f, nil, nil)
	if err != nil {
		return "", err
	}
	s, ok := starlark.AsString(r)
	if !ok {
		return "", exceptions.TypeError.Errorf("expected %s.__fspath__() to return str or bytes, not %s", object.TypeName(v), object.TypeName(r))
	}
	return s, nil
}

func (m *module) fspathFunction(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.Unpack("fspath", args, kwargs, "path", &v); err != nil {
		return nil, err
	}
	if b, ok := v.(starlark.Bytes); ok {
		return b, nil
	}
	s, err := m.fspath(t, v)
	return starlark.String(s), err
}

func (m *module) fsencode(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.Unpack("fsencode", args, kwargs, "filename", &v); err != nil {
		return nil, err
	}
	s, err := m.fspath(t, v)
	return starlark.Bytes(s), err
}

func (m *module) fsdecode(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.Unpack("fsdecode", args, kwargs, "filename", &v); err != nil {
		return nil, err
	}
	s, err := m.fspath(t, v)
	return starlark.String(s), err
}

// pathLike makes os.PathLike, of which everything with __fspath__ is an instance.
func (m *module) pathLike() *object.Class {
	c := m.rt.NewBuiltinClass("os", "PathLike", nil)
	c.SetInstanceTest(func(v starlark.Value) bool {
		_, err := m.rt.GetAttr(v, "__fspath__")
		return err == nil
	})
	return c
}

// onPath wraps a function of one path.
func (m *module) onPath(name string, f func(p string) (starlark.Value, error)) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var v starlark.Value
		parameter := "p"
		if existential[name] {
			parameter = "path"
		}
		if err := object.Unpack(name, args, kwargs, parameter, &v); err != nil {
			return nil, err
		}
		if _, isDescriptor := v.(starlark.Int); isDescriptor && existential[name] {
			return starlark.False, nil
		}
		p, err := m.fspath(t, v)
		if err != nil {
			if existential[name] {
				err = exceptions.TypeError.Errorf("stat: path should be string, bytes, os.PathLike or integer, not %s", object.TypeName(v))
			}
			return nil, err
		}
		return f(p)
	}
}

var existential = map[string]bool{"exists": true, "lexists": true, "isfile": true, "isdir": true, "islink": true, "ismount": true}

func text1(f func(string) string) func(string) (starlark.Value, error) {
	return func(p string) (starlark.Value, error) { return starlark.String(f(p)), nil }
}

func pair(f func(string) (string, string)) func(string) (starlark.Value, error) {
	return func(p string) (starlark.Value, error) {
		a, b := f(p)
		return starlark.Tuple{starlark.String(a), starlark.String(b)}, nil
	}
}

func (m *module) makePath() *object.Module {
	members := starlark.StringDict{
		"sep": starlark.String("/"), "altsep": starlark.None, "extsep": starlark.String("."), "pathsep": starlark.String(":"),
		"curdir": starlark.String("."), "pardir": starlark.String(".."), "devnull": starlark.String("/dev/null"),
		"supports_unicode_filenames": starlark.False,
	}
	of := func(test func(fs.FileInfo) bool, link bool) func(string) (starlark.Value, error) {
		return func(p string) (starlark.Value, error) {
			info, err := m.stat(p, link)
			return starlark.Bool(err == nil && test(info)), nil
		}
	}
	anything := func(fs.FileInfo) bool { return true }
	for name, f := range map[string]func(string) (starlark.Value, error){
		"basename": text1(func(p string) string { _, b := split(p); return b }),
		"dirname":  text1(func(p string) string { d, _ := split(p); return d }),
		"split":    pair(split), "splitext": pair(splitext), "splitdrive": pair(func(p string) (string, string) { return "", p }),
		"splitroot": func(p string) (starlark.Value, error) {
			root := p[:len(p)-len(strings.TrimLeft(p, "/"))]
			if len(root) != 2 && root != "" {
				root = "/"
			}
			return starlark.Tuple{starlark.String(""), starlark.String(root), starlark.String(p[len(root):])}, nil
		},
		"abspath": text1(m.abspath), "normpath": text1(normpath), "normcase": text1(func(p string) string { return p }),
		"isabs":      func(p string) (starlark.Value, error) { return starlark.Bool(strings.HasPrefix(p, "/")), nil },
		"expanduser": text1(m.expanduser), "expandvars": text1(func(p string) string { return m.p.Environ.expand(p) }),
		"exists": of(anything, false), "lexists": of(anything, true), "isfile": of(func(i fs.FileInfo) bool { return i.Mode().IsRegular() }, false),
		"isdir": of(fs.FileInfo.IsDir, false), "islink": of(func(i fs.FileInfo) bool { return i.Mode()&fs.ModeSymlink != 0 }, true),
		"ismount": func(p string) (starlark.Value, error) { return starlark.Bool(normpath(p) == "/"), nil },
	} {
		members[name] = object.NewBuiltin(name, m.onPath(name, f))
	}
	for name, f := range map[string]object.Func{
		"join": m.join, "realpath": m.realpathFunction, "commonpath": m.commonpath, "commonprefix": m.commonprefix, "relpath": m.relpath, "samefile": m.samefile,
		"getsize":  m.ofStat("getsize", func(i fs.FileInfo) starlark.Value { return starlark.MakeInt64(i.Size()) }),
		"getmtime": m.ofStat("getmtime", modified), "getatime": m.ofStat("getatime", accessed), "getctime": m.ofStat("getctime", changed),
	} {
		members[name] = object.NewBuiltin(name, f)
	}
	return object.NewModule("posixpath", members)
}

func split(p string) (head, tail string) {
	i := strings.LastIndexByte(p, '/') + 1
	head, tail = p[:i], p[i:]
	if trimmed := strings.TrimRight(head, "/"); trimmed != "" {
		head = trimmed
	}
	return head, tail
}

func splitext(p string) (root, ext string) {
	base := strings.LastIndexByte(p, '/') + 1
	dot := strings.LastIndexByte(p, '.')
	if dot > base && strings.Trim(p[base:dot], ".") != "" {
		return p[:dot], p[dot:]
	}
	return p, ""
}

func joinTwo(path, p string) string {
	switch {
	case strings.HasPrefix(p, "/"):
		return p
	case path == "" || strings.HasSuffix(path, "/"):
		return path + p
	}
	return path + "/" + p
}

func normpath(p string) string {
	if p == "" {
		return "."
	}
	slashes := len(p) - len(strings.TrimLeft(p, "/"))
	root := ""
	if slashes > 0 {
		root = "/"
	}
	if slashes == 2 {
		root = "//"
	}
	var parts []string
	for _, c := range strings.Split(p, "/") {
		switch {
		case c == "" || c == ".":
		case c != ".." || root == "" && len(parts) == 0 || len(parts) > 0 && parts[len(parts)-1] == "..":
			parts = append(parts, c)
		case len(parts) > 0:
			parts = parts[:len(parts)-1]
		}
	}
	if r := root + strings.Join(parts, "/"); r != "" {
		return r
	}
	return "."
}

func (m *module) abspath(p string) string { return normpath(joinTwo(m.p.Cwd, p)) }

// maxLinks bounds the symbolic links that realpath follows, as Linux does.
const maxLinks = 40

// realpath resolves symbolic links as far as they may be read.
func (m *module) realpath(p string) string {
	done, links := "", 0
	todo := strings.Split(joinTwo(m.p.Cwd, p), "/")
	for len(todo) > 0 {
		name := todo[0]
		todo = todo[1:]
		switch name {
		case "", ".":
			continue
		case "..":
			done = done[:max(0, strings.LastIndexByte(done, '/'))]
			continue
		}
		next := done + "/" + name
		var target string
		var err error
		m.rt.Blocking(func() { target, err = m.p.Files.Readlink(next) })
		if err != nil || links == maxLinks {
			done = next
			continue
		}
		links++
		if strings.HasPrefix(target, "/") {
			done = ""
		}
		todo = append(strings.Split(target, "/"), todo...)
	}
	if done == "" {
		return "/"
	}
	return done
}

// realpathFunction is os.path.realpath(filename, *, strict=False).
func (m *module) realpathFunction(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	strict := false
	if err := object.Unpack("realpath", args, kwargs, "filename", &v, "*", nil, "strict?", &strict); err != nil {
		return nil, err
	}
	p, err := m.fspath(t, v)
	if err != nil {
		return nil, err
	}
	p = m.realpath(p)
	if strict {
		if _, err := m.stat(p, false); err != nil {
			return nil, files.Exception(err, p)
		}
	}
	return starlark.String(p), nil
}

// expanduser replaces a leading ~ by $HOME.
func (m *module) expanduser(p string) string {
	home, ok := m.p.Environ.vars["HOME"]
	if !ok || p != "~" && !strings.HasPrefix(p, "~/") {
		return p
	}
	if r := strings.TrimRight(home, "/") + p[1:]; r != "" {
		return r
	}
	return "/"
}

func (m *module) join(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 0 {
		return nil, exceptions.TypeError.Errorf("join() missing 1 required positional argument: 'a'")
	}
	path := ""
	for i, v := range args {
		p, err := m.fspath(t, v)
		if err != nil {
			if i > 0 {
				err = exceptions.TypeError.Errorf("join() argument must be str, bytes, or os.PathLike object, not '%s'", object.TypeName(v))
			}
			return nil, err
		}
		if i == 0 {
			path = p
		} else {
			path = joinTwo(path, p)
		}
	}
	return starlark.String(path), nil
}

// paths reads an iterable of paths.
func (m *module) paths(t *starlark.Thread, name string, args starlark.Tuple, kwargs []starlark.Tuple) ([]string, error) {
	if err := object.Exactly(name, args, kwargs, 1); err != nil {
		return nil, err
	}
	elements, err := m.rt.List(t, args[0])
	if err != nil {
		return nil, err
	}
	out := make([]string, len(elements))
	for i, v := range elements {
		if out[i], err = m.fspath(t, v); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (m *module) commonprefix(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	paths, err := m.paths(t, "commonprefix", args, kwargs)
	if err != nil || len(paths) == 0 {
		return starlark.String(""), err
	}
	prefix := paths[0]
	for _, p := range paths {
		n := 0
		for n < len(prefix) && n < len(p) && prefix[n] == p[n] {
			n++
		}
		prefix = prefix[:n]
	}
	return starlark.String(prefix), nil
}

func (m *module) commonpath(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	paths, err := m.paths(t, "commonpath", args, kwargs)
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, exceptions.ValueError.Errorf("commonpath() arg is an empty iterable")
	}
	var common []string
	for i, p := range paths {
		if strings.HasPrefix(p, "/") != strings.HasPrefix(paths[0], "/") {
			return nil, exceptions.ValueError.Errorf("Can't mix absolute and relative paths")
		}
		var parts []string
		for _, c := range strings.Split(p, "/") {
			if c != "" && c != "." {
				parts = append(parts, c)
			}
		}
		if i == 0 {
			common = parts
			continue
		}
		n := 0
		for n < len(common) && n < len(parts) && common[n] == parts[n] {
			n++
		}
		common = common[:n]
	}
	root := ""
	if strings.HasPrefix(paths[0], "/") {
		root = "/"
	}
	return starlark.String(root + strings.Join(common, "/")), nil
}

func (m *module) relpath(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var path, start starlark.Value
	if err := object.Unpack("relpath", args, kwargs, "path", &path, "start??", &start); err != nil {
		return nil, err
	}
	p, err := m.fspath(t, path)
	if err != nil {
		return nil, err
	}
	if p == "" {
		return nil, exceptions.ValueError.Errorf("no path specified")
	}
	from := "."
	if start != nil {
		if from, err = m.fspath(t, start); err != nil {
			return nil, err
		}
	}
	parts := func(s string) []string {
		return strings.FieldsFunc(m.abspath(s), func(r rune) bool { return r == '/' })
	}
	a, b := parts(from), parts(p)
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	var out []string
	for range a[n:] {
		out = append(out, "..")
	}
	out = append(out, b[n:]...)
	if len(out) == 0 {
		return starlark.String("."), nil
	}
	return starlark.String(strings.Join(out, "/")), nil
}
