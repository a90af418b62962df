package object

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file writes exceptions as CPython reports them, without the lines of carets.

// TraceLine is one entry of a traceback as scripts see it.
type TraceLine struct {
	File string
	Line int
	Name string // of the function, without the names around it
	Text string // the line of the source, trimmed; empty if unknown
}

// Source returns the lines of a file, nil if it is unknown.
type Source = func(file string) []string

const builtinFile = "<builtin>"

// traceOf returns the stack of an error of the VM. A function that refused its arguments is not on it.
func traceOf(ee *starlark.EvalError) []Frame {
	n := len(ee.CallStack)
	if n > 0 && ee.CallStack[n-1].Pos.Filename() != builtinFile && isCallError(ee.Msg) {
		var e *exceptions.Error
		if !errors.As(ee.Unwrap(), &e) {
			n--
		}
	}
	return ee.CallStack[:n]
}

// TraceLines returns the traceback of e, outermost frame first. Frames of Go code are left out, and those of the
// functions that lowering has made of try bodies belong to the function around them.
func (rt *Runtime) TraceLines(e *Instance, source Source) []TraceLine {
	return traceLines(e.exc.Trace, e.exc.traceStart, source)
}

func traceLines(frames []Frame, start int, source Source) []TraceLine {
	var out []TraceLine
	var last []int // index in frames of the innermost frame that an entry stands for
	for i, f := range frames {
		file := f.Pos.Filename()
		if file == builtinFile || strings.HasPrefix(f.Name, "#make.") {
			continue
		}
		line := TraceLine{File: file, Line: int(f.Pos.Line), Name: frameName(f.Name)}
		if strings.HasPrefix(line.Name, "#") && len(out) > 0 {
			line.Name = out[len(out)-1].Name
			out, last = out[:len(out)-1], last[:len(last)-1]
		}
		out, last = append(out, line), append(last, i)
	}
	for len(last) > 0 && last[0] < start {
		out, last = out[1:], last[1:]
	}
	for i := range out {
		out[i].Text = sourceLine(source, out[i].File, out[i].Line)
	}
	return out
}

func frameName(qualified string) string {
	switch qualified {
	case "<toplevel>":
		return "<module>"
	case "lambda":
		return "<lambda>"
	}
	if i := strings.LastIndex(qualified, "#"); i >= 0 {
		return qualified[i:]
	}
	return SimpleName(qualified)
}

func sourceLine(source Source, file string, line int) string {
	if source == nil {
		return ""
	}
	if lines := source(file); 1 <= line && line <= len(lines) {
		return strings.TrimSpace(lines[line-1])
	}
	return ""
}

// maxRepeats is how often the same entry is printed in a row.
const maxRepeats = 3

// FormatTrace writes the entries of a traceback; an entry that repeats, as in recursion, is counted.
func FormatTrace(lines []TraceLine) string {
	var b strings.Builder
	repeats := 0
	end := func() {
		if n := repeats - maxRepeats; n > 0 {
			fmt.Fprintf(&b, "  [Previous line repeated %d more time%s]\n", n, plural(n))
		}
	}
	for i, l := range lines {
		if i == 0 || l != lines[i-1] {
			end()
			repeats = 0
		}
		if repeats++; repeats > maxRepeats {
			continue
		}
		fmt.Fprintf(&b, "  File \"%s\", line %d, in %s\n", l.File, l.Line, l.Name)
		if l.Text != "" {
			b.WriteString("    " + l.Text + "\n")
		}
	}
	end()
	return b.String()
}

const (
	causeText   = "\nThe above exception was the direct cause of the following exception:\n\n"
	contextText = "\nDuring handling of the above exception, another exception occurred:\n\n"
)

// FormatException writes e with its traceback, its causes and the exceptions during whose handling it was raised.
func (rt *Runtime) FormatException(e *Instance, source Source) string {
	var b strings.Builder
	rt.formatChain(&b, e, source, map[*Instance]bool{})
	return b.String()
}

func (rt *Runtime) formatChain(b *strings.Builder, e *Instance, source Source, seen map[*Instance]bool) {
	seen[e] = true
	switch x := e.exc; {
	case x.Remote != "":
		b.WriteString("multiprocessing.pool.RemoteTraceback: \n\"\"\"\n" + strings.TrimSuffix(x.Remote, "\n") + "\n\"\"\"\n" + causeText)
	case x.Cause != nil && !seen[x.Cause]:
		rt.formatChain(b, x.Cause, source, seen)
		b.WriteString(causeText)
	case x.Cause == nil && x.Context != nil && !x.SuppressContext && !seen[x.Context]:
		rt.formatChain(b, x.Context, source, seen)
		b.WriteString(contextText)
	}
	if lines := rt.TraceLines(e, source); len(lines) > 0 {
		b.WriteString("Traceback (most recent call last):\n")
		b.WriteString(FormatTrace(lines))
	}
	b.WriteString(rt.FormatExceptionOnly(e))
}

// FormatExceptionOnly writes the lines of e behind its traceback: type, message and notes.
func (rt *Runtime) FormatExceptionOnly(e *Instance) string {
	name := e.class.qualname
	if m := e.class.module; m != "" && m != "builtins" && m != "__main__" {
		name = m + "." + name
	}
	text, err := rt.Str(e)
	if err != nil {
		rt.Pending()
		text = "<exception str() failed>"
	}
	var b strings.Builder
	if e.class.exc.Is(exceptions.SyntaxError) {
		text = rt.formatSyntaxError(&b, e, text)
	}
	b.WriteString(name)
	if text != "" {
		b.WriteString(": " + text)
	}
	b.WriteString(rt.suggestion(e, text))
	b.WriteByte('\n')
	rt.formatNotes(&b, e)
	return b.String()
}

// formatSyntaxError writes where a SyntaxError was found and returns its message.
func (rt *Runtime) formatSyntaxError(b *strings.Builder, e *Instance, text string) string {
	line, ok := e.Field("lineno")
	if !ok || line == starlark.None {
		return text
	}
	file := "<string>"
	if v, ok := e.Field("filename"); ok {
		if s, ok := v.(starlark.String); ok {
			file = string(s)
		}
	}
	fmt.Fprintf(b, "  File \"%s\", line %s\n", file, line)
	v, _ := e.Field("text")
	if code, ok := v.(starlark.String); ok {
		trimmed := strings.TrimLeft(strings.TrimRight(string(code), "\n"), " \t\f")
		b.WriteString("    " + trimmed + "\n")
		if offset, err := starlark.AsInt32(fieldOr(e, "offset", starlark.None)); err == nil && offset > 0 {
			column := offset - 1 - (len(strings.TrimRight(string(code), "\n")) - len(trimmed))
			if column = min(column, utf8.RuneCountInString(trimmed)); column >= 0 {
				b.WriteString("    " + strings.Repeat(" ", column) + strings.Repeat("^", carets(e, offset)) + "\n")
			}
		}
	}
	if m, ok := fieldOr(e, "msg", nil).(starlark.String); ok {
		return string(m)
	}
	if len(e.exc.Args) > 0 {
		if m, ok := e.exc.Args[0].(starlark.String); ok {
			return string(m)
		}
	}
	return text
}

// carets is how many carets mark the place of a SyntaxError that begins at offset.
func carets(e *Instance, offset int) int {
	end, err := starlark.AsInt32(fieldOr(e, "end_offset", starlark.None))
	if err != nil || e.class.exc.Is(exceptions.IndentationError) || fieldOr(e, "end_lineno", nil) == nil {
		return 1
	}
	line, _ := starlark.AsInt32(fieldOr(e, "lineno", starlark.None))
	last, err := starlark.AsInt32(fieldOr(e, "end_lineno", starlark.None))
	if text, ok := fieldOr(e, "text", nil).(starlark.String); ok && err == nil && last > line {
		end = utf8.RuneCountInString(strings.TrimRight(string(text), "\n")) + 1
	}
	return max(end-offset, 1)
}

func fieldOr(o *Instance, name string, absent starlark.Value) starlark.Value {
	if v, ok := o.Field(name); ok {
		return v
	}
	return absent
}

func (rt *Runtime) formatNotes(b *strings.Builder, e *Instance) {
	notes, ok := e.Field("__notes__")
	if !ok || notes == starlark.None {
		return
	}
	list, isList := notes.(*starlark.List)
	if !isList {
		s, _ := rt.Repr(notes)
		b.WriteString(s + "\n")
		return
	}
	for _, n := range listElements(list) {
		s, _ := rt.Str(n)
		for _, line := range strings.Split(s, "\n") {
			b.WriteString(line + "\n")
		}
	}
}
