package object

import (
	"fmt"
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file words the errors of calls, and reads the keys of KeyErrors back.

// These are the texts about arguments behind "function ".
const (
	textAcceptsNone   = "% accepts no arguments (% given)"
	textAcceptsAtMost = "% accepts at most % positional argument% (% given)"
	textAccepts       = "% accepts % positional argument% (% given)"
	textMissing       = "% missing % argument% (%)"
	textUnexpected    = "% got an unexpected keyword argument %"
	textMultiple      = "% got multiple values for parameter %"
)

// isCallError reports whether msg is about the arguments of a call, so that the frame of the function called has not
// begun.
func isCallError(msg string) bool {
	text, ok := strings.CutPrefix(msg, "function ")
	if !ok {
		return false
	}
	for _, p := range []string{textAcceptsNone, textAccepts, textMissing, textUnexpected, textMultiple} {
		if _, ok := matchPattern(p, text); ok {
			return true
		}
	}
	return false
}

// functionError words `function f ...`.
func functionError(m []string) *exceptions.Error {
	text := m[0]
	if p, ok := matchPattern(textAcceptsNone, text); ok {
		return wrongCount(p[0], "0", p[1])
	}
	if p, ok := matchPattern(textAcceptsAtMost, text); ok {
		return wrongCount(p[0], "from 0 to "+p[1], p[3])
	}
	if p, ok := matchPattern(textAccepts, text); ok {
		return wrongCount(p[0], p[1], p[3])
	}
	if p, ok := matchPattern(textMissing, text); ok {
		names := strings.Split(p[3], ", ")
		for i, n := range names {
			names[i] = variableName(n)
		}
		return raised(exceptions.TypeError, "%s() missing %d required positional argument%s: %s", callName(p[0]), len(names), plural(len(names)), quotedNames(names))
	}
	if p, ok := matchPattern(textUnexpected, text); ok {
		return raised(exceptions.TypeError, "%s() got an unexpected keyword argument '%s'", callName(p[0]), unquote(p[1]))
	}
	if p, ok := matchPattern(textMultiple, text); ok {
		return raised(exceptions.TypeError, "%s() got multiple values for argument '%s'", callName(p[0]), variableName(unquote(p[1])))
	}
	if name, ok := strings.CutSuffix(text, " called recursively"); ok {
		return raised(exceptions.RecursionError, "maximum recursion depth exceeded (%s)", name)
	}
	return raised(exceptions.RuntimeError, "function %s", text)
}

func wrongCount(name, takes, given string) *exceptions.Error {
	s := "s"
	if takes == "1" {
		s = ""
	}
	verb := "were"
	if given == "1" {
		verb = "was"
	}
	return raised(exceptions.TypeError, "%s() takes %s positional argument%s but %s %s given", callName(name), takes, s, given, verb)
}

func callName(name string) string {
	if name == "lambda" {
		return "<lambda>"
	}
	return name
}

func unquote(s string) string {
	if u, err := strconv.Unquote(s); err == nil {
		return u
	}
	return s
}

// Signature is what the VM's errors leave out about a function.
type Signature struct {
	Required    int      // parameters without a default that are not keyword-only
	KeywordOnly []string // names of keyword-only parameters
	// PositionalOnly are the names of parameters that no keyword can give.
	PositionalOnly []string
	// Named are the names of parameters that a keyword can give.
	Named []string
}

// refuse words the text of a call error better than functionError can; ok is false if there is nothing to add.
func (s Signature) refuse(text string) (message string, ok bool) {
	if p, ok := matchPattern(textAcceptsAtMost, text); ok {
		return wrongCount(p[0], fmt.Sprintf("from %d to %s", s.Required, p[1]), p[3]).Message(), true
	}
	if p, ok := matchPattern(textUnexpected, text); ok {
		name := unquote(strings.TrimSuffix(p[1], ")"))
		if indexOfName(s.PositionalOnly, name) < 0 {
			return unexpectedText(callName(p[0]), name, s.Named), true
		}
		return fmt.Sprintf("%s() got some positional-only arguments passed as keyword arguments: '%s'", callName(p[0]), name), true
	}
	p, ok := matchPattern(textMissing, text)
	if !ok || strings.Contains(text, " accepts ") {
		return "", false
	}
	var positional, keywordOnly []string
	for _, n := range strings.Split(p[3], ", ") {
		if n = variableName(n); indexOfName(s.KeywordOnly, n) >= 0 {
			keywordOnly = append(keywordOnly, n)
		} else {
			positional = append(positional, n)
		}
	}
	kind, names := "positional", positional
	if len(names) == 0 {
		kind, names = "keyword-only", keywordOnly
	}
	return fmt.Sprintf("%s() missing %d required %s argument%s: %s", callName(p[0]), len(names), kind, plural(len(names)), quotedNames(names)), true
}

// parseKey reads a key back that an error shows in Starlark's notation. A key of another kind than text, numbers, None
// and tuples of these becomes a value that has the same repr.
func parseKey(text string) starlark.Value {
	p := keyParser{text}
	if v, ok := p.value(); ok && p.rest == "" {
		return v
	}
	return shownValue(text)
}

// keyParser reads literals from the left of rest.
type keyParser struct{ rest string }

func (p *keyParser) value() (starlark.Value, bool) {
	switch s := p.rest; {
	case strings.HasPrefix(s, "("):
		return p.tuple()
	case strings.HasPrefix(s, `b"`):
		p.rest = s[1:]
		u, ok := p.quoted()
		return starlark.Bytes(u), ok
	case strings.HasPrefix(s, `"`):
		u, ok := p.quoted()
		return starlark.String(u), ok
	}
	i := strings.IndexAny(p.rest, ",)")
	if i < 0 {
		i = len(p.rest)
	}
	word := p.rest[:i]
	p.rest = p.rest[i:]
	switch word {
	case "None":
		return starlark.None, true
	case "True":
		return starlark.True, true
	case "False":
		return starlark.False, true
	}
	if i, err := strconv.ParseInt(word, 10, 64); err == nil {
		return starlark.MakeInt64(i), true
	}
	if f, err := strconv.ParseFloat(word, 64); err == nil && !strings.ContainsAny(word, "xXpP_") && strings.ContainsAny(word, ".enf") {
		return starlark.Float(f), true
	}
	return nil, false
}

// quoted reads a string in double quotes.
func (p *keyParser) quoted() (string, bool) {
	prefix, err := strconv.QuotedPrefix(p.rest)
	if err != nil {
		return "", false
	}
	p.rest = p.rest[len(prefix):]
	s, err := strconv.Unquote(prefix)
	return s, err == nil
}

func (p *keyParser) tuple() (starlark.Value, bool) {
	p.rest = p.rest[1:]
	t := starlark.Tuple{}
	for {
		if rest, ok := strings.CutPrefix(p.rest, ")"); ok {
			p.rest = rest
			return t, true
		}
		v, ok := p.value()
		if !ok {
			return nil, false
		}
		t = append(t, v)
		if rest, ok := strings.CutPrefix(p.rest, ","); ok {
			p.rest = strings.TrimPrefix(rest, " ")
		} else if !strings.HasPrefix(p.rest, ")") {
			return nil, false
		}
	}
}

// shownValue is a value of which only the repr is known.
type shownValue string

func (s shownValue) String() string        { return string(s) }
func (s shownValue) Type() string          { return "object" }
func (s shownValue) Freeze()               {}
func (s shownValue) Truth() starlark.Bool  { return true }
func (s shownValue) Hash() (uint32, error) { return starlark.String(s).Hash() }
