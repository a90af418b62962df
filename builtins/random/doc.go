// Package random emulates Python's random module: the same seed gives the numbers that CPython gives.
//
//	twister    MT19937, seeded as CPython's _random does          ┐
//	system     the operating system's randomness                  ┴▶ source ──▶ generator: randint, shuffle, gauss, ...
//
// The module's functions are those of a hidden generator of the process, seeded from the operating system. CPython seeds it
// anew in a child (os.register_at_fork), so nothing of it is inherited; a Random object that a child is given travels with
// its state.
package random
