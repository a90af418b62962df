package files

import (
	"io/fs"
	"os"
	"time"
)

// This file holds what a broker knows of a file beyond fs.FileInfo.

// Info is what stat(2) tells of a file.
type Info struct {
	Base                        string
	Unix                        uint32 // st_mode
	Bytes                       int64
	Accessed, Modified, Changed time.Time
	Ino, Dev, Links             uint64
	UID, GID                    uint32
}

var _ fs.FileInfo = (*Info)(nil)

func (i *Info) Name() string       { return i.Base }
func (i *Info) Size() int64        { return i.Bytes }
func (i *Info) ModTime() time.Time { return i.Modified }
func (i *Info) IsDir() bool        { return i.Mode().IsDir() }
func (i *Info) Sys() any           { return i }

// Mode is the mode in Go's form.
func (i *Info) Mode() fs.FileMode {
	m := fs.FileMode(i.Unix&0o777) | KindOf(byte(i.Unix>>12))
	if i.Unix&0o1000 != 0 {
		m |= fs.ModeSticky
	}
	return m
}

// KindOf is the type of file that bits 12 to 15 of st_mode say, inode(7).
func KindOf(bits byte) fs.FileMode {
	switch bits & 15 {
	case 0o04:
		return fs.ModeDir
	case 0o12:
		return fs.ModeSymlink
	case 0o10:
		return 0
	case 0o01:
		return fs.ModeNamedPipe
	case 0o14:
		return fs.ModeSocket
	case 0o02:
		return fs.ModeDevice | fs.ModeCharDevice
	case 0o06:
		return fs.ModeDevice
	}
	return fs.ModeIrregular
}

// InfoOf returns what is known of a file; a broker that does not tell more than fs.FileInfo has not more.
func InfoOf(i fs.FileInfo) *Info {
	if known, ok := i.(*Info); ok {
		return known
	}
	bits := map[fs.FileMode]uint32{
		0: 0o100000, fs.ModeDir: 0o040000, fs.ModeSymlink: 0o120000, fs.ModeNamedPipe: 0o010000, fs.ModeSocket: 0o140000,
		fs.ModeDevice: 0o060000, fs.ModeDevice | fs.ModeCharDevice: 0o020000,
	}[i.Mode().Type()] | uint32(i.Mode().Perm())
	t := i.ModTime()
	return &Info{Base: i.Name(), Unix: bits, Bytes: i.Size(), Accessed: t, Modified: t, Changed: t, Links: 1}
}

// Same reports whether two descriptions are of the same file.
func Same(a, b fs.FileInfo) bool {
	x, ok := a.(*Info)
	y, also := b.(*Info)
	if ok && also {
		return x.Ino == y.Ino && x.Dev == y.Dev
	}
	return os.SameFile(a, b)
}
