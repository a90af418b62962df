package shm

import (
	"os"
	"syscall"
	"testing"
)

// residentBytes is how much memory the file uses.
func residentBytes(t *testing.T, f *os.File) int64 {
	t.Helper()
	st, err := f.Stat()
	check(t, err)
	return st.Sys().(*syscall.Stat_t).Blocks * 512
}
