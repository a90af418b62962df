package object

import (
	"strconv"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// This file defines unary, a function of one operand that lowered code subscripts: #1.len[x]. The VM subscripts without
// a call frame and without copying arguments, which is a third of the cost of a call.

// unary applies a Go function to its subscript.
type unary struct {
	rt    *Runtime
	name  string
	apply func(t *starlark.Thread, x starlark.Value) (starlark.Value, error)
}

var _ starlark.Mapping = (*unary)(nil)

func (u *unary) String() string        { return "<intrinsic " + u.name + ">" }
func (u *unary) Type() string          { return "intrinsic" }
func (u *unary) Freeze()               {}
func (u *unary) Truth() starlark.Bool  { return true }
func (u *unary) Hash() (uint32, error) { return pointerHash(u), nil }

// Get applies the function to x.
func (u *unary) Get(x starlark.Value) (starlark.Value, bool, error) {
	v, err := u.apply(u.rt.cur, x)
	return v, true, err
}

// Unary returns the value of the predeclared name "#1." + name: the intrinsic of that name, or with "b." before it the
// built-in function; nil if there is none.
func (rt *Runtime) Unary(name string) starlark.Value {
	apply := rt.unaryFunction(name)
	if apply == nil {
		return nil
	}
	return &unary{rt, name, apply}
}

func (rt *Runtime) unaryFunction(name string) func(t *starlark.Thread, x starlark.Value) (starlark.Value, error) {
	if n, ok := strings.CutPrefix(name, "unpack"); ok {
		if count, err := strconv.Atoi(n); err == nil {
			return rt.unpacking(count)
		}
	}
	if op, ok := strings.CutPrefix(name, "b."); ok {
		return rt.unaryBuiltin(op)
	}
	if op, ok := strings.CutSuffix(name, "+"); ok && comparisonOperators[op] != 0 {
		op := comparisonOperators[op]
		return func(_ *starlark.Thread, x starlark.Value) (starlark.Value, error) {
			return &heldComparison{rt, op, x}, nil
		}
	}
	if op := comparisonOperators[name]; op != 0 {
		c := &comparison{rt, op}
		return func(_ *starlark.Thread, x starlark.Value) (starlark.Value, error) {
			rt.left = x
			return c, nil
		}
	}
	switch name {
	case "int":
		return func(_ *starlark.Thread, x starlark.Value) (starlark.Value, error) {
			if b, ok := x.(starlark.Bool); ok {
				return intOfBool(b), nil
			}
			return x, nil
		}
	case "iter":
		return func(t *starlark.Thread, x starlark.Value) (starlark.Value, error) {
			w, err := rt.Loop(t, x)
			if err != nil {
				return nil, err
			}
			return w.(starlark.Value), nil
		}
	case "fresh":
		return rt.freshLoop
	case "try":
		return func(t *starlark.Thread, x starlark.Value) (starlark.Value, error) {
			body, args := bodyAndArguments(x)
			return rt.tryCall(t, t.CallStackDepth(), body, args)
		}
	case "finally":
		return func(t *starlark.Thread, x starlark.Value) (starlark.Value, error) {
			body, args := bodyAndArguments(x)
			return rt.finallyCall(t, t.CallStackDepth(), body, args)
		}
	case "withenter":
		return rt.enterManager
	case "withrun":
		return func(t *starlark.Thread, x starlark.Value) (starlark.Value, error) {
			parts := x.(starlark.Tuple)
			return rt.runWith(t, t.CallStackDepth(), parts[0].(*entered), parts[1], parts[2:])
		}
	case "left", "right":
		return func(_ *starlark.Thread, x starlark.Value) (starlark.Value, error) {
			parts := x.(starlark.Tuple)
			op := comparisonOperators[string(parts[0].(starlark.String))]
			return &constantComparison{rt, op, parts[1], name == "left"}, nil
		}
	}
	return nil
}

// bodyAndArguments reads the operand of #1.try: a function, or a tuple of it and its arguments.
func bodyAndArguments(x starlark.Value) (starlark.Value, starlark.Tuple) {
	if parts, ok := x.(starlark.Tuple); ok {
		return parts[0], parts[1:]
	}
	return x, nil
}

// unaryBuiltin returns a built-in function called with one argument.
func (rt *Runtime) unaryBuiltin(name string) func(t *starlark.Thread, x starlark.Value) (starlark.Value, error) {
	switch name {
	case "len":
		return func(t *starlark.Thread, x starlark.Value) (starlark.Value, error) {
			switch x := x.(type) {
			case *starlark.List:
				return starlark.MakeInt(x.Len()), nil
			case *starlark.Dict:
				return starlark.MakeInt(x.Len()), nil
			case starlark.Tuple:
				return starlark.MakeInt(len(x)), nil
			}
			n, err := rt.Len(t, x)
			if err != nil {
				return nil, err
			}
			return starlark.MakeInt(n), nil
		}
	case "isinstance":
		return func(_ *starlark.Thread, x starlark.Value) (starlark.Value, error) {
			if c, ok := x.(*Class); ok {
				if c.test == nil {
					c.test = &classTest{rt, c}
				}
				return c.test, nil
			}
			return &classTest{rt, x}, nil
		}
	}
	switch f := rt.Builtin(name).(type) {
	case *Builtin:
		return func(t *starlark.Thread, x starlark.Value) (starlark.Value, error) {
			return f.fn(t, starlark.Tuple{x}, nil)
		}
	case *Class:
		return func(t *starlark.Thread, x starlark.Value) (starlark.Value, error) {
			return f.CallInternal(t, starlark.Tuple{x}, nil)
		}
	}
	return nil
}

// classTest is #1.b.isinstance[C]; subscripted by a value it tells whether that is an instance.
type classTest struct {
	rt    *Runtime
	class starlark.Value
}

func (*classTest) String() string        { return "<isinstance>" }
func (*classTest) Type() string          { return "intrinsic" }
func (*classTest) Freeze()               {}
func (*classTest) Truth() starlark.Bool  { return true }
func (*classTest) Hash() (uint32, error) { return 0, nil }

// Get is isinstance(x, C).
func (c *classTest) Get(x starlark.Value) (starlark.Value, bool, error) {
	if o, ok := x.(*Instance); ok && starlark.Value(o.class) == c.class {
		return starlark.True, true, nil
	}
	ok, err := c.rt.IsInstance(x, c.class)
	return starlark.Bool(ok), true, err
}

// comparisonOperators are the operators of comparison by their names after "#1.", and as #1.left and #1.right get them.
var comparisonOperators = map[string]syntax.Token{
	"==": syntax.EQL, "!=": syntax.NEQ, "<": syntax.LT, "<=": syntax.LE, ">": syntax.GT, ">=": syntax.GE, "in": syntax.IN,
}

// comparison is #1.==[x]; subscripted by y it compares. The left operand waits in rt.left, so nothing is made: lowered
// code subscripts so only by an operand whose evaluation runs no other code.
type comparison struct {
	rt *Runtime
	op syntax.Token
}

func (*comparison) String() string        { return "<comparison>" }
func (*comparison) Type() string          { return "intrinsic" }
func (*comparison) Freeze()               {}
func (*comparison) Truth() starlark.Bool  { return true }
func (*comparison) Hash() (uint32, error) { return 0, nil }

// Get is x op y.
func (c *comparison) Get(y starlark.Value) (starlark.Value, bool, error) {
	x := c.rt.left
	c.rt.left = nil
	return c.rt.comparedTo(c.op, x, y)
}

// heldComparison is #1.==+[x], with a left operand of its own.
type heldComparison struct {
	rt *Runtime
	op syntax.Token
	x  starlark.Value
}

func (*heldComparison) String() string        { return "<comparison>" }
func (*heldComparison) Type() string          { return "intrinsic" }
func (*heldComparison) Freeze()               {}
func (*heldComparison) Truth() starlark.Bool  { return true }
func (*heldComparison) Hash() (uint32, error) { return 0, nil }

// Get is x op y.
func (c *heldComparison) Get(y starlark.Value) (starlark.Value, bool, error) {
	return c.rt.comparedTo(c.op, c.x, y)
}

// constantComparison compares with a constant: #1.left[("==", c)][x] is c == x, #1.right[("==", c)][x] is x == c.
type constantComparison struct {
	rt   *Runtime
	op   syntax.Token
	c    starlark.Value
	left bool
}

func (*constantComparison) String() string        { return "<comparison>" }
func (*constantComparison) Type() string          { return "intrinsic" }
func (*constantComparison) Freeze()               {}
func (*constantComparison) Truth() starlark.Bool  { return true }
func (*constantComparison) Hash() (uint32, error) { return 0, nil }

// Get compares x with the constant.
func (c *constantComparison) Get(x starlark.Value) (starlark.Value, bool, error) {
	if c.left {
		return c.rt.comparedTo(c.op, c.c, x)
	}
	return c.rt.comparedTo(c.op, x, c.c)
}

// comparedTo is x op y, the common types first.
func (rt *Runtime) comparedTo(op syntax.Token, x, y starlark.Value) (starlark.Value, bool, error) {
	if op == syntax.IN {
		ok, err := rt.Contains(rt.cur, y, x)
		return starlark.Bool(ok), true, err
	}
	switch a := x.(type) {
	case starlark.Int:
		if b, ok := y.(starlark.Int); ok {
			r, err := starlark.CompareDepth(op, a, b, 1)
			return starlark.Bool(r), true, err
		}
	case starlark.String:
		if b, ok := y.(starlark.String); ok {
			switch op {
			case syntax.EQL:
				return starlark.Bool(a == b), true, nil
			case syntax.NEQ:
				return starlark.Bool(a != b), true, nil
			}
		}
	}
	v, err := rt.RichCompare(op, x, y)
	return v, true, err
}

// RichCompare is x op y for the six comparisons; the result need not be a bool.
func (rt *Runtime) RichCompare(op syntax.Token, x, y starlark.Value) (starlark.Value, error) {
	_, a := x.(*Instance)
	_, b := y.(*Instance)
	if a || b {
		return rt.richCompare(op, x, y)
	}
	r, err := rt.Compare(op, x, y)
	return starlark.Bool(r), err
}
