package dialect

// This file prints a lowered tree as Starlark text, for golden files and for debugging.

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.starlark.net/syntax"
)

// Dump writes the tree of f as text. Identifiers that no source can spell are written as they are; positions are
// left out. The tree must not have been given to starlark.FileProgram before.
func Dump(w io.Writer, f *syntax.File) {
	p := &printer{w: w}
	p.stmts(f.Stmts)
}

type printer struct {
	w      io.Writer
	indent int
}

func (p *printer) line(format string, args ...any) {
	fmt.Fprintf(p.w, "%s"+format+"\n", append([]any{strings.Repeat("    ", p.indent)}, args...)...)
}

func (p *printer) block(b []syntax.Stmt) {
	p.indent++
	p.stmts(b)
	p.indent--
}

func (p *printer) stmts(b []syntax.Stmt) {
	for _, s := range b {
		p.stmt(s)
	}
}

func (p *printer) stmt(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.ExprStmt:
		p.line("%s", exprText(s.X))
	case *syntax.AssignStmt:
		p.line("%s %s %s", exprText(s.LHS), s.Op, exprText(s.RHS))
	case *syntax.BranchStmt:
		p.line("%s", s.Token)
	case *syntax.ReturnStmt:
		if s.Result == nil {
			p.line("return")
			return
		}
		p.line("return %s", exprText(s.Result))
	case *syntax.DefStmt:
		p.line("def %s(%s):", s.Name.Name, exprsText(s.Params))
		p.block(s.Body)
	case *syntax.IfStmt:
		p.line("if %s:", exprText(s.Cond))
		p.block(s.True)
		if len(s.False) > 0 {
			p.line("else:")
			p.block(s.False)
		}
	case *syntax.ForStmt:
		p.line("for %s in %s:", exprText(s.Vars), exprText(s.X))
		p.block(s.Body)
	case *syntax.WhileStmt:
		p.line("while %s:", exprText(s.Cond))
		p.block(s.Body)
	default:
		p.line("%T", s)
	}
}

func exprsText(xs []syntax.Expr) string {
	out := make([]string, len(xs))
	for i, x := range xs {
		out[i] = exprText(x)
	}
	return strings.Join(out, ", ")
}

func exprText(x syntax.Expr) string {
	switch x := x.(type) {
	case *syntax.Ident:
		return x.Name
	case *syntax.Literal:
		switch v := x.Value.(type) {
		case string:
			if x.Token == syntax.BYTES {
				return "b" + strconv.QuoteToASCII(v)
			}
			return strconv.Quote(v)
		default:
			return fmt.Sprint(v)
		}
	case *syntax.ListExpr:
		return "[" + exprsText(x.List) + "]"
	case *syntax.TupleExpr:
		if len(x.List) == 1 {
			return "(" + exprText(x.List[0]) + ",)"
		}
		return "(" + exprsText(x.List) + ")"
	case *syntax.DictExpr:
		return "{" + exprsText(x.List) + "}"
	case *syntax.DictEntry:
		return exprText(x.Key) + ": " + exprText(x.Value)
	case *syntax.CondExpr:
		return "(" + exprText(x.True) + " if " + exprText(x.Cond) + " else " + exprText(x.False) + ")"
	case *syntax.IndexExpr:
		return exprText(x.X) + "[" + exprText(x.Y) + "]"
	case *syntax.SliceExpr:
		out := exprText(x.X) + "["
		if x.Lo != nil {
			out += exprText(x.Lo)
		}
		out += ":"
		if x.Hi != nil {
			out += exprText(x.Hi)
		}
		if x.Step != nil {
			out += ":" + exprText(x.Step)
		}
		return out + "]"
	case *syntax.DotExpr:
		return exprText(x.X) + "." + x.Name.Name
	case *syntax.CallExpr:
		return exprText(x.Fn) + "(" + exprsText(x.Args) + ")"
	case *syntax.LambdaExpr:
		return "(lambda " + exprsText(x.Params) + ": " + exprText(x.Body) + ")"
	case *syntax.UnaryExpr:
		switch x.Op {
		case syntax.STAR, syntax.STARSTAR:
			if x.X == nil {
				return x.Op.String()
			}
			return x.Op.String() + exprText(x.X)
		case syntax.NOT:
			return "(not " + exprText(x.X) + ")"
		}
		return "(" + x.Op.String() + exprText(x.X) + ")"
	case *syntax.BinaryExpr:
		if x.Op == syntax.EQ {
			return exprText(x.X) + "=" + exprText(x.Y)
		}
		return "(" + exprText(x.X) + " " + x.Op.String() + " " + exprText(x.Y) + ")"
	case *syntax.Comprehension:
		out := exprText(x.Body)
		for _, c := range x.Clauses {
			switch c := c.(type) {
			case *syntax.ForClause:
				out += " for " + exprText(c.Vars) + " in " + exprText(c.X)
			case *syntax.IfClause:
				out += " if " + exprText(c.Cond)
			}
		}
		if x.Curly {
			return "{" + out + "}"
		}
		return "[" + out + "]"
	case *syntax.ParenExpr:
		return "(" + exprText(x.X) + ")"
	}
	return fmt.Sprintf("%T", x)
}
