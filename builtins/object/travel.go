package object

import (
	"errors"
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/ipc/starlarkcbor"
)

// This file connects the values of this package with messages to other processes:
//
//	class of the script    TagClass      definition, in each message that needs it; see travel_class.go
//	class made in Go       TagType       module and name
//	instance, exception    TagInstance, TagException; see travel_instance.go
//	method                 TagBoundMethod
//	function made in Go    TagBuiltin    module and name
//	module                 TagModule     name
//	def, lambda            TagFunction   by the FunctionShipper
//
// Reducing and building run on the interpreter's goroutine with its lock held, because the script's __reduce__,
// __getstate__, __setstate__ and __hash__ take part.

// FunctionShipper sends and receives the functions of scripts. Package object does not know programs.
type FunctionShipper interface {
	// ReduceFunction writes f as one item. Encoder.Shared has not been called.
	ReduceFunction(e *starlarkcbor.Encoder, f *starlark.Function) error
	// BuildFunction reads what follows TagFunction.
	BuildFunction(d *starlarkcbor.Decoder) (starlark.Value, error)
}

// Travel is the part of an interpreter that lets its values travel.
type Travel struct {
	rt       *Runtime
	classes  map[string]*Class // by identity; see Class.identity
	defined  map[string]int    // number of classes made with a module and qualified name
	builders map[uint64]starlarkcbor.Builder
}

func newTravel(rt *Runtime) *Travel {
	tr := &Travel{rt: rt, classes: map[string]*Class{}, defined: map[string]int{}}
	tr.builders = map[uint64]starlarkcbor.Builder{
		starlarkcbor.TagClass: tr.buildClass, starlarkcbor.TagType: tr.buildType, starlarkcbor.TagInstance: tr.buildInstance,
		starlarkcbor.TagException: tr.buildException, starlarkcbor.TagBoundMethod: tr.buildMethod,
		starlarkcbor.TagBuiltin: tr.buildBuiltin, starlarkcbor.TagModule: tr.buildModule, starlarkcbor.TagFunction: tr.buildFunction,
		starlarkcbor.TagStaticMethod: tr.buildDescriptor, starlarkcbor.TagFrozenset: buildFrozenset, starlarkcbor.TagComplex: buildComplex,
		starlarkcbor.TagSlice: buildSlice, starlarkcbor.TagBytearray: buildBytearray, starlarkcbor.TagEllipsis: buildSingleton,
	}
	return tr
}

// Travel returns what lets the interpreter's values travel.
func (rt *Runtime) Travel() *Travel { return rt.travel }

// Register makes b the builder of a tag, for types of other packages that are Reducers. It must be called before Options.
func (tr *Travel) Register(tag uint64, b starlarkcbor.Builder) { tr.builders[tag] = b }

// Options returns the options of encoders and decoders of this interpreter's values.
func (tr *Travel) Options() starlarkcbor.Options {
	build := make(map[uint64]starlarkcbor.Builder, len(tr.builders))
	for tag, b := range tr.builders {
		build[tag] = b
	}
	return starlarkcbor.Options{Reduce: tr.reduce, Build: build}
}

// Error returns the script's exception for an error of encoding: "cannot pickle 'X' object", then the path to it.
// Exceptions that the script's own methods raised are returned unchanged, as are errors of decoding.
func (tr *Travel) Error(err error) error {
	var raised *exceptions.Error
	if errors.As(err, &raised) {
		return raised
	}
	var path *starlarkcbor.PathError
	if !errors.As(err, &path) {
		if errors.Is(err, starlarkcbor.ErrTooDeep) {
			return exceptions.RecursionError.Errorf("maximum recursion depth exceeded while pickling an object")
		}
		return err
	}
	switch {
	case errors.Is(err, starlarkcbor.ErrTooDeep):
		return exceptions.RecursionError.Errorf("maximum recursion depth exceeded while pickling an object")
	case path.Type == "":
		return exceptions.TypeError.Errorf("%s", path.Error())
	case path.Path == "":
		return exceptions.TypeError.Errorf("cannot pickle '%s' object", path.Type)
	}
	return exceptions.TypeError.Errorf("cannot pickle '%s' object: %s", path.Type, strings.TrimPrefix(path.Path, "."))
}

// reduce is the Reduce hook: it writes the types that are no Reducers.
func (tr *Travel) reduce(e *starlarkcbor.Encoder, v starlark.Value) (bool, error) {
	switch v := v.(type) {
	case *starlark.Function:
		if tr.rt.Shipper == nil {
			return false, nil
		}
		return true, tr.rt.Shipper.ReduceFunction(e, v)
	case *Class:
		return true, tr.reduceClass(e, v)
	case *Instance:
		if v.exc != nil {
			return true, tr.reduceException(e, v)
		}
		return true, tr.reduceInstance(e, v)
	case *BoundMethod:
		return true, tr.reduceBoundMethod(e, v)
	case *boundBuiltin:
		return true, tr.reduceNamed(e, boundByName, v.self, v.name)
	case *unboundMethod:
		return true, tr.reduceNamed(e, boundByName, v.class, v.name)
	case *Builtin:
		return true, tr.reduceBuiltin(e, v)
	case *Module:
		e.Tag(starlarkcbor.TagModule)
		return true, e.Text(v.name)
	case *Property:
		return true, reduceDescriptor(e, v, "property", v.get, v.set, v.del, v.doc)
	case *StaticMethod:
		return true, reduceDescriptor(e, v, "staticmethod", v.fn)
	case *ClassMethod:
		return true, reduceDescriptor(e, v, "classmethod", v.fn)
	case *singleton:
		e.Tag(starlarkcbor.TagEllipsis)
		e.Bool(v == Ellipsis)
		return true, nil
	case *liveDict:
		return true, e.Encode(v.dict())
	case *starlark.Builtin:
		return false, starlarkcbor.Unsupported("builtin_function_or_method")
	}
	if _, ok := rangeOf(v); ok {
		return false, nil // the encoder knows ranges
	}
	return false, starlarkcbor.Unsupported(TypeName(v))
}

func buildSingleton(d *starlarkcbor.Decoder) (starlark.Value, error) {
	ellipsis, err := d.Bool()
	if err != nil || !ellipsis {
		return NotImplemented, err
	}
	return Ellipsis, nil
}

func (tr *Travel) buildFunction(d *starlarkcbor.Decoder) (starlark.Value, error) {
	if tr.rt.Shipper == nil {
		return nil, d.Fail("a function, which this interpreter cannot receive")
	}
	return tr.rt.Shipper.BuildFunction(d)
}

// Ways in which a method is written: TagBoundMethod([way, object, name or function]).
const (
	boundByName = iota // getattr(object, name)
	boundByFunction
)

func (tr *Travel) reduceNamed(e *starlarkcbor.Encoder, way int64, owner starlark.Value, name string) error {
	e.Tag(starlarkcbor.TagBoundMethod)
	e.ArrayHeader(3)
	e.Int(way)
	if err := e.EncodeAttr("__self__", owner); err != nil {
		return err
	}
	return e.Text(name)
}

func (tr *Travel) reduceBoundMethod(e *starlarkcbor.Encoder, b *BoundMethod) error {
	if e.Shared(b) {
		return nil
	}
	name := SimpleName(b.Name())
	var class *Class
	switch self := b.self.(type) {
	case *Instance:
		class = self.class
	case *Class:
		class = self
	}
	if class != nil {
		found, _ := class.Lookup(name)
		if m, ok := found.(*ClassMethod); ok {
			found = m.fn
		}
		if found == b.fn {
			return tr.reduceNamed(e, boundByName, b.self, name)
		}
	}
	e.Tag(starlarkcbor.TagBoundMethod)
	e.ArrayHeader(3)
	e.Int(boundByFunction)
	if err := e.EncodeAttr("__self__", b.self); err != nil {
		return err
	}
	return e.EncodeAttr("__func__", b.fn)
}

func (tr *Travel) buildMethod(d *starlarkcbor.Decoder) (starlark.Value, error) {
	id := d.Reserve()
	if err := d.ArrayOf(3); err != nil {
		return nil, err
	}
	way, err := d.Int()
	if err != nil {
		return nil, err
	}
	if way == boundByFunction {
		b := new(BoundMethod)
		d.Define(id, b)
		if b.self, err = d.Decode(); err != nil {
			return nil, err
		}
		b.fn, err = d.Decode()
		return b, err
	}
	owner, err := d.Decode()
	if err != nil {
		return nil, err
	}
	name, err := d.Text()
	if err != nil {
		return nil, err
	}
	v, err := tr.method(owner, name)
	if err != nil {
		return nil, d.Fail(fmt.Sprintf("method %s: %v", name, err))
	}
	d.Define(id, v)
	return v, nil
}

// method is getattr(owner, name) without running the script's code.
func (tr *Travel) method(owner starlark.Value, name string) (starlark.Value, error) {
	rt := tr.rt
	o, ok := owner.(*Instance)
	if !ok {
		return rt.GetAttr(owner, name)
	}
	if o.class == nil {
		return nil, errors.New("its object is not complete")
	}
	if v, ok := o.class.Lookup(name); ok {
		switch v := v.(type) {
		case *starlark.Function:
			return &BoundMethod{self: o, fn: v}, nil
		case *ClassMethod:
			return &BoundMethod{self: o.class, fn: v.fn}, nil
		case *unboundMethod:
			return bindMethod(v.name, v.method, o), nil
		}
		return nil, errors.New("it is no function")
	}
	if v, ok, err := o.ownAttr(name); ok || err != nil {
		return v, err
	}
	return nil, errors.New("no such method")
}

// reduceBuiltin writes a function made in Go by its name. One that is not found there again cannot travel.
func (tr *Travel) reduceBuiltin(e *starlarkcbor.Encoder, b *Builtin) error {
	if v, err := tr.named(b.module, b.name); err != nil || v != b {
		return starlarkcbor.Unsupported("builtin_function_or_method")
	}
	return tr.reduceName(e, starlarkcbor.TagBuiltin, b.module, b.name)
}

func (tr *Travel) reduceName(e *starlarkcbor.Encoder, tag uint64, module, name string) error {
	e.Tag(tag)
	e.ArrayHeader(2)
	if err := e.Text(module); err != nil {
		return err
	}
	return e.Text(name)
}

func (tr *Travel) buildBuiltin(d *starlarkcbor.Decoder) (starlark.Value, error) {
	module, name, err := twoTexts(d)
	if err != nil {
		return nil, err
	}
	v, err := tr.named(module, name)
	if err != nil {
		return nil, d.Fail(err.Error())
	}
	return v, nil
}

func twoTexts(d *starlarkcbor.Decoder) (a, b string, err error) {
	if err = d.ArrayOf(2); err != nil {
		return
	}
	if a, err = d.Text(); err != nil {
		return
	}
	b, err = d.Text()
	return
}

// named returns the value that a module made in Go has under a name, perhaps a dotted one.
func (tr *Travel) named(module, name string) (starlark.Value, error) {
	rt := tr.rt
	if module == "" || module == "builtins" {
		if v := rt.Builtin(name); v != nil {
			return v, nil
		}
		return nil, fmt.Errorf("no built-in %q", name)
	}
	v, err := rt.importModule(rt.cur, module)
	if err != nil {
		return nil, err
	}
	for _, part := range strings.Split(name, ".") {
		if v, err = rt.GetAttr(v, part); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (tr *Travel) buildModule(d *starlarkcbor.Decoder) (starlark.Value, error) {
	name, err := d.Text()
	if err != nil {
		return nil, err
	}
	v, err := tr.rt.importModule(tr.rt.cur, name)
	if err != nil {
		return nil, d.Fail(err.Error())
	}
	return v, nil
}

// reduceDescriptor writes TagStaticMethod([kind, functions...]).
func reduceDescriptor(e *starlarkcbor.Encoder, v starlark.Value, kind string, parts ...starlark.Value) error {
	if e.Shared(v) {
		return nil
	}
	e.Tag(starlarkcbor.TagStaticMethod)
	e.ArrayHeader(1 + len(parts))
	if err := e.Text(kind); err != nil {
		return err
	}
	for _, p := range parts {
		if err := e.EncodeAttr("__func__", OrNone(p)); err != nil {
			return err
		}
	}
	return nil
}

func (tr *Travel) buildDescriptor(d *starlarkcbor.Decoder) (starlark.Value, error) {
	id := d.Reserve()
	n, err := d.ArrayHeader()
	if err != nil {
		return nil, err
	}
	if n < 1 {
		return nil, d.Fail("a descriptor without a kind")
	}
	kind, err := d.Text()
	if err != nil {
		return nil, err
	}
	var v starlark.Value
	var parts []*starlark.Value
	switch kind {
	case "property":
		p := new(Property)
		v, parts = p, []*starlark.Value{&p.get, &p.set, &p.del, &p.doc}
	case "staticmethod":
		s := new(StaticMethod)
		v, parts = s, []*starlark.Value{&s.fn}
	case "classmethod":
		c := new(ClassMethod)
		v, parts = c, []*starlark.Value{&c.fn}
	}
	if len(parts) != n-1 || v == nil {
		return nil, d.Fail("an unknown descriptor")
	}
	d.Define(id, v)
	for _, p := range parts {
		if *p, err = d.Decode(); err != nil {
			return nil, err
		}
		if *p == starlark.None && kind == "property" {
			*p = nil
		}
	}
	return v, nil
}
