package host

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"unicode/utf8"

	"parlark/ipc/shm"
)

// This file holds Run, the package's entry point.

// maxSource bounds the size of a script's text.
const maxSource = 64 << 20

// Run runs a script to its end: until the main process and the processes that are no daemons have ended, or ctx is done.
// No process, descriptor or memory of the run is left when it returns. The result is nil for exit code 0, an *ExitError
// for another one, ctx's error if that ended the run, or an error of the host: a script that cannot be read, a process
// that cannot be started.
//
// The program must call worker.Main first thing in its main function, because Run starts the program again for each
// interpreter.
func Run(ctx context.Context, opts Options) error {
	if err := opts.complete(); err != nil {
		return err
	}
	r, err := newRun(ctx, opts)
	if err != nil {
		return err
	}
	defer r.close()
	return r.main(ctx)
}

// complete reads the script and replaces zero values by their meaning.
func (o *Options) complete() error {
	if err := o.Permissions.check(); err != nil {
		return err
	}
	if o.Source == nil {
		src, err := readScript(o.Path)
		if err != nil {
			return err
		}
		o.Source = src
	}
	if !utf8.Valid(o.Source) && !hasCoding(o.Source) {
		return fmt.Errorf("%s: not a UTF-8 text: save it as UTF-8, or name its encoding in the first line (# coding: latin-1)", o.Path)
	}
	if o.Path == "" {
		o.Path = unnamed
	}
	if o.Cwd == "" {
		dir, err := os.Getwd()
		if err != nil {
			return err
		}
		o.Cwd = dir
	}
	o.Env = o.Permissions.environ(o.Env)
	if o.Limits.Processes == 0 {
		o.Limits.Processes = defaultProcesses
	}
	if o.Limits.Memory == 0 {
		o.Limits.Memory = physicalMemory() / 4
	}
	return nil
}

// absolutePath is the script's name in tracebacks, which is the same in every process.
func (o *Options) absolutePath() string {
	if filepath.IsAbs(o.Path) || o.Path == unnamed {
		return o.Path
	}
	return filepath.Join(o.Cwd, o.Path)
}

// unnamed stands for the path of a script that has none.
const unnamed = "<script>"

// readScript reads a script's file.
func readScript(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("%s: no such file", path)
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s: is a directory; name a script in it", path)
	case info.Size() > maxSource:
		return nil, fmt.Errorf("%s: larger than %d bytes, not a script", path, maxSource)
	}
	return os.ReadFile(filepath.Clean(path))
}

// hasCoding reports whether one of the first two lines names an encoding (PEP 263), which the interpreter will follow.
func hasCoding(src []byte) bool {
	lines := 0
	for i := 0; i < len(src) && lines < 2; i++ {
		if src[i] == '\n' {
			lines++
		}
		if src[i] == 'c' && i+7 < len(src) && string(src[i:i+6]) == "coding" && (src[i+6] == ':' || src[i+6] == '=') {
			return true
		}
	}
	return false
}

// arenaOptions bounds the shared memory of a run.
func (o *Options) arenaOptions() shm.Options {
	limit := o.Limits.SharedMemory
	if limit == 0 {
		limit = physicalMemory() / 2
	}
	return shm.Options{Limit: limit}
}
