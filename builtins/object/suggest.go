package object

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file finds the name that a misspelt one may stand for, by CPython's measure, and says so as CPython does.

// missingAttribute is an AttributeError whose traceback suggests one of the names that near lists.
func missingAttribute(near func() []string, format string, args ...any) error {
	e := raised(exceptions.AttributeError, format, args...)
	e.Near = near
	return e
}

// unexpectedKeyword is the error of a call with a keyword argument that the function does not have.
func unexpectedKeyword(function, name string, parameters []string) error {
	return exceptions.TypeError.Errorf("%s", unexpectedText(function, name, parameters))
}

func unexpectedText(function, name string, parameters []string) string {
	text := fmt.Sprintf("%s() got an unexpected keyword argument '%s'", function, name)
	if s, ok := Suggest(name, parameters); ok {
		text += ". Did you mean '" + s + "'?"
	}
	return text
}

// suggestion is what a traceback adds to the message text of e: the name that may be meant.
func (rt *Runtime) suggestion(e *Instance, text string) string {
	is := e.class.exc.Is
	if !is(exceptions.NameError) && !is(exceptions.AttributeError) && !is(exceptions.ImportError) {
		return ""
	}
	wrong := wrongName(e, text)
	if wrong == "" {
		return ""
	}
	var candidates []string
	switch {
	case e.exc.near != nil:
		for _, n := range e.exc.near() {
			if strings.HasPrefix(wrong, "_") || !strings.HasPrefix(n, "_") {
				candidates = append(candidates, n)
			}
		}
	case is(exceptions.NameError) && len(e.exc.Trace) > 0 && rt.Visible != nil:
		last := e.exc.Trace[len(e.exc.Trace)-1]
		candidates = append(rt.Visible(last.Name, last.Pos), BuiltinNames()...)
	}
	best, found := Suggest(wrong, candidates)
	forgot := is(exceptions.NameError) && !is(exceptions.UnboundLocalError) && StandardModule(wrong)
	switch {
	case found && forgot:
		return ". Did you mean: '" + best + "'? Or did you forget to import '" + wrong + "'?"
	case found:
		return ". Did you mean: '" + best + "'?"
	case forgot:
		return ". Did you forget to import '" + wrong + "'?"
	}
	return ""
}

// wrongName is the name that was not found: an attribute, or the last name in quotes of the message.
func wrongName(e *Instance, text string) string {
	if !e.class.exc.Is(exceptions.AttributeError) {
		for _, field := range []string{"name_from", "name"} {
			if s, ok := fieldOr(e, field, nil).(starlark.String); ok {
				return string(s)
			}
		}
	}
	parts := strings.Split(text, "'")
	if len(parts) < 3 {
		return ""
	}
	return parts[len(parts)-2]
}

const (
	moveCost = 2 // of a character inserted, deleted or replaced
	caseCost = 1 // of a character replaced by itself in the other case

	maxSuggestions = 750 // more candidates are not looked at
	maxSuggestible = 40  // bytes of a name; longer ones are not compared
)

// Suggest returns the candidate that is nearest to a name, if any is near.
func Suggest(name string, candidates []string) (best string, found bool) {
	if len(candidates) > maxSuggestions || len(name) > maxSuggestible {
		return "", false
	}
	nearest := 0
	for _, c := range candidates {
		if c == name || c == "" || c[0] == '#' {
			continue
		}
		most := (len(name) + len(c) + 3) * moveCost / 6
		if found {
			most = min(most, nearest-1)
		}
		if d := distance(name, c, most); d <= most {
			best, nearest, found = c, d, true
		}
	}
	return best, found
}

// distance is the cost of turning a into b, or more than most.
func distance(a, b string, most int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == 0 || len(b) == 0 {
		return moveCost * (len(a) + len(b))
	}
	if len(a) > maxSuggestible || len(b) > maxSuggestible {
		return most + 1
	}
	row := make([]int, len(a)+1) // costs of turning prefixes of a into what there is of b
	for i := range row {
		row[i] = i * moveCost
	}
	for j := range len(b) {
		diagonal := row[0]
		row[0] += moveCost
		for i := range len(a) {
			cost := min(row[i], row[i+1]) + moveCost
			cost = min(cost, diagonal+substitution(a[i], b[j]))
			diagonal, row[i+1] = row[i+1], cost
		}
	}
	return row[len(a)]
}

func substitution(x, y byte) int {
	switch {
	case x == y:
		return 0
	case lower(x) == lower(y):
		return caseCost
	}
	return moveCost
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
