package threading

import (
	"fmt"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file defines Barrier.

// barrier is the Go state of a Barrier. A generation is one meeting of the parties.
type barrier struct {
	parties int
	action  starlark.Value
	limit   starlark.Value // default timeout
	broken  bool
	now     *generation
}

type generation struct {
	arrived int
	outcome outcome
	waiting queue
}

type outcome int

const (
	meeting outcome = iota
	met
	failed
)

func barrierOf(v starlark.Value) *barrier { return v.(*object.Instance).State().(*barrier) }

func (s *State) barrierClass() {
	s.class.barrier = s.rt.NewBuiltinClass("threading", "Barrier", &object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any { return &barrier{now: &generation{}} },
		Methods: object.NewMethods(map[string]object.Method{
			"__init__": barrierInit, "wait": s.barrierWait, "reset": barrierReset, "abort": barrierAbort,
		}),
		Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
			b := barrierOf(inst)
			switch name {
			case "parties":
				return starlark.MakeInt(b.parties), true, nil
			case "n_waiting":
				if b.now.outcome == meeting {
					return starlark.MakeInt(b.now.arrived), true, nil
				}
				return starlark.MakeInt(0), true, nil
			case "broken":
				return starlark.Bool(b.broken), true, nil
			}
			return nil, false, nil
		},
		Repr: func(inst *object.Instance) (string, error) {
			b := barrierOf(inst)
			if b.broken {
				return fmt.Sprintf("<threading.Barrier at %s: broken>", object.Address(inst)), nil
			}
			return fmt.Sprintf("<threading.Barrier at %s: waiters=%d/%d>", object.Address(inst), b.now.arrived, b.parties), nil
		},
		Reduce: func(e *starlarkcbor.Encoder, inst *object.Instance) error {
			b := barrierOf(inst)
			return e.Encode(starlark.Tuple{starlark.MakeInt(b.parties), object.OrNone(b.action), object.OrNone(b.limit)})
		},
		Build: func(d *starlarkcbor.Decoder, inst *object.Instance) error {
			v, err := d.Decode()
			if err != nil {
				return err
			}
			parts, ok := v.(starlark.Tuple)
			if !ok || len(parts) != 3 {
				return d.Fail("not a barrier")
			}
			b := barrierOf(inst)
			b.parties, _ = starlark.AsInt32(parts[0])
			b.action, b.limit = parts[1], parts[2]
			return nil
		},
	})
}

func barrierInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	b := barrierOf(self)
	err := object.UnpackMethod("Barrier.__init__", args, kwargs, "parties", &b.parties, "action??", &b.action, "timeout??", &b.limit)
	if err == nil && b.parties < 1 {
		err = exceptions.ValueError.Errorf("parties must be > 0")
	}
	return starlark.None, err
}

// end closes a meeting and wakes who waits in it.
func (b *barrier) end(how outcome) {
	b.now.outcome = how
	b.now.waiting.wake(len(b.now.waiting))
	b.now = &generation{}
}

func (s *State) barrierWait(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	b := barrierOf(self)
	limit := b.limit
	if err := object.UnpackMethod("Barrier.wait", args, kwargs, "timeout??", &limit); err != nil {
		return nil, err
	}
	if b.broken {
		return nil, exceptions.BrokenBarrierError.With()
	}
	deadline, _, err := timeout(limit)
	if err != nil {
		return nil, err
	}
	g := b.now
	index := g.arrived
	g.arrived++
	if g.arrived == b.parties {
		return s.barrierRelease(t, b, index)
	}
	for g.outcome == meeting {
		woken, err := g.waiting.wait(t, s.rt, deadline)
		if err == nil && (woken || g.outcome != meeting) {
			continue
		}
		b.broken = true
		b.end(failed)
		if err != nil {
			return nil, err
		}
		return nil, exceptions.BrokenBarrierError.With()
	}
	if g.outcome == failed {
		return nil, exceptions.BrokenBarrierError.With()
	}
	return starlark.MakeInt(index), nil
}

// barrierRelease is what the last one to arrive does.
func (s *State) barrierRelease(t *starlark.Thread, b *barrier, index int) (starlark.Value, error) {
	if b.action != nil && b.action != starlark.None {
		if _, err := starlark.Call(t, b.action, nil, nil); err != nil {
			b.broken = true
			b.end(failed)
			return nil, err
		}
	}
	b.end(met)
	return starlark.MakeInt(index), nil
}

func barrierReset(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	b := barrierOf(self)
	b.end(failed)
	b.broken = false
	return starlark.None, object.UnpackMethod("Barrier.reset", args, kwargs)
}

func barrierAbort(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	b := barrierOf(self)
	b.broken = true
	b.end(failed)
	return starlark.None, object.UnpackMethod("Barrier.abort", args, kwargs)
}
