package object

import (
	"crypto/rand"
	"encoding/hex"
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/ipc/starlarkcbor"
)

// This file lets classes travel. A class of the script is written with its definition, but a receiver that knows its
// identity, because it made the class itself or received it before, keeps the class that it has.

// identity returns what a class is recognized by in other processes. A class at the top level of a module has the same
// identity in every process that runs the module; one made in a function is unique.
func (tr *Travel) identity(c *Class) string {
	if c.id == "" {
		c.id = c.qualname + "#" + nonce()
		tr.classes[c.id] = c
	}
	return c.id
}

func nonce() string {
	var b [12]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// made gives a class at the top level of a module its identity when it is made.
func (tr *Travel) made(c *Class) {
	if strings.Contains(c.qualname, "<locals>") {
		return
	}
	module := c.module
	if module == "__mp_main__" {
		module = "__main__"
	}
	key := module + ":" + c.qualname
	c.id = key + "#" + strconv.Itoa(tr.defined[key])
	tr.defined[key]++
	tr.classes[c.id] = c
}

// Recipe names a function made in Go that has added to a class, as a decorator does. Where the class arrives, the
// function is called with the class and the argument, because what it added cannot travel itself.
type Recipe struct {
	Module, Function string
	Argument         starlark.Value
}

// AddRecipe records that Go code has added to c.
func (c *Class) AddRecipe(r Recipe) { c.recipes = append(c.recipes, r) }

// reduceClass writes TagType([module, name]) for a class made in Go, else
// TagClass([identity, name, qualname, module, abstract, metaclass, [base...], [recipe...], {name: value}]).
func (tr *Travel) reduceClass(e *starlarkcbor.Encoder, c *Class) error {
	if c.builtin {
		return tr.reduceName(e, starlarkcbor.TagType, c.module, c.qualname)
	}
	if e.Shared(c) {
		return nil
	}
	e.Tag(starlarkcbor.TagClass)
	e.ArrayHeader(9)
	for _, s := range []string{tr.identity(c), c.name, c.qualname, c.module} {
		if err := e.Text(s); err != nil {
			return err
		}
	}
	e.Bool(c.abstract)
	if c.meta == nil {
		e.Null()
	} else if err := e.EncodeAttr("__class__", c.meta); err != nil {
		return err
	}
	e.ArrayHeader(len(c.bases))
	for _, b := range c.bases {
		if err := e.EncodeAttr("__bases__", b); err != nil {
			return err
		}
	}
	e.ArrayHeader(len(c.recipes))
	for _, r := range c.recipes {
		e.ArrayHeader(3)
		if err := e.Text(r.Module); err != nil {
			return err
		}
		if err := e.Text(r.Function); err != nil {
			return err
		}
		if err := e.EncodeAttr(r.Function, OrNone(r.Argument)); err != nil {
			return err
		}
	}
	return tr.reduceNamespace(e, c)
}

// reduceNamespace writes what the class's body bound, without what Go code has added.
func (tr *Travel) reduceNamespace(e *starlarkcbor.Encoder, c *Class) error {
	var names []string
	c.Namespace(func(name string, v starlark.Value) {
		if u, ok := v.(*unboundMethod); ok && u.class == c {
			return
		}
		names = append(names, name)
	})
	if _, listed := c.ns["__hash__"]; listed && c.ns["__hash__"] == starlark.None && indexOfName(names, "__hash__") < 0 {
		names = append(names, "__hash__")
	}
	e.MapHeader(len(names))
	for _, name := range names {
		if err := e.Text(name); err != nil {
			return err
		}
		v := c.ns[name]
		if d, ok := v.(*starlark.Dict); ok && name == "__annotations__" {
			v = sendableAnnotations(d)
		}
		if err := e.EncodeAttr(name, v); err != nil {
			return err
		}
	}
	return nil
}

// sendableAnnotations replaces annotations that are neither classes nor text by their text.
func sendableAnnotations(d *starlark.Dict) *starlark.Dict {
	out := starlark.NewDict(d.Len())
	for k, v := range d.Entries() {
		switch v.(type) {
		case *Class, starlark.String, starlark.NoneType:
		default:
			v = starlark.String(v.String())
		}
		out.SetKey(k, v)
	}
	return out
}

func (tr *Travel) buildType(d *starlarkcbor.Decoder) (starlark.Value, error) {
	module, name, err := twoTexts(d)
	if err != nil {
		return nil, err
	}
	c := tr.builtinClass(module, name)
	if c == nil {
		return nil, d.Fail("no type " + module + "." + name)
	}
	return c, nil
}

// builtinClass finds a class made in Go.
func (tr *Travel) builtinClass(module, name string) *Class {
	rt := tr.rt
	if module == "builtins" || module == "types" {
		if c := rt.Type(name); c != nil {
			return c
		}
		if c := rt.named[name]; c != nil {
			return c
		}
	}
	if v, err := tr.named(module, name); err == nil {
		if c, ok := v.(*Class); ok {
			return c
		}
	}
	for t, c := range rt.exceptions {
		if t.Module == module && t.Name == name {
			return c
		}
	}
	if c := rt.named[name]; c != nil && c.module == module {
		return c
	}
	return nil
}

func (tr *Travel) buildClass(d *starlarkcbor.Decoder) (starlark.Value, error) {
	slot := d.Reserve()
	if err := d.ArrayOf(9); err != nil {
		return nil, err
	}
	var texts [4]string
	for i := range texts {
		s, err := d.Text()
		if err != nil {
			return nil, err
		}
		texts[i] = s
	}
	rt := tr.rt
	c, known := tr.classes[texts[0]], true
	if c == nil {
		known = false
		c = &Class{rt: rt, id: texts[0], name: texts[1], qualname: texts[2], module: texts[3], ns: map[string]starlark.Value{}}
	}
	d.Define(slot, c)
	read := &arrivingClass{tr: tr, c: c, known: known}
	if err := read.decode(d); err != nil {
		return nil, err
	}
	return c, nil
}

// arrivingClass is a class whose definition is being read. A known class is left as it is.
type arrivingClass struct {
	tr    *Travel
	c     *Class
	known bool
}

func (a *arrivingClass) decode(d *starlarkcbor.Decoder) error {
	abstract, err := d.Bool()
	if err != nil {
		return err
	}
	var meta *Class
	if !d.Null() {
		v, err := d.Decode()
		if err != nil {
			return err
		}
		m, ok := v.(*Class)
		if !ok || len(m.mro) == 0 || !m.isMetaclass() {
			return d.Fail("a metaclass that is none")
		}
		meta = m
	}
	bases, err := a.bases(d)
	if err != nil {
		return err
	}
	if !a.known {
		a.c.abstract, a.c.meta, a.c.bases = abstract, meta, bases
		if err := a.c.inherit(); err != nil {
			return d.Fail(err.Error())
		}
		a.tr.classes[a.c.id] = a.c
	}
	recipes, err := a.recipes(d)
	if err != nil {
		return err
	}
	if err := a.namespace(d); err != nil {
		return err
	}
	if a.known {
		return nil
	}
	return a.follow(d, recipes)
}

func (a *arrivingClass) bases(d *starlarkcbor.Decoder) ([]*Class, error) {
	n, err := d.ArrayHeader()
	if err != nil {
		return nil, err
	}
	var bases []*Class
	for range n {
		v, err := d.Decode()
		if err != nil {
			return nil, err
		}
		b, ok := v.(*Class)
		if !ok || len(b.mro) == 0 || b == a.c {
			return nil, d.Fail("a base that is no complete class")
		}
		bases = append(bases, b)
	}
	if n == 0 {
		return nil, d.Fail("a class without bases")
	}
	return bases, nil
}

func (a *arrivingClass) recipes(d *starlarkcbor.Decoder) ([]Recipe, error) {
	n, err := d.ArrayHeader()
	if err != nil {
		return nil, err
	}
	var out []Recipe
	for range n {
		var r Recipe
		if err = d.ArrayOf(3); err != nil {
			return nil, err
		}
		if r.Module, err = d.Text(); err != nil {
			return nil, err
		}
		if r.Function, err = d.Text(); err != nil {
			return nil, err
		}
		if r.Argument, err = d.Decode(); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

func (a *arrivingClass) namespace(d *starlarkcbor.Decoder) error {
	err := d.Fields(func(name string, v starlark.Value) error {
		if !a.known {
			if _, twice := a.c.ns[name]; !twice && (name != "__hash__" || v != starlark.None) {
				a.c.order = append(a.c.order, name)
			}
			a.c.ns[name] = v
		}
		return nil
	})
	if err == nil && !a.known {
		a.c.invalidate()
	}
	return err
}

// follow calls the functions that had added to the class.
func (a *arrivingClass) follow(d *starlarkcbor.Decoder, recipes []Recipe) error {
	rt := a.tr.rt
	for _, r := range recipes {
		f, err := a.tr.named(r.Module, r.Function)
		if err != nil {
			return d.Fail(err.Error())
		}
		b, ok := f.(*Builtin)
		if !ok {
			return d.Fail(r.Function + " is no function of " + r.Module)
		}
		if _, err := b.fn(rt.cur, starlark.Tuple{a.c, r.Argument}, nil); err != nil {
			return d.Fail(err.Error())
		}
	}
	a.c.recipes = recipes
	return nil
}

// isExceptionClass reports whether instances of c can be raised.
func isExceptionClass(v starlark.Value) (*Class, bool) {
	c, ok := v.(*Class)
	return c, ok && c.exc != nil && c.exc.Is(exceptions.BaseException)
}
