package object

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
)

// This file runs testdata/*.txt: lines of an expression, a tab, and what CPython 3.13 makes of it: the repr of the value
// or "Type: message". testdata/record.py has written them.

// evaluator evaluates expressions by Python's rules: what the front end lowers to, without the front end.
type evaluator struct {
	rt *Runtime
	t  *starlark.Thread
}

func newEvaluator(opts Options) *evaluator {
	rt := New(opts)
	e := &evaluator{rt: rt, t: rt.NewThread("test")}
	rt.Lock(e.t)
	return e
}

// text returns the repr of an expression's value, or its exception.
func (e *evaluator) text(expression string) string {
	v, err := e.evaluate(expression)
	if err == nil {
		var s string
		if s, err = e.rt.Repr(v); err == nil {
			return s
		}
	}
	return strings.TrimSuffix(e.rt.FormatExceptionOnly(e.rt.Exception(err)), "\n")
}

func (e *evaluator) evaluate(expression string) (starlark.Value, error) {
	x, err := new(syntax.FileOptions).ParseExpr("test.py", expression, 0)
	if err != nil {
		return nil, err
	}
	return e.eval(x)
}

func (e *evaluator) list(xs []syntax.Expr) (starlark.Tuple, error) {
	out := starlark.Tuple{}
	for _, x := range xs {
		v, err := e.eval(x)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func (e *evaluator) eval(x syntax.Expr) (starlark.Value, error) {
	switch x := x.(type) {
	case *syntax.Literal:
		return literal(x), nil
	case *syntax.Ident:
		if v, ok := e.rt.Builtins()[x.Name]; ok {
			return v, nil
		}
		return nil, exceptions.NameError.Errorf("name '%s' is not defined", x.Name)
	case *syntax.ParenExpr:
		return e.eval(x.X)
	case *syntax.TupleExpr:
		return e.list(x.List)
	case *syntax.ListExpr:
		v, err := e.list(x.List)
		return starlark.NewList(v), err
	case *syntax.DictExpr:
		d := new(starlark.Dict)
		for _, entry := range x.List {
			kv, err := e.list([]syntax.Expr{entry.(*syntax.DictEntry).Key, entry.(*syntax.DictEntry).Value})
			if err != nil {
				return nil, err
			}
			if err := d.SetKey(kv[0], kv[1]); err != nil {
				return nil, err
			}
		}
		return d, nil
	case *syntax.DotExpr:
		v, err := e.eval(x.X)
		if err != nil {
			return nil, err
		}
		return e.rt.GetAttr(v, x.Name.Name)
	case *syntax.CallExpr:
		return e.call(x)
	case *syntax.IndexExpr:
		v, err := e.list([]syntax.Expr{x.X, x.Y})
		if err != nil {
			return nil, err
		}
		return e.rt.GetItem(e.t, v[0], v[1])
	case *syntax.SliceExpr:
		return e.slice(x)
	case *syntax.UnaryExpr:
		v, err := e.eval(x.X)
		if err != nil {
			return nil, err
		}
		return starlark.Unary(x.Op, unbool(v))
	case *syntax.BinaryExpr:
		return e.binary(x)
	}
	return nil, fmt.Errorf("cannot evaluate %T", x)
}

func literal(x *syntax.Literal) starlark.Value {
	switch v := x.Value.(type) {
	case string:
		if x.Token == syntax.BYTES {
			return starlark.Bytes(v)
		}
		return starlark.String(v)
	case float64:
		return starlark.Float(v)
	case int64:
		return starlark.MakeInt64(v)
	}
	i, _ := parseBig(x.Raw)
	return i
}

func parseBig(s string) (starlark.Value, error) {
	return New(Options{}).parseInt(s, 0, s)
}

func (e *evaluator) call(x *syntax.CallExpr) (starlark.Value, error) {
	var args starlark.Tuple
	var kwargs []starlark.Tuple
	for _, a := range x.Args {
		if b, ok := a.(*syntax.BinaryExpr); ok && b.Op == syntax.EQ {
			v, err := e.eval(b.Y)
			if err != nil {
				return nil, err
			}
			kwargs = append(kwargs, starlark.Tuple{starlark.String(b.X.(*syntax.Ident).Name), v})
			continue
		}
		v, err := e.eval(a)
		if err != nil {
			return nil, err
		}
		args = append(args, v)
	}
	if dot, ok := x.Fn.(*syntax.DotExpr); ok { // as the front end does
		v, err := e.eval(dot.X)
		if err != nil {
			return nil, err
		}
		return starlark.Call(e.t, e.rt.MethodCaller(dot.Name.Name), prepend(v, args), kwargs)
	}
	f, err := e.eval(x.Fn)
	if err != nil {
		return nil, err
	}
	return starlark.Call(e.t, f, args, kwargs)
}

func (e *evaluator) slice(x *syntax.SliceExpr) (starlark.Value, error) {
	v, err := e.eval(x.X)
	if err != nil {
		return nil, err
	}
	part := func(y syntax.Expr) starlark.Value {
		if y == nil || err != nil {
			return starlark.None
		}
		var p starlark.Value
		p, err = e.eval(y)
		return p
	}
	s := &Slice{part(x.Lo), part(x.Hi), part(x.Step)}
	if err != nil {
		return nil, err
	}
	return e.rt.GetItem(e.t, v, s)
}

func (e *evaluator) binary(x *syntax.BinaryExpr) (starlark.Value, error) {
	v, err := e.list([]syntax.Expr{x.X, x.Y})
	if err != nil {
		return nil, err
	}
	switch x.Op {
	case syntax.EQL, syntax.NEQ, syntax.LT, syntax.LE, syntax.GT, syntax.GE:
		r, err := e.rt.Compare(x.Op, v[0], v[1])
		return starlark.Bool(r), err
	case syntax.IN, syntax.NOT_IN:
		r, err := e.rt.Contains(e.t, v[1], v[0])
		return starlark.Bool(r == (x.Op == syntax.IN)), err
	}
	return e.rt.Binary(x.Op, v[0], v[1])
}

func TestExpressions(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			f, err := os.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			lines := bufio.NewScanner(f)
			lines.Buffer(nil, 1<<20)
			e := newEvaluator(Options{})
			n := 0
			for lines.Scan() {
				expression, want, ok := strings.Cut(lines.Text(), "\t")
				if !ok || strings.HasPrefix(expression, "#") {
					continue
				}
				n++
				if got := e.text(expression); got != want {
					t.Errorf("%s\n got %s\nwant %s", expression, got, want)
				}
			}
			if n == 0 {
				t.Error("no cases")
			}
		})
	}
}
