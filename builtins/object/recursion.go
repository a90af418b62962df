package object

// This file holds the limit of recursion that a script can change.

// deepest is the depth of calls that the Go stack bears with certainty; a higher limit is remembered, not honoured.
const deepest = 50_000

// RecursionLimit is sys.getrecursionlimit().
func (rt *Runtime) RecursionLimit() int {
	if rt.recursion == 0 {
		return recursionLimit
	}
	return rt.recursion
}

// SetRecursionLimit is sys.setrecursionlimit(n).
func (rt *Runtime) SetRecursionLimit(n int) { rt.recursion = n }

// maxDepth is the depth of calls at which RecursionError is raised.
func (rt *Runtime) maxDepth() int { return min(rt.RecursionLimit(), deepest) }
