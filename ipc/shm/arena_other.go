//go:build !unix

package shm

// This file refuses arenas where no shared mapping is implemented.

import (
	"errors"
	"os"
)

func newFile(int64) (*os.File, error)         { return nil, errors.ErrUnsupported }
func mapFile(*os.File, int64) ([]byte, error) { return nil, errors.ErrUnsupported }
func unmap([]byte) error                      { return errors.ErrUnsupported }
func discardPages(mem []byte)                 { clear(mem) }
