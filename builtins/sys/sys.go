package sys

import (
	"math"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/builtins/structseq"
)

// This file makes the module.

// Process is what the module needs of the process.
type Process struct {
	Argv    []string
	Path    string         // sys.path[0]
	Modules *starlark.Dict // sys.modules
	Names   []string       // sys.builtin_module_names
}

type module struct {
	rt             *object.Runtime
	switchInterval starlark.Value
}

// Version is the version of the language that scripts see.
const (
	Version = "3.13.0 (parlark)"
	hex     = 0x030d00f0
)

// New makes the module.
func New(rt *object.Runtime, p Process) *object.Module {
	m := &module{rt: rt, switchInterval: starlark.Float(0.005)}
	text := func(s string) starlark.Value { return starlark.String(s) }
	list := func(items ...string) *starlark.List {
		l := make([]starlark.Value, len(items))
		for i, s := range items {
			l[i] = starlark.String(s)
		}
		return starlark.NewList(l)
	}
	argv := p.Argv
	if len(argv) == 0 {
		argv = []string{""}
	}
	names := make(starlark.Tuple, len(p.Names))
	for i, n := range p.Names {
		names[i] = starlark.String(n)
	}
	members := starlark.StringDict{
		"argv": list(argv...), "orig_argv": list(argv...), "path": list(p.Path), "modules": p.Modules, "builtin_module_names": names,
		"stdlib_module_names": names, "version": text(Version), "hexversion": starlark.MakeInt(hex), "api_version": starlark.MakeInt(1013),
		"platform": text("linux"), "byteorder": text("little"), "executable": text("/usr/bin/parlark"), "prefix": text("/usr"),
		"exec_prefix": text("/usr"), "base_prefix": text("/usr"), "base_exec_prefix": text("/usr"), "platlibdir": text("lib"),
		"copyright": text("Copyright (c) 2001-2024 Python Software Foundation."), "maxsize": starlark.MakeInt64(math.MaxInt64),
		"maxunicode": starlark.MakeInt(0x10ffff), "float_repr_style": text("short"), "dont_write_bytecode": starlark.True,
		"pycache_prefix": starlark.None, "abiflags": text(""), "meta_path": list(), "path_hooks": list(), "warnoptions": list(),
		"_xoptions": new(starlark.Dict), "path_importer_cache": new(starlark.Dict),
		"__stdin__": rt.Stdin, "__stdout__": rt.Stdout, "__stderr__": rt.Stderr,
	}
	m.records(members)
	for name, f := range m.functions() {
		members[name] = object.NewBuiltin(name, f)
	}
	members["__excepthook__"] = members["excepthook"]
	members["__displayhook__"] = members["displayhook"]
	mod := object.NewModule("sys", members)
	mod.SetLive(m.live())
	return mod
}

// live are the standard streams.
func (m *module) live() object.LiveMembers {
	stream := func(name string) *starlark.Value {
		switch name {
		case "stdin":
			return &m.rt.Stdin
		case "stdout":
			return &m.rt.Stdout
		}
		return &m.rt.Stderr
	}
	return object.LiveMembers{
		Names: []string{"stdin", "stdout", "stderr"},
		Get:   func(name string) starlark.Value { return *stream(name) },
		Set:   func(name string, v starlark.Value) error { *stream(name) = v; return nil },
	}
}

// records adds version_info, flags, float_info and their like.
func (m *module) records(members starlark.StringDict) {
	t := m.rt.Current()
	n, f := func(i int) starlark.Value { return starlark.MakeInt(i) }, func(x float64) starlark.Value { return starlark.Float(x) }
	record := func(name string, fields []string, values ...starlark.Value) *object.Instance {
		return structseq.New(m.rt, "sys", name, 0, fields...).Make(t, values...)
	}
	version := record("version_info", []string{"major", "minor", "micro", "releaselevel", "serial"},
		n(3), n(13), n(0), starlark.String("final"), n(0))
	members["version_info"] = version
	members["flags"] = record("flags", []string{
		"debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site", "ignore_environment", "verbose",
		"bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode", "utf8_mode", "warn_default_encoding", "safe_path",
		"int_max_str_digits",
	}, n(0), n(0), n(0), n(0), n(0), n(0), n(0), n(0), n(0), n(0), n(0), n(1), n(0), starlark.False, n(1), n(0), starlark.False, n(4300))
	members["float_info"] = record("float_info", []string{
		"max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds",
	}, f(math.MaxFloat64), n(1024), n(308), f(0x1p-1022), n(-1021), n(-307), n(15), n(53), f(0x1p-52), n(2), n(1))
	members["int_info"] = record("int_info", []string{
		"bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold",
	}, n(30), n(4), n(4300), n(640))
	members["hash_info"] = record("hash_info", []string{
		"width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff",
	}, n(64), n(1<<61-1), n(314159), n(0), n(1000003), starlark.String("siphash13"), n(64), n(128), n(0))
	members["thread_info"] = record("thread_info", []string{"name", "lock", "version"},
		starlark.String("pthread"), starlark.String("semaphore"), starlark.String("NPTL 2.36"))
	implementation := m.rt.NewBuiltinClass("types", "SimpleNamespace", nil).Allocate(t)
	implementation.SetOwn("name", starlark.String("cpython"))
	implementation.SetOwn("cache_tag", starlark.String("cpython-313"))
	implementation.SetOwn("version", version)
	implementation.SetOwn("hexversion", n(hex))
	implementation.SetOwn("_multiarch", starlark.String("x86_64-linux-gnu"))
	members["implementation"] = implementation
}

// constant is a function without arguments.
func constant(name string, v starlark.Value) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args)+len(kwargs) > 0 {
			return nil, object.Exactly("sys."+name, args, kwargs, 0)
		}
		return v, nil
	}
}

func (m *module) functions() map[string]object.Func {
	return map[string]object.Func{
		"exit": exit, "exc_info": m.excInfo, "exception": m.exception, "excepthook": m.hook, "displayhook": m.display,
		"unraisablehook": ignore, "getrecursionlimit": m.getRecursionLimit, "setrecursionlimit": m.setRecursionLimit,
		"getsizeof": m.getsizeof, "intern": intern, "getrefcount": constantOf("getrefcount", starlark.MakeInt(2)),
		"getdefaultencoding":        constant("getdefaultencoding", starlark.String("utf-8")),
		"getfilesystemencoding":     constant("getfilesystemencoding", starlark.String("utf-8")),
		"getfilesystemencodeerrors": constant("getfilesystemencodeerrors", starlark.String("surrogateescape")),
		"getswitchinterval": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return m.switchInterval, nil
		},
		"setswitchinterval": m.setSwitchInterval, "gettrace": constant("gettrace", starlark.None), "getprofile": constant("getprofile", starlark.None),
		"settrace": onlyNone("settrace"), "setprofile": onlyNone("setprofile"), "is_finalizing": constant("is_finalizing", starlark.False),
		"getallocatedblocks": constant("getallocatedblocks", starlark.MakeInt(100000)), "_is_gil_enabled": constant("_is_gil_enabled", starlark.True),
		"is_stack_trampoline_active": constant("is_stack_trampoline_active", starlark.False), "_clear_type_cache": ignore, "audit": ignore,
		"addaudithook": ignore, "_getframe": noFrames, "_current_frames": noFrames, "get_int_max_str_digits": m.getIntDigits,
		"set_int_max_str_digits": m.setIntDigits, "activate_stack_trampoline": ignore, "call_tracing": noFrames,
	}
}

func ignore(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, nil
}

func constantOf(name string, v starlark.Value) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return v, object.Exactly("sys."+name, args, kwargs, 1)
	}
}

func noFrames(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return nil, exceptions.NotImplementedError.Errorf("frames are not accessible in Parlark")
}

func onlyNone(name string) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) == 1 && args[0] == starlark.None {
			return starlark.None, nil
		}
		return nil, exceptions.NotImplementedError.Errorf("sys.%s is not supported: frames are not accessible in Parlark", name)
	}
}

func exit(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("exit", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 1 {
		if tuple, ok := args[0].(starlark.Tuple); ok {
			return nil, exceptions.SystemExit.With(tuple...)
		}
	}
	return nil, exceptions.SystemExit.With(append(starlark.Tuple{}, args...)...)
}

func (m *module) excInfo(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("sys.exc_info", args, kwargs, 0); err != nil {
		return nil, err
	}
	e := m.rt.Handling(t)
	if e == nil {
		return starlark.Tuple{starlark.None, starlark.None, starlark.None}, nil
	}
	tb, err := m.rt.GetAttr(e, "__traceback__")
	if err != nil {
		return nil, err
	}
	return starlark.Tuple{e.Class(), e, tb}, nil
}

func (m *module) exception(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("sys.exception", args, kwargs, 0); err != nil {
		return nil, err
	}
	if e := m.rt.Handling(t); e != nil {
		return e, nil
	}
	return starlark.None, nil
}

// display is displayhook(value).
func (m *module) display(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("sys.displayhook", args, kwargs, 1); err != nil || args[0] == starlark.None {
		return starlark.None, err
	}
	s, err := m.rt.Repr(args[0])
	if err != nil {
		return nil, err
	}
	return starlark.Call(t, m.rt.Builtin("print"), starlark.Tuple{starlark.String(s)}, nil)
}

// hook is excepthook(type, value, traceback).
func (m *module) hook(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("excepthook", args, kwargs, 3, 3); err != nil {
		return nil, err
	}
	traceback, err := m.rt.Import(t, "traceback")
	if err != nil {
		return nil, err
	}
	f, err := m.rt.GetAttr(traceback, "print_exception")
	if err != nil {
		return nil, err
	}
	return starlark.Call(t, f, args, nil)
}

func intern(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("sys.intern", args, kwargs, 1); err != nil {
		return nil, err
	}
	if _, ok := args[0].(starlark.String); !ok {
		return nil, exceptions.TypeError.Errorf("intern() argument must be str, not %s", object.TypeName(args[0]))
	}
	return args[0], nil
}

func (m *module) setSwitchInterval(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("sys.setswitchinterval", args, kwargs, 1); err != nil {
		return nil, err
	}
	f, err := object.AsFloat(args[0])
	if err != nil {
		return nil, err
	}
	if f <= 0 {
		return nil, exceptions.ValueError.Errorf("switch interval must be strictly positive")
	}
	m.switchInterval = starlark.Float(f)
	return starlark.None, nil
}
