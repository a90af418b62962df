package re

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/dlclark/regexp2"
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file compiles patterns and finds matches.

// Ways of matching.
const (
	searching = iota
	matching
	fullMatching
)

// pattern is the state of a Pattern.
type pattern struct {
	source starlark.Value // str or bytes
	given  int            // flags of the call
	*translated
	bytes bool
	made  [3]*regexp2.Regexp // by the way of matching, made when they are used first
}

func compile(source starlark.Value, flags int) (*pattern, error) {
	p := &pattern{source: source, given: flags}
	text, isText := declare.Text(source)
	if !isText {
		b, ok := declare.Bytes(source)
		if !ok {
			return nil, declare.TypeErrorf("first argument must be string or compiled pattern")
		}
		text, p.bytes = latin1(b), true
	}
	t, err := translate([]rune(text), flags, p.bytes)
	if err != nil {
		return nil, err
	}
	p.translated = t
	_, err = p.regexp(searching)
	return p, err
}

func (p *pattern) regexp(way int) (*regexp2.Regexp, error) {
	if p.made[way] != nil {
		return p.made[way], nil
	}
	text := p.text
	switch way {
	case matching:
		text = `\G(?:` + text + `)`
	case fullMatching:
		text = `\G(?:` + text + `)\z`
	}
	opts := regexp2.None
	for flag, opt := range map[int]regexp2.RegexOptions{flagIgnoreCase: regexp2.IgnoreCase, flagMultiline: regexp2.Multiline, flagDotAll: regexp2.Singleline} {
		if p.flags&flag != 0 {
			opts |= opt
		}
	}
	re, err := regexp2.Compile(text, opts)
	if err != nil {
		return nil, Error.Errorf("%v", err)
	}
	p.made[way] = re
	return re, nil
}

// latin1 returns bytes as characters 0 to 255.
func latin1(b string) string {
	var s strings.Builder
	for i := 0; i < len(b); i++ {
		s.WriteRune(rune(b[i]))
	}
	return s.String()
}

// subject is a text that is matched.
type subject struct {
	value starlark.Value
	text  string // as characters
	runes []rune
	ascii bool // an index of runes is one of text
	bytes bool
}

func newSubject(p *pattern, v starlark.Value) (*subject, error) {
	s := &subject{value: v}
	if text, ok := declare.Text(v); ok {
		if p.bytes {
			return nil, declare.TypeErrorf("cannot use a bytes pattern on a string-like object")
		}
		s.text = text
	} else if b, ok := declare.Bytes(v); ok {
		if !p.bytes {
			return nil, declare.TypeErrorf("cannot use a string pattern on a bytes-like object")
		}
		s.text, s.bytes = latin1(b), true
	} else {
		return nil, declare.TypeErrorf("expected string or bytes-like object, got '%s'", object.TypeName(v))
	}
	s.runes = []rune(s.text)
	s.ascii = len(s.runes) == len(s.text)
	return s, nil
}

// slice returns part of the subject.
func (s *subject) slice(from, to int) starlark.Value {
	var text string
	if s.ascii {
		text = s.text[from:to]
	} else {
		text = string(s.runes[from:to])
	}
	return s.wrap(text)
}

// wrap returns characters as a value of the subject's type.
func (s *subject) wrap(text string) starlark.Value {
	if !s.bytes {
		return starlark.String(text)
	}
	b := make([]byte, 0, len(text))
	for _, r := range text {
		b = append(b, byte(r))
	}
	return starlark.Bytes(b)
}

// match is the state of a Match.
type match struct {
	p        *pattern
	self     starlark.Value // the Pattern
	s        *subject
	spans    []int // start and end of each group, -1 if it did not take part
	pos, end int   // what was searched
}

func (m *match) start(group int) int { return m.spans[2*group] }
func (m *match) stop(group int) int  { return m.spans[2*group+1] }

// group returns the text of a group, or missing.
func (m *match) group(i int, missing starlark.Value) starlark.Value {
	if m.start(i) < 0 {
		return missing
	}
	return m.s.slice(m.start(i), m.stop(i))
}

// find returns the first match at or after from; nil if there is none.
func (p *pattern) find(s *subject, way, from, end int) (*match, error) {
	re, err := p.regexp(way)
	if err != nil {
		return nil, err
	}
	if from > end {
		return nil, nil
	}
	found, err := re.FindRunesMatchStartingAt(s.runes[:end], from)
	if err != nil || found == nil {
		if err != nil {
			err = Error.Errorf("%v", err)
		}
		return nil, err
	}
	m := &match{p: p, s: s, spans: make([]int, 2*(p.groups+1)), pos: from, end: end}
	for i := range m.spans {
		m.spans[i] = -1
	}
	for i := 0; i <= p.groups; i++ {
		g := found.GroupByNumber(i)
		if g != nil && len(g.Captures) > 0 {
			m.spans[2*i], m.spans[2*i+1] = g.Index, g.Index+g.Length
		}
	}
	return m, nil
}

// scan calls f for one match after another until it returns false. An empty match does not follow an empty match at the
// same place.
func (p *pattern) scan(s *subject, from, end int, f func(m *match) (bool, error)) error {
	emptyAt := -1
	for {
		m, err := p.find(s, searching, from, end)
		if err != nil {
			return err
		}
		if m != nil && m.start(0) == m.stop(0) && m.start(0) == emptyAt {
			m, err = p.find(s, searching, from+1, end)
			if err != nil {
				return err
			}
		}
		if m == nil {
			return nil
		}
		if more, err := f(m); !more || err != nil {
			return err
		}
		from, emptyAt = m.stop(0), -1
		if m.start(0) == m.stop(0) {
			emptyAt = from
		}
	}
}

// bounds converts the arguments pos and endpos.
func (s *subject) bounds(pos, endpos int) (int, int) {
	n := len(s.runes)
	end := max(0, min(endpos, n))
	return max(0, min(pos, n)), end
}

// flagNames lists the flags that repr shows.
var flagNames = []struct {
	flag int
	name string
}{
	{flagIgnoreCase, "re.IGNORECASE"}, {flagLocale, "re.LOCALE"}, {flagMultiline, "re.MULTILINE"}, {flagDotAll, "re.DOTALL"},
	{flagVerbose, "re.VERBOSE"}, {flagDebug, "re.DEBUG"}, {flagASCII, "re.ASCII"},
}

// repr is re.compile('...', flags).
func (p *pattern) repr(rt *object.Runtime) (string, error) {
	s, err := rt.Repr(p.source)
	if utf8.RuneCountInString(s) > 200 {
		s = string([]rune(s)[:200])
	}
	var names []string
	for _, f := range flagNames {
		if p.flags&f.flag != 0 && !(p.bytes && f.flag == flagASCII && p.given&flagASCII == 0) {
			names = append(names, f.name)
		}
	}
	if names != nil {
		s += ", " + strings.Join(names, "|")
	}
	return fmt.Sprintf("re.compile(%s)", s), err
}
