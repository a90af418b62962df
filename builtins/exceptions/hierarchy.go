package exceptions

import "sync"

// This file lists the types of Python's builtins module.
// Source: https://docs.python.org/3.13/library/exceptions.html#exception-hierarchy

// The built-in exception types.
var (
	BaseException             = New("builtins", "BaseException", nil)
	BaseExceptionGroup        = New("builtins", "BaseExceptionGroup", BaseException)
	GeneratorExit             = New("builtins", "GeneratorExit", BaseException)
	KeyboardInterrupt         = New("builtins", "KeyboardInterrupt", BaseException)
	SystemExit                = New("builtins", "SystemExit", BaseException)
	Exception                 = New("builtins", "Exception", BaseException)
	ArithmeticError           = New("builtins", "ArithmeticError", Exception)
	FloatingPointError        = New("builtins", "FloatingPointError", ArithmeticError)
	OverflowError             = New("builtins", "OverflowError", ArithmeticError)
	ZeroDivisionError         = New("builtins", "ZeroDivisionError", ArithmeticError)
	AssertionError            = New("builtins", "AssertionError", Exception)
	AttributeError            = New("builtins", "AttributeError", Exception)
	BufferError               = New("builtins", "BufferError", Exception)
	EOFError                  = New("builtins", "EOFError", Exception)
	ExceptionGroup            = &Type{Module: "builtins", Name: "ExceptionGroup", Base: BaseExceptionGroup, Second: Exception}
	ImportError               = New("builtins", "ImportError", Exception)
	ModuleNotFoundError       = New("builtins", "ModuleNotFoundError", ImportError)
	LookupError               = New("builtins", "LookupError", Exception)
	IndexError                = New("builtins", "IndexError", LookupError)
	KeyError                  = New("builtins", "KeyError", LookupError)
	MemoryError               = New("builtins", "MemoryError", Exception)
	NameError                 = New("builtins", "NameError", Exception)
	UnboundLocalError         = New("builtins", "UnboundLocalError", NameError)
	OSError                   = New("builtins", "OSError", Exception)
	BlockingIOError           = New("builtins", "BlockingIOError", OSError)
	ChildProcessError         = New("builtins", "ChildProcessError", OSError)
	ConnectionError           = New("builtins", "ConnectionError", OSError)
	BrokenPipeError           = New("builtins", "BrokenPipeError", ConnectionError)
	ConnectionAbortedError    = New("builtins", "ConnectionAbortedError", ConnectionError)
	ConnectionRefusedError    = New("builtins", "ConnectionRefusedError", ConnectionError)
	ConnectionResetError      = New("builtins", "ConnectionResetError", ConnectionError)
	FileExistsError           = New("builtins", "FileExistsError", OSError)
	FileNotFoundError         = New("builtins", "FileNotFoundError", OSError)
	InterruptedError          = New("builtins", "InterruptedError", OSError)
	IsADirectoryError         = New("builtins", "IsADirectoryError", OSError)
	NotADirectoryError        = New("builtins", "NotADirectoryError", OSError)
	PermissionError           = New("builtins", "PermissionError", OSError)
	ProcessLookupError        = New("builtins", "ProcessLookupError", OSError)
	TimeoutError              = New("builtins", "TimeoutError", OSError)
	ReferenceError            = New("builtins", "ReferenceError", Exception)
	RuntimeError              = New("builtins", "RuntimeError", Exception)
	NotImplementedError       = New("builtins", "NotImplementedError", RuntimeError)
	RecursionError            = New("builtins", "RecursionError", RuntimeError)
	StopAsyncIteration        = New("builtins", "StopAsyncIteration", Exception)
	StopIteration             = New("builtins", "StopIteration", Exception)
	SyntaxError               = New("builtins", "SyntaxError", Exception)
	IndentationError          = New("builtins", "IndentationError", SyntaxError)
	TabError                  = New("builtins", "TabError", IndentationError)
	SystemError               = New("builtins", "SystemError", Exception)
	TypeError                 = New("builtins", "TypeError", Exception)
	ValueError                = New("builtins", "ValueError", Exception)
	UnicodeError              = New("builtins", "UnicodeError", ValueError)
	UnicodeDecodeError        = New("builtins", "UnicodeDecodeError", UnicodeError)
	UnicodeEncodeError        = New("builtins", "UnicodeEncodeError", UnicodeError)
	UnicodeTranslateError     = New("builtins", "UnicodeTranslateError", UnicodeError)
	Warning                   = New("builtins", "Warning", Exception)
	BytesWarning              = New("builtins", "BytesWarning", Warning)
	DeprecationWarning        = New("builtins", "DeprecationWarning", Warning)
	EncodingWarning           = New("builtins", "EncodingWarning", Warning)
	FutureWarning             = New("builtins", "FutureWarning", Warning)
	ImportWarning             = New("builtins", "ImportWarning", Warning)
	PendingDeprecationWarning = New("builtins", "PendingDeprecationWarning", Warning)
	ResourceWarning           = New("builtins", "ResourceWarning", Warning)
	RuntimeWarning            = New("builtins", "RuntimeWarning", Warning)
	SyntaxWarning             = New("builtins", "SyntaxWarning", Warning)
	UnicodeWarning            = New("builtins", "UnicodeWarning", Warning)
	UserWarning               = New("builtins", "UserWarning", Warning)
)

// Builtin lists the types above, bases before the types that derive from them.
func Builtin() []*Type { return builtin() }

// Named returns the built-in exception type of that name, or nil.
func Named(name string) *Type { return byName()[name] }

var byName = sync.OnceValue(func() map[string]*Type {
	all := map[string]*Type{}
	for _, t := range builtin() {
		all[t.Name] = t
	}
	return all
})

func builtin() []*Type {
	return []*Type{
		BaseException,
		BaseExceptionGroup,
		GeneratorExit,
		KeyboardInterrupt,
		SystemExit,
		Exception,
		ArithmeticError,
		FloatingPointError,
		OverflowError,
		ZeroDivisionError,
		AssertionError,
		AttributeError,
		BufferError,
		EOFError,
		ExceptionGroup,
		ImportError,
		ModuleNotFoundError,
		LookupError,
		IndexError,
		KeyError,
		MemoryError,
		NameError,
		UnboundLocalError,
		OSError,
		BlockingIOError,
		ChildProcessError,
		ConnectionError,
		BrokenPipeError,
		ConnectionAbortedError,
		ConnectionRefusedError,
		ConnectionResetError,
		FileExistsError,
		FileNotFoundError,
		InterruptedError,
		IsADirectoryError,
		NotADirectoryError,
		PermissionError,
		ProcessLookupError,
		TimeoutError,
		ReferenceError,
		RuntimeError,
		NotImplementedError,
		RecursionError,
		StopAsyncIteration,
		StopIteration,
		SyntaxError,
		IndentationError,
		TabError,
		SystemError,
		TypeError,
		ValueError,
		UnicodeError,
		UnicodeDecodeError,
		UnicodeEncodeError,
		UnicodeTranslateError,
		Warning,
		BytesWarning,
		DeprecationWarning,
		EncodingWarning,
		FutureWarning,
		ImportWarning,
		PendingDeprecationWarning,
		ResourceWarning,
		RuntimeWarning,
		SyntaxWarning,
		UnicodeWarning,
		UserWarning,
	}
}
