// Package declare writes modules and classes made in Go in fewer words than package object needs.
//
//	declare.Module(rt, "heapq", functions)             ──▶ *object.Module
//	declare.New(rt, "collections", "deque", options)   ──▶ *Class ──▶ Method, Property, ClassMethod, Static
//
// A class that is given Save and Load travels to other processes, is copied by copy.copy and copy.deepcopy, and may refer
// to itself. Its module must be importable under the name that the class was declared with, in every process.
//
// Methods whose names begin with two underscores are found by operators and built-in functions; the others are found
// without allocating.
//
// This package declares no class of its own.
package declare
