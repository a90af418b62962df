package re

import (
	"fmt"
	"math"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file assembles the module: its functions, Pattern and Match.

// module is what the functions of one interpreter share.
type module struct {
	rt             *object.Runtime
	pattern, match *declare.Class
	cache          map[string]*object.Instance // compiled by functions of the module
}

// cacheSize is the number of patterns that functions of the module remember.
const cacheSize = 512

// New returns the module re.
func New(rt *object.Runtime) *object.Module {
	m := &module{rt: rt, cache: map[string]*object.Instance{}}
	m.pattern, m.match = m.newPattern(), m.newMatch()
	functions := map[string]declare.Func{
		"compile": func(c declare.Call) (starlark.Value, error) {
			var source starlark.Value
			flags := 0
			if err := c.Unpack("pattern", &source, "flags?", &flags); err != nil {
				return nil, err
			}
			return m.compiled(c, source, flags)
		},
		"escape": escape,
		"purge": func(c declare.Call) (starlark.Value, error) {
			clear(m.cache)
			return starlark.None, nil
		},
	}
	for name, method := range map[string]struct {
		f      func(c declare.Call, self *object.Instance, p *pattern) (starlark.Value, error)
		params string
	}{
		"match": {m.way(matching), "pattern string flags"}, "search": {m.way(searching), "pattern string flags"},
		"fullmatch": {m.way(fullMatching), "pattern string flags"}, "findall": {m.findAll, "pattern string flags"},
		"finditer": {m.findIter, "pattern string flags"}, "split": {m.split, "pattern string maxsplit flags"},
		"sub": {m.sub(false), "pattern repl string count flags"}, "subn": {m.sub(true), "pattern repl string count flags"},
	} {
		functions[name] = func(c declare.Call) (starlark.Value, error) {
			return m.global(c, method.f, strings.Fields(method.params))
		}
	}
	out := declare.Module(rt, "re", functions)
	for name, flag := range map[string]int{
		"A": flagASCII, "ASCII": flagASCII, "I": flagIgnoreCase, "IGNORECASE": flagIgnoreCase, "L": flagLocale, "LOCALE": flagLocale,
		"M": flagMultiline, "MULTILINE": flagMultiline, "S": flagDotAll, "DOTALL": flagDotAll, "U": flagUnicode, "UNICODE": flagUnicode,
		"X": flagVerbose, "VERBOSE": flagVerbose, "DEBUG": flagDebug, "T": flagTemplate, "NOFLAG": 0,
	} {
		out.SetField(name, starlark.MakeInt(flag))
	}
	declare.Classes(out, m.pattern, m.match)
	return declare.Add(out, starlark.StringDict{"error": rt.ExceptionClass(Error), "PatternError": rt.ExceptionClass(Error), "RegexFlag": rt.Type("int")})
}

// compiled returns the Pattern of a text, or the Pattern that is given.
func (m *module) compiled(c declare.Call, source starlark.Value, flags int) (*object.Instance, error) {
	if o, ok := source.(*object.Instance); ok {
		if _, ok := o.State().(*pattern); ok {
			if flags != 0 {
				return nil, declare.ValueErrorf("cannot process flags argument with a compiled pattern")
			}
			return o, nil
		}
	}
	key := fmt.Sprintf("%T%d:%s", source, flags, source)
	if o := m.cache[key]; o != nil {
		return o, nil
	}
	p, err := compile(source, flags)
	if err != nil {
		return nil, err
	}
	o := m.pattern.Allocate(c.T)
	*o.State().(*pattern) = *p
	if len(m.cache) >= cacheSize {
		clear(m.cache)
	}
	m.cache[key] = o
	return o, nil
}

// global is re.f(pattern, ...): a method of the compiled pattern.
func (m *module) global(c declare.Call, f func(c declare.Call, self *object.Instance, p *pattern) (starlark.Value, error), params []string) (starlark.Value, error) {
	values := make([]starlark.Value, len(params))
	var pairs []any
	for i, n := range params {
		if n == "flags" || n == "count" || n == "maxsplit" {
			n += "?"
		}
		pairs = append(pairs, n, &values[i])
	}
	if err := c.Unpack(pairs...); err != nil {
		return nil, err
	}
	flags := 0
	if v := values[len(values)-1]; v != nil {
		var err error
		if flags, err = object.AsInt(v); err != nil {
			return nil, err
		}
	}
	o, err := m.compiled(c, values[0], flags)
	if err != nil {
		return nil, err
	}
	c.Args, c.Kwargs = values[1:len(values)-1], nil
	if n := len(c.Args); c.Args[n-1] == nil {
		c.Args = c.Args[:n-1]
	}
	return f(c, o, o.State().(*pattern))
}

var special = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"

func escape(c declare.Call) (starlark.Value, error) {
	var v starlark.Value
	if err := c.Unpack("pattern", &v); err != nil {
		return nil, err
	}
	text, isText := declare.Text(v)
	if !isText {
		var ok bool
		if text, ok = declare.Bytes(v); !ok {
			return nil, declare.TypeErrorf("expected string or bytes-like object, got '%s'", object.TypeName(v))
		}
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if strings.IndexByte(special, text[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(text[i])
	}
	if isText {
		return starlark.String(b.String()), nil
	}
	return starlark.Bytes(b.String()), nil
}

// way is match, search or fullmatch.
func (m *module) way(way int) func(c declare.Call, self *object.Instance, p *pattern) (starlark.Value, error) {
	return func(c declare.Call, self *object.Instance, p *pattern) (starlark.Value, error) {
		s, from, end, err := m.subject(c, p)
		if err != nil {
			return nil, err
		}
		found, err := p.find(s, way, from, end)
		if err != nil || found == nil {
			return starlark.None, err
		}
		found.pos = from
		return m.result(c, self, found), nil
	}
}

// subject reads the arguments string, pos and endpos.
func (m *module) subject(c declare.Call, p *pattern) (s *subject, from, end int, err error) {
	var v starlark.Value
	pos, endpos := 0, math.MaxInt
	if err = c.Unpack("string", &v, "pos?", &pos, "endpos?", &endpos); err != nil {
		return
	}
	if s, err = newSubject(p, v); err != nil {
		return
	}
	from, end = s.bounds(pos, endpos)
	return
}

func (m *module) result(c declare.Call, self *object.Instance, found *match) starlark.Value {
	o := m.match.Allocate(c.T)
	found.self = self
	*o.State().(*match) = *found
	return o
}

// texts is what findall returns of a match.
func (found *match) texts() starlark.Value {
	empty := found.s.wrap("")
	switch found.p.groups {
	case 0:
		return found.group(0, empty)
	case 1:
		return found.group(1, empty)
	}
	t := make(starlark.Tuple, found.p.groups)
	for i := range t {
		t[i] = found.group(i+1, empty)
	}
	return t
}

func (m *module) findAll(c declare.Call, self *object.Instance, p *pattern) (starlark.Value, error) {
	s, from, end, err := m.subject(c, p)
	if err != nil {
		return nil, err
	}
	var out []starlark.Value
	err = p.scan(s, from, end, func(found *match) (bool, error) {
		out = append(out, found.texts())
		return true, nil
	})
	return starlark.NewList(out), err
}

func (m *module) findIter(c declare.Call, self *object.Instance, p *pattern) (starlark.Value, error) {
	s, from, end, err := m.subject(c, p)
	if err != nil {
		return nil, err
	}
	emptyAt := -1
	return m.rt.NewIterator("callable_iterator", func() (starlark.Value, bool, error) {
		found, err := p.find(s, searching, from, end)
		if err == nil && found != nil && found.stop(0) == emptyAt && found.start(0) == emptyAt {
			found, err = p.find(s, searching, from+1, end)
		}
		if err != nil || found == nil {
			from = end + 1
			return nil, false, err
		}
		from, emptyAt = found.stop(0), -1
		if found.start(0) == from {
			emptyAt = from
		}
		found.pos = 0
		return m.result(c, self, found), true, nil
	}), nil
}

func (m *module) split(c declare.Call, self *object.Instance, p *pattern) (starlark.Value, error) {
	var v starlark.Value
	limit := 0
	if err := c.Unpack("string", &v, "maxsplit?", &limit); err != nil {
		return nil, err
	}
	s, err := newSubject(p, v)
	if err != nil {
		return nil, err
	}
	var out []starlark.Value
	last, n := 0, 0
	if limit >= 0 {
		err = p.scan(s, 0, len(s.runes), func(found *match) (bool, error) {
			out = append(out, s.slice(last, found.start(0)))
			for i := 1; i <= p.groups; i++ {
				out = append(out, found.group(i, starlark.None))
			}
			last = found.stop(0)
			n++
			return limit == 0 || n < limit, nil
		})
	}
	return starlark.NewList(append(out, s.slice(last, len(s.runes)))), err
}

// sub is sub(repl, string, count=0), or subn with the number of replacements.
func (m *module) sub(counted bool) func(c declare.Call, self *object.Instance, p *pattern) (starlark.Value, error) {
	return func(c declare.Call, self *object.Instance, p *pattern) (starlark.Value, error) {
		var repl, v starlark.Value
		limit := 0
		if err := c.Unpack("repl", &repl, "string", &v, "count?", &limit); err != nil {
			return nil, err
		}
		s, err := newSubject(p, v)
		if err != nil {
			return nil, err
		}
		var parts []part
		text, fixed := characters(repl)
		if fixed {
			if parts, err = p.template(text); err != nil {
				return nil, err
			}
		} else if !object.IsCallable(repl) {
			return nil, declare.TypeErrorf("decoding to str: need a bytes-like object, %s found", object.TypeName(repl))
		}
		var b strings.Builder
		last, n := 0, 0
		err = p.scan(s, 0, len(s.runes), func(found *match) (bool, error) {
			b.WriteString(string(s.runes[last:found.start(0)]))
			last = found.stop(0)
			n++
			if fixed {
				b.WriteString(found.expand(parts))
			} else {
				r, err := c.Call(repl, m.result(c, self, found))
				if err != nil {
					return false, err
				}
				text, ok := characters(r)
				if !ok && r != starlark.None {
					return false, declare.TypeErrorf("expected str instance, %s found", object.TypeName(r))
				}
				b.WriteString(text)
			}
			return limit <= 0 || n < limit, nil
		})
		if err != nil {
			return nil, err
		}
		b.WriteString(string(s.runes[last:]))
		out := s.wrap(b.String())
		if counted {
			return starlark.Tuple{out, starlark.MakeInt(n)}, nil
		}
		return out, nil
	}
}

func (m *module) newPattern() *declare.Class {
	k := declare.New(m.rt, "re", "Pattern", declare.Options{
		State: func() any { return new(pattern) },
		Save: func(o *object.Instance) starlark.Value {
			p := o.State().(*pattern)
			return starlark.Tuple{p.source, starlark.MakeInt(p.given)}
		},
		Load: func(o *object.Instance, v starlark.Value) error {
			t, ok := v.(starlark.Tuple)
			if !ok || len(t) != 2 {
				return declare.TypeErrorf("invalid pattern")
			}
			flags, err := object.AsInt(t[1])
			if err != nil {
				return err
			}
			p, err := compile(t[0], flags)
			if err == nil {
				*o.State().(*pattern) = *p
			}
			return err
		},
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			p := o.State().(*pattern)
			switch name {
			case "pattern":
				return p.source, true, nil
			case "flags":
				flags := p.flags
				if p.bytes {
					flags = flags&^flagASCII | p.given&flagASCII
				}
				return starlark.MakeInt(flags), true, nil
			case "groups":
				return starlark.MakeInt(p.groups), true, nil
			case "groupindex":
				d := new(starlark.Dict)
				for i := 1; i <= p.groups; i++ {
					for n, at := range p.names {
						if at == i {
							d.SetKey(starlark.String(n), starlark.MakeInt(i))
						}
					}
				}
				return d, true, nil
			}
			return nil, false, nil
		},
	})
	for name, f := range map[string]func(c declare.Call, self *object.Instance, p *pattern) (starlark.Value, error){
		"match": m.way(matching), "search": m.way(searching), "fullmatch": m.way(fullMatching), "findall": m.findAll,
		"finditer": m.findIter, "split": m.split, "sub": m.sub(false), "subn": m.sub(true),
	} {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			c.Name = name
			return f(c, c.Object(), c.Object().State().(*pattern))
		})
	}
	k.Methods(map[string]declare.Func{
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			s, err := c.Object().State().(*pattern).repr(m.rt)
			return starlark.String(s), err
		},
		"__eq__": func(c declare.Call) (starlark.Value, error) {
			p := c.Object().State().(*pattern)
			q, ok := declare.State[*pattern](c.Arg(0))
			if !ok {
				return object.NotImplemented, nil
			}
			eq, err := m.rt.Equal(p.source, q.source)
			return starlark.Bool(eq && p.flags == q.flags), err
		},
		"__hash__": func(c declare.Call) (starlark.Value, error) {
			h, err := m.rt.Hash(c.Object().State().(*pattern).source)
			return h, err
		},
	})
	return k
}
