//go:build !linux

package host

import (
	"io/fs"

	"parlark/ipc"
)

// This file tells what every system knows of a file.

func describe(info fs.FileInfo) ipc.FileInfo {
	t := info.ModTime().UnixNano()
	return ipc.FileInfo{Mode: unixMode(info.Mode()), Size: info.Size(), Accessed: t, Modified: t, Changed: t, Links: 1}
}
