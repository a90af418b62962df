// Package libm computes the functions of C's math.h to the last digit of the C library that CPython runs on.
//
//	sin cos tan asin acos atan exp log log2 pow    in pairs of floats, to about 70 bits, rounded once
//	sinh cosh tanh asinh ... erf cbrt log10        by the formulas of the C library (fdlibm), over the former
//	gamma lgamma                                   by CPython's own formulas
//	Norm                                           hypot and dist of any dimension, rounded once
//
// Where the C library rounds correctly, which it does for all but about one argument in a thousand, so does the first
// group; the second one repeats the C library's rounding errors, for example cbrt(27) = 3.0000000000000004.
//
// Invariant: error-free transformations (twoSum, twoProduct) are exact on every platform: they have no product that a
// compiler could fuse. Everything but that may differ in the last bit on a platform whose compiler fuses.
//
// This package imports the standard library only and knows no values of scripts.
package libm
