package csv

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file assembles the module, and holds DictReader, DictWriter and Sniffer.

// New returns the module csv.
func New(rt *object.Runtime) *object.Module {
	m := &module{rt: rt, registered: new(starlark.Dict), limit: 131072}
	m.base = declare.New(rt, "csv", "Dialect", declare.Options{})
	class := func(name string, values starlark.StringDict, bases ...*object.Class) *declare.Class {
		k := declare.New(rt, "csv", name, declare.Options{}, bases...)
		for n, v := range values {
			k.Define(n, v)
		}
		return k
	}
	plain := class("excel", starlark.StringDict{"delimiter": starlark.String(","), "quotechar": starlark.String(`"`), "doublequote": starlark.True,
		"skipinitialspace": starlark.False, "lineterminator": starlark.String("\r\n"), "quoting": starlark.MakeInt(quoteMinimal)}, m.base.Class)
	tab := class("excel_tab", starlark.StringDict{"delimiter": starlark.String("\t")}, plain.Class)
	unix := class("unix_dialect", starlark.StringDict{"delimiter": starlark.String(","), "quotechar": starlark.String(`"`), "doublequote": starlark.True,
		"skipinitialspace": starlark.False, "lineterminator": starlark.String("\n"), "quoting": starlark.MakeInt(quoteAll)}, m.base.Class)
	for name, k := range map[string]*declare.Class{"excel": plain, "excel-tab": tab, "unix": unix} {
		m.registered.SetKey(starlark.String(name), k.Class)
	}
	readers, writers := m.newReader(), m.newWriter()
	read, write := m.reader(readers), m.writer(writers)
	out := declare.Module(rt, "csv", map[string]declare.Func{
		"reader": read, "writer": write,
		"register_dialect": func(c declare.Call) (starlark.Value, error) {
			if len(c.Args) == 0 {
				return nil, declare.TypeErrorf("register_dialect expected at least 1 argument, got 0")
			}
			k := c.Arg(1)
			if len(c.Kwargs) > 0 {
				o := m.base.Allocate(c.T)
				if k != nil {
					for _, n := range parameters {
						if v, err := rt.GetAttr(k, n); err == nil {
							o.SetOwn(n, v)
						}
					}
				}
				for _, kv := range c.Kwargs {
					o.SetOwn(string(kv[0].(starlark.String)), kv[1])
				}
				k = o
			}
			if k == nil {
				k = plain.Class
			}
			return starlark.None, m.registered.SetKey(c.Args[0], k)
		},
		"unregister_dialect": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			_, ok, err := m.registered.Delete(c.Args[0])
			if err == nil && !ok {
				err = Error.Errorf("unknown dialect")
			}
			return starlark.None, err
		},
		"get_dialect": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			v, ok, err := m.registered.Get(c.Args[0])
			if err == nil && !ok {
				err = Error.Errorf("unknown dialect")
			}
			return v, err
		},
		"list_dialects": func(c declare.Call) (starlark.Value, error) { return starlark.NewList(m.registered.Keys()), nil },
		"field_size_limit": func(c declare.Call) (starlark.Value, error) {
			old := m.limit
			if len(c.Args) > 0 {
				n, err := object.AsInt(c.Args[0])
				if err != nil {
					return nil, err
				}
				m.limit = n
			}
			return starlark.MakeInt(old), nil
		},
	})
	declare.Classes(out, m.base, plain, tab, unix, m.newDictReader(read), m.newDictWriter(write), m.newSniffer())
	return declare.Add(out, starlark.StringDict{"Error": rt.ExceptionClass(Error), "QUOTE_MINIMAL": starlark.MakeInt(quoteMinimal), "QUOTE_ALL": starlark.MakeInt(quoteAll),
		"QUOTE_NONNUMERIC": starlark.MakeInt(quoteNonNumeric), "QUOTE_NONE": starlark.MakeInt(quoteNone), "QUOTE_STRINGS": starlark.MakeInt(quoteStrings), "QUOTE_NOTNULL": starlark.MakeInt(quoteNotNull)})
}

// take removes keyword arguments and returns their values, nil if absent.
func take(kwargs []starlark.Tuple, names ...string) (rest []starlark.Tuple, values []starlark.Value) {
	values = make([]starlark.Value, len(names))
next:
	for _, kv := range kwargs {
		for i, n := range names {
			if kv[0] == starlark.String(n) {
				values[i] = kv[1]
				continue next
			}
		}
		rest = append(rest, kv)
	}
	return
}

// newDictReader makes DictReader(f, fieldnames=None, restkey=None, restval=None, dialect='excel', ...).
func (m *module) newDictReader(read declare.Func) *declare.Class {
	rt := m.rt
	k := declare.New(rt, "csv", "DictReader", declare.Options{Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
		rows, _ := o.Field("reader")
		switch name {
		case "line_num":
			v, err := rt.GetAttr(rows, "line_num")
			return v, true, err
		case "fieldnames":
			v, err := fieldNames(rt, o)
			return v, true, err
		}
		return nil, false, nil
	}, Set: func(o *object.Instance, name string, v starlark.Value) (bool, error) {
		if name == "fieldnames" {
			o.SetOwn("_fieldnames", v)
			return true, nil
		}
		return false, nil
	}})
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		rest, named := take(c.Kwargs, "fieldnames", "restkey", "restval", "f")
		args := append(starlark.Tuple{}, c.Args...)
		f := named[3]
		if len(args) > 0 {
			f, args = args[0], args[1:]
		}
		if f == nil {
			return nil, declare.TypeErrorf("DictReader.__init__() missing 1 required positional argument: 'f'")
		}
		for i := range 3 {
			if i < len(args) {
				named[i] = args[i]
			}
		}
		call := c
		call.Args, call.Kwargs = starlark.Tuple{f}, rest
		if len(args) > 3 {
			call.Args = append(call.Args, args[3])
		}
		rows, err := read(call)
		if err != nil {
			return nil, err
		}
		o := c.Object()
		o.SetOwn("reader", rows)
		names := object.OrNone(named[0])
		if names != starlark.None {
			list, err := c.List(names)
			if err != nil {
				return nil, err
			}
			names = starlark.NewList(list)
		}
		o.SetOwn("_fieldnames", names)
		o.SetOwn("restkey", object.OrNone(named[1]))
		o.SetOwn("restval", object.OrNone(named[2]))
		return starlark.None, nil
	})
	next := func(c declare.Call) (starlark.Value, bool, error) {
		o := c.Object()
		names, err := fieldNames(rt, o)
		if err != nil {
			return nil, false, err
		}
		rows, _ := o.Field("reader")
		r := rows.(*object.Instance).State().(*reader)
		var fields []starlark.Value
		for len(fields) == 0 {
			v, ok, err := r.next()
			if err != nil || !ok {
				return nil, false, err
			}
			if fields, err = rt.List(c.T, v); err != nil {
				return nil, false, err
			}
		}
		list, err := rt.List(c.T, names)
		if err != nil {
			return nil, false, err
		}
		missing, _ := o.Field("restval")
		extra, _ := o.Field("restkey")
		d := new(starlark.Dict)
		for i, n := range list {
			v := missing
			if i < len(fields) {
				v = fields[i]
			}
			if err := d.SetKey(n, v); err != nil {
				return nil, false, err
			}
		}
		if len(fields) > len(list) {
			err = d.SetKey(extra, starlark.NewList(append([]starlark.Value(nil), fields[len(list):]...)))
		}
		return d, err == nil, err
	}
	k.Method("__iter__", func(c declare.Call) (starlark.Value, error) {
		return rt.NewIterator("DictReader", func() (starlark.Value, bool, error) { return next(c) }), nil
	})
	k.Method("__next__", func(c declare.Call) (starlark.Value, error) {
		v, ok, err := next(c)
		if err == nil && !ok {
			err = exceptions.StopIteration.With()
		}
		return v, err
	})
	return k
}

// fieldNames returns the names of a DictReader: those given, or the first row.
func fieldNames(rt *object.Runtime, o *object.Instance) (starlark.Value, error) {
	if v, ok := o.Field("_fieldnames"); ok && v != starlark.None {
		return v, nil
	}
	rows, ok := o.Field("reader")
	if !ok {
		return starlark.None, nil
	}
	v, ok, err := rows.(*object.Instance).State().(*reader).next()
	if err != nil || !ok {
		return starlark.NewList(nil), err
	}
	o.SetOwn("_fieldnames", v)
	return v, nil
}

// newDictWriter makes DictWriter(f, fieldnames, restval=”, extrasaction='raise', dialect='excel', ...).
func (m *module) newDictWriter(write declare.Func) *declare.Class {
	rt := m.rt
	k := declare.New(rt, "csv", "DictWriter", declare.Options{})
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		rest, named := take(c.Kwargs, "f", "fieldnames", "restval", "extrasaction")
		for i := range min(4, len(c.Args)) {
			named[i] = c.Args[i]
		}
		if named[0] == nil || named[1] == nil {
			return nil, declare.TypeErrorf("DictWriter.__init__() missing 1 required positional argument: 'fieldnames'")
		}
		if named[2] == nil {
			named[2] = starlark.String("")
		}
		if named[3] == nil {
			named[3] = starlark.String("raise")
		}
		if s, _ := declare.Text(named[3]); strings.ToLower(s) != "raise" && strings.ToLower(s) != "ignore" {
			return nil, declare.ValueErrorf("extrasaction (%s) must be 'raise' or 'ignore'", s)
		}
		call := c
		call.Args, call.Kwargs = starlark.Tuple{named[0]}, rest
		if len(c.Args) > 4 {
			call.Args = append(call.Args, c.Args[4])
		}
		w, err := write(call)
		if err != nil {
			return nil, err
		}
		o := c.Object()
		o.SetOwn("fieldnames", named[1])
		o.SetOwn("restval", named[2])
		o.SetOwn("extrasaction", named[3])
		o.SetOwn("writer", w)
		return starlark.None, nil
	})
	row := func(c declare.Call, v starlark.Value) (starlark.Value, error) {
		names, _ := c.Object().Field("fieldnames")
		list, err := rt.List(c.T, names)
		if err != nil {
			return nil, err
		}
		action, _ := c.Object().Field("extrasaction")
		if s, _ := declare.Text(action); strings.ToLower(s) == "raise" {
			keys, err := rt.List(c.T, v)
			if err != nil {
				return nil, err
			}
			var wrong []string
			for _, key := range keys {
				known, err := rt.Contains(c.T, starlark.NewList(list), key)
				if err != nil {
					return nil, err
				}
				if !known {
					s, err := rt.Repr(key)
					if err != nil {
						return nil, err
					}
					wrong = append(wrong, s)
				}
			}
			if wrong != nil {
				return nil, declare.ValueErrorf("dict contains fields not in fieldnames: %s", strings.Join(wrong, ", "))
			}
		}
		missing, _ := c.Object().Field("restval")
		out := make([]starlark.Value, len(list))
		for i, n := range list {
			if out[i], err = c.CallMethod(v, "get", n, missing); err != nil {
				return nil, err
			}
		}
		return starlark.NewList(out), nil
	}
	writerOf := func(c declare.Call) starlark.Value { w, _ := c.Object().Field("writer"); return w }
	k.Methods(map[string]declare.Func{
		"writeheader": func(c declare.Call) (starlark.Value, error) {
			names, _ := c.Object().Field("fieldnames")
			return c.CallMethod(writerOf(c), "writerow", names)
		},
		"writerow": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			v, err := row(c, c.Args[0])
			if err != nil {
				return nil, err
			}
			return c.CallMethod(writerOf(c), "writerow", v)
		},
		"writerows": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			list, err := rt.List(c.T, c.Args[0])
			for _, x := range list {
				v, err := row(c, x)
				if err != nil {
					return nil, err
				}
				if _, err := c.CallMethod(writerOf(c), "writerow", v); err != nil {
					return nil, err
				}
			}
			return starlark.None, err
		},
	})
	return k
}

// newSniffer makes Sniffer, which guesses the delimiter as the one that is as frequent in every line.
func (m *module) newSniffer() *declare.Class {
	k := declare.New(m.rt, "csv", "Sniffer", declare.Options{})
	k.Method("sniff", func(c declare.Call) (starlark.Value, error) {
		var sample string
		var delimiters starlark.Value
		if err := c.Unpack("sample", &sample, "delimiters??", &delimiters); err != nil {
			return nil, err
		}
		candidates := ",\t;|: "
		if s, ok := declare.Text(object.OrNone(delimiters)); ok {
			candidates = s
		}
		lines := strings.Split(strings.TrimSpace(sample), "\n")
		for _, r := range candidates {
			n := strings.Count(lines[0], string(r))
			same := n > 0
			for _, line := range lines[1:] {
				same = same && strings.Count(line, string(r)) == n
			}
			if same {
				o := m.base.Allocate(c.T)
				for name, v := range (starlark.StringDict{"delimiter": starlark.String(r), "quotechar": starlark.String(`"`), "doublequote": starlark.True,
					"skipinitialspace": starlark.Bool(strings.Contains(lines[0], string(r)+" ")), "lineterminator": starlark.String("\r\n"), "quoting": starlark.MakeInt(0)}) {
					o.SetOwn(name, v)
				}
				return o, nil
			}
		}
		return nil, Error.Errorf("Could not determine delimiter")
	})
	k.Method("has_header", func(c declare.Call) (starlark.Value, error) {
		var sample string
		if err := c.Unpack("sample", &sample); err != nil {
			return nil, err
		}
		first, rest, _ := strings.Cut(sample, "\n")
		return starlark.Bool(!strings.ContainsAny(first, "0123456789") && strings.ContainsAny(rest, "0123456789")), nil
	})
	return k
}
