package python

// This file prints trees the way CPython's ast.dump does: fields by CPython's names, each node followed by its span.
// What CPython 3.11 gives no reliable span for, the inside of f-strings, has none.

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A dumper writes nodes.
type dumper struct {
	strings.Builder
	plain int // inside of how many f-strings
}

// dump returns the statements of m, one a line.
func dump(m *Module) string {
	var d dumper
	for _, s := range m.Body {
		d.value(s)
		d.WriteByte('\n')
	}
	return d.String()
}

// A word is written as it is.
type word string

// node writes a node from its CPython name and its fields: names and values by turns.
func (d *dumper) node(n Node, name string, fields ...any) {
	d.WriteString(name)
	if n != nil && d.plain == 0 {
		s, e := n.Span()
		fmt.Fprintf(d, "@%d:%d-%d:%d", s.Line, s.Col, e.Line, e.Col)
	}
	d.WriteByte('(')
	for i := 0; i < len(fields); i += 2 {
		if i > 0 {
			d.WriteString(", ")
		}
		d.WriteString(fields[i].(string) + "=")
		d.value(fields[i+1])
	}
	d.WriteByte(')')
}

func (d *dumper) value(x any) {
	switch x := x.(type) {
	case nil:
		d.WriteString("None")
	case word:
		d.WriteString(string(x))
	case string:
		d.WriteString(reprString(x))
	case []string:
		list(d, x)
	case []Stmt:
		list(d, x)
	case []*Arg:
		list(d, x)
	case []*Keyword:
		list(d, x)
	case []*Comp:
		list(d, x)
	case []*WithItem:
		list(d, x)
	case []*Handler:
		list(d, x)
	case []*Alias:
		list(d, x)
	case []*MatchCase:
		list(d, x)
	case []word:
		list(d, x)
	case []Expr:
		list(d, x)
	case []Node:
		list(d, x)
	case *Arg:
		if x == nil {
			d.WriteString("None")
		} else {
			d.node(x, "arg", "arg", x.Name, "annotation", x.Ann)
		}
	case Node:
		d.dispatch(x)
	default:
		panic(fmt.Sprintf("dump: %T", x))
	}
}

func list[T any](d *dumper, xs []T) {
	d.WriteByte('[')
	for i, x := range xs {
		if i > 0 {
			d.WriteString(", ")
		}
		d.value(any(x))
	}
	d.WriteByte(']')
}

func (d *dumper) dispatch(n Node) {
	if !d.statement(n) && !d.pattern(n) && !d.expression(n) {
		panic(fmt.Sprintf("dump: %T", n))
	}
}

var operatorNames = map[string]word{
	"+": "Add", "-": "Sub", "*": "Mult", "@": "MatMult", "/": "Div", "%": "Mod", "**": "Pow", "<<": "LShift",
	">>": "RShift", "|": "BitOr", "^": "BitXor", "&": "BitAnd", "//": "FloorDiv", "==": "Eq", "!=": "NotEq", "<": "Lt",
	"<=": "LtE", ">": "Gt", ">=": "GtE", "is": "Is", "is not": "IsNot", "in": "In", "not in": "NotIn", "and": "And", "or": "Or",
}

var unaryNames = map[string]word{"not": "Not", "-": "USub", "+": "UAdd", "~": "Invert"}

func contextName(c Ctx) word { return []word{"Load", "Store", "Del"}[c] }

// optional returns nil for the empty string.
func optional(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// async prefixes the name of a node.
func async(yes bool, name string) string {
	if yes {
		return "Async" + name
	}
	return name
}

func (d *dumper) statement(n Node) bool {
	switch n := n.(type) {
	case *FunctionDef:
		d.node(n, async(n.Async, "FunctionDef"), "name", n.Name, "args", n.Args, "body", n.Body, "decorator_list", n.Decos, "returns", n.Returns)
	case *ClassDef:
		d.node(n, "ClassDef", "name", n.Name, "bases", n.Bases, "keywords", n.Keywords, "body", n.Body, "decorator_list", n.Decos)
	case *Return:
		d.node(n, "Return", "value", n.X)
	case *Delete:
		d.node(n, "Delete", "targets", n.Targets)
	case *Assign:
		d.node(n, "Assign", "targets", n.Targets, "value", n.Value)
	case *AugAssign:
		d.node(n, "AugAssign", "target", n.Target, "op", operatorNames[n.Op], "value", n.Value)
	case *AnnAssign:
		simple := word("0")
		if n.Simple {
			simple = "1"
		}
		d.node(n, "AnnAssign", "target", n.Target, "annotation", n.Ann, "value", n.Value, "simple", simple)
	case *For:
		d.node(n, async(n.Async, "For"), "target", n.Target, "iter", n.Iter, "body", n.Body, "orelse", n.Else)
	case *While:
		d.node(n, "While", "test", n.Cond, "body", n.Body, "orelse", n.Else)
	case *If:
		d.node(n, "If", "test", n.Cond, "body", n.Body, "orelse", n.Else)
	case *With:
		d.node(n, async(n.Async, "With"), "items", n.Items, "body", n.Body)
	case *WithItem:
		d.node(nil, "withitem", "context_expr", n.Ctx, "optional_vars", n.Vars)
	case *Raise:
		d.node(n, "Raise", "exc", n.Exc, "cause", n.Cause)
	case *Handler:
		d.node(n, "ExceptHandler", "type", n.Type, "name", optional(n.Name), "body", n.Body)
	case *Try:
		name := "Try"
		if n.Star {
			name = "TryStar"
		}
		d.node(n, name, "body", n.Body, "handlers", n.Handlers, "orelse", n.Else, "finalbody", n.Finally)
	case *Assert:
		d.node(n, "Assert", "test", n.Test, "msg", n.Msg)
	case *Alias:
		d.node(n, "alias", "name", n.Name, "asname", optional(n.As))
	case *Import:
		d.node(n, "Import", "names", n.Names)
	case *ImportFrom:
		d.node(n, "ImportFrom", "module", optional(n.Module), "names", n.Names, "level", word(strconv.Itoa(n.Level)))
	case *Global:
		d.node(n, "Global", "names", n.Names)
	case *Nonlocal:
		d.node(n, "Nonlocal", "names", n.Names)
	case *ExprStmt:
		d.node(n, "Expr", "value", n.X)
	case *Pass:
		d.node(n, "Pass")
	case *Break:
		d.node(n, "Break")
	case *Continue:
		d.node(n, "Continue")
	default:
		return false
	}
	return true
}

func (d *dumper) pattern(n Node) bool {
	switch n := n.(type) {
	case *Match:
		d.node(n, "Match", "subject", n.Subject, "cases", n.Cases)
	case *MatchCase:
		d.node(nil, "match_case", "pattern", n.Pattern, "guard", n.Guard, "body", n.Body)
	case *MatchValue:
		d.node(n, "MatchValue", "value", n.X)
	case *MatchSingleton:
		d.node(n, "MatchSingleton", "value", reprConstant(n.X))
	case *MatchSequence:
		d.node(n, "MatchSequence", "patterns", n.Pats)
	case *MatchMapping:
		d.node(n, "MatchMapping", "keys", n.Keys, "patterns", n.Pats, "rest", optional(n.Rest))
	case *MatchClass:
		d.node(n, "MatchClass", "cls", n.Cls, "patterns", n.Pats, "kwd_attrs", n.KwNames, "kwd_patterns", n.KwPats)
	case *MatchStar:
		d.node(n, "MatchStar", "name", optional(n.Name))
	case *MatchAs:
		d.node(n, "MatchAs", "pattern", n.Pat, "name", optional(n.Name))
	case *MatchOr:
		d.node(n, "MatchOr", "patterns", n.Pats)
	default:
		return false
	}
	return true
}

func (d *dumper) expression(n Node) bool {
	switch n := n.(type) {
	case *Name:
		d.node(n, "Name", "id", n.Id, "ctx", contextName(n.Ctx))
	case *Constant:
		d.node(n, "Constant", "value", reprConstant(n))
	case *JoinedStr:
		d.joined(n)
	case *FormattedValue:
		conv := word("-1")
		if n.Conv != 0 {
			conv = word(strconv.Itoa(int(n.Conv)))
		}
		d.node(n, "FormattedValue", "value", n.Value, "conversion", conv, "format_spec", n.Spec)
	case *BinOp:
		d.node(n, "BinOp", "left", n.L, "op", operatorNames[n.Op], "right", n.R)
	case *BoolOp:
		d.node(n, "BoolOp", "op", operatorNames[n.Op], "values", n.Values)
	case *UnaryOp:
		d.node(n, "UnaryOp", "op", unaryNames[n.Op], "operand", n.X)
	case *Compare:
		ops := []word{}
		for _, o := range n.Ops {
			ops = append(ops, operatorNames[o])
		}
		d.node(n, "Compare", "left", n.L, "ops", ops, "comparators", n.Rs)
	case *Call:
		d.node(n, "Call", "func", n.Func, "args", n.Args, "keywords", n.Keywords)
	case *Keyword:
		d.node(n, "keyword", "arg", optional(n.Arg), "value", n.Value)
	case *Attribute:
		d.node(n, "Attribute", "value", n.X, "attr", n.Attr, "ctx", contextName(n.Ctx))
	case *Subscript:
		d.node(n, "Subscript", "value", n.X, "slice", n.Index, "ctx", contextName(n.Ctx))
	case *Slice:
		d.node(n, "Slice", "lower", n.Lo, "upper", n.Hi, "step", n.Step)
	case *Starred:
		d.node(n, "Starred", "value", n.X, "ctx", contextName(n.Ctx))
	case *IfExp:
		d.node(n, "IfExp", "test", n.Cond, "body", n.Then, "orelse", n.Else)
	case *Lambda:
		d.node(n, "Lambda", "args", n.Args, "body", n.Body)
	case *Arguments:
		d.node(nil, "arguments", "posonlyargs", n.PosOnly, "args", n.Args, "vararg", n.Vararg, "kwonlyargs", n.KwOnly,
			"kw_defaults", n.KwDefaults, "kwarg", n.Kwarg, "defaults", n.Defaults)
	case *List:
		d.node(n, "List", "elts", n.Elts, "ctx", contextName(n.Ctx))
	case *Tuple:
		d.node(n, "Tuple", "elts", n.Elts, "ctx", contextName(n.Ctx))
	case *Dict:
		d.node(n, "Dict", "keys", n.Keys, "values", n.Values)
	case *Set:
		d.node(n, "Set", "elts", n.Elts)
	case *ListComp:
		d.node(n, "ListComp", "elt", n.Elt, "generators", n.Gens)
	case *SetComp:
		d.node(n, "SetComp", "elt", n.Elt, "generators", n.Gens)
	case *DictComp:
		d.node(n, "DictComp", "key", n.Key, "value", n.Value, "generators", n.Gens)
	case *GeneratorExp:
		d.node(n, "GeneratorExp", "elt", n.Elt, "generators", n.Gens)
	case *Comp:
		is := word("0")
		if n.Async {
			is = "1"
		}
		d.node(nil, "comprehension", "target", n.Target, "iter", n.Iter, "ifs", n.Ifs, "is_async", is)
	case *Await:
		d.node(n, "Await", "value", n.X)
	case *Yield:
		d.node(n, "Yield", "value", n.X)
	case *YieldFrom:
		d.node(n, "YieldFrom", "value", n.X)
	case *NamedExpr:
		d.node(n, "NamedExpr", "target", n.Target, "value", n.Value)
	default:
		return false
	}
	return true
}

func (d *dumper) joined(n *JoinedStr) {
	outer := d.plain
	if outer == 0 {
		s, e := n.Span()
		fmt.Fprintf(d, "JoinedStr@%d:%d-%d:%d(values=", s.Line, s.Col, e.Line, e.Col)
	} else {
		d.WriteString("JoinedStr(values=")
	}
	d.plain++
	d.value(n.Values)
	d.plain--
	d.WriteByte(')')
}

func reprConstant(c *Constant) word {
	switch c.Kind {
	case KNone:
		return "None"
	case KTrue:
		return "True"
	case KFalse:
		return "False"
	case KEllipsis:
		return "Ellipsis"
	case KInt:
		return word(strconv.FormatInt(c.Int, 10))
	case KBig:
		return word(c.Big.String())
	case KFloat:
		return word(reprFloat(c.Float, ".0"))
	case KImag:
		return word(reprFloat(c.Float, "") + "j")
	case KBytes:
		return word("b" + quote(c.Str, false))
	}
	return word(reprString(c.Str))
}

// reprFloat is Python's repr; whole is appended to a whole number without an exponent.
func reprFloat(f float64, whole string) string {
	if math.IsInf(f, 1) {
		return "inf"
	}
	s := strconv.FormatFloat(f, 'e', -1, 64)
	exp, _ := strconv.Atoi(s[strings.IndexByte(s, 'e')+1:])
	if exp < -4 || exp >= 16 {
		return s
	}
	s = strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += whole
	}
	return s
}

func reprString(s string) string { return quote(s, true) }

func quote(s string, text bool) string {
	q := byte('\'')
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		q = '"'
	}
	var b strings.Builder
	b.WriteByte(q)
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if text && r >= utf8.RuneSelf {
			if r, n = utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && n == 1 { // a lone surrogate
				r, n = rune(s[i]&0x0F)<<12|rune(s[i+1]&0x3F)<<6|rune(s[i+2]&0x3F), 3
			}
		}
		i += n
		switch {
		case r == rune(q) || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r >= ' ' && r < 0x7F || text && r >= utf8.RuneSelf && printable(r):
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte(q)
	return b.String()
}
