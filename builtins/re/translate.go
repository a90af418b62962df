package re

import (
	"fmt"
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file translates Python's notation into that of regexp2, which is .NET's: alternatives, repetitions and groups.

// Flags, as in Python.
const (
	flagTemplate, flagIgnoreCase, flagLocale, flagMultiline    = 1, 2, 4, 8
	flagDotAll, flagUnicode, flagVerbose, flagDebug, flagASCII = 16, 32, 64, 128, 256
)

// Error is re.error.
var Error = exceptions.New("re", "PatternError", exceptions.Exception)

// pattern is what the translator finds out.
type translated struct {
	text   string
	flags  int
	groups int
	names  map[string]int
	order  []int // order[i]: the groups in the order in which they close
}

type translator struct {
	src    []rune
	pos    int
	out    strings.Builder
	flags  int
	bytes  bool
	groups int
	names  map[string]int
	open   map[int]bool
	order  []int
}

func (t *translator) fail(pos int, format string, args ...any) error {
	msg := fmt.Sprintf(format, args...)
	err := Error.Errorf("%s at position %d", msg, pos).(*exceptions.Error)
	line, column := 1, pos+1
	for i, r := range t.src[:min(pos, len(t.src))] {
		if r == '\n' {
			line++
			column = pos - i
		}
	}
	if strings.ContainsRune(string(t.src), '\n') {
		err = Error.Errorf("%s at position %d (line %d, column %d)", msg, pos, line, column).(*exceptions.Error)
	}
	err.Attrs = map[string]starlark.Value{"msg": starlark.String(msg), "pos": starlark.MakeInt(pos), "pattern": starlark.String(string(t.src)),
		"lineno": starlark.MakeInt(line), "colno": starlark.MakeInt(column)}
	return err
}

func translate(src []rune, flags int, isBytes bool) (*translated, error) {
	t := &translator{src: src, flags: flags, bytes: isBytes, names: map[string]int{}, open: map[int]bool{}}
	if isBytes {
		t.flags |= flagASCII
	} else if flags&flagASCII == 0 {
		t.flags |= flagUnicode
	}
	if err := t.globalFlags(); err != nil {
		return nil, err
	}
	if err := t.alternatives(); err != nil {
		return nil, err
	}
	if t.pos < len(t.src) {
		return nil, t.fail(t.pos, "unbalanced parenthesis")
	}
	return &translated{t.out.String(), t.flags, t.groups, t.names, t.order}, nil
}

func (t *translator) more() bool { return t.pos < len(t.src) }

func (t *translator) at(text string) bool {
	return strings.HasPrefix(string(t.src[t.pos:min(len(t.src), t.pos+len(text))]), text)
}

func (t *translator) accept(text string) bool {
	if t.at(text) {
		t.pos += len(text)
		return true
	}
	return false
}

func flagOf(r rune) int {
	switch r {
	case 'i':
		return flagIgnoreCase
	case 'L':
		return flagLocale
	case 'm':
		return flagMultiline
	case 's':
		return flagDotAll
	case 'x':
		return flagVerbose
	case 'a':
		return flagASCII
	case 'u':
		return flagUnicode
	}
	return 0
}

// globalFlags reads (?imsx) at the beginning.
func (t *translator) globalFlags() error {
	for t.at("(?") {
		i := t.pos + 2
		flags := 0
		for i < len(t.src) && flagOf(t.src[i]) != 0 {
			flags |= flagOf(t.src[i])
			i++
		}
		if i >= len(t.src) || t.src[i] != ')' || flags == 0 {
			return nil
		}
		t.flags |= flags
		if flags&flagASCII != 0 {
			t.flags &^= flagUnicode
		}
		t.pos = i + 1
	}
	return nil
}

func (t *translator) alternatives() error {
	for {
		if err := t.sequence(); err != nil {
			return err
		}
		if !t.accept("|") {
			return nil
		}
		t.out.WriteByte('|')
	}
}

// sequence reads items with their repetitions.
func (t *translator) sequence() error {
	for t.more() {
		r := t.src[t.pos]
		if r == '|' || r == ')' {
			return nil
		}
		if t.flags&flagVerbose != 0 {
			if strings.ContainsRune(" \t\n\r\f\v", r) {
				t.pos++
				continue
			}
			if r == '#' {
				for t.more() && t.src[t.pos] != '\n' {
					t.pos++
				}
				continue
			}
		}
		start := t.pos
		before := t.out.String()
		t.out.Reset()
		repeatable, err := t.item()
		if err != nil {
			return err
		}
		piece := t.out.String()
		t.out.Reset()
		if piece, err = t.repetition(piece, repeatable, start); err != nil {
			return err
		}
		t.out.WriteString(before)
		t.out.WriteString(piece)
	}
	return nil
}

// repetition reads what follows an item: *, +, ?, {m,n}, lazy or possessive.
func (t *translator) repetition(piece string, repeatable bool, start int) (string, error) {
	for n := 0; ; n++ {
		if t.flags&flagVerbose != 0 {
			for t.more() && strings.ContainsRune(" \t\n\r\f\v", t.src[t.pos]) {
				t.pos++
			}
		}
		at := t.pos
		q := t.quantifier()
		if q == "" {
			return piece, nil
		}
		switch {
		case n > 0:
			return "", t.fail(at, "multiple repeat")
		case !repeatable:
			return "", t.fail(at, "nothing to repeat")
		}
		if least, most, ok := strings.Cut(strings.Trim(q, "{}"), ","); ok && most != "" {
			a, _ := strconv.Atoi(least)
			b, _ := strconv.Atoi(most)
			if a > b {
				return "", t.fail(at+1, "min repeat greater than max repeat")
			}
		}
		piece = "(?:" + piece + ")" + q
		switch {
		case t.accept("?"):
			piece += "?"
		case t.accept("+"):
			piece = "(?>" + piece + ")"
		}
	}
}

// quantifier reads *, +, ?, {n}, {m,n}; "" if there is none. A brace that begins none is a character.
func (t *translator) quantifier() string {
	if !t.more() {
		return ""
	}
	switch r := t.src[t.pos]; r {
	case '*', '+', '?':
		t.pos++
		return string(r)
	case '{':
		i := t.pos + 1
		digits := func() string {
			from := i
			for i < len(t.src) && t.src[i] >= '0' && t.src[i] <= '9' {
				i++
			}
			return string(t.src[from:i])
		}
		least := digits()
		most, comma := least, false
		if i < len(t.src) && t.src[i] == ',' {
			i++
			comma = true
			most = digits()
		}
		if i >= len(t.src) || t.src[i] != '}' || least == "" && !comma {
			return ""
		}
		t.pos = i + 1
		if least == "" {
			least = "0"
		}
		if !comma {
			return "{" + least + "}"
		}
		return "{" + least + "," + most + "}"
	}
	return ""
}

// item reads one character, class, escape or group.
func (t *translator) item() (repeatable bool, err error) {
	r := t.src[t.pos]
	switch r {
	case '*', '+', '?':
		return false, t.fail(t.pos, "nothing to repeat")
	case '.':
		t.pos++
		t.out.WriteByte('.')
	case '^':
		t.pos++
		t.out.WriteByte('^')
		return true, nil
	case '$':
		t.pos++
		t.out.WriteByte('$')
	case '[':
		return true, t.class()
	case '(':
		return t.group()
	case '\\':
		return true, t.escape()
	default:
		t.pos++
		t.literal(r)
	}
	return true, nil
}

// literal writes a character that stands for itself.
func (t *translator) literal(r rune) {
	if strings.ContainsRune(`\*+?|{}[]()^$.# `, r) || r == '\t' || r == '\n' {
		fmt.Fprintf(&t.out, `\u%04x`, r)
		return
	}
	t.out.WriteRune(r)
}

// group reads (...).
func (t *translator) group() (repeatable bool, err error) {
	start := t.pos
	t.pos++
	open, number := "", 0
	saved := t.flags
	repeatable = true
	switch {
	case !t.at("?"):
		if open, number, err = t.capture(""); err != nil {
			return false, err
		}
	case t.accept("?#"):
		for t.more() && t.src[t.pos] != ')' {
			t.pos++
		}
		if !t.accept(")") {
			return false, t.fail(start, "missing ), unterminated comment")
		}
		return false, nil
	case t.accept("?:"):
		open = "(?:"
	case t.accept("?>"):
		open = "(?>"
	case t.accept("?="):
		open = "(?="
	case t.accept("?!"):
		open = "(?!"
	case t.accept("?<="):
		open = "(?<="
	case t.accept("?<!"):
		open = "(?<!"
	case t.accept("?P="):
		name, err := t.name(')', start)
		if err != nil {
			return false, err
		}
		n, ok := t.names[name]
		if !ok {
			return false, t.fail(start+4, "unknown group name '%s'", name)
		}
		fmt.Fprintf(&t.out, `\k<%d>`, n)
		return true, nil
	case t.accept("?P<"):
		name, err := t.name('>', start)
		if err != nil {
			return false, err
		}
		if n, twice := t.names[name]; twice {
			return false, t.fail(start+4, "redefinition of group name '%s' as group %d; was group %d", name, t.groups+1, n)
		}
		if open, number, err = t.capture(name); err != nil {
			return false, err
		}
	case t.accept("?("):
		name, err := t.name(')', start)
		if err != nil {
			return false, err
		}
		n, ok := t.names[name]
		if i, err := strconv.Atoi(name); err == nil {
			n, ok = i, i <= t.groups && i > 0
		}
		if !ok {
			return false, t.fail(start+3, "unknown group name '%s'", name)
		}
		open = fmt.Sprintf("(?(%d)", n)
	default:
		if open, err = t.scopedFlags(start); err != nil {
			return false, err
		}
	}
	body := t.out.String()
	t.out.Reset()
	if err := t.alternatives(); err != nil {
		return false, err
	}
	if !t.accept(")") {
		return false, t.fail(start, "missing ), unterminated subpattern")
	}
	inner := t.out.String()
	t.out.Reset()
	t.out.WriteString(body + open + inner + ")")
	if number > 0 {
		delete(t.open, number)
		t.order = append(t.order, number)
	}
	t.flags = saved
	return repeatable, nil
}

func (t *translator) capture(name string) (open string, number int, err error) {
	t.groups++
	if name != "" {
		t.names[name] = t.groups
	}
	t.open[t.groups] = true
	return fmt.Sprintf("(?<%d>", t.groups), t.groups, nil
}

// name reads a group's name up to its terminator.
func (t *translator) name(end rune, start int) (string, error) {
	from := t.pos
	for t.more() && t.src[t.pos] != end {
		t.pos++
	}
	if !t.more() {
		return "", t.fail(from, "missing %c, unterminated name", end)
	}
	name := string(t.src[from:t.pos])
	t.pos++
	if name == "" {
		return "", t.fail(from, "missing group name")
	}
	for i, r := range name {
		if !(r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127 || r >= '0' && r <= '9' && (i > 0 || end == ')')) {
			return "", t.fail(from, "bad character in group name '%s'", name)
		}
	}
	return name, nil
}

// scopedFlags reads (?ims-x:...
func (t *translator) scopedFlags(start int) (string, error) {
	t.pos++ // the question mark
	on, off := 0, 0
	for t.more() && flagOf(t.src[t.pos]) != 0 {
		on |= flagOf(t.src[t.pos])
		t.pos++
	}
	if t.accept("-") {
		for t.more() && flagOf(t.src[t.pos]) != 0 {
			off |= flagOf(t.src[t.pos])
			t.pos++
		}
	}
	if !t.accept(":") {
		if t.accept(")") {
			return "", t.fail(start, "global flags not at the start of the expression")
		}
		end := min(len(t.src), t.pos+1)
		return "", t.fail(start+1, "unknown extension %s", string(t.src[start+1:end]))
	}
	t.flags = t.flags&^off | on
	letters := func(flags int) string {
		s := ""
		for flag, letter := range map[int]string{flagIgnoreCase: "i", flagMultiline: "m", flagDotAll: "s"} {
			if flags&flag != 0 {
				s += letter
			}
		}
		return s
	}
	open := "(?" + letters(on)
	if minus := letters(off); minus != "" {
		open += "-" + minus
	}
	return open + ":", nil
}
