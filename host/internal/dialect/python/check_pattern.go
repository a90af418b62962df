package python

// This file checks the patterns of match statements.

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// A patternCheck collects what one case binds.
type patternCheck struct {
	*checker
	names       []string
	irrefutable bool // a pattern that always matches may stand here
	last        Node // the last pattern looked at, where CPython sees faults of the patterns around it
}

func (c *checker) compileMatch(n *Match) {
	c.compile(n.Subject)
	for i, m := range n.Cases {
		p := &patternCheck{checker: c, irrefutable: m.Guard != nil || i == len(n.Cases)-1}
		p.pattern(m.Pattern)
		c.compile(m.Guard)
		compileAll(c, m.Body)
	}
}

func (p *patternCheck) pattern(n Node) {
	p.last = n
	switch n := n.(type) {
	case *MatchValue:
		p.literal(n.X)
	case *MatchSequence:
		stars := 0
		for _, e := range n.Pats {
			if _, ok := e.(*MatchStar); ok {
				stars++
			}
		}
		if stars > 1 {
			p.fail(n, "multiple starred names in sequence pattern")
		}
		p.parts(n.Pats)
	case *MatchStar:
		p.store(n, n.Name)
	case *MatchMapping:
		p.mapping(n)
	case *MatchClass:
		for i, name := range n.KwNames {
			if slices.Contains(n.KwNames[:i], name) {
				p.fail(n.KwPats[i], "attribute name repeated in class pattern: "+name)
			}
		}
		p.compile(n.Cls)
		p.parts(n.Pats)
		p.parts(n.KwPats)
	case *MatchAs:
		if n.Pat != nil {
			p.pattern(n.Pat)
		} else if !p.irrefutable {
			if n.Name != "" {
				p.fail(n, fmt.Sprintf("name capture '%s' makes remaining patterns unreachable", n.Name))
			}
			p.fail(n, "wildcard makes remaining patterns unreachable")
		}
		p.store(n, n.Name)
	case *MatchOr:
		p.alternatives(n)
	}
}

// parts checks patterns inside of another one.
func (p *patternCheck) parts(list []Node) {
	outer := p.irrefutable
	p.irrefutable = true
	for _, n := range list {
		p.pattern(n)
	}
	p.irrefutable = outer
}

func (p *patternCheck) store(n Node, name string) {
	if name == "" {
		return
	}
	p.notDebug(n, name, Store)
	if slices.Contains(p.names, name) {
		p.fail(p.last, fmt.Sprintf("multiple assignments to name '%s' in pattern", name))
	}
	p.names = append(p.names, name)
}

// literal checks the value of a pattern, which cannot be an f-string.
func (p *patternCheck) literal(x Expr) {
	if _, ok := x.(*JoinedStr); ok {
		p.fail(x, "patterns may only match literals and attribute lookups")
	}
}

func (p *patternCheck) mapping(n *MatchMapping) {
	seen := map[string]bool{}
	for _, k := range n.Keys {
		if _, ok := k.(*JoinedStr); ok {
			p.fail(n, "mapping pattern keys may only match literals and attribute lookups")
		}
		id, repr, ok := literalKey(k)
		if ok && seen[id] {
			p.fail(n, fmt.Sprintf("mapping pattern checks duplicate key (%s)", repr))
		}
		seen[id] = ok
	}
	p.parts(n.Pats)
	p.store(n, n.Rest)
}

// alternatives checks that each alternative binds the same names and that only the last one always matches.
func (p *patternCheck) alternatives(n *MatchOr) {
	before := slices.Clone(p.names)
	outer := p.irrefutable
	var bound []string
	for i, alt := range n.Pats {
		p.names = slices.Clone(before)
		p.irrefutable = outer && i == len(n.Pats)-1
		p.pattern(alt)
		names := slices.Sorted(slices.Values(p.names))
		if i == 0 {
			bound = names
		} else if !slices.Equal(bound, names) {
			p.fail(p.last, "alternative patterns bind different names")
		}
	}
	p.irrefutable = outer
}

// literalKey returns what tells a literal key of a mapping pattern from others, and how Python shows it.
func literalKey(x Expr) (id, repr string, ok bool) {
	sign := ""
	if u, minus := x.(*UnaryOp); minus {
		sign, x = "-", u.X
	}
	c, ok := x.(*Constant)
	if !ok {
		return "", "", false
	}
	switch c.Kind {
	case KNone:
		return "None", "None", true
	case KTrue:
		return "1", "True", true
	case KFalse:
		return "0", "False", true
	case KInt:
		if c.Int == 0 {
			return "0", "0", true
		}
		id = fmt.Sprint(sign, c.Int)
		return id, id, true
	case KBig:
		id = sign + c.Big.String()
		return id, id, true
	case KFloat:
		return numberKey(sign, c.Float, "", ".0")
	case KImag:
		return numberKey(sign, c.Float, "j", "j")
	case KStr:
		return "s" + c.Str, "'" + c.Str + "'", true
	case KBytes:
		return "b" + c.Str, "b'" + c.Str + "'", true
	}
	return "", "", false
}

// numberKey is literalKey for a float or an imaginary number. Zero is the same key as the integer, and so is each whole
// float.
func numberKey(sign string, f float64, unit, whole string) (id, repr string, ok bool) {
	s := sign + strconv.FormatFloat(f, 'g', -1, 64)
	repr = s + unit
	if f == math.Trunc(f) && math.Abs(f) < 1e16 {
		repr = sign + strconv.FormatFloat(f, 'f', -1, 64) + whole
		s = sign + strconv.FormatFloat(f, 'f', -1, 64)
	}
	if f == 0 {
		return "0", repr, true
	}
	return s + unit, repr, true
}
