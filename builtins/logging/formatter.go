package logging

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/calendar"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines Formatter and its three styles.

// defaults are the formats of a style: of a Formatter, and of basicConfig.
var defaults = map[string][2]string{
	"%": {"%(message)s", "%(levelname)s:%(name)s:%(message)s"},
	"{": {"{message}", "{levelname}:{name}:{message}"},
	"$": {"${message}", "${levelname}:${name}:${message}"},
}

var (
	percentField = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)%\(\w+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]`)
	})
	dollarField = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$(?:\$|(\w+)|\{(\w+)\})`) })
	braceField  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{[^{}]*\}`) })
)

func (s *State) formatterClasses() {
	s.class.formatter = s.newClass("logging", "Formatter", nil, map[string]method{
		"__init__": s.formatterInit, "format": s.formatRecord, "formatTime": s.formatTimeMethod, "formatException": s.formatExceptionMethod,
		"formatMessage": s.formatMessageMethod, "formatStack": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return args[0], object.Exactly("Formatter.formatStack", args, kwargs, 1)
		},
		"usesTime": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.Bool(usesTime(self.(*object.Instance))), nil
		},
	})
	s.class.formatter.Define("default_time_format", starlark.String("%Y-%m-%d %H:%M:%S"))
	s.class.formatter.Define("default_msec_format", starlark.String("%s,%03d"))
	s.class.buffering = s.newClass("logging", "BufferingFormatter", nil, map[string]method{
		"__init__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var linefmt starlark.Value = s.plain
			err := object.UnpackMethod("BufferingFormatter.__init__", args, kwargs, "linefmt??", &linefmt)
			self.(*object.Instance).SetOwn("linefmt", linefmt)
			return starlark.None, err
		},
		"formatHeader": constantText(""), "formatFooter": constantText(""),
		"format": s.formatBuffer,
	})
}

func constantText(text string) method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.String(text), nil
	}
}

func (s *State) formatBuffer(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("BufferingFormatter.format", args, kwargs, 1); err != nil {
		return nil, err
	}
	records, err := s.rt.List(t, args[0])
	if err != nil || len(records) == 0 {
		return starlark.String(""), err
	}
	var b strings.Builder
	add := func(v starlark.Value, err error) error {
		text, _ := starlark.AsString(v)
		b.WriteString(text)
		return err
	}
	if err := add(s.call(t, self, "formatHeader", args[0])); err != nil {
		return nil, err
	}
	for _, r := range records {
		if err := add(s.call(t, field(self.(*object.Instance), "linefmt"), "format", r)); err != nil {
			return nil, err
		}
	}
	err = add(s.call(t, self, "formatFooter", args[0]))
	return starlark.String(b.String()), err
}

// formatterInit is Formatter(fmt=None, datefmt=None, style='%', validate=True, *, defaults=None).
func (s *State) formatterInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var format, datefmt, more starlark.Value = nil, starlark.None, nil
	style, validate := "%", true
	err := object.UnpackMethod("Formatter.__init__", args, kwargs, "fmt??", &format, "datefmt?", &datefmt, "style?", &style, "validate?", &validate,
		"*", nil, "defaults??", &more)
	if err != nil {
		return nil, err
	}
	of, ok := defaults[style]
	if !ok {
		return nil, exceptions.ValueError.Errorf("Style must be one of: %%,{,$")
	}
	text := of[0]
	if format != nil {
		if text, ok = starlark.AsString(format); !ok {
			return nil, exceptions.TypeError.Errorf("expected string or bytes-like object, got '%s'", object.TypeName(format))
		}
		if validate {
			if err := validFormat(text, style); err != nil {
				return nil, err
			}
		}
	}
	o := self.(*object.Instance)
	s.setUpFormatter(o, text, datefmt, style)
	if more != nil {
		o.SetOwn("_defaults", more)
	}
	return starlark.None, nil
}

func (s *State) setUpFormatter(o *object.Instance, format string, datefmt starlark.Value, style string) {
	o.SetOwn("_fmt", starlark.String(format))
	o.SetOwn("datefmt", datefmt)
	o.SetOwn("_stylename", starlark.String(style))
}

// validFormat refuses a format without any field of its style.
func validFormat(format, style string) error {
	bad := func(c string) error {
		return exceptions.ValueError.Errorf("Invalid format '%s' for '%s' style", format, c)
	}
	switch style {
	case "%":
		if !percentField().MatchString(format) {
			return bad("%")
		}
	case "{":
		if !braceField().MatchString(format) {
			return exceptions.ValueError.Errorf("invalid format: no fields")
		}
	default:
		found := false
		for _, m := range dollarField().FindAllStringSubmatch(format, -1) {
			found = found || m[1] != "" || m[2] != ""
		}
		if !found {
			return exceptions.ValueError.Errorf("invalid format: no fields")
		}
	}
	return nil
}

func text(o *object.Instance, name string) string {
	v, _ := starlark.AsString(field(o, name))
	return v
}

func usesTime(o *object.Instance) bool {
	f := text(o, "_fmt")
	switch text(o, "_stylename") {
	case "{":
		return strings.Contains(f, "{asctime")
	case "$":
		return strings.Contains(f, "$asctime") || strings.Contains(f, "${asctime}")
	}
	return strings.Contains(f, "%(asctime)")
}

// overridden reports whether a script's class defines a method of its own.
func overridden(o *object.Instance, base *object.Class, name string) bool {
	if o.Class() == base {
		_, own := o.Field(name)
		return own
	}
	mine, _ := o.Class().Lookup(name)
	theirs, _ := base.Lookup(name)
	return mine != theirs
}

// formatRecord is format(record).
func (s *State) formatRecord(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.UnpackMethod("Formatter.format", args, kwargs, "record", &v); err != nil {
		return nil, err
	}
	record, err := instance(v)
	if err != nil {
		return nil, err
	}
	return s.formatWith(t, self.(*object.Instance), record)
}

func (s *State) formatWith(t *starlark.Thread, f, record *object.Instance) (starlark.Value, error) {
	message, err := s.message(t, record)
	if err != nil {
		return nil, err
	}
	record.SetOwn("message", message)
	if usesTime(f) {
		var stamp starlark.Value
		if overridden(f, s.class.formatter, "formatTime") {
			stamp, err = s.call(t, f, "formatTime", record, field(f, "datefmt"))
		} else {
			stamp, err = s.formatTime(t, f, record, field(f, "datefmt"))
		}
		if err != nil {
			return nil, err
		}
		record.SetOwn("asctime", stamp)
	}
	var line starlark.Value
	if overridden(f, s.class.formatter, "formatMessage") {
		line, err = s.call(t, f, "formatMessage", record)
	} else {
		line, err = s.formatMessage(t, f, record)
	}
	if err != nil {
		return nil, err
	}
	out, _ := starlark.AsString(line)
	if info := field(record, "exc_info"); bool(info.Truth()) && !bool(field(record, "exc_text").Truth()) {
		v, err := s.call(t, f, "formatException", info)
		if err != nil {
			return nil, err
		}
		record.SetOwn("exc_text", v)
	}
	for _, name := range []string{"exc_text", "stack_info"} {
		v := field(record, name)
		if !v.Truth() {
			continue
		}
		if name == "stack_info" {
			if v, err = s.call(t, f, "formatStack", v); err != nil {
				return nil, err
			}
		}
		more, _ := starlark.AsString(v)
		if !strings.HasSuffix(out, "\n") {
			out += "\n"
		}
		out += more
	}
	return starlark.String(out), nil
}

func (s *State) formatMessageMethod(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.UnpackMethod("Formatter.formatMessage", args, kwargs, "record", &v); err != nil {
		return nil, err
	}
	record, err := instance(v)
	if err != nil {
		return nil, err
	}
	return s.formatMessage(t, self.(*object.Instance), record)
}

// formatMessage fills the fields of a record into the format.
func (s *State) formatMessage(t *starlark.Thread, f, record *object.Instance) (starlark.Value, error) {
	format, style := text(f, "_fmt"), text(f, "_stylename")
	if format == "%(message)s" {
		return field(record, "message"), nil
	}
	values := dict(record)
	if more, ok := field(f, "_defaults").(*starlark.Dict); ok {
		for _, kv := range more.Items() {
			if _, found, _ := values.Get(kv[0]); !found {
				if err := values.SetKey(kv[0], kv[1]); err != nil {
					return nil, err
				}
			}
		}
	}
	v, err := s.substitute(t, format, style, values)
	if e, ok := exceptions.As(err, exceptions.KeyError); ok && len(e.Args) == 1 {
		name, reprErr := s.rt.Repr(e.Args[0])
		if reprErr == nil {
			return nil, exceptions.ValueError.Errorf("Formatting field not found in record: %s", name)
		}
	}
	return v, err
}

func (s *State) substitute(t *starlark.Thread, format, style string, values *starlark.Dict) (starlark.Value, error) {
	switch style {
	case "{":
		f, err := s.rt.GetAttr(starlark.String(format), "format")
		if err != nil {
			return nil, err
		}
		return starlark.Call(t, f, nil, values.Items())
	case "$":
		var failed error
		out := dollarField().ReplaceAllStringFunc(format, func(m string) string {
			if m == "$$" {
				return "$"
			}
			v, ok, _ := values.Get(starlark.String(strings.Trim(m, "${}")))
			if !ok {
				failed = exceptions.KeyError.With(starlark.String(strings.Trim(m, "${}")))
				return m
			}
			text, err := s.rt.Str(v)
			if err != nil {
				failed = err
			}
			return text
		})
		return starlark.String(out), failed
	}
	return s.percent(t, format, values)
}

func (s *State) formatTimeMethod(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v, datefmt starlark.Value = nil, starlark.None
	if err := object.UnpackMethod("Formatter.formatTime", args, kwargs, "record", &v, "datefmt?", &datefmt); err != nil {
		return nil, err
	}
	record, err := instance(v)
	if err != nil {
		return nil, err
	}
	return s.formatTime(t, self.(*object.Instance), record, datefmt)
}

// formatTime writes the time of a record. A converter, if the script sets one, decides the zone.
func (s *State) formatTime(t *starlark.Thread, f, record *object.Instance, datefmt starlark.Value) (starlark.Value, error) {
	created, err := object.AsFloat(field(record, "created"))
	if err != nil {
		return nil, err
	}
	at := time.Unix(0, int64(created*1e9)).In(time.Local)
	converter, ok := f.Field("converter")
	if !ok {
		converter, ok = f.Class().Lookup("converter")
	}
	if ok {
		if c, isCallable := converter.(starlark.Callable); isCallable && c.Name() == "gmtime" {
			at = at.UTC()
		}
	}
	if datefmt.Truth() {
		format, _ := starlark.AsString(datefmt)
		return starlark.String(calendar.Format(format, calendar.Of(at))), nil
	}
	attribute := func(name string) starlark.Value {
		if v, ok := f.Field(name); ok {
			return v
		}
		v, _ := f.Class().Lookup(name)
		return v
	}
	layout, _ := starlark.AsString(attribute("default_time_format"))
	stamp := calendar.Format(layout, calendar.Of(at))
	milliseconds, err := object.AsFloat(field(record, "msecs"))
	if err != nil {
		return nil, err
	}
	switch fraction := attribute("default_msec_format").(type) {
	case starlark.String:
		if fraction == "%s,%03d" {
			return starlark.String(fmt.Sprintf("%s,%03d", stamp, int(milliseconds))), nil
		}
		return s.percent(t, string(fraction), starlark.Tuple{starlark.String(stamp), starlark.Float(milliseconds)})
	}
	return starlark.String(stamp), nil
}

func (s *State) formatExceptionMethod(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("Formatter.formatException", args, kwargs, 1); err != nil {
		return nil, err
	}
	info, ok := args[0].(starlark.Tuple)
	if !ok || len(info) != 3 {
		return nil, exceptions.TypeError.Errorf("exc_info must be a tuple of three")
	}
	if e, ok := info[1].(*object.Instance); ok && e.Raised() != nil {
		return starlark.String(strings.TrimSuffix(s.rt.FormatException(e, s.p.Source), "\n")), nil
	}
	return starlark.String("NoneType: None"), nil
}
