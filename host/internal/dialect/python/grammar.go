package python

// This file reads grammar.txt.

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

//go:embed grammar.txt
var grammarText string

// A rule is a rule of the grammar. Its alternatives are tried in order.
type rule struct {
	name string
	memo bool // what it matched may be remembered whether or not rules of faults were on
	pure bool // rules of faults are off below it
	alts []alternative
}

type alternative struct {
	items  []item
	action *action // not nil: the text is faulty if it matches
}

type itemKind uint8

const (
	itemText   itemKind = iota // the operator or keyword text
	itemSoft                   // the name text
	itemClass                  // a token of a class named text
	itemRule                   // rule
	itemFault                  // rule, a rule of faults
	itemGroup                  // alts
	itemRepeat                 // inner, at least min times and at most max, separated by sep
	itemAhead                  // inner follows
	itemNot                    // inner does not follow
	itemCut
	itemForced // the operator text must follow
)

type item struct {
	kind     itemKind
	label    string
	text     string
	rule     *rule
	alts     []alternative
	inner    *item
	sep      *item
	min, max int
}

// An action says what is wrong with the text that an alternative of faults matched.
type action struct {
	class    string
	from, to string // labels of the place; to is "" for that of from, "." for the last token seen
	message  string
	function string // of faults.go, which gets the labels args
	args     []string
}

// grammar is the parsed grammar.txt, by rule name.
var grammar = sync.OnceValue(func() map[string]*rule {
	g := &grammarReader{rules: map[string]*rule{}}
	header := regexp.MustCompile(`(?m)^([a-z_]+)((?: memo| pure)*):`)
	text := regexp.MustCompile(`(?m)^#.*$`).ReplaceAllString(grammarText, "")
	heads := header.FindAllStringSubmatchIndex(text, -1)
	for i, h := range heads {
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		marks := text[h[4]:h[5]]
		r := g.rule(text[h[2]:h[3]])
		r.memo, r.pure = strings.Contains(marks, "memo"), strings.Contains(marks, "pure")
		g.tokens = grammarToken().FindAllString(text[h[1]:end], -1)
		r.alts = g.alternatives()
		if len(g.tokens) > 0 {
			panic("BUG: python: grammar.txt: rule " + r.name + ": " + strings.Join(g.tokens, " "))
		}
	}
	for name, r := range g.rules {
		if r.alts == nil {
			panic("BUG: python: grammar.txt: no rule " + name)
		}
	}
	return g.rules
})

var grammarToken = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`'[^']*'\.?|"(?:[^"\\]|\\.)*"|=>|\.\.[a-zA-Z]?|!!|[A-Za-z_]+|\S`)
})

type grammarReader struct {
	rules  map[string]*rule
	tokens []string // what is left of the rule at hand
}

func (g *grammarReader) rule(name string) *rule {
	if g.rules[name] == nil {
		g.rules[name] = &rule{name: name}
	}
	return g.rules[name]
}

func (g *grammarReader) peek() string {
	if len(g.tokens) == 0 {
		return ""
	}
	return g.tokens[0]
}

func (g *grammarReader) next() string {
	t := g.tokens[0]
	g.tokens = g.tokens[1:]
	return t
}

func (g *grammarReader) alternatives() (alts []alternative) {
	for {
		var a alternative
		for t := g.peek(); t != "" && t != "|" && t != ")" && t != "=>"; t = g.peek() {
			a.items = append(a.items, g.item())
		}
		if g.peek() == "=>" {
			g.next()
			a.action = g.action()
		}
		alts = append(alts, a)
		if g.peek() != "|" {
			return alts
		}
		g.next()
	}
}

func (g *grammarReader) item() item {
	label := ""
	if len(g.tokens) > 1 && g.tokens[1] == ":" {
		label = g.next()
		g.next()
	}
	it := g.prefixed()
	it.label = label
	return it
}

func (g *grammarReader) prefixed() item {
	switch g.peek() {
	case "&", "!":
		kind := itemAhead
		if g.next() == "!" {
			kind = itemNot
		}
		inner := g.prefixed()
		return item{kind: kind, inner: &inner}
	case "!!":
		g.next()
		return item{kind: itemForced, text: strings.Trim(g.next(), "'")}
	case "~":
		g.next()
		return item{kind: itemCut}
	case "?":
		g.next()
		return item{kind: itemFault, rule: g.rule(g.next())}
	}
	it := g.primary()
	switch g.peek() {
	case "?":
		if len(g.tokens) > 1 && strings.HasPrefix(g.tokens[1], "bad_") { // the mark of a rule of faults
			return it
		}
		g.next()
		return item{kind: itemRepeat, inner: &it, max: 1}
	case "*":
		g.next()
		return item{kind: itemRepeat, inner: &it, max: 1 << 30}
	case "+":
		g.next()
		return item{kind: itemRepeat, inner: &it, min: 1, max: 1 << 30}
	}
	return it
}

func (g *grammarReader) primary() item {
	t := g.next()
	switch {
	case t == "(":
		alts := g.alternatives()
		g.next()
		return item{kind: itemGroup, alts: alts}
	case strings.HasSuffix(t, "'."):
		inner := g.primary()
		g.next() // the +
		return item{kind: itemRepeat, inner: &inner, min: 1, max: 1 << 30, sep: &item{kind: itemText, text: strings.Trim(t, "'.")}}
	case t[0] == '\'':
		return item{kind: itemText, text: strings.Trim(t, "'")}
	case t[0] == '"':
		return item{kind: itemSoft, text: strings.Trim(t, `"`)}
	case t == strings.ToUpper(t):
		return item{kind: itemClass, text: t}
	}
	return item{kind: itemRule, rule: g.rule(t)}
}

func (g *grammarReader) action() *action {
	a := &action{class: "SyntaxError"}
	var words []string
	for t := g.peek(); t != "" && t != "|"; t = g.peek() {
		g.next()
		switch {
		case t == "indent":
			a.class = "IndentationError"
		case t[0] == '"':
			m, err := strconv.Unquote(t)
			if err != nil {
				panic(fmt.Sprintf("BUG: python: grammar.txt: %s: %v", t, err))
			}
			a.message = m
		case strings.HasPrefix(t, ".."):
			if a.to = t[2:]; a.to == "" {
				a.to = "."
			}
		default:
			words = append(words, t)
		}
	}
	switch {
	case a.message == "":
		a.function, a.args = words[0], words[1:]
	case len(words) > 0:
		a.from = words[0]
	}
	return a
}
