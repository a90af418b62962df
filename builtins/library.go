package builtins

import (
	"parlark/builtins/abc"
	"parlark/builtins/argparse"
	"parlark/builtins/array"
	"parlark/builtins/binascii"
	"parlark/builtins/bisect"
	"parlark/builtins/collections"
	"parlark/builtins/configparser"
	"parlark/builtins/copy"
	"parlark/builtins/csv"
	"parlark/builtins/dataclasses"
	"parlark/builtins/datetime"
	"parlark/builtins/decimal"
	"parlark/builtins/enum"
	"parlark/builtins/fnmatch"
	"parlark/builtins/fractions"
	"parlark/builtins/functools"
	"parlark/builtins/hashlib"
	"parlark/builtins/heapq"
	"parlark/builtins/itertools"
	"parlark/builtins/json"
	"parlark/builtins/object"
	"parlark/builtins/operator"
	"parlark/builtins/pathlib"
	"parlark/builtins/pprint"
	"parlark/builtins/re"
	"parlark/builtins/secrets"
	"parlark/builtins/shutil"
	"parlark/builtins/statistics"
	pystring "parlark/builtins/string"
	"parlark/builtins/structs"
	"parlark/builtins/subprocess"
	"parlark/builtins/textwrap"
	"parlark/builtins/typing"
)

// This file is the table of the modules that see nothing of the process but its files.

// library returns these modules, by their dotted names.
func library() map[string]maker {
	return map[string]maker{
		"functools":       func(r *Registry) *object.Module { return functools.New(r.rt) },
		"itertools":       func(r *Registry) *object.Module { return itertools.New(r.rt) },
		"collections":     func(r *Registry) *object.Module { return collections.New(r.rt) },
		"collections.abc": func(r *Registry) *object.Module { return collections.NewABC(r.rt) },
		"operator":        func(r *Registry) *object.Module { return operator.New(r.rt) },
		"abc":             func(r *Registry) *object.Module { return abc.New(r.rt) },
		"copy":            func(r *Registry) *object.Module { return copy.New(r.rt) },
		"enum":            func(r *Registry) *object.Module { return enum.New(r.rt) },
		"dataclasses":     func(r *Registry) *object.Module { return dataclasses.New(r.rt) },
		"typing":          func(r *Registry) *object.Module { return typing.New(r.rt) },
		"string":          func(r *Registry) *object.Module { return pystring.New(r.rt) },
		"datetime":        func(r *Registry) *object.Module { return datetime.New(r.rt) },
		"re":              func(r *Registry) *object.Module { return re.New(r.rt) },
		"json":            func(r *Registry) *object.Module { return json.New(r.rt) },
		"heapq":           func(r *Registry) *object.Module { return heapq.New(r.rt) },
		"bisect":          func(r *Registry) *object.Module { return bisect.New(r.rt) },
		"statistics":      func(r *Registry) *object.Module { return statistics.New(r.rt) },
		"hashlib":         func(r *Registry) *object.Module { return hashlib.New(r.rt) },
		"hmac":            func(r *Registry) *object.Module { return hashlib.NewHMAC(r.rt) },
		"struct":          func(r *Registry) *object.Module { return structs.New(r.rt) },
		"binascii":        func(r *Registry) *object.Module { return binascii.New(r.rt) },
		"base64":          func(r *Registry) *object.Module { return binascii.NewBase64(r.rt) },
		"zlib":            func(r *Registry) *object.Module { return binascii.NewZlib(r.rt) },
		"secrets":         func(r *Registry) *object.Module { return secrets.New(r.rt) },
		"textwrap":        func(r *Registry) *object.Module { return textwrap.New(r.rt) },
		"fnmatch":         func(r *Registry) *object.Module { return fnmatch.New(r.rt) },
		"pprint":          func(r *Registry) *object.Module { return pprint.New(r.rt) },
		"_subprocess":     func(r *Registry) *object.Module { return subprocess.New(r.rt, r.env.Programs, &r.numbers) },
		"io":              func(r *Registry) *object.Module { return r.ioFiles().Module() },
		"_io":             func(r *Registry) *object.Module { return r.ioFiles().Module() },
		"csv":             func(r *Registry) *object.Module { return csv.New(r.rt) },
		"array":           func(r *Registry) *object.Module { return array.New(r.rt) },
		"argparse":        func(r *Registry) *object.Module { return argparse.New(r.rt) },
		"fractions":       func(r *Registry) *object.Module { return fractions.New(r.rt) },
		"numbers":         func(r *Registry) *object.Module { return fractions.NewNumbers(r.rt) },
		"decimal":         func(r *Registry) *object.Module { return decimal.New(r.rt) },
		"pathlib":         func(r *Registry) *object.Module { return pathlib.New(r.rt) },
		"glob":            func(r *Registry) *object.Module { return pathlib.NewGlob(r.rt) },
		"shutil":          func(r *Registry) *object.Module { return shutil.New(r.rt) },
		"tempfile":        func(r *Registry) *object.Module { return shutil.NewTempfile(r.rt) },
		"configparser":    func(r *Registry) *object.Module { return configparser.New(r.rt) },
	}
}
