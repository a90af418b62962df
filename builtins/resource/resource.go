// Package resource emulates the reading half of Python's resource module. Limits are set by the host, not by a script.
package resource

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/builtins/rusage"
	"parlark/builtins/structseq"
)

// New makes the module.
func New(rt *object.Runtime) *object.Module {
	record := structseq.New(rt, "resource", "struct_rusage", 0, "ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss",
		"ru_minflt", "ru_majflt", "ru_nswap", "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw")
	members := starlark.StringDict{
		"struct_rusage": record.Class, "RLIM_INFINITY": starlark.MakeInt(-1), "error": rt.ExceptionClass(exceptions.OSError),
		"RUSAGE_SELF": starlark.MakeInt(0), "RUSAGE_CHILDREN": starlark.MakeInt(-1), "RUSAGE_THREAD": starlark.MakeInt(1),
	}
	for n, name := range []string{
		"RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_DATA", "RLIMIT_STACK", "RLIMIT_CORE", "RLIMIT_RSS", "RLIMIT_NPROC", "RLIMIT_NOFILE",
		"RLIMIT_MEMLOCK", "RLIMIT_AS",
	} {
		members[name] = starlark.MakeInt(n)
	}
	members["getrusage"] = object.NewBuiltin("getrusage", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.Exactly("resource.getrusage", args, kwargs, 1); err != nil {
			return nil, err
		}
		who, err := object.AsInt(args[0])
		if err != nil {
			return nil, err
		}
		var u rusage.Usage
		switch who {
		case 0, 1:
			u = rusage.Self()
		case -1: // children are the host's
		default:
			return nil, exceptions.ValueError.Errorf("invalid who parameter")
		}
		n, zero := starlark.MakeInt64, starlark.MakeInt(0)
		return record.Make(t, starlark.Float(u.User), starlark.Float(u.System), n(u.MaxRSS), zero, zero, zero, n(u.MinorFaults), n(u.MajorFaults),
			zero, zero, zero, zero, zero, zero, n(u.Voluntary), n(u.Involuntary)), nil
	})
	members["getpagesize"] = object.NewBuiltin("getpagesize", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.MakeInt(4096), nil
	})
	members["getrlimit"] = object.NewBuiltin("getrlimit", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.Tuple{starlark.MakeInt(-1), starlark.MakeInt(-1)}, object.Exactly("resource.getrlimit", args, kwargs, 1)
	})
	members["setrlimit"] = object.NewBuiltin("setrlimit", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return nil, exceptions.OSErrorf(exceptions.PermissionError, 1, "resource.setrlimit() is not available: limits are set by --memory and the like", "")
	})
	return object.NewModule("resource", members)
}
