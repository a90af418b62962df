//go:build !unix

package access

import (
	"errors"
	"os"
)

// This file stands for what is left out on systems that are not Unix.

func rename(from, to spot) error { return errors.ErrUnsupported }

func waitForData(*os.File) error { return nil }
