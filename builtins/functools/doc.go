// Package functools is Python's functools.
//
//	New(rt) ──▶ partial, partialmethod, cached_property    classes
//	            lru_cache, cache                           cache.go
//	            singledispatch, total_ordering, ...        functions
//
// What these make keeps its functions among its attributes or its saved state, so it travels as its functions do; a cache
// arrives empty.
package functools
