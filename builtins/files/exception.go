package files

import (
	"errors"
	"io/fs"
	"os"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file turns errors of a broker into exceptions.

// Code is an error number of Linux as an error: what a broker returns for the errors that package fs has no name for.
type Code int

func (c Code) Error() string { return Strerror(int(c)) }

// Is makes some errors those of package fs.
func (c Code) Is(target error) bool {
	switch target {
	case fs.ErrNotExist:
		return c == 2
	case fs.ErrExist:
		return c == 17
	case fs.ErrPermission:
		return c == 1 || c == 13
	}
	return false
}

// What a broker returns for paths that no file can have.
var (
	ErrNullByte = errors.New("a path with a null byte")
	ErrNoPath   = errors.New("an empty path")
)

// Exception returns the OSError of an operation on path that failed with err.
func Exception(err error, path string) error {
	if err == nil {
		return nil
	}
	var raised *exceptions.Error
	if errors.As(err, &raised) {
		return err
	}
	if errors.Is(err, ErrNullByte) {
		return exceptions.ValueError.Errorf("embedded null byte")
	}
	if errors.Is(err, ErrNoPath) {
		e := exceptions.OSErrorf(exceptions.FileNotFoundError, 2, Strerror(2), "")
		if made, ok := exceptions.As(e, exceptions.OSError); ok {
			made.Attrs["filename"] = starlark.String("")
		}
		return e
	}
	var denied *DeniedError
	if errors.As(err, &denied) {
		return exceptions.OSErrorf(exceptions.PermissionError, 13, "Permission denied, needs "+denied.Flag, path)
	}
	var errno Code
	if errors.As(err, &errno) {
		return exceptions.OSErrorf(exceptions.OSErrorType(int(errno)), int(errno), Strerror(int(errno)), path)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return exceptions.OSErrorf(exceptions.FileNotFoundError, 2, Strerror(2), path)
	case errors.Is(err, fs.ErrExist):
		return exceptions.OSErrorf(exceptions.FileExistsError, 17, Strerror(17), path)
	case errors.Is(err, fs.ErrPermission):
		return exceptions.OSErrorf(exceptions.PermissionError, 13, Strerror(13), path)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return exceptions.OSErrorf(exceptions.TimeoutError, 110, Strerror(110), path)
	}
	return exceptions.OSErrorf(exceptions.OSError, 5, err.Error(), path)
}
