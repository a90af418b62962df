package interp

import (
	"fmt"
	"strconv"
	"strings"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/host/internal/dialect"
	"parlark/ipc/starlarkcbor"
)

// This file sends functions to other processes and makes them again there.
//
//	function = TagFunction [unit, number, defaults, captured, attributes, globals]
//	unit       text: the module name of the source file, or what textunit.go makes of text without a file
//	number     of the def or lambda in the file
//	defaults   array of the parameters' default values in order
//	captured   array of name, value, name, value, ...: variables of enclosing functions that are bound
//	attributes map of names to values that the script has set on the function, or null
//	globals    map of those module globals that the function can reach and that the message does not hold yet
//
// The receiver makes the function with the unit's maker of that number. A function that captures nothing and has no
// defaults is the same object each time it arrives; a global that arrives is bound only if its name is not.

// shipment remembers which globals a message holds already. It lives as long as an Encoder's message.
type shipment struct {
	sent map[string]map[string]bool // unit name → global name
}

// Message is the Context that package multiprocessing gives to encoders; ship.go keeps its state of one message there.
type Message interface {
	// Scratch returns the place for a value that lives as long as the message.
	Scratch() *any
}

func shipmentOf(e *starlarkcbor.Encoder) *shipment {
	m, ok := e.Context.(Message)
	if !ok {
		return &shipment{sent: map[string]map[string]bool{}}
	}
	place := m.Scratch()
	s, ok := (*place).(*shipment)
	if !ok {
		s = &shipment{sent: map[string]map[string]bool{}}
		*place = s
	}
	return s
}

// ReduceFunction writes a function; it implements object.FunctionShipper.
func (in *Interp) ReduceFunction(e *starlarkcbor.Encoder, f *starlark.Function) error {
	if e.Shared(f) {
		return nil
	}
	pos := f.Position()
	u := unitOf(f)
	if u != nil && u.code != nil {
		in.nameText(u)
	}
	if u == nil {
		return starlarkcbor.Unsupported("function " + f.Name())
	}
	number, ok := u.module.FunctionAt(pos.Line, pos.Col)
	if !ok {
		return starlarkcbor.Unsupported("function " + f.Name())
	}
	info := &u.module.Functions[number]
	names, values, defaults, err := in.captured(f, info)
	if err != nil {
		return err
	}
	if len(names) == 0 && len(info.Free) == 0 && len(defaults) == 0 {
		u.canonical[number] = f
	}
	e.Tag(starlarkcbor.TagFunction)
	e.ArrayHeader(6)
	if err := e.Text(u.name); err != nil {
		return err
	}
	e.Int(int64(number))
	e.ArrayHeader(len(defaults))
	for _, v := range defaults {
		if err := e.Encode(v); err != nil {
			return err
		}
	}
	e.ArrayHeader(2 * len(names))
	for i, n := range names {
		if err := e.Text(n); err != nil {
			return err
		}
		if err := e.EncodeAttr(n, values[i]); err != nil {
			return err
		}
	}
	if err := in.reduceAttributes(e, f); err != nil {
		return err
	}
	return in.reduceGlobals(e, u, f, info)
}

// captured returns the bound variables that f captures and its parameters' defaults.
func (in *Interp) captured(f *starlark.Function, info *dialect.Function) (names []string, values []starlark.Value, defaults []starlark.Value, err error) {
	free := map[string]bool{}
	for _, n := range info.Free {
		free[n] = true
	}
	take := func(n string, v starlark.Value) {
		if free[n] && v != nil {
			free[n] = false
			names, values = append(names, n), append(values, v)
		}
	}
	for k := 0; k < f.NumFreeVars(); k++ {
		b, v := f.FreeVar(k)
		take(b.Name, v)
	}
	for k := 0; k < f.NumParams(); k++ {
		n, _ := f.Param(k)
		v := f.ParamDefault(k)
		if v == nil {
			continue
		}
		if rest, ok := strings.CutPrefix(n, "#c"); ok {
			// The default of a hidden parameter is the cell of a captured variable itself.
			_, name, _ := strings.Cut(rest, ".")
			if !free[name] {
				continue
			}
			x, err := in.deref(v)
			if err != nil {
				return nil, nil, nil, err
			}
			take(name, x)
			continue
		}
		defaults = append(defaults, v)
	}
	return names, values, defaults, nil
}

func (in *Interp) reduceAttributes(e *starlarkcbor.Encoder, f *starlark.Function) error {
	attrs := in.objects.FunctionAttributes(f)
	if len(attrs) == 0 {
		e.Null()
		return nil
	}
	e.MapHeader(len(attrs))
	for _, n := range attrs.Keys() {
		if err := e.Text(n); err != nil {
			return err
		}
		if err := e.EncodeAttr(n, attrs[n]); err != nil {
			return err
		}
	}
	return nil
}

// reduceGlobals writes the globals that f can reach and that this message does not hold yet.
func (in *Interp) reduceGlobals(e *starlarkcbor.Encoder, u *unit, f *starlark.Function, info *dialect.Function) error {
	s := shipmentOf(e)
	sent := s.sent[u.name]
	if sent == nil {
		sent = map[string]bool{}
		s.sent[u.name] = sent
	}
	var names []string
	var globals starlark.StringDict
	for _, n := range info.Globals {
		if sent[n] {
			continue
		}
		sent[n] = true
		if globals == nil {
			globals = in.globalsFor(u, f, info)
		}
		if globals[n] != nil && in.reachable(globals[n]) {
			names = append(names, n)
		}
	}
	e.MapHeader(len(names))
	for _, n := range names {
		if err := e.Text(n); err != nil {
			return err
		}
		if err := e.EncodeAt("global '"+n+"'", globals[n]); err != nil {
			return err
		}
	}
	return nil
}

// reachable reports whether a global is worth sending. What cannot travel and is no data (an open pool, a file, a running
// process that the parent alone may use) is left out: the child sees the name unbound, and its use raises NameError.
func (in *Interp) reachable(v starlark.Value) bool {
	var x any = v
	if inst, ok := v.(*object.Instance); ok {
		x = inst.State()
	}
	n, ok := x.(interface{ StaysHome() bool })
	return !ok || !n.StaysHome()
}

// BuildFunction reads a function; it implements object.FunctionShipper.
func (in *Interp) BuildFunction(d *starlarkcbor.Decoder) (starlark.Value, error) {
	id := d.Reserve()
	if err := d.ArrayOf(6); err != nil {
		return nil, err
	}
	name, err := d.Text()
	if err != nil {
		return nil, err
	}
	n, err := d.Int()
	if err != nil {
		return nil, err
	}
	number := int(n)
	u, err := in.unitNamed(name)
	if err != nil {
		return nil, err
	}
	if number < 0 || number >= len(u.module.Functions) {
		return nil, d.Fail("no function of this number")
	}
	f, set, err := in.makeFunction(d, u, number)
	if err != nil {
		return nil, err
	}
	d.Define(id, f)
	if err := in.buildCaptured(d, set); err != nil {
		return nil, err
	}
	if err := in.buildAttributes(d, f); err != nil {
		return nil, err
	}
	return f, in.buildGlobals(d, u)
}

// makeFunction reads the defaults and makes the function. Its captured variables are bound by set, nil if it has none.
func (in *Interp) makeFunction(d *starlarkcbor.Decoder, u *unit, number int) (f *starlark.Function, set starlark.Value, err error) {
	info := &u.module.Functions[number]
	n, err := d.ArrayHeader()
	if err != nil {
		return nil, nil, err
	}
	if n > info.Defaults {
		return nil, nil, d.Fail("too many defaults")
	}
	kwargs := make([]starlark.Tuple, n)
	for i := range kwargs {
		v, err := d.Decode()
		if err != nil {
			return nil, nil, err
		}
		kwargs[i] = starlark.Tuple{starlark.String("#d" + strconv.Itoa(i)), v}
	}
	plain := len(info.Free) == 0 && info.Defaults == 0
	if plain {
		if f := u.existing(number, info); f != nil {
			return f, nil, nil
		}
	}
	v, err := in.callMaker(u, number, kwargs)
	if err != nil {
		return nil, nil, err
	}
	if t, ok := v.(starlark.Tuple); ok && len(t) == 2 {
		set, v = t[1], t[0]
	}
	f, ok := v.(*starlark.Function)
	if !ok {
		return nil, nil, fmt.Errorf("BUG: maker %d made a %s", number, v.Type())
	}
	if plain {
		u.canonical[number] = f
	}
	return f, set, nil
}

// buildCaptured reads the captured variables and binds them.
func (in *Interp) buildCaptured(d *starlarkcbor.Decoder, set starlark.Value) error {
	n, err := d.ArrayHeader()
	if err != nil {
		return err
	}
	for range n / 2 {
		name, err := d.Text()
		if err != nil {
			return err
		}
		v, err := d.Decode()
		if err != nil {
			return err
		}
		if set == nil {
			return d.Fail("captured variables of a function that has none")
		}
		if _, err := starlark.Call(in.objects.Current(), set, starlark.Tuple{starlark.String(name), v}, nil); err != nil {
			return err
		}
	}
	return nil
}

// existing returns the function of that number that this process has already.
func (u *unit) existing(number int, info *dialect.Function) *starlark.Function {
	if f := u.canonical[number]; f != nil {
		return f
	}
	if strings.Contains(info.Qualname, ".") {
		return nil
	}
	f, ok := u.global(info.Name).(*starlark.Function)
	if ok && f.Position().Filename() == u.path && f.Position().Line == info.Line && f.Position().Col == info.Col {
		u.canonical[number] = f
		return f
	}
	return nil
}

func (in *Interp) callMaker(u *unit, number int, kwargs []starlark.Tuple) (starlark.Value, error) {
	maker := u.global("#make." + strconv.Itoa(number))
	if maker == nil {
		return nil, fmt.Errorf("BUG: %s has no maker %d", u.path, number)
	}
	return starlark.Call(in.objects.Current(), maker, nil, kwargs)
}

func (in *Interp) buildAttributes(d *starlarkcbor.Decoder, f *starlark.Function) error {
	if d.Null() {
		return nil
	}
	return d.Fields(func(name string, v starlark.Value) error { return in.objects.SetAttr(f, name, v) })
}

// buildGlobals reads globals and binds those that are not bound.
func (in *Interp) buildGlobals(d *starlarkcbor.Decoder, u *unit) error {
	arrived := new(starlark.Dict)
	err := d.Fields(func(name string, v starlark.Value) error { return arrived.SetKey(starlark.String(name), v) })
	if err != nil || arrived.Len() == 0 {
		return err
	}
	if err := in.bindNames(u, arrived); err != nil {
		return err
	}
	bound := u.all()
	for _, k := range arrived.Keys() {
		if bound[string(k.(starlark.String))] != nil {
			if _, _, err := arrived.Delete(k); err != nil {
				return err
			}
		}
	}
	if arrived.Len() == 0 {
		return nil
	}
	_, err = starlark.Call(in.objects.Current(), bound["#inject"], starlark.Tuple{arrived}, nil)
	return err
}

// unitNamed returns the unit of a module, loading it without running its body if this process does not have it yet.
func (in *Interp) unitNamed(name string) (*unit, error) {
	if isTextName(name) {
		return in.textUnit(name)
	}
	if u := in.units[name]; u != nil && u.globals != nil {
		return u, nil
	} else if u != nil && !u.began { // compiled for the names that it exports
		return u, in.run(in.objects.NewThread(name), u, false)
	} else if u != nil {
		return u, nil
	}
	path, src, err := in.findSource(name)
	if err != nil {
		return nil, exceptions.AttributeError.Errorf("module '%s', which a function was sent from, is not here: %v", name, err)
	}
	u, err := in.compile(name, path, src)
	if err != nil {
		return nil, err
	}
	return u, in.run(in.objects.NewThread(name), u, false)
}

// deref returns the value of a captured variable given its cell, nil if it is unbound. The cell is not a type that Go code
// can name; a compiled function whose parameter is patched to be a cell variable reads it.
func (in *Interp) deref(cell starlark.Value) (starlark.Value, error) {
	if in.derefFunction == nil {
		f, err := compileDeref(in.objects)
		if err != nil {
			return nil, err
		}
		in.derefFunction = f
	}
	v, err := starlark.Call(in.objects.Current(), in.derefFunction, starlark.Tuple{cell}, nil)
	if err != nil {
		return nil, nil // referenced before assignment
	}
	return v, nil
}

// compileDeref compiles `def deref(c): return c` with the body's c read as a cell.
func compileDeref(rt *object.Runtime) (starlark.Value, error) {
	use := &syntax.Ident{Name: "c"}
	hook := &syntax.Comprehension{
		Body:    &syntax.Ident{Name: "#hook"},
		Clauses: []syntax.Node{&syntax.ForClause{Vars: &syntax.Ident{Name: "_"}, X: &syntax.ListExpr{}}},
	}
	file := &syntax.File{Path: "deref", Options: &syntax.FileOptions{}, Stmts: []syntax.Stmt{
		&syntax.DefStmt{Name: &syntax.Ident{Name: "deref"}, Params: []syntax.Expr{&syntax.Ident{Name: "c"}}, Body: []syntax.Stmt{&syntax.ReturnStmt{Result: use}}},
		&syntax.ExprStmt{X: hook},
	}}
	program, err := starlark.FileProgram(file, func(name string) bool {
		if name == "#hook" {
			use.Binding = &resolve.Binding{Scope: resolve.Cell, Index: 0}
		}
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("BUG: compiling deref: %w", err)
	}
	globals, err := program.Init(rt.NewThread("deref"), nil)
	if err != nil {
		return nil, fmt.Errorf("BUG: compiling deref: %w", err)
	}
	return globals["deref"], nil
}
