// Package collections is Python's collections and collections.abc.
//
//	New(rt) ──▶ deque                              own state
//	            Counter, OrderedDict, defaultdict  classes derived from dict
//	            namedtuple                         makes classes of the script, derived from tuple
//	            ChainMap, UserDict, UserList       attributes, methods in terms of each other
//	NewABC(rt) ──▶ Iterable, Mapping, ...          instance tests, and mixin methods for classes derived from them
//
// Everything travels: deque by its elements, the dicts by their items, named tuples with their class.
package collections
