// Package warnings emulates Python's warnings module.
//
//	warn() ──▶ the first filter that fits ──▶ ignore · raise it · show it (always, once per line, module or run)
//	show ──▶ showwarning(), which a script may replace ──▶ "file:line: Category: message" on stderr
package warnings

import (
	"fmt"
	"regexp"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/builtins/streams"
)

// This file holds the module.

type module struct {
	rt      *object.Runtime
	source  object.Source
	self    *object.Module
	message *object.Class
	filters []filter
	seen    map[string]bool // what "default", "module" and "once" have shown
	record  *starlark.List  // of catch_warnings(record=True); nil: none
}

// filter decides about the warnings that it fits.
type filter struct {
	action   string
	text     *regexp.Regexp // nil: any
	textRaw  string
	category *object.Class
	line     int // 0: any
}

// New makes the module. source returns the lines of a file of the script.
func New(rt *object.Runtime, source object.Source) *object.Module {
	m := &module{rt: rt, source: source, seen: map[string]bool{}}
	m.filters = m.initial()
	m.message = rt.NewBuiltinClass("warnings", "WarningMessage", nil)
	m.message.Define("__str__", object.NewMethod(m.message, "__str__", m.messageText))
	members := starlark.StringDict{
		"WarningMessage": m.message, "catch_warnings": m.catcher(), "defaultaction": starlark.String("default"), "onceregistry": new(starlark.Dict),
	}
	for name, f := range map[string]object.Func{
		"warn": m.warn, "warn_explicit": m.warnExplicit, "simplefilter": m.simpleFilter, "filterwarnings": m.filterWarnings,
		"resetwarnings": m.reset, "showwarning": m.show, "formatwarning": m.format, "deprecated": m.deprecated,
	} {
		members[name] = object.NewBuiltin(name, f)
	}
	m.self = object.NewModule("warnings", members)
	m.self.SetLive(object.LiveMembers{Names: []string{"filters"}, Get: func(string) starlark.Value { return m.filterList() }})
	return m.self
}

// initial are the filters that CPython starts with, but for the one of __main__: all code is the script's.
func (m *module) initial() []filter {
	var out []filter
	for _, f := range []struct {
		action string
		of     *exceptions.Type
	}{
		{"default", exceptions.DeprecationWarning}, {"ignore", exceptions.PendingDeprecationWarning},
		{"ignore", exceptions.ImportWarning}, {"ignore", exceptions.ResourceWarning},
	} {
		out = append(out, filter{action: f.action, category: m.rt.ExceptionClass(f.of)})
	}
	return out
}

func (m *module) filterList() starlark.Value {
	var out []starlark.Value
	for _, f := range m.filters {
		var text starlark.Value = starlark.None
		if f.text != nil {
			text = starlark.String(f.textRaw)
		}
		out = append(out, starlark.Tuple{starlark.String(f.action), text, f.category, starlark.None, starlark.MakeInt(f.line)})
	}
	return starlark.NewList(out)
}

// warn is warn(message, category=None, stacklevel=1, source=None).
func (m *module) warn(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var message, category, source, skip starlark.Value
	level := 1
	err := object.Unpack("warn", args, kwargs, "message", &message, "category??", &category, "stacklevel?", &level, "source??", &source,
		"*", nil, "skip_file_prefixes?", &skip)
	if err != nil {
		return nil, err
	}
	file, line := "sys", 1
	if lines := (&object.Traceback{Frames: t.CallStack()}).Lines(nil); len(lines) > 0 && len(lines) >= level {
		at := lines[len(lines)-max(level, 1)]
		file, line = at.File, at.Line
	}
	return starlark.None, m.issue(t, message, category, file, line)
}

func (m *module) warnExplicit(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var message, category, mod, registry, globals, source starlark.Value
	var file string
	var line int
	err := object.Unpack("warn_explicit", args, kwargs, "message", &message, "category", &category, "filename", &file, "lineno", &line,
		"module?", &mod, "registry?", &registry, "module_globals?", &globals, "source?", &source)
	if err != nil {
		return nil, err
	}
	return starlark.None, m.issue(t, message, category, file, line)
}

// issue decides about one warning and does it.
func (m *module) issue(t *starlark.Thread, message, category starlark.Value, file string, line int) error {
	e, isException := message.(*object.Instance)
	isException = isException && e.IsInstanceOf(exceptions.Warning)
	class := m.rt.ExceptionClass(exceptions.UserWarning)
	switch c := category.(type) {
	case nil:
	case *object.Class:
		class = c
		if c.Exception() == nil || !c.Exception().Is(exceptions.Warning) {
			return exceptions.TypeError.Errorf("category must be a Warning subclass, not '%s'", c.Name())
		}
	default:
		return exceptions.TypeError.Errorf("category must be a Warning subclass, not '%s'", object.TypeName(category))
	}
	if isException {
		class = e.Class()
	} else {
		v, err := starlark.Call(t, class, starlark.Tuple{message}, nil)
		if err != nil {
			return err
		}
		e = v.(*object.Instance)
	}
	text, err := m.rt.Str(e)
	if err != nil {
		return err
	}
	key := ""
	switch action := m.decide(text, class, line); action {
	case "ignore":
		return nil
	case "error":
		return object.ErrorOf(e)
	case "default":
		key = fmt.Sprintf("%s\x00%s\x00%s\x00%d", text, class, file, line)
	case "module":
		key = fmt.Sprintf("%s\x00%s\x00%s", text, class, file)
	case "once":
		key = fmt.Sprintf("%s\x00%s", text, class)
	}
	if key != "" {
		if m.seen[key] {
			return nil
		}
		m.seen[key] = true
	}
	if m.record != nil {
		return m.record.Append(m.messageOf(t, e, class, file, line))
	}
	_, err = starlark.Call(t, m.self.Member("showwarning"), starlark.Tuple{e, class, starlark.String(file), starlark.MakeInt(line)}, nil)
	return err
}

// decide returns the action of the first filter that fits.
func (m *module) decide(text string, class *object.Class, line int) string {
	for _, f := range m.filters {
		if class.IsSubclass(f.category) && (f.line == 0 || f.line == line) && (f.text == nil || f.text.MatchString(text)) {
			return f.action
		}
	}
	return "default"
}

// messageOf makes a WarningMessage.
func (m *module) messageOf(t *starlark.Thread, e *object.Instance, class *object.Class, file string, line int) *object.Instance {
	o := m.message.Allocate(t)
	o.SetOwn("message", e)
	o.SetOwn("category", class)
	o.SetOwn("filename", starlark.String(file))
	o.SetOwn("lineno", starlark.MakeInt(line))
	for _, name := range []string{"file", "line", "source"} {
		o.SetOwn(name, starlark.None)
	}
	o.SetOwn("_category_name", starlark.String(class.Name()))
	return o
}

func (m *module) messageText(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	o := self.(*object.Instance)
	text := func(name string) string {
		v, _ := o.Field(name)
		s, err := m.rt.Repr(v)
		if err != nil {
			return "?"
		}
		return s
	}
	return starlark.String(fmt.Sprintf("{message : %s, category : %s, filename : %s, lineno : %s, line : %s}",
		text("message"), text("_category_name"), text("filename"), text("lineno"), text("line"))), nil
}

// formatted is formatwarning().
func (m *module) formatted(message, category, file, line, text starlark.Value) (string, error) {
	s, err := m.rt.Str(message)
	if err != nil {
		return "", err
	}
	name := object.TypeName(category)
	if c, ok := category.(*object.Class); ok {
		name = c.Name()
	}
	path, _ := starlark.AsString(file)
	out := fmt.Sprintf("%s:%s: %s: %s\n", path, line, name, s)
	source, _ := starlark.AsString(text)
	if text == nil || text == starlark.None {
		if n, err := starlark.AsInt32(line); err == nil {
			if lines := m.source(path); 1 <= n && n <= len(lines) {
				source = lines[n-1]
			}
		}
	}
	if source = strings.TrimSpace(source); source != "" {
		out += "  " + source + "\n"
	}
	return out, nil
}

func (m *module) format(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var message, category, file, line, text starlark.Value
	err := object.Unpack("formatwarning", args, kwargs, "message", &message, "category", &category, "filename", &file, "lineno", &line, "line?", &text)
	if err != nil {
		return nil, err
	}
	s, err := m.formatted(message, category, file, line, text)
	return starlark.String(s), err
}

func (m *module) show(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var message, category, file, line, out, text starlark.Value
	err := object.Unpack("showwarning", args, kwargs, "message", &message, "category", &category, "filename", &file, "lineno", &line,
		"file??", &out, "line?", &text)
	if err != nil {
		return nil, err
	}
	if out == nil {
		out = m.rt.Stderr
	}
	v, err := starlark.Call(t, m.self.Member("formatwarning"), starlark.Tuple{message, category, file, line, object.OrNone(text)}, nil)
	if err != nil {
		return nil, err
	}
	s, _ := starlark.AsString(v)
	return starlark.None, streams.Write(t, m.rt, out, s)
}

var actions = map[string]bool{"error": true, "ignore": true, "always": true, "all": true, "default": true, "module": true, "once": true}

// add makes f the first filter, or the last.
func (m *module) add(f filter, last bool) error {
	if !actions[f.action] {
		return exceptions.ValueError.Errorf("invalid action: '%s'", f.action)
	}
	kept := m.filters[:0:0]
	for _, g := range m.filters {
		if g.action != f.action || g.textRaw != f.textRaw || g.category != f.category || g.line != f.line {
			kept = append(kept, g)
		} else if last {
			return nil
		}
	}
	if last {
		m.filters = append(kept, f)
	} else {
		m.filters = append([]filter{f}, kept...)
	}
	m.seen = map[string]bool{}
	return nil
}

// categoryOf reads the category of a filter.
func (m *module) categoryOf(v starlark.Value) (*object.Class, error) {
	if v == nil {
		return m.rt.ExceptionClass(exceptions.Warning), nil
	}
	c, ok := v.(*object.Class)
	if !ok || c.Exception() == nil || !c.Exception().Is(exceptions.Warning) {
		return nil, exceptions.TypeError.Errorf("category must be a Warning subclass")
	}
	return c, nil
}

func (m *module) simpleFilter(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var action string
	var category starlark.Value
	line, last := 0, false
	if err := object.Unpack("simplefilter", args, kwargs, "action", &action, "category?", &category, "lineno?", &line, "append?", &last); err != nil {
		return nil, err
	}
	c, err := m.categoryOf(category)
	if err != nil {
		return nil, err
	}
	return starlark.None, m.add(filter{action: action, category: c, line: line}, last)
}

func (m *module) filterWarnings(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var action string
	var category starlark.Value
	text, mod, line, last := "", "", 0, false
	err := object.Unpack("filterwarnings", args, kwargs, "action", &action, "message?", &text, "category?", &category, "module?", &mod,
		"lineno?", &line, "append?", &last)
	if err != nil {
		return nil, err
	}
	c, err := m.categoryOf(category)
	if err != nil {
		return nil, err
	}
	f := filter{action: action, category: c, line: line, textRaw: text}
	if text != "" {
		if f.text, err = regexp.Compile("(?i)^(?:" + text + ")"); err != nil {
			return nil, exceptions.ValueError.Errorf("message is not a regular expression that Parlark knows: %s", text)
		}
	}
	return starlark.None, m.add(f, last)
}

func (m *module) reset(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m.filters, m.seen = nil, map[string]bool{}
	return starlark.None, nil
}

// catching is the Go state of a catch_warnings.
type catching struct {
	record, entered bool
	action          string
	category        *object.Class
	filters         []filter
	show            starlark.Value
	outer           *starlark.List
}

func (m *module) catcher() *object.Class {
	c := m.rt.NewBuiltinClass("warnings", "catch_warnings", &object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any { return &catching{} },
	})
	state := func(v starlark.Value) *catching { return v.(*object.Instance).State().(*catching) }
	c.Define("__init__", object.NewMethod(c, "__init__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var mod, action, category, line, last starlark.Value
		s := state(self)
		err := object.UnpackMethod("catch_warnings.__init__", args, kwargs, "*", nil, "record?", &s.record, "module?", &mod, "action??", &action,
			"category?", &category, "lineno?", &line, "append?", &last)
		if err != nil {
			return nil, err
		}
		s.action, _ = starlark.AsString(object.OrNone(action))
		s.category, err = m.categoryOf(category)
		return starlark.None, err
	}))
	c.Define("__enter__", object.NewMethod(c, "__enter__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		s := state(self)
		if s.entered {
			return nil, exceptions.RuntimeError.Errorf("Cannot enter catch_warnings(record=%s) twice", map[bool]string{true: "True", false: "False"}[s.record])
		}
		s.entered = true
		s.filters, s.show, s.outer = m.filters, m.self.Member("showwarning"), m.record
		m.seen = map[string]bool{}
		if s.action != "" {
			if err := m.add(filter{action: s.action, category: s.category}, false); err != nil {
				return nil, err
			}
		}
		if !s.record {
			return starlark.None, nil
		}
		m.record = starlark.NewList(nil)
		return m.record, nil
	}))
	c.Define("__exit__", object.NewMethod(c, "__exit__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		s := state(self)
		if !s.entered {
			return nil, exceptions.RuntimeError.Errorf("Cannot exit catch_warnings without entering first")
		}
		m.filters, m.record, m.seen = s.filters, s.outer, map[string]bool{}
		return starlark.None, m.self.SetField("showwarning", s.show)
	}))
	return c
}

// deprecated is the decorator @deprecated(message): calls of the function warn.
func (m *module) deprecated(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var message, category starlark.Value
	level := 1
	err := object.Unpack("deprecated", args, kwargs, "message", &message, "*", nil, "category?", &category, "stacklevel?", &level)
	if err != nil {
		return nil, err
	}
	if category == nil {
		category = m.rt.ExceptionClass(exceptions.DeprecationWarning)
	}
	return object.NewBuiltin("deprecated", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.Exactly("deprecated", args, kwargs, 1); err != nil {
			return nil, err
		}
		f := args[0]
		name := "function"
		if c, ok := f.(starlark.Callable); ok {
			name = c.Name()
		}
		return object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if category != starlark.None {
				if _, err := m.warn(t, starlark.Tuple{message, category, starlark.MakeInt(level)}, nil); err != nil {
					return nil, err
				}
			}
			return starlark.Call(t, f, args, kwargs)
		}), nil
	}), nil
}
