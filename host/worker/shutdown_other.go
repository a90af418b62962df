//go:build !unix

package worker

import (
	"errors"
	"os"
)

// This file stands for systems to which no descriptor can be passed.

func closeWrite(*os.File) error { return errors.ErrUnsupported }
