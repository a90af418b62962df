package signal

import (
	"math"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds alarm and setitimer.

// timer raises SIGALRM. It is used with the interpreter lock held; its goroutine only calls Process.Raise.
type timer struct {
	stop     chan struct{} // closed when the timer is replaced
	next     time.Time
	interval time.Duration
}

// left returns what getitimer shows. A timer with an interval has gone off some times already.
func (t *timer) left() (delay, interval float64) {
	if t == nil {
		return 0, 0
	}
	d := time.Until(t.next)
	if d <= 0 {
		if t.interval == 0 {
			return 0, 0
		}
		d += t.interval * (-d/t.interval + 1)
	}
	return d.Seconds(), t.interval.Seconds()
}

// arm replaces the timer; a delay of 0 leaves none.
func (s *State) arm(delay, interval float64) {
	if s.timer != nil {
		close(s.timer.stop)
		s.timer = nil
	}
	if delay == 0 {
		return
	}
	first := time.Duration(delay * float64(time.Second))
	t := &timer{stop: make(chan struct{}), next: time.Now().Add(first), interval: time.Duration(interval * float64(time.Second))}
	s.timer = t
	s.rt.Busy(1)
	go func() {
		defer s.rt.Busy(-1)
		t.run(first, s.p.Raise)
	}()
}

func (t *timer) run(first time.Duration, raise func(signal int)) {
	clock := time.NewTimer(first)
	defer clock.Stop()
	for {
		select {
		case <-t.stop:
			return
		case <-clock.C:
		}
		raise(sigALRM)
		if t.interval == 0 {
			return
		}
		clock.Reset(t.interval)
	}
}

func (s *State) alarm(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("signal.alarm", args, kwargs, 1); err != nil {
		return nil, err
	}
	n, err := object.AsInt(args[0])
	if err != nil {
		return nil, err
	}
	left, _ := s.timer.left()
	s.arm(float64(max(n, 0)), 0)
	return starlark.MakeInt(int(math.Ceil(left))), nil
}

// which checks the number of a timer: there is the one of real time.
func which(v starlark.Value) error {
	n, err := object.AsInt(v)
	if err == nil && n != 0 {
		err = exceptions.OSErrorf(itimerError, 22, "Invalid argument", "")
	}
	return err
}

func (s *State) setitimer(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("setitimer", args, kwargs, 2, 3); err != nil {
		return nil, err
	}
	if err := which(args[0]); err != nil {
		return nil, err
	}
	delay, err := seconds(args[1])
	if err != nil {
		return nil, err
	}
	interval := 0.0
	if len(args) == 3 {
		if interval, err = seconds(args[2]); err != nil {
			return nil, err
		}
	}
	left, old := s.timer.left()
	s.arm(delay, interval)
	return starlark.Tuple{starlark.Float(left), starlark.Float(old)}, nil
}

func (s *State) getitimer(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("signal.getitimer", args, kwargs, 1); err != nil {
		return nil, err
	}
	if err := which(args[0]); err != nil {
		return nil, err
	}
	left, interval := s.timer.left()
	return starlark.Tuple{starlark.Float(left), starlark.Float(interval)}, nil
}
