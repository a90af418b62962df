//go:build !linux

package sandbox

// This file does what can be done where there is no sandbox: Go's own limits.

import (
	"errors"
	"os"
	"runtime"
)

func detect() offer { return offer{system: runtime.GOOS + "/" + runtime.GOARCH} }

func enforce(p plan) (Report, error) {
	for i := range p.layers {
		if l := &p.layers[i]; l.State == Available { // only Runtime is
			LimitRuntime(p.cfg)
			l.State = Applied
		}
	}
	return Report{Layers: p.layers}, nil
}

// cpuLimitReached returns a channel that nothing is sent to.
func cpuLimitReached() <-chan os.Signal { return nil }

func limitProcess(pid int, cfg Config) error {
	if len(asked(cfg)) == 0 {
		return nil
	}
	return errors.ErrUnsupported
}
