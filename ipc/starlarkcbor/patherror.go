package starlarkcbor

// This file defines the errors of encoding, which name what cannot travel by
// its path. A path costs nothing until something fails: each container on the
// way adds its element while the error unwinds.

import (
	"errors"
	"strconv"
	"strings"

	"go.starlark.net/starlark"
)

var (
	// ErrTooDeep reports a value or message that nests deeper than Options.MaxDepth.
	ErrTooDeep = errors.New("nested too deeply")

	// ErrTooLarge reports a message longer than Options.MaxSize.
	ErrTooLarge = errors.New("message too large")
)

// A PathError names a value that cannot travel: "args[1]['f']: open file".
type PathError struct {
	Path string // the way from the root, as the script would write it
	Type string // what was found there; "" if Err says what went wrong
	Err  error  // the reason, if it is not just the type; may be nil

	elems []string // of Path, innermost first
}

// Unsupported returns the error of a reducer for a value that cannot travel.
// typ says what it is; "" stands for the type of the value.
func Unsupported(typ string) error { return &PathError{Type: typ} }

// Error returns the path, a colon and the reason.
func (e *PathError) Error() string {
	reason := e.Type
	if e.Err != nil {
		if reason != "" {
			reason += ": "
		}
		reason += e.Err.Error()
	}
	if e.Path == "" {
		return reason
	}
	return e.Path + ": " + reason
}

// Unwrap returns the reason, which is nil if the type alone is the reason.
func (e *PathError) Unwrap() error { return e.Err }

// pathElems is the number of elements that Path shows at each end of a long path.
const pathElems = 12

// join sets Path from the elements gathered so far.
func (e *PathError) join() {
	var b strings.Builder
	for i := len(e.elems) - 1; i >= 0; i-- {
		if len(e.elems) > 2*pathElems && i == len(e.elems)-1-pathElems {
			b.WriteString("…")
			i = pathElems
			continue
		}
		b.WriteString(e.elems[i])
	}
	e.Path = b.String()
}

// at adds elem in front of the path of err.
func (e *Encoder) at(err error, elem string) error {
	pe, ok := err.(*PathError)
	if !ok {
		pe = &PathError{Err: err}
	}
	pe.elems = append(pe.elems, elem)
	if e.depth == 0 {
		pe.join()
	}
	return pe
}

// indexElem returns the path element [i].
func indexElem(i int) string { return "[" + strconv.Itoa(i) + "]" }

// keyElem returns the path element ['key'].
func keyElem(k starlark.Value) string { return "[" + keyText(k) + "]" }

// keyText writes k as Python does if it is short and its text is known
// without asking a foreign type.
func keyText(k starlark.Value) string {
	const max = 40
	switch k := k.(type) {
	case starlark.String:
		s := string(k)
		if len(s) > max {
			s = strings.ToValidUTF8(s[:max], "") + "…"
		}
		q := strconv.Quote(s)
		if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
			return q
		}
		q = strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`)
		return "'" + strings.ReplaceAll(q, "'", `\'`) + "'"
	case starlark.Int, starlark.Float, starlark.Bool, starlark.NoneType:
		return k.String()
	case starlark.Tuple:
		if len(k) > 3 {
			break
		}
		parts := make([]string, len(k))
		for i, x := range k {
			parts[i] = keyText(x)
		}
		if len(parts) == 1 {
			return "(" + parts[0] + ",)"
		}
		return "(" + strings.Join(parts, ", ") + ")"
	case nil:
		return "<unassigned>"
	}
	return "<" + k.Type() + ">"
}
