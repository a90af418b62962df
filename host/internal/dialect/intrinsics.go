package dialect

// This file lists the functions that lowered code calls. The run time supplies exactly these.

// An Intrinsic is a predeclared function (or value, if Args is empty) of the lowered program.
type Intrinsic struct {
	Name, Args, Doc string
}

// Intrinsics is the table of all intrinsics. Besides them a program's Predeclared lists "#b.<name>", a built-in
// function or type; "#m.<name>", a method caller: #m.append(x, 1) is x.append(1), and #m.append[x] is what (x, 1) may be
// called on instead; "#a.<name>", an attribute: #a.n[x] is x.n, also as the target of an assignment; and "#1.b.<name>", a
// built-in function of one argument: #1.b.len[x] is len(x), #1.b.isinstance[C][x] is isinstance(x, C).
var Intrinsics = [...]Intrinsic{
	// exceptions
	{"#1.try", "[body] or [(body, args...)]", "call body(args...). Returns its result, None or a signal that is true: 1 break, 2 continue, (v,) return v; or, if it raised, a state: a value whose truth is False and that does not equal None, with an attribute .value, the exception"},
	{"#1.finally", "[body] or [(body, args...)]", "as #1.try, but if body raised, the exception also becomes the current one, until #reraise or #handled of the state"},
	{"#caught", "(state, [type])", "whether state is the state of an exception that is an instance of type (a class or a tuple of classes, nested ones too; TypeError otherwise); without type: any exception. If true, it becomes the current exception (sys.exc_info, bare raise, __context__ of what is raised), a stack per thread with the depth of the calling frame; entries of deeper frames are stale"},
	{"#handled", "(state)", "the handler of state is being left: it and what lies above it on the stack is current no more. No effect if state is not an exception's"},
	{"#reraise", "(state)", "raise the exception of state again, traceback kept; return None if state is no exception's. Pops it as #handled does"},
	{"#raise", "([exc, [cause]])", "raise exc, an instance or class; cause None suppresses the context. Without arguments: raise the current exception again, RuntimeError 'No active exception to reraise' without one"},
	{"#assertfail", "([message])", "raise AssertionError(message)"},
	// with
	{"#1.withenter", "[manager]", "look up __enter__ and __exit__, call __enter__(). Returns a state with .value, the result"},
	{"#1.withrun", "[(state, body, args...)]", "call body(args...) and then __exit__ of the state's manager. Returns body's signal (see #1.try); None if __exit__ swallowed the exception"},
	// functions, generators
	{"#gen", "(body, args...)", "a generator that runs body(y, args...), y(v) being yield v; named after body"},
	{"#genahead", "(body, args...)", "as #gen, for a body that may compute elements before they are asked for"},
	{"#yieldfrom", "(y, iterable)", "yield from iterable"},
	{"#1.iter", "[x]", "x for a for header: iterating it follows Python (strings, dict views and size checks, lists changed in the loop, __iter__, __getitem__)"},
	{"#1.fresh", "[x]", "as #1.iter, for a generator that only this loop holds: its iterator's Done closes it"},
	{"#super", "([class, self])", "super(class, self); without arguments RuntimeError 'super(): no arguments'"},
	// classes
	{"#mkclass", "(name, bases, ns, qualname, keywords)", "make a class; bases a tuple or list, ns a dict, keywords a dict or None (metaclass=... and what __init_subclass__ gets)"},
	{"#annotate", "(ns, name, thunk, text)", "add name to ns['__annotations__'], a dict: the value of thunk(), or text if thunk is None or raises"},
	// imports
	{"#import", "(name, top)", "import module name; returns it if top is None, else the module named top, its first part"},
	{"#importfrom", "(module, name)", "attribute or submodule name of module; leading dots in module are relative"},
	{"#load", "(module, name)", "Starlark's load: the value of name in module"},
	{"#importstar", "(module, names)", "from module import *, binding in names"},
	// dynamic code
	{"#globals", "", "the module variables of dynamic code: subscripted by a name it is the variable, or the built-in name; NameError"},
	{"#names", "", "the same for code outside of functions, whose variables may live elsewhere"},
	{"#show", "(x)", "take the value of an expression statement: eval's result, or what a prompt prints"},
	// operators
	{"#pow", "(x, y)", "x ** y"},
	{"#imag", "(x)", "the literal xj, x a float"},
	{"#matmul", "(x, y)", "x @ y"},
	{"#mod", "(x, y)", "x % y for unknown types"},
	{"#strmod", "(s, y)", "s % y where s is a string"},
	{"#lsh", "(x, y)", "x << y"},
	{"#inplace", "(op, x, y)", "x op= y as an expression; op is '+', '-', '*', '/', '//', '%', '&', '|', '^', '>>', '<<', '**' or '@'. Tries __iadd__ and so on first; lists and sets are changed in place"},
	{"#1.int", "[x]", "x, an int if x is a bool"},
	{"#bitop", "(op, x, y)", "x op y where x or y is perhaps a bool; op is '&', '|' or '^'"},
	{"#is", "(x, y)", "x is y"},
	{"#1.==", "[x][y]", "x == y with both operands' reflected methods tried; bool equals int. y is evaluated without running other code. Likewise #1.!=, #1.<, #1.<=, #1.>, #1.>= and #1.in, whose elements compare so too"},
	{"#1.==+", "[x][y]", "as #1.==[x][y] for any y, and the others likewise"},
	{"#1.left", "[(op, c)][x]", "c op x, op being one of these"},
	{"#1.right", "[(op, c)][x]", "x op c"},
	// attributes, subscripts
	{"#delattr", "(x, name)", "del x.name"},
	{"#slice", "(start, stop, step)", "a slice object"},
	{"#getitem", "(x, key)", "x[key] with key perhaps a slice object; strings are indexed by character, not byte"},
	{"#getslice", "(x, start, stop, step)", "x[start:stop:step] for any x: strings by character, __getitem__ of instances with a slice object"},
	{"#setslice", "(x, slice, value)", "x[slice] = value"},
	{"#delitem", "(x, key)", "del x[key], key perhaps a slice object"},
	// displays
	{"#star", "(x, [f])", "x as the operand of * in a call of f: iterable by the VM; TypeError 'f() argument after * must be an iterable, not T'"},
	{"#mklist", "(iterables...)", "a list of all elements"},
	{"#mktuple", "(iterables...)", "a tuple of all elements"},
	{"#mkset", "(list, [constants])", "a set of the elements; the list is the callee's to keep. constants: the display is of three or more constants, whose set has another order"},
	{"#mkdict", "(list)", "a dict of the alternating keys and values, later ones win; the key #Ellipsis marks a mapping to merge"},
	{"#mkkwargs", "(list, [f])", "as #mkdict, for several ** in one call: a key given twice or not a string is a TypeError"},
	{"#1.unpack2", "[x]", "x as something that the VM unpacks to 2 targets; ValueError unless it has as many elements. Likewise for other numbers"},
	{"#unpackstar", "(x, before, after)", "a tuple of before elements, the list of those between, after elements"},
	// strings
	{"#fstr", "(parts...)", "the concatenation of str(part)"},
	{"#fmt", "(x, spec, [conv])", "format(x, spec) after conversion 's', 'r' or 'a'"},
	// match statements
	{"#matchseq", "(x, before, after, star)", "None unless x is a sequence (not str, bytes) of before+after elements, or at least so many if star; else the tuple of elements, star's a list between them"},
	{"#matchmap", "(x, keys, rest)", "None unless x is a mapping with all of the tuple keys; else the tuple of their values, then, if rest, a dict of the other items"},
	{"#matchclass", "(x, class, n, names)", "None unless isinstance(x, class) and x has n positional attributes (__match_args__; x itself for the built-in types) and those of the tuple names; else the tuple of their values"},
	// values
	{"#Ellipsis", "", "the value ..., also the mark of ** in #mkdict"},
	{"#main", "", "True to run the module's body, False to define its makers only"},
}
