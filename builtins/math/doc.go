// Package math emulates Python's math module.
//
//	float functions     computed by package libm, to the last digit of the C library's
//	integer functions   factorial, comb, perm, gcd, lcm, isqrt by math/big
//	sums                fsum, sumprod, dist, hypot: exact, rounded once
//
// Domain and range errors are CPython 3.13's: ValueError "math domain error", OverflowError "math range error".
package math
