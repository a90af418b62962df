// Package decimal is Python's decimal.
//
//	number (number.go) ── coefficient times a power of ten, or infinite, or NaN
//	   └─▶ arithmetic (arithmetic.go), functions.go: exact, then rounded once by the context
//	Decimal, Context (decimal.go, context.go): the classes; text.go: str and format
//
// The arithmetic is that of the General Decimal Arithmetic Specification. Signals are raised if they are trapped, else
// ignored: flags are not kept. Exponents are not limited to a context's Emin and Emax.
package decimal
