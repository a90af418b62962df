package object

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file makes the table of functions that lowered code calls. The language front end lists them with their meaning.

// makeIntrinsics returns the intrinsics by their names without "#".
func (rt *Runtime) makeIntrinsics() starlark.StringDict {
	functions := map[string]Func{
		// exceptions
		"try": rt.try, "finally": rt.finally, "caught": rt.caughtBy, "handled": rt.handlerDone, "reraise": rt.reraise,
		"raise": rt.raise, "assertfail": assertFail, "withenter": rt.withEnter, "withrun": rt.withRun,
		// functions and generators
		"gen": rt.makeGenerator, "genahead": rt.makeAhead, "yieldfrom": rt.yieldFrom, "iter": rt.loopIntrinsic, "fresh": rt.freshIntrinsic,
		// classes
		"super": rt.superBuiltin, "mkclass": rt.classIntrinsic, "setname": setNameIntrinsic, "annotate": rt.annotateIntrinsic,
		// imports
		"import": rt.importIntrinsic, "importfrom": rt.importFrom, "load": rt.load, "importstar": rt.importStar,
		// operators
		"pow": rt.powIntrinsic, "imag": imagIntrinsic, "matmul": matmulIntrinsic, "mod": rt.binaryIntrinsic("%"), "mul": rt.binaryIntrinsic("*"), "strmod": rt.strmodIntrinsic,
		"lsh": rt.binaryIntrinsic("<<"), "inplace": rt.inPlaceIntrinsic, "bitop": rt.bitIntrinsic, "int": intIntrinsic, "is": isIntrinsic,
		"cmp": rt.compareIntrinsic,
		// attributes and subscripts
		"attr": rt.attrIntrinsic, "delattr": rt.delattrIntrinsic, "slice": sliceIntrinsic, "getitem": rt.getItemIntrinsic,
		"getslice": rt.getSliceIntrinsic, "setslice": rt.setItemIntrinsic, "delitem": rt.delItemIntrinsic,
		// displays and unpacking
		"star": rt.star, "mklist": rt.makeList, "mktuple": rt.makeTuple, "mkset": rt.makeSet, "mkdict": rt.makeDict,
		"mkkwargs": rt.makeKeywords, "unpack": rt.unpack, "unpackstar": rt.unpackStar,
		// strings
		"fstr": rt.fstrIntrinsic, "fmt": rt.fmtIntrinsic,
		// match statements
		"matchseq": rt.matchSequence, "matchmap": rt.matchMapping, "matchclass": rt.matchClass,
	}
	// Who runs dynamic code gives it its own namespaces and its own #show.
	all := starlark.StringDict{"Ellipsis": Ellipsis, "main": starlark.True, "globals": starlark.None, "names": starlark.None, "show": starlark.None}
	for name, f := range functions {
		all[name] = NewBuiltin(name, f)
	}
	return all
}

// assertFail is #assertfail([message]).
func assertFail(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return nil, exceptions.AssertionError.With(append(starlark.Tuple(nil), args...)...)
}

// powIntrinsic is #pow(x, y).
func (rt *Runtime) powIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return rt.Power(args[0], args[1])
}

// matmulIntrinsic is #matmul(x, y).
func matmulIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return matrixMultiply(args[0], args[1])
}

// binaryIntrinsic makes #mod, #mul and #lsh.
func (rt *Runtime) binaryIntrinsic(op string) Func {
	token := operators[op]
	return func(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return rt.Binary(token, args[0], args[1])
	}
}

// bitIntrinsic is #bitop(op, x, y).
func (rt *Runtime) bitIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return rt.Binary(operators[string(args[0].(starlark.String))], args[1], args[2])
}

// setNameIntrinsic is #setname(ns, name, value).
func setNameIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return args[2], args[0].(*starlark.Dict).SetKey(args[1], args[2])
}

// inPlaceIntrinsic is #inplace(op, x, y).
func (rt *Runtime) inPlaceIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	op := string(args[0].(starlark.String))
	v, err := rt.InPlace(t, op, args[1], args[2])
	if err != nil {
		return nil, augmented(err, op, args[1], args[2])
	}
	return v, nil
}

// intIntrinsic is #int(x).
func intIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return unbool(args[0]), nil
}

// isIntrinsic is #is(x, y).
func isIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return starlark.Bool(same(args[0], args[1])), nil
}

// attrIntrinsic is #attr(x, name).
func (rt *Runtime) attrIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return rt.GetAttr(args[0], string(args[1].(starlark.String)))
}

// delattrIntrinsic is #delattr(x, name).
func (rt *Runtime) delattrIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, rt.DelAttr(t, args[0], string(args[1].(starlark.String)))
}

// sliceIntrinsic is #slice(start, stop, step).
func sliceIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return &Slice{args[0], args[1], args[2]}, nil
}

// getItemIntrinsic is #getitem(x, key).
func (rt *Runtime) getItemIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return rt.GetItem(t, args[0], args[1])
}

// getSliceIntrinsic is #getslice(x, start, stop, step).
func (rt *Runtime) getSliceIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return rt.getSlice(t, args[0], &Slice{args[1], args[2], args[3]})
}

// setItemIntrinsic is #setslice(x, slice, value).
func (rt *Runtime) setItemIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, rt.SetItem(t, args[0], args[1], args[2])
}

// delItemIntrinsic is #delitem(x, key).
func (rt *Runtime) delItemIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, rt.DelItem(t, args[0], args[1])
}

// augmented names the augmented operator in the error of an operator that neither operand knows.
func augmented(err error, op string, x, y starlark.Value) error {
	if v, e := unlessUnknown(nil, err); e == nil && v == NotImplemented {
		if _, ok := x.(starlark.String); ok && op == "+" {
			return typeErrorf("can only concatenate str (not \"%s\") to str", TypeName(y))
		}
		return unsupported(op+"=", x, y)
	}
	return err
}
