package files

import (
	"io"
	"io/fs"
	"time"
)

// This file declares the broker and the files that it opens.

// File is an open file. Offsets are those of the open file description, as in Unix.
type File interface {
	io.Reader
	io.Writer
	io.Seeker
	io.Closer
	Truncate(size int64) error
	Stat() (fs.FileInfo, error)
	Sync() error
}

// Stream is a file without positions: a pipe or a connection.
type Stream interface {
	File
	// IsStream marks the type.
	IsStream()
}

// Broker does what a script asks of the file system. Its methods are called without the interpreter lock. Paths are
// absolute or relative to the script's working directory; flags are those of package os.
type Broker interface {
	Open(path string, flags int, perm fs.FileMode) (File, error)
	Stat(path string) (fs.FileInfo, error)
	Lstat(path string) (fs.FileInfo, error)
	ReadDir(path string) ([]fs.DirEntry, error)
	Mkdir(path string, perm fs.FileMode) error
	// Remove removes what is no directory.
	Remove(path string) error
	// Rmdir removes an empty directory.
	Rmdir(path string) error
	Rename(oldpath, newpath string) error
	Chmod(path string, perm fs.FileMode) error
	Readlink(path string) (string, error)
	Symlink(target, path string) error
	Chtimes(path string, accessed, modified time.Time) error
	// Chdir makes dir, an absolute path that is there, the working directory.
	Chdir(dir string)
}
