package access

import (
	"io/fs"
	"os"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// This file tells harmless files from others on Linux.

// harmlessDevices have neither content nor effect: null, zero, random, urandom. Source: admin-guide/devices.txt
var harmlessDevices = []uint64{unix.Mkdev(1, 3), unix.Mkdev(1, 5), unix.Mkdev(1, 8), unix.Mkdev(1, 9)}

// harmless reports whether a file may be opened without --allow-all.
func harmless(info fs.FileInfo) bool {
	switch info.Mode().Type() {
	case 0, fs.ModeDir:
		return true
	case fs.ModeDevice | fs.ModeCharDevice:
		st, ok := info.Sys().(*syscall.Stat_t)
		return ok && slices.Contains(harmlessDevices, st.Rdev)
	}
	return false
}

// kernelSystems are file systems whose files are the kernel's own state. Source: statfs(2)
var kernelSystems = []int64{
	unix.PROC_SUPER_MAGIC, unix.SYSFS_MAGIC, unix.DEBUGFS_MAGIC, unix.TRACEFS_MAGIC, unix.SECURITYFS_MAGIC, unix.BPF_FS_MAGIC,
	unix.CGROUP_SUPER_MAGIC, unix.CGROUP2_SUPER_MAGIC, unix.EFIVARFS_MAGIC, unix.PSTOREFS_MAGIC, unix.NSFS_MAGIC, unix.SELINUX_MAGIC,
}

// ofKernel reports whether an open file is one of the kernel's own, wherever its file system is mounted.
func ofKernel(file *os.File) bool {
	raw, err := file.SyscallConn()
	if err != nil {
		return true
	}
	var st unix.Statfs_t
	if cerr := raw.Control(func(fd uintptr) { err = unix.Fstatfs(int(fd), &st) }); cerr != nil || err != nil {
		return true
	}
	return slices.Contains(kernelSystems, int64(st.Type))
}
