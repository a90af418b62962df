package object

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/ipc/starlarkcbor"
)

// This file lets instances and exceptions travel.

// Ways in which an instance is written: TagInstance([way, ...]).
const (
	byFields = iota // class, state of the Go or built-in base, {field: value}
	byState         // class, state of the base, what __getstate__ returned
	byCall          // callable, arguments, state or None: what __reduce__ returned
)

func (tr *Travel) reduceInstance(e *starlarkcbor.Encoder, o *Instance) error {
	if e.Shared(o) {
		return nil
	}
	if f, ok := o.class.Lookup("__reduce_ex__"); ok {
		return tr.reduceByCall(e, o, f, starlark.MakeInt(4))
	}
	if f, ok := o.class.Lookup("__reduce__"); ok {
		return tr.reduceByCall(e, o, f)
	}
	if f, ok := o.class.Lookup("__getstate__"); ok {
		state, err := starlark.Call(tr.rt.cur, f, starlark.Tuple{o}, nil)
		if err != nil {
			return ErrorOf(tr.rt.Exception(err))
		}
		if err := tr.openInstance(e, o, byState); err != nil {
			return err
		}
		return e.EncodeAttr("__getstate__()", state)
	}
	if err := tr.openInstance(e, o, byFields); err != nil {
		return err
	}
	return reduceFields(e, o)
}

// openInstance writes everything up to the fields or state.
func (tr *Travel) openInstance(e *starlarkcbor.Encoder, o *Instance, way int64) error {
	n := o.class.native
	if n != nil && n.wrap == nil && n.Reduce == nil && !n.Holds && o.state != nil {
		return starlarkcbor.Unsupported(o.class.name)
	}
	e.Tag(starlarkcbor.TagInstance)
	e.ArrayHeader(4)
	e.Int(way)
	if err := e.EncodeAttr("__class__", o.class); err != nil {
		return err
	}
	if w := o.wrapped(); w != nil {
		return e.Encode(w)
	}
	if n == nil || n.Reduce == nil {
		e.Null()
		return nil
	}
	return n.Reduce(e, o)
}

func reduceFields(e *starlarkcbor.Encoder, o *Instance) error {
	n := 0
	o.Fields(func(string, starlark.Value) { n++ })
	e.MapHeader(n)
	for _, f := range o.fields {
		if f.value == nil {
			continue
		}
		if err := e.Text(f.name); err != nil {
			return err
		}
		if err := e.EncodeAttr(f.name, f.value); err != nil {
			return err
		}
	}
	return nil
}

// reduceByCall writes what __reduce__ returned.
func (tr *Travel) reduceByCall(e *starlarkcbor.Encoder, o *Instance, f starlark.Value, args ...starlark.Value) error {
	v, err := starlark.Call(tr.rt.cur, f, prepend(o, args), nil)
	if err != nil {
		return ErrorOf(tr.rt.Exception(err))
	}
	t, ok := v.(starlark.Tuple)
	if !ok || len(t) < 2 {
		return exceptions.TypeError.Errorf("__reduce__ must return a string or tuple")
	}
	if _, ok := t[1].(starlark.Tuple); !ok {
		return exceptions.TypeError.Errorf("second element of the tuple returned by __reduce__ must be a tuple, not %s", TypeName(t[1]))
	}
	e.Tag(starlarkcbor.TagInstance)
	e.ArrayHeader(4)
	e.Int(byCall)
	state := starlark.Value(starlark.None)
	if len(t) > 2 {
		state = t[2]
	}
	for _, x := range []starlark.Value{t[0], t[1], state} {
		if err := e.EncodeAttr("__reduce__()", x); err != nil {
			return err
		}
	}
	return nil
}

func (tr *Travel) buildInstance(d *starlarkcbor.Decoder) (starlark.Value, error) {
	slot := d.Reserve()
	if err := d.ArrayOf(4); err != nil {
		return nil, err
	}
	way, err := d.Int()
	if err != nil {
		return nil, err
	}
	if way == byCall {
		return tr.buildByCall(d, slot)
	}
	// References to o from its class's attributes find an object of no particular class.
	o := &Instance{class: tr.rt.types.object}
	d.Define(slot, o)
	v, err := d.Decode()
	if err != nil {
		return nil, err
	}
	c, ok := v.(*Class)
	if !ok || len(c.mro) == 0 || c.exc != nil || c.construct != nil && c.native == nil {
		return nil, d.Fail("an object of no class")
	}
	o.class = c
	if err := tr.buildBase(d, o); err != nil {
		return nil, err
	}
	if way == byFields {
		return o, decodeFields(d, o)
	}
	state, err := d.Decode()
	if err != nil {
		return nil, err
	}
	return o, tr.setState(o, state)
}

// buildBase reads the state of the Go or built-in base.
func (tr *Travel) buildBase(d *starlarkcbor.Decoder, o *Instance) error {
	n := o.class.native
	switch {
	case n != nil && n.Holds:
		if d.Null() {
			return nil
		}
		v, err := d.Decode()
		if err != nil {
			return err
		}
		if !o.class.IsSubclass(tr.rt.TypeOf(v)) || isInstance(v) {
			return d.Fail("an object that holds a value of another class")
		}
		o.SetUnderlying(v)
		return nil
	case n == nil || n.wrap == nil && n.Build == nil:
		if !d.Null() {
			return d.Fail("state of an object without any")
		}
		if n != nil && n.New != nil {
			o.state = n.New(tr.rt.cur, o)
		}
		return nil
	case n.wrap != nil:
		v, err := d.Decode()
		if err != nil {
			return err
		}
		if base := tr.rt.TypeOf(v); !o.class.IsSubclass(base) || base.native == nil || isInstance(v) {
			return d.Fail("an object derived from a built-in type without its value")
		}
		o.SetUnderlying(v)
		return nil
	}
	if n.New != nil {
		o.state = n.New(tr.rt.cur, o)
	}
	return n.Build(d, o)
}

func decodeFields(d *starlarkcbor.Decoder, o *Instance) error {
	return d.Fields(func(name string, v starlark.Value) error {
		o.SetOwn(name, v)
		return nil
	})
}

// setState is what pickle does with the state of an object.
func (tr *Travel) setState(v, state starlark.Value) error {
	rt := tr.rt
	o, ok := v.(*Instance)
	if !ok {
		return rt.setForeignState(v, state)
	}
	if f, ok := o.class.Lookup("__setstate__"); ok {
		_, err := starlark.Call(rt.cur, f, starlark.Tuple{o, state}, nil)
		if err != nil {
			return ErrorOf(rt.Exception(err))
		}
		return nil
	}
	parts := starlark.Tuple{state}
	if t, ok := state.(starlark.Tuple); ok && len(t) == 2 {
		parts = t
	}
	for _, p := range parts {
		if fields, ok := Underlying(p).(*starlark.Dict); ok {
			for k, v := range fields.Entries() {
				if name, ok := k.(starlark.String); ok {
					o.SetOwn(string(name), v)
				}
			}
		}
	}
	return nil
}

// setForeignState gives an object that is no Instance its state.
func (rt *Runtime) setForeignState(v, state starlark.Value) error {
	f, err := rt.GetAttr(v, "__setstate__")
	if err != nil {
		return nil
	}
	_, err = starlark.Call(rt.cur, f, starlark.Tuple{state}, nil)
	return err
}

func (tr *Travel) buildByCall(d *starlarkcbor.Decoder, slot int) (starlark.Value, error) {
	var parts [3]starlark.Value
	for i := range parts {
		v, err := d.Decode()
		if err != nil {
			return nil, err
		}
		parts[i] = v
	}
	args, ok := parts[1].(starlark.Tuple)
	if !ok || tr.rt.cur == nil || !IsCallable(parts[0]) {
		return nil, d.Fail("a call that cannot be made")
	}
	v, err := starlark.Call(tr.rt.cur, parts[0], args, nil)
	if err != nil {
		return nil, ErrorOf(tr.rt.Exception(err))
	}
	d.Define(slot, v)
	if parts[2] != starlark.None {
		if err := tr.setState(v, parts[2]); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// reduceException writes TagException([class, args, {field: value}, cause, context, suppress, remote]).
func (tr *Travel) reduceException(e *starlarkcbor.Encoder, o *Instance) error {
	if e.Shared(o) {
		return nil
	}
	if f, ok := o.class.Lookup("__reduce__"); ok {
		return tr.reduceByCall(e, o, f)
	}
	e.Tag(starlarkcbor.TagException)
	e.ArrayHeader(7)
	if err := e.EncodeAttr("__class__", o.class); err != nil {
		return err
	}
	args := o.exc.Args
	if args == nil {
		args = starlark.Tuple{}
	}
	if err := e.EncodeAttr("args", args); err != nil {
		return err
	}
	if err := reduceFields(e, o); err != nil {
		return err
	}
	for _, linked := range []*Instance{o.exc.Cause, o.exc.Context} {
		if linked == nil {
			e.Null()
		} else if err := e.EncodeAttr("__cause__", linked); err != nil {
			return err
		}
	}
	e.Bool(o.exc.SuppressContext)
	return e.Text(o.exc.Remote)
}

func (tr *Travel) buildException(d *starlarkcbor.Decoder) (starlark.Value, error) {
	slot := d.Reserve()
	if err := d.ArrayOf(7); err != nil {
		return nil, err
	}
	o := tr.rt.NewException(exceptions.BaseException)
	d.Define(slot, o)
	v, err := d.Decode()
	if err != nil {
		return nil, err
	}
	c, ok := isExceptionClass(v)
	if !ok {
		return nil, d.Fail("an exception of no exception class")
	}
	o.class = c
	args, err := d.Decode()
	if err != nil {
		return nil, err
	}
	if o.exc.Args, ok = args.(starlark.Tuple); !ok {
		return nil, d.Fail("an exception whose args are no tuple")
	}
	if err := decodeFields(d, o); err != nil {
		return nil, err
	}
	for _, link := range []**Instance{&o.exc.Cause, &o.exc.Context} {
		if d.Null() {
			continue
		}
		v, err := d.Decode()
		if err != nil {
			return nil, err
		}
		linked, ok := v.(*Instance)
		if !ok || linked.exc == nil {
			return nil, d.Fail("an exception caused by none")
		}
		*link = linked
	}
	if o.exc.SuppressContext, err = d.Bool(); err != nil {
		return nil, err
	}
	o.exc.Remote, err = d.Text()
	return o, err
}
