package object

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file turns the errors of go.starlark.net, which are texts, into Python's exceptions. A test provokes each of them
// against the pinned version.

// translate returns the exception for an error of the VM, with what only the interpreter knows about the place.
func (rt *Runtime) translate(err error) *exceptions.Error {
	e := translate(err)
	var ee *starlark.EvalError
	if !errors.As(err, &ee) || len(ee.CallStack) == 0 {
		return e
	}
	frame := ee.CallStack[len(ee.CallStack)-1]
	switch {
	case rt.Signature != nil && isCallError(ee.Msg):
		if s, ok := rt.Signature(frame.Name, frame.Pos); ok {
			if text, ok := s.refuse(strings.TrimPrefix(ee.Msg, "function ")); ok {
				return raised(exceptions.TypeError, "%s", text)
			}
		}
	case rt.Assigns != nil && e.Type == exceptions.IndexError && rt.Assigns(frame.Pos):
		if e.Message() == "list index out of range" {
			return raised(exceptions.IndexError, "list assignment index out of range")
		}
	case rt.Assigns != nil && e.Type == exceptions.TypeError && rt.Assigns(frame.Pos):
		if m, ok := matchPattern("'%' object cannot be interpreted as an integer", e.Message()); ok {
			return raised(exceptions.TypeError, "list indices must be integers or slices, not %s", m[0])
		}
	case rt.Augments != nil && e.Type == exceptions.TypeError:
		if m, ok := matchPattern("can only concatenate list (not \"%\") to list", e.Message()); ok && rt.Augments(frame.Pos, "+") {
			return raised(exceptions.TypeError, "'%s' object is not iterable", m[0])
		}
		if m, ok := matchPattern("unsupported operand type(s) for %: %", e.Message()); ok && rt.Augments(frame.Pos, m[0]) {
			return raised(exceptions.TypeError, "unsupported operand type(s) for %s=: %s", m[0], m[1])
		}
	}
	return e
}

// errorRule maps one text. In the pattern each % stands for any text, which is given to make.
type errorRule struct {
	pattern string
	make    func(m []string) *exceptions.Error
}

// translate returns the exception for an error that the VM made; unknown ones become RuntimeErrors with their text.
func translate(err error) *exceptions.Error {
	msg := err.Error()
	var ee *starlark.EvalError
	if errors.As(err, &ee) {
		msg = ee.Msg
	}
	for _, r := range errorRules {
		if m, ok := matchPattern(r.pattern, msg); ok {
			return r.make(m)
		}
	}
	return raised(exceptions.RuntimeError, "%s", msg)
}

// matchPattern returns what the % of a pattern stand for in s. Each takes as little as it can, the last one the rest.
func matchPattern(pattern, s string) ([]string, bool) {
	first, rest, more := strings.Cut(pattern, "%")
	s, ok := strings.CutPrefix(s, first)
	if !ok {
		return nil, false
	}
	var found []string
	for more {
		var literal string
		literal, rest, more = strings.Cut(rest, "%")
		i := strings.Index(s, literal)
		switch {
		case !more && literal == "":
			i = len(s)
		case !more:
			if i = len(s) - len(literal); !strings.HasSuffix(s, literal) {
				i = -1
			}
		}
		if i < 0 {
			return nil, false
		}
		found = append(found, s[:i])
		s = s[i+len(literal):]
	}
	return found, s == ""
}

func raised(t *exceptions.Type, format string, args ...any) *exceptions.Error {
	return &exceptions.Error{Type: t, Args: starlark.Tuple{starlark.String(fmt.Sprintf(format, args...))}}
}

// says makes a rule for an exception whose message holds the numbered parts of the text: $1 is the first one, as a type.
func says(pattern string, t *exceptions.Type, message string) errorRule {
	return errorRule{pattern, func(m []string) *exceptions.Error {
		text := message
		for i, part := range m {
			text = strings.ReplaceAll(text, fmt.Sprintf("$%d", i+1), pythonType(part))
		}
		return raised(t, "%s", text)
	}}
}

// repeatError is the exception of a count that the VM does not take: a repetition so large cannot be in memory either, and
// one beyond the machine's word is refused as such.
func repeatError(m []string) *exceptions.Error {
	if _, err := strconv.ParseInt(m[0], 10, 64); err == nil {
		return &exceptions.Error{Type: exceptions.MemoryError}
	}
	return raised(exceptions.OverflowError, "cannot fit 'int' into an index-sized integer")
}

// pythonType is Python's name of a type that Starlark calls differently.
func pythonType(name string) string {
	if name == "string" {
		return "str"
	}
	return name
}

// variableName strips what lowering puts before a variable's name.
func variableName(name string) string {
	if strings.HasPrefix(name, "#") {
		if i := strings.IndexByte(name, '.'); i > 0 {
			return name[i+1:]
		}
	}
	return name
}

var errorRules = []errorRule{
	{"unknown binary op: %", unknownBinary},
	{"key %", missingKey},
	{"% has no .% field or method%", func(m []string) *exceptions.Error {
		return raised(exceptions.AttributeError, "'%s' object has no attribute '%s'", pythonType(m[0]), m[1])
	}},
	{"can't assign to .% field of %", func(m []string) *exceptions.Error {
		return raised(exceptions.AttributeError, "'%s' object has no attribute '%s' and no __dict__ for setting new attributes", pythonType(m[1]), m[0])
	}},
	{"function %", functionError},
	{"% referenced before assignment", unboundVariable},
	says("internal error: predeclared variable % is uninitialized", exceptions.NameError, "name '$1' is not defined"),

	says("floating-point division by zero", exceptions.ZeroDivisionError, "division by zero"),
	says("floored division by zero", exceptions.ZeroDivisionError, "integer division or modulo by zero"),
	says("integer modulo by zero", exceptions.ZeroDivisionError, "integer modulo by zero"),
	says("floating-point modulo by zero", exceptions.ZeroDivisionError, "float modulo by zero"),
	says("negative shift count: %", exceptions.ValueError, "negative shift count"),
	says("shift count too large: %", exceptions.OverflowError, "too many digits in integer"),
	says("int too large to convert to float", exceptions.OverflowError, "int too large to convert to float"),
	says("cannot convert float infinity to integer", exceptions.OverflowError, "cannot convert float infinity to integer"),
	says("cannot convert float NaN to integer", exceptions.ValueError, "cannot convert float NaN to integer"),
	{"repeat count % too large", repeatError},
	{"excessive repeat (%)", func([]string) *exceptions.Error { return &exceptions.Error{Type: exceptions.MemoryError} }},

	says("unknown unary op: % %", exceptions.TypeError, "bad operand type for unary $1: '$2'"),
	says("% % % not implemented", exceptions.TypeError, "'$2' not supported between instances of '$1' and '$3'"),
	says("comparison exceeded maximum recursion depth", exceptions.RecursionError, "maximum recursion depth exceeded in comparison"),

	says("invalid slice step: %", exceptions.TypeError, notSliceIndex),
	says("invalid start index: %", exceptions.TypeError, notSliceIndex),
	says("invalid end index: %", exceptions.TypeError, notSliceIndex),
	{"index % out of range: empty %", func(m []string) *exceptions.Error { return indexError(m[1]) }},
	{"% index % out of range [%", func(m []string) *exceptions.Error { return indexError(m[0]) }},
	{"% index: got %, want int", func(m []string) *exceptions.Error { return badIndex(m[0], m[1]) }},
	says("% index: % out of range", exceptions.IndexError, "cannot fit 'int' into an index-sized integer"),
	says("unhandled index operation %[%]", exceptions.TypeError, "'$1' object is not subscriptable"),
	says("invalid slice operand %", exceptions.TypeError, "'$1' object is not subscriptable"),
	says("% value does not support item assignment", exceptions.TypeError, "'$1' object does not support item assignment"),
	says("zero is not a valid slice step", exceptions.ValueError, "slice step cannot be zero"),

	says("invalid call of non-function (%)", exceptions.TypeError, "'$1' object is not callable"),
	says("% value is not iterable", exceptions.TypeError, "'$1' object is not iterable"),
	says("got % in sequence assignment", exceptions.TypeError, "cannot unpack non-iterable $1 object"),
	says("too many values to unpack (got %, want %)", exceptions.ValueError, "too many values to unpack (expected $2)"),
	says("too few values to unpack (got %, want %)", exceptions.ValueError, "not enough values to unpack (expected $2, got $1)"),
	says("argument after * must be iterable, not %", exceptions.TypeError, "Value after * must be an iterable, not $1"),
	says("argument after ** must be a mapping, not %", exceptions.TypeError, "argument after ** must be a mapping, not $1"),
	says("keywords must be strings, not %", exceptions.TypeError, "keywords must be strings"),

	says("unhashable type: %", exceptions.TypeError, "unhashable type: '$1'"),
	says("unhashable: %", exceptions.TypeError, "unhashable type: '$1'"),
	says("'in <string>' requires string as left operand, not %", exceptions.TypeError, "'in <string>' requires string as left operand, not $1"),
	says("'in bytes' requires bytes or int as left operand, not %", exceptions.TypeError, "a bytes-like object is required, not '$1'"),
	says("int in bytes: %", exceptions.ValueError, "byte must be in range(0, 256)"),
	says("cannot % hash table during iteration", exceptions.RuntimeError, "dictionary changed size during iteration"),
	says("cannot % list during iteration", exceptions.RuntimeError, "list changed size during iteration"),
	says("got %, want int", exceptions.TypeError, "'$1' object cannot be interpreted as an integer"),

	says("Starlark stack overflow", exceptions.RecursionError, "maximum recursion depth exceeded"),
	says("load: name % not found in module %", exceptions.ImportError, "cannot import name '$1' from '$2'"),
}

const notSliceIndex = "slice indices must be integers or None or have an __index__ method"

// missingKey reads the key of `key k not in dict`.
func missingKey(m []string) *exceptions.Error {
	if i := strings.LastIndex(m[0], " not in "); i >= 0 {
		return &exceptions.Error{Type: exceptions.KeyError, Args: starlark.Tuple{parseKey(m[0][:i])}}
	}
	return raised(exceptions.RuntimeError, "key %s", m[0])
}

func indexError(container string) *exceptions.Error {
	switch container {
	case "bytes":
		return raised(exceptions.IndexError, "index out of range")
	case "range":
		return raised(exceptions.IndexError, "range object index out of range")
	}
	return raised(exceptions.IndexError, "%s index out of range", container)
}

func badIndex(container, index string) *exceptions.Error {
	switch container {
	case "string":
		return raised(exceptions.TypeError, "string indices must be integers, not '%s'", pythonType(index))
	case "bytes":
		container = "byte"
	}
	return raised(exceptions.TypeError, "%s indices must be integers or slices, not %s", container, pythonType(index))
}

// unknownBinary words `unknown binary op: x op y`.
func unknownBinary(m []string) *exceptions.Error {
	words := strings.Fields(m[0])
	if len(words) < 3 {
		return raised(exceptions.TypeError, "%s", m[0])
	}
	a, op, b := pythonType(words[0]), strings.Join(words[1:len(words)-1], " "), pythonType(words[len(words)-1])
	sequence := func(t string) bool {
		return t == "str" || t == "list" || t == "tuple" || t == "bytes" || t == "bytearray"
	}
	switch {
	case op == "in" || op == "not in":
		return raised(exceptions.TypeError, "argument of type '%s' is not iterable", b)
	case op == "+" && (a == "bytes" || a == "bytearray"):
		return raised(exceptions.TypeError, "can't concat %s to %s", b, a)
	case op == "+" && sequence(a):
		return raised(exceptions.TypeError, `can only concatenate %s (not "%s") to %s`, a, b, a)
	case op == "*" && sequence(a):
		return raised(exceptions.TypeError, "can't multiply sequence by non-int of type '%s'", b)
	case op == "*" && sequence(b):
		return raised(exceptions.TypeError, "can't multiply sequence by non-int of type '%s'", a)
	}
	return raised(exceptions.TypeError, "unsupported operand type(s) for %s: '%s' and '%s'", op, a, b)
}

// unboundVariable words `local variable x`, `global variable x`.
func unboundVariable(m []string) *exceptions.Error {
	kind, name, _ := strings.Cut(m[0], " variable ")
	bare := variableName(name)
	e := raised(exceptions.NameError, "name '%s' is not defined", bare)
	if kind == "local" && !strings.HasPrefix(name, "#g.") {
		e = raised(exceptions.UnboundLocalError, "cannot access local variable '%s' where it is not associated with a value", bare)
	}
	e.Attrs = map[string]starlark.Value{"name": starlark.String(bare)}
	return e
}
