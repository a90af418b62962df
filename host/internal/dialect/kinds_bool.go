package dialect

// This file finds out whether bools may hide among values of unknown kind. The VM has no arithmetic on bools: where one
// may be an operand it must be made a number first, and where none can be that would be a waste.

import "parlark/host/internal/dialect/python"

// perhapsBool reports whether x may be a bool: there is evidence, or nothing is known of x and bools get out of sight
// somewhere in the file.
func (l *lowerer) perhapsBool(x python.Expr) bool {
	k := l.kind(x)
	return k.perhaps(boolKind) || k.perhaps(unknownKind) && l.boolsHide()
}

// boolsHide reports whether the file puts a bool where it cannot be followed.
func (l *lowerer) boolsHide() bool {
	if l.hiding == 0 {
		l.hiding = -1
		if l.dynamic() {
			l.hiding = 1
		}
		f := l.table.features
		for _, s := range f.sinks {
			if s.owner != "" && !f.escaped[s.owner] {
				continue
			}
			if l.kindOf(s.in, s.value).perhaps(boolKind) {
				l.hiding = 1
				break
			}
		}
	}
	return l.hiding > 0
}

// attributeKind returns what x.name can be for any x: evidence, since other files assign attributes too.
func (l *lowerer) attributeKind(name string) kind {
	s := l.table.features.attributes[name]
	if s == nil {
		return anyKind
	}
	return l.symbolKind(s) | opaqueKind
}

// methodKind returns what x.name() can be for any x.
func (l *lowerer) methodKind(name string) kind {
	k := nothing
	for _, t := range l.table.features.defined[name] {
		if t.generator {
			return opaqueKind
		}
		k |= l.returnKind(t)
	}
	if k == nothing {
		return anyKind
	}
	return k | opaqueKind
}

// quiet are the functions and methods that keep no argument.
var quiet = map[string]bool{
	"print": true, "str": true, "repr": true, "int": true, "bool": true, "len": true, "isinstance": true, "sum": true, "any": true, "all": true,
	"format": true, "range": true, "float": true, "type": true, "id": true, "hash": true, "super": true,
	"get": true, "acquire": true, "join": true, "wait": true, "setdefault": false, "write": true, "info": true, "debug": true, "warning": true,
	"error": true, "assertTrue": true, "assertFalse": true, "assertEqual": true, "setDaemon": true, "set_start_method": true,
}

// passed notes arguments of a call.
func (a *analyzer) passed(t *table, x *python.Call) {
	name, method := "", false
	switch f := x.Func.(type) {
	case *python.Name:
		name = f.Id
	case *python.Attribute:
		name, method = f.Attr, true
	}
	if quiet[name] {
		return
	}
	for _, v := range x.Args {
		a.sink(t, v, "")
	}
	known := method || t.resolve(name) != nil || a.top.features.classes[name]
	for _, k := range x.Keywords {
		if c, ok := k.Value.(*python.Constant); ok && !known && (c.Kind == python.KTrue || c.Kind == python.KFalse) {
			continue
		}
		if k.Arg != "key" && k.Arg != "target" && k.Arg != "daemon" && k.Arg != "reverse" && k.Arg != "flush" {
			a.sink(t, k.Value, "")
		}
	}
}

func (a *analyzer) sink(t *table, x python.Expr, owner string) {
	switch x.(type) {
	case nil, *python.JoinedStr, *python.Lambda:
		return
	}
	f := a.top.features
	f.sinks = append(f.sinks, sink{t, x, owner})
}
