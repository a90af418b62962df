package object

import (
	"strings"

	"go.starlark.net/starlark"
)

// This file defines what __traceback__ of an exception is, as far as scripts walk it.

// Traceback is a traceback object: a list of entries, linked by tb_next.
type Traceback struct {
	Frames []Frame
	skip   int // entries before the one that this object stands for
}

func (*Traceback) String() string          { return "<traceback object>" }
func (*Traceback) Type() string            { return "traceback" }
func (*Traceback) Freeze()                 {}
func (*Traceback) Truth() starlark.Bool    { return true }
func (t *Traceback) Hash() (uint32, error) { return pointerHash(t), nil }
func (*Traceback) AttrNames() []string     { return []string{"tb_frame", "tb_lineno", "tb_next"} }

// Lines returns the entries of a traceback object.
func (t *Traceback) Lines(source Source) []TraceLine {
	lines := traceLines(t.Frames, 0, source)
	return lines[min(t.skip, len(lines)):]
}

// Attr serves the entry and the link to the next one.
func (t *Traceback) Attr(name string) (starlark.Value, error) {
	lines := t.Lines(nil)
	if len(lines) == 0 {
		return nil, nil
	}
	switch name {
	case "tb_lineno":
		return starlark.MakeInt(lines[0].Line), nil
	case "tb_frame":
		return &frameObject{lines: lines[:1]}, nil
	case "tb_next":
		if len(lines) > 1 {
			return &Traceback{t.Frames, t.skip + 1}, nil
		}
		return starlark.None, nil
	}
	return nil, nil
}

// frameObject is a frame of a traceback: where it was, and nothing of its variables. lines are it and its callers,
// innermost first.
type frameObject struct{ lines []TraceLine }

func (*frameObject) String() string          { return "<frame object>" }
func (*frameObject) Type() string            { return "frame" }
func (*frameObject) Freeze()                 {}
func (*frameObject) Truth() starlark.Bool    { return true }
func (f *frameObject) Hash() (uint32, error) { return pointerHash(f), nil }
func (*frameObject) AttrNames() []string {
	return []string{"f_back", "f_code", "f_globals", "f_lineno", "f_locals"}
}

// Attr serves the attributes of frames that scripts print.
func (f *frameObject) Attr(name string) (starlark.Value, error) {
	switch name {
	case "f_lineno":
		return starlark.MakeInt(f.lines[0].Line), nil
	case "f_code":
		return &codeObject{f.lines[0], nil}, nil
	case "f_back":
		if len(f.lines) > 1 {
			return &frameObject{f.lines[1:]}, nil
		}
		return starlark.None, nil
	case "f_locals", "f_globals":
		return new(starlark.Dict), nil
	}
	return nil, nil
}

// NewFrame returns a frame object for the innermost of the entries of a stack, as sys._getframe() has it; nil if there
// is none.
func NewFrame(stack []TraceLine) starlark.Value {
	if len(stack) == 0 {
		return nil
	}
	lines := make([]TraceLine, len(stack))
	for i, l := range stack {
		lines[len(stack)-1-i] = l
	}
	return &frameObject{lines}
}

// codeObject is the code of a frame or function.
type codeObject struct {
	line TraceLine
	fn   *starlark.Function // nil for a frame's
}

func (c *codeObject) String() string        { return "<code object " + c.line.Name + ">" }
func (*codeObject) Type() string            { return "code" }
func (*codeObject) Freeze()                 {}
func (*codeObject) Truth() starlark.Bool    { return true }
func (c *codeObject) Hash() (uint32, error) { return pointerHash(c), nil }
func (*codeObject) AttrNames() []string {
	return []string{"co_argcount", "co_filename", "co_firstlineno", "co_name", "co_qualname", "co_varnames"}
}

// Attr serves what scripts ask of code.
func (c *codeObject) Attr(name string) (starlark.Value, error) {
	switch name {
	case "co_name", "co_qualname":
		return starlark.String(c.line.Name), nil
	case "co_filename":
		return starlark.String(c.line.File), nil
	case "co_firstlineno":
		return starlark.MakeInt(c.line.Line), nil
	case "co_argcount", "co_varnames":
		if c.fn == nil {
			return nil, nil
		}
		names := c.parameters()
		if name == "co_varnames" {
			return names, nil
		}
		n := len(names) - c.fn.NumKwonlyParams()
		if c.fn.HasVarargs() {
			n--
		}
		if c.fn.HasKwargs() {
			n--
		}
		return starlark.MakeInt(max(n, 0)), nil
	}
	return nil, nil
}

// parameters lists the names of the function's parameters.
func (c *codeObject) parameters() starlark.Tuple {
	var names starlark.Tuple
	for i := range c.fn.NumParams() {
		if n, _ := c.fn.Param(i); n != "" && !strings.Contains(n, "#") {
			names = append(names, starlark.String(n))
		}
	}
	return names
}
