package datetime

import (
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds tzinfo, which scripts derive from, and timezone.

// zone is the state of a timezone: a fixed offset, and a name or None.
type zone struct {
	offset delta
	name   starlark.Value
}

func (z *zone) text() string {
	if s, ok := declare.Text(z.name); ok {
		return s
	}
	if z.offset == (delta{}) {
		return "UTC"
	}
	return "UTC" + offsetText(z.offset)
}

func (m *module) makeZone(t *starlark.Thread, class *object.Class, offset delta, name starlark.Value) starlark.Value {
	o := class.Allocate(t)
	*o.State().(*zone) = zone{offset, name}
	return o
}

func (m *module) newZones() (tzinfo, timezone *declare.Class) {
	rt := m.rt
	tzinfo = declare.New(rt, "datetime", "tzinfo", declare.Options{})
	for _, name := range []string{"utcoffset", "dst", "tzname"} {
		tzinfo.Method(name, func(declare.Call) (starlark.Value, error) {
			return nil, exceptions.NotImplementedError.Errorf("a tzinfo subclass must implement %s()", name)
		})
	}
	// fromutc is the rule for zones whose standard offset does not change.
	tzinfo.Method("fromutc", func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		dt := c.Args[0]
		st, ok := momentOf(dt)
		if !ok {
			return nil, declare.TypeErrorf("fromutc: argument must be a datetime")
		}
		off, err := c.CallMethod(c.Self, "utcoffset", dt)
		if err != nil {
			return nil, err
		}
		dst, err := c.CallMethod(c.Self, "dst", dt)
		if err != nil {
			return nil, err
		}
		a, ok1 := declare.State[*delta](off)
		b, ok2 := declare.State[*delta](dst)
		if !ok1 || !ok2 {
			return nil, declare.ValueErrorf("fromutc: non-None utcoffset() result required")
		}
		moved := *st
		if err := moved.add(a.add(b.neg())); err != nil {
			return nil, err
		}
		standard := m.make(c.T, dt.(*object.Instance).Class(), &moved)
		if dst, err = c.CallMethod(c.Self, "dst", standard); err != nil {
			return nil, err
		}
		if b, ok = declare.State[*delta](dst); ok {
			err = moved.add(*b)
		}
		return m.make(c.T, dt.(*object.Instance).Class(), &moved), err
	})

	timezone = declare.New(rt, "datetime", "timezone", declare.Options{
		State: func() any { return &zone{name: starlark.None} },
		Save: func(o *object.Instance) starlark.Value {
			z := o.State().(*zone)
			return starlark.Tuple{starlark.MakeInt64(z.offset.days), starlark.MakeInt64(z.offset.micros), z.name}
		},
		Load: func(o *object.Instance, v starlark.Value) error {
			var n [2]int64
			if err := integers(v, n[:]); err != nil || len(v.(starlark.Tuple)) != 3 {
				return declare.TypeErrorf("invalid state")
			}
			*o.State().(*zone) = zone{normal(n[0], n[1]), v.(starlark.Tuple)[2]}
			return nil
		},
	}, tzinfo.Class)
	timezone.Static("__new__", func(c declare.Call) (starlark.Value, error) {
		class, err := classOf(&c)
		if err != nil {
			return nil, err
		}
		var offset starlark.Value
		var name starlark.Value
		c.Name = "timezone"
		if err := c.Unpack("offset", &offset, "name?", &name); err != nil {
			return nil, err
		}
		d, ok := declare.State[*delta](offset)
		if !ok {
			return nil, declare.TypeErrorf("timezone() argument 1 must be datetime.timedelta, not %s", object.TypeName(offset))
		}
		if d.compare(delta{-1, 0}) <= 0 || d.compare(delta{1, 0}) >= 0 {
			return nil, declare.ValueErrorf("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not %s.", d.repr())
		}
		if name == nil && *d == (delta{}) && m.utc != nil {
			return m.utc, nil
		}
		return m.makeZone(c.T, class, *d, object.OrNone(name)), nil
	})
	self := func(c declare.Call) *zone { return c.Object().State().(*zone) }
	timezone.Methods(map[string]declare.Func{
		"utcoffset": func(c declare.Call) (starlark.Value, error) {
			return m.makeDelta(c.T, m.delta.Class, self(c).offset), nil
		},
		"dst":    func(c declare.Call) (starlark.Value, error) { return starlark.None, nil },
		"tzname": func(c declare.Call) (starlark.Value, error) { return starlark.String(self(c).text()), nil },
		"fromutc": func(c declare.Call) (starlark.Value, error) {
			st, ok := momentOf(object.OrNone(c.Arg(0)))
			if !ok {
				return nil, declare.TypeErrorf("fromutc: argument must be a datetime instance, not %s", object.TypeName(object.OrNone(c.Arg(0))))
			}
			moved := *st
			if err := moved.add(self(c).offset); err != nil {
				return nil, err
			}
			return m.make(c.T, c.Args[0].(*object.Instance).Class(), &moved), nil
		},
		"__str__": func(c declare.Call) (starlark.Value, error) { return starlark.String(self(c).text()), nil },
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			z := self(c)
			if z.offset == (delta{}) && z.name == starlark.None {
				return starlark.String("datetime.timezone.utc"), nil
			}
			s := "datetime.timezone(" + z.offset.repr()
			if z.name != starlark.None {
				n, err := rt.Repr(z.name)
				if err != nil {
					return nil, err
				}
				s += ", " + n
			}
			return starlark.String(s + ")"), nil
		},
		"__eq__": func(c declare.Call) (starlark.Value, error) {
			other, ok := declare.State[*zone](c.Arg(0))
			if !ok {
				return object.NotImplemented, nil
			}
			return starlark.Bool(other.offset == self(c).offset), nil
		},
		"__hash__": func(c declare.Call) (starlark.Value, error) {
			h, err := rt.Hash(starlark.MakeBigInt(self(c).offset.total()))
			return h, err
		},
	})
	return tzinfo, timezone
}
