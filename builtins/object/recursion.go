package object

import (
	"strings"

	"go.starlark.net/starlark"
)

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

// tooDeep reports whether the stack of t, with those that it continues, exceeds the limit. Frames that the script does not
// know, of built-in functions and of parts of functions, do not count.
func (rt *Runtime) tooDeep(t *starlark.Thread) bool {
	limit, depth := rt.maxDepth(), t.CallStackDepth()
	if rt.base+depth <= limit {
		return false
	}
	if depth > 3*limit {
		return true
	}
	n := rt.base
	for i := range depth {
		if f, ok := t.DebugFrame(i).Callable().(*starlark.Function); ok && !strings.HasPrefix(f.Name(), "#") {
			n++
		}
	}
	return n > limit
}

// nextCheck returns after how many steps the depth of t is to be looked at again: sooner, the nearer it is to the limit,
// so that the limit is met exactly.
func (rt *Runtime) nextCheck(t *starlark.Thread) uint64 {
	const stepsOfCall = 4 // at least, from the entry of a function to that of one that it calls
	if left := rt.maxDepth() - rt.base - t.CallStackDepth(); left < stepsBetweenSafePoints/stepsOfCall {
		return uint64(max(left, 8) * stepsOfCall)
	}
	return stepsBetweenSafePoints
}

// within returns how many frames of a stack are within the limit: the call that exceeds it does not take place.
func (rt *Runtime) within(frames []Frame) int {
	n, limit := rt.base, rt.maxDepth()
	for i, f := range frames {
		if f.Pos.Filename() == builtinFile || strings.HasPrefix(f.Name, "#") {
			continue
		}
		if n++; n > limit {
			return i
		}
	}
	return len(frames)
}
