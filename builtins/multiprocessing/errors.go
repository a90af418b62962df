package multiprocessing

import "parlark/builtins/exceptions"

// This file lists the module's exception types.

// The exceptions of context.py, pool.py and managers.py, and WorkerLostError, which CPython does not have.
var (
	ProcessError        = exceptions.New("multiprocessing.context", "ProcessError", exceptions.Exception)
	BufferTooShort      = exceptions.New("multiprocessing.context", "BufferTooShort", ProcessError)
	TimeoutError        = exceptions.New("multiprocessing.context", "TimeoutError", ProcessError)
	AuthenticationError = exceptions.New("multiprocessing.context", "AuthenticationError", ProcessError)

	MaybeEncodingError = exceptions.New("multiprocessing.pool", "MaybeEncodingError", exceptions.Exception)
	RemoteTraceback    = exceptions.New("multiprocessing.pool", "RemoteTraceback", exceptions.Exception)
	RemoteError        = exceptions.New("multiprocessing.managers", "RemoteError", exceptions.Exception)

	// WorkerLostError reports that the process that ran a task ended before the task did.
	WorkerLostError = exceptions.New("multiprocessing", "WorkerLostError", ProcessError)
)
