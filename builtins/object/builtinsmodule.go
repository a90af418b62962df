package object

// This file defines the module builtins.

// BuiltinsModule returns the module builtins. What a script sets there is seen by files that are compiled later.
func (rt *Runtime) BuiltinsModule() *Module { return NewModule("builtins", rt.Builtins()) }
