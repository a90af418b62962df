package files

import (
	"io/fs"
	"time"
)

// This file defines the broker of a run that has no permissions.

// DeniedError refuses an operation for the want of a flag.
type DeniedError struct {
	Path string
	Flag string // what would permit it: "--allow-read"
}

func (e *DeniedError) Error() string { return e.Path + ": needs " + e.Flag }

// Is makes the error one of permission.
func (e *DeniedError) Is(target error) bool { return target == fs.ErrPermission }

// Denied is a broker that refuses everything.
type Denied struct{}

var _ Broker = Denied{}

const (
	writeFlags = 0x3 // O_WRONLY | O_RDWR
	flagRead   = "--allow-read"
	flagWrite  = "--allow-write"
)

func (Denied) Open(path string, flags int, _ fs.FileMode) (File, error) {
	if flags&writeFlags != 0 {
		return nil, &DeniedError{path, flagWrite}
	}
	return nil, &DeniedError{path, flagRead}
}
func (Denied) Stat(path string) (fs.FileInfo, error)      { return nil, &DeniedError{path, flagRead} }
func (Denied) Lstat(path string) (fs.FileInfo, error)     { return nil, &DeniedError{path, flagRead} }
func (Denied) ReadDir(path string) ([]fs.DirEntry, error) { return nil, &DeniedError{path, flagRead} }
func (Denied) Mkdir(path string, _ fs.FileMode) error     { return &DeniedError{path, flagWrite} }
func (Denied) Remove(path string) error                   { return &DeniedError{path, flagWrite} }
func (Denied) Rmdir(path string) error                    { return &DeniedError{path, flagWrite} }
func (Denied) Rename(oldpath, _ string) error             { return &DeniedError{oldpath, flagWrite} }
func (Denied) Chmod(path string, _ fs.FileMode) error     { return &DeniedError{path, flagWrite} }
func (Denied) Readlink(path string) (string, error)       { return "", &DeniedError{path, flagRead} }
func (Denied) Symlink(_, path string) error               { return &DeniedError{path, flagWrite} }
func (Denied) Chtimes(path string, _, _ time.Time) error  { return &DeniedError{path, flagWrite} }
func (Denied) Chdir(string)                               {}
