package dialect

// This file infers what an expression can be, from the bindings of the names in it and without regard to the order of
// execution. The lowering uses a proof (only numbers) to keep native instructions where Python and Starlark agree, and
// evidence (perhaps a bool) to leave them where they do not.

import "parlark/host/internal/dialect/python"

// A kind is a set of types that a value may have.
type kind uint16

const (
	numberKind kind = 1 << iota // int or float, not bool
	boolKind
	stringKind
	bytesKind
	listKind
	tupleKind
	dictKind
	setKind
	noneKind
	rangeKind
	instanceKind      // an instance of a class of this file
	opaqueKind        // of unknown type, but no bool: what arithmetic makes
	unknownKind       // of unknown type
	nothing      kind = 0

	// anyKind is in the kind of whatever has an unknown type; the other members of the set are then evidence.
	anyKind = opaqueKind | unknownKind
)

// only reports whether k proves that a value is of one of the kinds in of.
func (k kind) only(of kind) bool { return k != nothing && k&^of == 0 }

// perhaps reports whether there is evidence for one of the kinds in of.
func (k kind) perhaps(of kind) bool { return k&of != 0 }

// callKinds says what calls of built-in functions return.
var callKinds = map[string]kind{
	"len": numberKind, "int": numberKind, "float": numberKind | opaqueKind /* nan is unequal to itself */, "abs": numberKind | opaqueKind, "ord": numberKind, "id": numberKind, "hash": numberKind,
	"bool": boolKind, "isinstance": boolKind, "issubclass": boolKind, "callable": boolKind, "any": boolKind, "all": boolKind, "hasattr": boolKind,
	"str": stringKind, "repr": stringKind, "input": stringKind, "chr": stringKind, "format": stringKind, "hex": stringKind, "bin": stringKind, "oct": stringKind, "ascii": stringKind,
	"bytes": bytesKind, "list": listKind, "sorted": listKind, "dir": listKind, "tuple": tupleKind, "dict": dictKind, "set": setKind, "frozenset": setKind, "range": rangeKind,
	"divmod": tupleKind,
}

// methodKinds says what calls of methods that only built-in types are likely to have return.
var methodKinds = map[string]kind{
	"upper": stringKind, "lower": stringKind, "strip": stringKind, "lstrip": stringKind, "rstrip": stringKind, "title": stringKind,
	"capitalize": stringKind, "swapcase": stringKind, "zfill": stringKind, "ljust": stringKind, "rjust": stringKind, "center": stringKind,
	"isdigit": boolKind, "isalpha": boolKind, "isalnum": boolKind, "isupper": boolKind, "islower": boolKind, "isspace": boolKind,
	"startswith": boolKind, "endswith": boolKind, "is_alive": boolKind, "is_set": boolKind,
	"split": listKind, "splitlines": listKind, "rsplit": listKind, "append": noneKind, "decode": stringKind,
}

// kindOf returns what x, evaluated in scope t, can be.
func (l *lowerer) kindOf(t *table, x python.Expr) kind {
	switch x := x.(type) {
	case *python.Constant:
		switch x.Kind {
		case python.KInt, python.KBig, python.KFloat:
			return numberKind
		case python.KTrue, python.KFalse:
			return boolKind
		case python.KStr:
			return stringKind
		case python.KBytes:
			return bytesKind
		case python.KNone:
			return noneKind
		}
	case *python.JoinedStr:
		return stringKind
	case *python.List, *python.ListComp:
		return listKind
	case *python.Tuple:
		return tupleKind
	case *python.Dict, *python.DictComp:
		return dictKind
	case *python.Set, *python.SetComp:
		return setKind
	case *python.Name:
		if s := t.resolve(x.Id); s != nil {
			return l.symbolKind(s)
		}
	case *python.BinOp:
		return arithmetic(x.Op, l.kindOf(t, x.L), l.kindOf(t, x.R))
	case *python.UnaryOp:
		if x.Op == "not" {
			return boolKind
		}
		if l.kindOf(t, x.X).only(numberKind | boolKind) {
			return numberKind
		}
	case *python.BoolOp:
		k := nothing
		for _, v := range x.Values {
			k |= l.kindOf(t, v)
		}
		return k
	case *python.Compare:
		return boolKind
	case *python.IfExp:
		return l.kindOf(t, x.Then) | l.kindOf(t, x.Else)
	case *python.NamedExpr:
		return l.kindOf(t, x.Value)
	case *python.Call:
		return l.callKind(t, x)
	case *python.Attribute:
		return l.attributeKind(x.Attr)
	case *python.Subscript:
		if _, slice := x.Index.(*python.Slice); slice {
			if k := l.kindOf(t, x.X); k.only(listKind | stringKind | tupleKind | bytesKind) {
				return k
			}
		} else if l.kindOf(t, x.X).only(stringKind) {
			return stringKind
		}
	}
	return anyKind
}

func (l *lowerer) callKind(t *table, x *python.Call) kind {
	switch f := x.Func.(type) {
	case *python.Name:
		s := t.resolve(f.Id)
		if s == nil {
			if k, ok := callKinds[f.Id]; ok {
				return k
			}
			return anyKind
		}
		if len(s.bindings) == 1 && s.bindings[0].class != nil {
			return instanceKind
		}
		if d := s.definition(); d != nil {
			return l.resultKind(s, d)
		}
	case *python.Attribute:
		if k, ok := methodKinds[f.Attr]; ok && !t.features.methods[f.Attr] {
			return k
		}
		return l.methodKind(f.Attr)
	}
	return anyKind
}

// resultKind returns what a call of the function d, which s names, can return.
func (l *lowerer) resultKind(s *symbol, d *python.FunctionDef) kind {
	t := s.table.inner[d]
	if t == nil || t.generator {
		return anyKind
	}
	return l.infer(&s.result, func() kind { return l.returnKind(t) })
}

// returnKind returns what the return statements of a function return.
func (l *lowerer) returnKind(t *table) kind {
	return l.infer(&t.result, func() kind {
		k := nothing
		for _, r := range t.returns {
			if r == nil {
				k |= noneKind
			} else {
				k |= l.kindOf(t, r)
			}
		}
		if len(t.returns) == 0 {
			return noneKind
		}
		return k
	})
}

// symbolKind returns what a variable can hold.
func (l *lowerer) symbolKind(s *symbol) kind {
	return l.infer(&s.value, func() kind {
		k := nothing
		for _, b := range s.bindings {
			switch {
			case b.delete:
			case b.value == nil:
				k |= anyKind
			case b.op != "":
				k |= arithmetic(b.op, nothing, l.kindOf(b.in, b.value))
			case b.element:
				k |= l.elementKind(b.in, b.value)
			default:
				k |= l.kindOf(b.in, b.value)
			}
		}
		if len(s.bindings) == 0 {
			return anyKind
		}
		return k
	})
}

// infer finds out i once. While it is being found out it adds nothing to itself; what was found out on the way to a
// kind that was not yet known is not kept, since it may lack a part.
func (l *lowerer) infer(i *inference, f func() kind) kind {
	switch {
	case i.state == 2:
		return i.kind
	case i.state == 1:
		l.inferring.cycle = true
		return nothing
	case l.inferring.depth > 30:
		return anyKind
	}
	i.state = 1
	l.inferring.depth++
	k := f()
	l.inferring.depth--
	if l.inferring.depth == 0 {
		l.inferring.cycle = false
	}
	if l.inferring.cycle {
		i.state = 0
		return k
	}
	if k == nothing {
		k = anyKind
	}
	i.kind, i.state = k, 2
	return k
}

// elementKind returns what iterating x yields.
func (l *lowerer) elementKind(t *table, x python.Expr) kind {
	if elts, ok := elements(x); ok {
		k := nothing
		for _, e := range elts {
			k |= l.kindOf(t, e)
		}
		return k
	}
	if n, ok := x.(*python.Name); ok {
		if s := t.resolve(n.Id); s != nil {
			if k := l.infer(&s.element, func() kind { return l.displayed(s) }); k != nothing {
				return k
			}
		}
	}
	switch k := l.kindOf(t, x); {
	case k.only(rangeKind | bytesKind):
		return numberKind
	case k.only(stringKind):
		return stringKind
	}
	return anyKind
}

// displayed returns what the elements of a variable can be that is bound to displays and the like: evidence only, since
// the list may grow.
func (l *lowerer) displayed(s *symbol) kind {
	k := anyKind
	for _, b := range s.bindings {
		if b.value == nil || b.element || b.op != "" {
			continue
		}
		switch v := b.value.(type) {
		case *python.List, *python.Tuple:
			k |= l.elementKind(b.in, v)
		case *python.ListComp:
			if inner := b.in.inner[v]; inner != nil {
				k |= l.kindOf(inner, v.Elt)
			}
		default:
			if l.kindOf(b.in, v).only(stringKind) {
				k |= stringKind
			}
		}
	}
	return k
}

// arithmetic returns what x op y can be; x is nothing if it has the kind of the result.
func arithmetic(op string, x, y kind) kind {
	if x == nothing {
		x = y
	}
	numeric := numberKind | boolKind
	switch {
	case x.only(boolKind) && y.only(boolKind) && (op == "&" || op == "|" || op == "^"):
		return boolKind
	case x.only(numeric) && y.only(numeric):
		return numberKind
	case op == "%" && x.only(stringKind):
		return stringKind
	case op == "+" && x.only(stringKind) && y.only(stringKind):
		return stringKind
	case op == "*" && x.only(stringKind):
		return stringKind
	case op == "+" && x.only(listKind) && y.only(listKind), op == "*" && x.only(listKind):
		return listKind
	case op == "|" && x.only(setKind), op == "&" && x.only(setKind), op == "-" && x.only(setKind):
		return setKind
	}
	if op == "&" || op == "|" || op == "^" {
		return anyKind
	}
	return opaqueKind | x&stringKind
}
