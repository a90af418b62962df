// Package dialect turns Python source into a go.starlark.net syntax tree that the stock VM runs.
//
//	text --python.Parse--> AST --analyze--> symbol tables --lowerer--> *syntax.File + patches --starlark.FileProgram-->
//
// Lower is the entrance. What comes out is a Module: the tree, the predicate that FileProgram must be given with it, and
// tables about functions, classes and imports that travel with the compiled program. The run time supplies the functions
// that Intrinsics lists; a lowered program needs nothing else besides built-in names.
//
// # Theory of operation
//
// The basic idea is to leave alone what Starlark has, and to rewrite what it lacks into what it has. Each file named
// lower_*.go holds one construct, and each rewrite is headed by "before => after". Names that lowering makes up contain
// '#', so no source can spell them. Every node keeps the position of the source that it comes from, so errors of the VM
// name the user's line and column.
//
// But it is not that easy. The difficulties, and what is done about them:
//
// # Names
//
// In Python a function may write variables of the module (global) and of functions around it (nonlocal), a name may be
// unbound again (del), and := binds from within an expression. Starlark has none of this, its VM has all of it: the
// bindings that the resolver computed are patched before the compiler reads them. lower_binding.go says how.
//
//	def f():            def #f():
//	    global x   =>       #g.x = 1        "#g.x" has the binding of module variable x
//	    x = 1
//
// A module variable that has the name of a built-in function starts as that function, which gives Python's order of
// lookup. A name that nothing binds is left to the VM, which fails when it gets there: a NameError, not a refused file.
//
// Built-in names and intrinsics are predeclared, which costs a map lookup each time; None, True and False too. So the
// prologue copies each into a module variable, "#s.print", the VM's fastest kind.
//
// # Try
//
// The VM cannot catch. Go can: the body becomes a function, and #1.try calls it.
//
//	try:                          def #try1():
//	    BODY                          BODY
//	except E as e:       =>       #s2 = #1.try[#try1]
//	    HANDLER                   if #s2 != None:
//	                                  if #caught(#s2, E): e = #s2.value; HANDLER; e = #nil; #handled(#s2)
//	                                  else: #reraise(#s2)
//
// Variables that BODY assigns are patched to be shared cells. The definition is placed before the loops around the
// statement. Handlers stay where they are, so jumps out of them are jumps. A finally clause is one more function around
// all of it.
//
// # Return, break, continue
//
// In a body that has become a function they are returned as a signal, and the statement that called it dispatches:
// None the end was reached, False break, True continue, (v,) return v. Signals that a body does not use are not looked
// for. Through several bodies they are passed on, each one's finally clause running on the way.
//
//	for x in y:                      def #try1(): return (x,)
//	    with m: return x     =>      for x in y:
//	                                     #s2 = #1.withrun[(#1.withenter[m], #try1)]
//	                                     if #s2 != None: return #s2[0]
//
// A loop with an else clause has a flag that break sets.
//
// # Classes
//
// The body of a class runs in place; what it binds goes to a dict, of which #mkclass makes the class. Methods are
// functions defined there, and do not see the names of the class, as in Python. super() reads the variable that holds
// the class. Names like __x are mangled in the source tree first.
//
//	class C(B):                #ns1 = {}
//	    x = 1            =>    #ns1["x"] = 1
//	    def m(self): ...       #ns1["m"] = #make.0()
//	                           #class.1.0 = #mkclass("C", (B,), #ns1, "C", None)
//	                           C = #class.1.0
//
// A method call x.m(a) becomes #m.m(x, a): the method caller #m.m knows what each type's m is, those that the native type
// lacks included, and does not make a bound method. Where x is a variable and m no method of built-in types it becomes
// #m.m[x](x, a), which lets the VM call the script's function itself. An attribute x.a becomes #a.a[x], since functions
// have attributes too; self.a stays native.
//
// # Generators
//
// The body becomes a function that gets yield as its first argument; #gen runs it as a coroutine. sum, any and all of a
// generator expression become a loop, list(...) and the like a list comprehension.
//
//	def g(n): yield n    =>    def g(n):
//	                               def #body(#y, n): #y(n)
//	                               return #gen(#body, n)
//
// # Same syntax, other meaning
//
// Where Starlark has the syntax but means less or something else (strings do not iterate, a list cannot grow in a loop
// over it, bool is no number, strings are indexed by byte, % and == know less), an intrinsic takes over, unless it can
// be told from the source that the native instruction does the same. kinds.go does the telling. Loops are an example:
//
//	for x in range(n)    native
//	for x in y           for x in #1.iter[y]
//
// In a .star file (Options.Starlark) these rewrites are off: there the syntax means what the Starlark specification
// says, and load binds names.
//
// An operation of one operand is written as a subscript, #1.iter[y]: the VM evaluates that without a call frame, at a
// third of the cost of a call (lower_unary.go).
//
// # Kernels
//
// A function or loop that computes with numbers only is placed behind a call of a machine that may run it faster
// (kernels.go, package numeric). Where that declines, the code runs as always.
//
//	for i in range(n): s += i    =>    #k1 = #kernel.0[(n, s)]
//	                                   if #k1 != #kernel.declined: i, s = #k1
//	                                   else: for i in range(n): s += i
//
// # Functions for other processes
//
// One program serves the process that runs the module and those that get functions from it. Its body is under "if
// #main"; before it stands a maker for each def and lambda, which rebuilds the function from captured values and
// defaults. makers.go says how. Defs outside of functions are in their maker only, so the code is not doubled.
//
// # Invariants
//
//   - A tree is given to FileProgram once: the resolver and the patches change it.
//   - internal/compile panics on trees that the parser could not have made; FuzzLower looks for them.
//   - The docstring stays the first statement of its body.
//   - A function and its maker's copy have the same name and position; the position identifies the function.
//   - A variable that only patched uses bind has a dead binding in its owner: "return; [x] = 0".
//   - A cell, as hidden parameters hold it, never reaches an instruction that looks at values.
//
// # What it does not do
//
// It does not know types of values for certain, does not evaluate, and does not import. Asynchronous functions
// and except* are refused by name. A division by a float zero is worded as one by an integer. Annotations are kept for class bodies only.
package dialect
