// Package traceback emulates Python's traceback module: it writes exceptions and stacks as text.
//
//	print_exc() format_exc() print_exception() format_exception() ──▶ Runtime.FormatException
//	extract_tb() extract_stack() walk_tb()                        ──▶ FrameSummary
//
// Frames of Go code, and those that lowering has made, are not shown.
package traceback

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/builtins/streams"
)

type module struct {
	rt      *object.Runtime
	source  object.Source
	frame   *object.Class
	summary *object.Class
}

// New makes the module. source returns the lines of a file of the script.
func New(rt *object.Runtime, source object.Source) *object.Module {
	m := &module{rt: rt, source: source}
	m.frame = rt.NewBuiltinClass("traceback", "FrameSummary", nil)
	define := func(c *object.Class, name string, f object.Method) { c.Define(name, object.NewMethod(c, name, f)) }
	define(m.frame, "__repr__", frameRepr)
	define(m.frame, "__iter__", m.frameIter)
	define(m.frame, "__getitem__", m.frameItem)
	define(m.frame, "__len__", func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return starlark.MakeInt(4), nil
	})
	m.summary = rt.NewBuiltinClass("traceback", "StackSummary", nil, rt.Type("list"))
	define(m.summary, "format", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return m.formatList(t, starlark.Tuple{self}, nil)
	})
	members := starlark.StringDict{"FrameSummary": m.frame, "StackSummary": m.summary, "TracebackException": m.exceptionClass()}
	for name, f := range map[string]object.Func{
		"print_exc": m.printExc, "format_exc": m.formatExc, "print_exception": m.printException, "format_exception": m.formatException,
		"format_exception_only": m.formatOnly, "print_tb": m.printTB, "format_tb": m.formatTB, "extract_tb": m.extractTB,
		"print_stack": m.printStack, "format_stack": m.formatStack, "extract_stack": m.extractStack, "format_list": m.formatList,
		"print_list": m.printList, "clear_frames": m.clearFrames,
	} {
		members[name] = object.NewBuiltin(name, f)
	}
	return object.NewModule("traceback", members)
}

// limited applies the argument limit: that many entries from the outermost, or from the innermost if it is negative.
func limited(lines []object.TraceLine, limit starlark.Value) ([]object.TraceLine, error) {
	if limit == nil || limit == starlark.None {
		return lines, nil
	}
	n, err := object.AsInt(limit)
	switch {
	case err != nil:
		return nil, err
	case n >= 0:
		return lines[:min(n, len(lines))], nil
	}
	return lines[max(len(lines)+n, 0):], nil
}

// pieces are the strings of format_exception.
func (m *module) pieces(e *object.Instance, limit starlark.Value, chain bool) ([]string, error) {
	if limit == nil || limit == starlark.None {
		if chain {
			return split(m.rt.FormatException(e, m.source)), nil
		}
	}
	lines, err := limited(m.rt.TraceLines(e, m.source), limit)
	if err != nil {
		return nil, err
	}
	text := ""
	if len(lines) > 0 {
		text = "Traceback (most recent call last):\n" + object.FormatTrace(lines)
	}
	return split(text + m.rt.FormatExceptionOnly(e)), nil
}

// split cuts a report into its entries: each begins with a line that is not a line of source. The text between two
// exceptions of a chain, with the empty lines around it, is one entry.
func split(text string) []string {
	var out []string
	between := false
	for _, line := range strings.SplitAfter(text, "\n") {
		switch last := len(out) - 1; {
		case line == "":
		case between:
			out[last] += line
			between = line != "\n"
		case line == "\n":
			out, between = append(out, line), true
		case strings.HasPrefix(line, "    ") && last >= 0 && strings.HasPrefix(out[last], "  "):
			out[last] += line
		default:
			out = append(out, line)
		}
	}
	return out
}

func list(pieces []string) *starlark.List {
	values := make([]starlark.Value, len(pieces))
	for i, p := range pieces {
		values[i] = starlark.String(p)
	}
	return starlark.NewList(values)
}

// show writes text to file, stderr if that is None.
func (m *module) show(t *starlark.Thread, file starlark.Value, text string) (starlark.Value, error) {
	if file == nil || file == starlark.None {
		file = m.rt.Stderr
	}
	return starlark.None, streams.Write(t, m.rt, file, text)
}

func (m *module) current(t *starlark.Thread, limit starlark.Value, chain bool) (string, error) {
	e := m.rt.Handling(t)
	if e == nil {
		return "NoneType: None\n", nil
	}
	p, err := m.pieces(e, limit, chain)
	return strings.Join(p, ""), err
}

func (m *module) printExc(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var limit, file starlark.Value
	chain := true
	if err := object.Unpack("print_exc", args, kwargs, "limit??", &limit, "file??", &file, "chain?", &chain); err != nil {
		return nil, err
	}
	text, err := m.current(t, limit, chain)
	if err != nil {
		return nil, err
	}
	return m.show(t, file, text)
}

func (m *module) formatExc(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var limit starlark.Value
	chain := true
	if err := object.Unpack("format_exc", args, kwargs, "limit??", &limit, "chain?", &chain); err != nil {
		return nil, err
	}
	text, err := m.current(t, limit, chain)
	return starlark.String(text), err
}

// exception reads (exc) or (type, value, traceback).
func (m *module) exception(name string, args starlark.Tuple, kwargs []starlark.Tuple) (e *object.Instance, rest []starlark.Value, err error) {
	var first, value, tb, limit, file starlark.Value
	var chain starlark.Value = starlark.True
	if err := object.Unpack(name, args, kwargs, "exc", &first, "value?", &value, "tb?", &tb, "limit??", &limit, "file??", &file, "chain?", &chain); err != nil {
		return nil, nil, err
	}
	if value == nil {
		value = first
	}
	rest = []starlark.Value{limit, file, chain}
	if value == starlark.None {
		return nil, rest, nil
	}
	e, ok := value.(*object.Instance)
	if !ok || e.Raised() == nil {
		return nil, nil, exceptions.TypeError.Errorf("Exception expected for value, %s found", object.TypeName(value))
	}
	return e, rest, nil
}

func (m *module) printException(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	e, rest, err := m.exception("print_exception", args, kwargs)
	if err != nil {
		return nil, err
	}
	if e == nil {
		return m.show(t, rest[1], "NoneType: None\n")
	}
	p, err := m.pieces(e, rest[0], bool(rest[2].Truth()))
	if err != nil {
		return nil, err
	}
	return m.show(t, rest[1], strings.Join(p, ""))
}

func (m *module) formatException(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	e, rest, err := m.exception("format_exception", args, kwargs)
	if err != nil {
		return nil, err
	}
	if e == nil {
		return list([]string{"NoneType: None\n"}), nil
	}
	p, err := m.pieces(e, rest[0], bool(rest[2].Truth()))
	return list(p), err
}

func (m *module) formatOnly(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	e, _, err := m.exception("format_exception_only", args, kwargs)
	if err != nil {
		return nil, err
	}
	if e == nil {
		return list([]string{"NoneType: None\n"}), nil
	}
	return list([]string{m.rt.FormatExceptionOnly(e)}), nil
}

// lines returns the entries of a traceback object.
func (m *module) lines(v starlark.Value, limit starlark.Value) ([]object.TraceLine, error) {
	tb, ok := v.(*object.Traceback)
	if !ok {
		if v == starlark.None {
			return nil, nil
		}
		return nil, exceptions.AttributeError.Errorf("'%s' object has no attribute 'tb_frame'", object.TypeName(v))
	}
	return limited(tb.Lines(m.source), limit)
}

// tbArguments reads (tb, limit=None, file=None).
func (m *module) tbArguments(name string, args starlark.Tuple, kwargs []starlark.Tuple) ([]object.TraceLine, starlark.Value, error) {
	var tb, limit, file starlark.Value
	if err := object.Unpack(name, args, kwargs, "tb", &tb, "limit??", &limit, "file??", &file); err != nil {
		return nil, nil, err
	}
	lines, err := m.lines(tb, limit)
	return lines, file, err
}

func (m *module) printTB(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	lines, file, err := m.tbArguments("print_tb", args, kwargs)
	if err != nil {
		return nil, err
	}
	return m.show(t, file, object.FormatTrace(lines))
}

func (m *module) formatTB(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	lines, _, err := m.tbArguments("format_tb", args, kwargs)
	return list(split(object.FormatTrace(lines))), err
}

func (m *module) extractTB(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	lines, _, err := m.tbArguments("extract_tb", args, kwargs)
	if err != nil {
		return nil, err
	}
	return m.frames(t, lines), nil
}

// stack returns the stack of the caller, outermost first.
func (m *module) stack(t *starlark.Thread, name string, args starlark.Tuple, kwargs []starlark.Tuple) ([]object.TraceLine, starlark.Value, error) {
	var f, limit, file starlark.Value
	if err := object.Unpack(name, args, kwargs, "f??", &f, "limit??", &limit, "file??", &file); err != nil {
		return nil, nil, err
	}
	lines := (&object.Traceback{Frames: t.CallStack()}).Lines(m.source)
	if limit != nil {
		// The limit counts from the innermost entry, unlike that of a traceback.
		n, err := object.AsInt(limit)
		if err != nil {
			return nil, nil, err
		}
		limit = starlark.MakeInt(-n)
		if n == 0 {
			return nil, file, nil
		}
	}
	lines, err := limited(lines, limit)
	return lines, file, err
}

func (m *module) printStack(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	lines, file, err := m.stack(t, "print_stack", args, kwargs)
	if err != nil {
		return nil, err
	}
	return m.show(t, file, object.FormatTrace(lines))
}

func (m *module) formatStack(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	lines, _, err := m.stack(t, "format_stack", args, kwargs)
	return list(split(object.FormatTrace(lines))), err
}

func (m *module) extractStack(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	lines, _, err := m.stack(t, "extract_stack", args, kwargs)
	if err != nil {
		return nil, err
	}
	return m.frames(t, lines), nil
}

func (m *module) clearFrames(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, nil
}

// frames makes a StackSummary.
func (m *module) frames(t *starlark.Thread, lines []object.TraceLine) starlark.Value {
	values := make([]starlark.Value, len(lines))
	for i, l := range lines {
		o := m.frame.Allocate(t)
		o.SetOwn("filename", starlark.String(l.File))
		o.SetOwn("lineno", starlark.MakeInt(l.Line))
		o.SetOwn("name", starlark.String(l.Name))
		o.SetOwn("line", starlark.String(l.Text))
		o.SetOwn("locals", starlark.None)
		values[i] = o
	}
	o := m.summary.Allocate(t)
	o.SetUnderlying(starlark.NewList(values))
	return o
}

// frameParts are what a FrameSummary unpacks to.
func frameParts(v starlark.Value) starlark.Tuple {
	var out starlark.Tuple
	o, ok := v.(*object.Instance)
	if !ok {
		t, _ := v.(starlark.Tuple)
		return t
	}
	for _, name := range []string{"filename", "lineno", "name", "line"} {
		f, ok := o.Field(name)
		if !ok {
			f = starlark.None
		}
		out = append(out, f)
	}
	return out
}

func frameRepr(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := frameParts(self)
	file, _ := starlark.AsString(p[0])
	name, _ := starlark.AsString(p[2])
	return starlark.String(fmt.Sprintf("<FrameSummary file %s, line %s in %s>", file, p[1], name)), nil
}

func (m *module) frameIter(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return m.rt.Iter(t, frameParts(self))
}

func (m *module) frameItem(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("FrameSummary.__getitem__", args, kwargs, 1); err != nil {
		return nil, err
	}
	return m.rt.GetItem(t, frameParts(self), args[0])
}

// formatList is format_list(extracted_list).
func (m *module) formatList(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("format_list", args, kwargs, 1); err != nil {
		return nil, err
	}
	frames, err := m.rt.List(t, object.Underlying(args[0]))
	if err != nil {
		return nil, err
	}
	var lines []object.TraceLine
	for _, f := range frames {
		p := frameParts(f)
		if len(p) != 4 {
			return nil, exceptions.ValueError.Errorf("not enough values to unpack (expected 4, got %d)", len(p))
		}
		var l object.TraceLine
		l.File, _ = starlark.AsString(p[0])
		l.Line, _ = starlark.AsInt32(p[1])
		l.Name, _ = starlark.AsString(p[2])
		l.Text, _ = starlark.AsString(p[3])
		lines = append(lines, l)
	}
	return list(split(object.FormatTrace(lines))), nil
}

func (m *module) printList(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 0 {
		return nil, exceptions.TypeError.Errorf("print_list() missing 1 required positional argument: 'extracted_list'")
	}
	v, err := m.formatList(t, args[:1], nil)
	if err != nil {
		return nil, err
	}
	text := ""
	for p := range v.(*starlark.List).Elements() {
		s, _ := starlark.AsString(p)
		text += s
	}
	return m.show(t, object.Keyword(kwargs, "file"), text)
}

// exceptionClass makes TracebackException.
func (m *module) exceptionClass() *object.Class {
	c := m.rt.NewBuiltinClass("traceback", "TracebackException", nil)
	define := func(name string, f object.Method) { c.Define(name, object.NewMethod(c, name, f)) }
	held := func(self starlark.Value) *object.Instance {
		v, _ := self.(*object.Instance).Field("_exception")
		e, _ := v.(*object.Instance)
		return e
	}
	define("__init__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) < 2 {
			return nil, exceptions.TypeError.Errorf("TracebackException.__init__() missing required positional arguments")
		}
		return starlark.None, m.hold(t, self.(*object.Instance), args[1])
	})
	define("format", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		p, err := m.pieces(held(self), nil, true)
		if err != nil {
			return nil, err
		}
		return m.rt.Iter(t, list(p))
	})
	define("format_exception_only", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return m.rt.Iter(t, list([]string{m.rt.FormatExceptionOnly(held(self))}))
	})
	define("print", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		p, err := m.pieces(held(self), nil, true)
		if err != nil {
			return nil, err
		}
		return m.show(t, object.Keyword(kwargs, "file"), strings.Join(p, ""))
	})
	define("__str__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		s, err := m.rt.Str(held(self))
		return starlark.String(s), err
	})
	c.Define("from_exception", object.NewBuiltin("from_exception", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) == 0 {
			return nil, exceptions.TypeError.Errorf("TracebackException.from_exception() missing 1 required positional argument: 'exc'")
		}
		o := c.Allocate(t)
		return o, m.hold(t, o, args[0])
	}))
	return c
}

// hold sets the fields of a TracebackException.
func (m *module) hold(t *starlark.Thread, o *object.Instance, v starlark.Value) error {
	e, ok := v.(*object.Instance)
	if !ok || e.Raised() == nil {
		return exceptions.TypeError.Errorf("Exception expected for value, %s found", object.TypeName(v))
	}
	o.SetOwn("_exception", e)
	o.SetOwn("exc_type", e.Class())
	o.SetOwn("exc_type_str", starlark.String(e.Class().Qualname()))
	o.SetOwn("stack", m.frames(t, m.rt.TraceLines(e, m.source)))
	return nil
}
