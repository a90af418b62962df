package exceptions

// This file lists types that several emulated modules raise. The first argument of New is the module that CPython prints.

var (
	QueueEmpty         = New("_queue", "Empty", Exception)
	QueueFull          = New("queue", "Full", Exception)
	BrokenBarrierError = New("threading", "BrokenBarrierError", RuntimeError)
	StructError        = New("struct", "error", Exception)
	PickleError        = New("_pickle", "PickleError", Exception)
	PicklingError      = New("_pickle", "PicklingError", PickleError)
	UnpicklingError    = New("_pickle", "UnpicklingError", PickleError)
)
