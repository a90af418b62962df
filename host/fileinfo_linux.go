package host

import (
	"io/fs"
	"syscall"

	"parlark/ipc"
)

// This file tells what Linux knows of a file.

func describe(info fs.FileInfo) ipc.FileInfo {
	d := ipc.FileInfo{Mode: unixMode(info.Mode()), Size: info.Size(), Modified: info.ModTime().UnixNano()}
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		d.Accessed, d.Changed = st.Atim.Nano(), st.Ctim.Nano()
		d.Ino, d.Dev, d.Links, d.UID, d.GID = st.Ino, uint64(st.Dev), uint64(st.Nlink), st.Uid, st.Gid
	}
	return d
}
