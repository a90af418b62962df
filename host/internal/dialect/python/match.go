package python

// This file matches tokens against grammar.txt.

import (
	"slices"
	"strings"
)

const (
	maxSteps     = 2_000_000 // of one match; a statement that needs more gets no better words than "invalid syntax"
	maxRuleDepth = 6000      // CPython's MAXSTACK
)

// A capture is a labelled part of an alternative: tokens from start to end.
type capture struct {
	label      string
	start, end int
}

// A memoKey says what a memo is for: a rule at a token. A rule that CPython remembers has one memo, another has two:
// with rules of faults and without.
type memoKey struct {
	rule   *rule
	at     int
	faults bool
}

// A matcher matches rules. What it panics with is an *Error: the fault that it found, or one of the scanner.
type matcher struct {
	p      *parser
	faults bool // rules of faults are on
	seen   int  // number of tokens looked at, as if they were scanned one by one
	steps  int
	depth  int
	memo   map[memoKey]int // end of the match, -1 for none
}

// A tooLong panic ends a match that takes too many steps or too much stack.
type tooLong struct{}

// tok looks at token i. A place where the scanner gave up has no token but its error.
func (m *matcher) tok(i int) *token {
	i = min(i, len(m.p.tokens)-1)
	t := &m.p.tokens[i]
	if t.kind == tokError {
		panic(m.p.fault)
	}
	m.seen = max(m.seen, i+1)
	return t
}

// match matches r at token i and returns where the match ends.
func (m *matcher) match(r *rule, i int) (end int, ok bool) {
	if m.steps++; m.steps > maxSteps || m.depth > maxRuleDepth {
		panic(tooLong{})
	}
	key := memoKey{r, i, m.faults && !r.memo}
	if end, ok := m.memo[key]; ok {
		return end, end >= 0
	}
	m.depth++
	faults := m.faults
	m.faults = faults && !r.pure
	end, ok = m.alternatives(r.alts, i, nil)
	m.faults = faults
	m.depth--
	if !ok {
		end = -1
	}
	m.memo[key] = end
	return end, ok
}

// alternatives matches the first of alts that fits. Captures are collected in outer, if that is not nil.
func (m *matcher) alternatives(alts []alternative, i int, outer *[]capture) (int, bool) {
	for k := range alts {
		var captures []capture
		end, ok, cut := m.sequence(&alts[k], i, &captures)
		if ok {
			if a := alts[k].action; a != nil {
				m.act(a, captures)
				return 0, false // not a fault after all; CPython tries no other alternative then
			}
			if outer != nil {
				*outer = append(*outer, captures...)
			}
			return end, true
		}
		if cut {
			break
		}
	}
	return 0, false
}

func (m *matcher) sequence(a *alternative, i int, captures *[]capture) (end int, ok, cut bool) {
	for k := range a.items {
		it := &a.items[k]
		if it.kind == itemCut {
			cut = true
			continue
		}
		next, ok := m.item(it, i, captures)
		if !ok {
			return 0, false, cut
		}
		if it.label != "" {
			*captures = append(*captures, capture{it.label, i, next})
		}
		i = next
	}
	return i, true, cut
}

func (m *matcher) item(it *item, i int, captures *[]capture) (int, bool) {
	switch it.kind {
	case itemText:
		t := m.tok(i)
		return i + 1, (t.kind == tokOp || t.keyword) && t.text == it.text
	case itemSoft:
		t := m.tok(i)
		return i + 1, t.isName() && t.text == it.text
	case itemClass:
		return m.class(it.text, i)
	case itemRule:
		return m.match(it.rule, i)
	case itemFault:
		if !m.faults {
			return 0, false
		}
		return m.match(it.rule, i)
	case itemGroup:
		return m.alternatives(it.alts, i, captures)
	case itemRepeat:
		return m.repeat(it, i, captures)
	case itemAhead:
		_, ok := m.item(it.inner, i, nil)
		return i, ok
	case itemNot:
		_, ok := m.item(it.inner, i, nil)
		return i, !ok
	}
	t := m.tok(i)
	if !t.isOp(it.text) {
		panic(m.p.errorAt("SyntaxError", "expected '"+it.text+"'", t.start, t.end))
	}
	return i + 1, true
}

func (m *matcher) repeat(it *item, i int, captures *[]capture) (int, bool) {
	n := 0
	for end := i; n < it.max; n++ {
		if n > 0 && it.sep != nil {
			var ok bool
			if end, ok = m.item(it.sep, i, nil); !ok {
				break
			}
		}
		next, ok := m.item(it.inner, end, captures)
		if !ok {
			break
		}
		i, end = next, next
	}
	return i, n >= it.min
}

// softKeywords are names that are keywords in some places. CPython takes each prefix of them for one where it looks for
// two expressions without a comma between them.
var softKeywords = []string{"_", "case", "match"}

// class matches a token of a class.
func (m *matcher) class(name string, i int) (int, bool) {
	t := m.tok(i)
	switch name {
	case "NAME":
		return i + 1, t.isName()
	case "SOFT":
		return i + 1, t.isName() && slices.ContainsFunc(softKeywords, func(k string) bool { return strings.HasPrefix(k, t.text) })
	case "NUMBER":
		return m.number(i)
	case "REAL":
		return m.part(i, "real")
	case "IMAGINARY":
		return m.part(i, "imaginary")
	case "STRING":
		return i + 1, t.kind == tokString
	case "STRINGS":
		return m.strings(i)
	case "NEWLINE":
		return i + 1, t.kind == tokNewline
	case "INDENT":
		return i + 1, t.kind == tokIndent
	case "DEDENT":
		return i + 1, t.kind == tokDedent
	case "END":
		return i + 1, t.kind == tokEnd
	}
	panic("BUG: python: grammar.txt: no class " + name)
}

// number matches a number and finds its value, which may be a fault.
func (m *matcher) number(i int) (int, bool) {
	t := m.tok(i)
	if t.kind != tokNumber {
		return 0, false
	}
	m.p.numberValue(t)
	return i + 1, true
}

// part matches a part of a complex number.
func (m *matcher) part(i int, kind string) (int, bool) {
	end, ok := m.number(i)
	if !ok {
		return 0, false
	}
	t := m.tok(i)
	imaginary := t.text[len(t.text)-1]|0x20 == 'j' && (len(t.text) < 2 || t.text[1]|0x20 != 'x')
	if imaginary != (kind == "imaginary") {
		panic(m.p.errorAt("SyntaxError", kind+" number required in complex literal", t.start, t.end))
	}
	return end, true
}

// strings matches adjacent literals and looks inside.
func (m *matcher) strings(i int) (int, bool) {
	end := i
	for m.tok(end).kind == tokString {
		end++
	}
	if end == i {
		return 0, false
	}
	sub := *m.p
	sub.at = i
	switch fault := sub.attempt(func() { sub.strings() }).(type) {
	case nil:
	case *Error:
		if fault.last {
			fault = m.last(fault.Class, fault.Msg)
		}
		panic(fault)
	default:
		panic("BUG: python: a string does not match itself")
	}
	return end, true
}
