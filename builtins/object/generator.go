package object

import (
	"errors"
	"iter"
	"runtime"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file defines generators: a generator's body runs on a thread of its own, as a coroutine of its consumer.

// generator is the state of one generator. Consumer and body never run at the same time, so no lock is needed.
type generator struct {
	rt      *Runtime
	name    string
	thread  *starlark.Thread
	resume  func() (starlark.Value, bool)
	abandon func()

	sent   starlark.Value // what yield returns next
	thrown error          // what yield raises next
	result starlark.Value // what the body returned
	err    error          // what the body raised

	started, active, done bool

	ahead *ahead // nil unless the body may run ahead of the consumer
}

// makeGenerator is #gen(body, args...): body is called with a yield function and args.
func (rt *Runtime) makeGenerator(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return rt.newGenerator(t, args, nil), nil
}

func (rt *Runtime) newGenerator(t *starlark.Thread, args starlark.Tuple, a *ahead) *Iterator {
	g := &generator{ahead: a, rt: rt, sent: starlark.None, thread: rt.NewThread(t.Name)}
	SetThreadID(g.thread, ThreadID(t))
	body, rest := args[0], append(starlark.Tuple{}, args[1:]...)
	if f, ok := body.(*starlark.Function); ok {
		g.name = f.Name()
	}
	g.resume, g.abandon = iter.Pull(func(yield func(starlark.Value) bool) {
		rt.cur = g.thread
		y := &unary{rt, "yield", func(_ *starlark.Thread, v starlark.Value) (starlark.Value, error) {
			if a != nil {
				if a.keep(v) {
					return starlark.None, nil
				}
				v = nil
			}
			if !yield(v) {
				return nil, exceptions.GeneratorExit.With()
			}
			rt.cur = g.thread
			if err := g.thrown; err != nil {
				g.thrown = nil
				return nil, err
			}
			s := g.sent
			g.sent = starlark.None
			return s, nil
		}}
		if a != nil {
			a.interruptible(g.thread, yield)
		}
		g.result, g.err = starlark.Call(g.thread, body, prepend(y, rest), nil)
	})
	p := &Iterator{rt: rt, kind: "generator", gen: g, next: g.next}
	// An abandoned generator must not keep its coroutine.
	runtime.AddCleanup(p, func(g *generator) { g.drop() }, g)
	return p
}

// drop ends the coroutine of a generator that nobody can reach any more. It runs without the interpreter lock, so no
// script code may run: the body's thread is cancelled first.
func (g *generator) drop() {
	if !g.done {
		g.done = true
		g.thread.Cancel("generator abandoned")
		g.abandon()
	}
}

// next runs the body up to its next yield.
func (g *generator) next() (starlark.Value, bool, error) {
	if a := g.ahead; a != nil && g.thrown == nil {
		if v, ok := a.take(); ok {
			return v, true, nil
		}
	}
	if g.active {
		return nil, false, exceptions.ValueError.Errorf("generator already executing")
	}
	if g.done {
		err := g.thrown
		g.thrown = nil
		return nil, false, err
	}
	if (!g.started || g.ahead != nil) && g.thrown != nil {
		err := g.thrown
		g.close()
		return nil, false, err
	}
	consumer, base := g.rt.cur, g.rt.base
	if consumer != nil {
		g.rt.base += consumer.CallStackDepth()
	}
	if g.rt.base > g.rt.maxDepth() {
		g.rt.base = base
		return nil, false, exceptions.RecursionError.Errorf("maximum recursion depth exceeded")
	}
	g.started, g.active = true, true
	v, ok := g.resume()
	g.rt.cur, g.rt.base = consumer, base
	g.active = false
	if ok {
		if g.ahead != nil {
			v, _ = g.ahead.take()
		}
		return v, true, nil
	}
	if a := g.ahead; a != nil {
		if v, ok := a.take(); ok {
			return v, true, nil // the body has ended: the next call but those for what is kept finds that
		}
	}
	g.done = true
	if g.err != nil {
		return nil, false, g.failure(consumer)
	}
	return nil, false, nil
}

// failure returns the exception that ended the body, its traceback continuing the consumer's.
func (g *generator) failure(consumer *starlark.Thread) error {
	err := g.err
	g.err = nil
	if IsCancelled(err) {
		return err
	}
	g.rt.cur = g.thread // Exception may have to uncancel it
	o := g.rt.Exception(err)
	g.rt.cur = consumer
	var ee *starlark.EvalError
	if errors.As(err, &ee) && consumer != nil {
		own := ee.CallStack
		if t := o.exc.Trace; len(t) > len(own) && len(own) > 0 && t[0].Name == own[0].Name {
			own = t // it came out of a generator that the body consumes: the frames of that one are in the trace already
		}
		o.exc.Trace = append(append([]Frame{}, consumer.CallStack()...), own...)
	}
	if o.class.exc.Is(exceptions.StopIteration) {
		replaced := g.rt.NewException(exceptions.RuntimeError, starlark.String("generator raised StopIteration"))
		replaced.exc.Cause, replaced.exc.Context = o, o
		return ErrorOf(replaced)
	}
	return ErrorOf(o)
}

// stopIteration is what next() raises after the end, with the body's result.
func (g *generator) stopIteration() error {
	r := g.result
	g.result = nil
	if r == nil || r == starlark.None {
		return exceptions.StopIteration.With()
	}
	return exceptions.StopIteration.With(r)
}

// close raises GeneratorExit in the body.
func (g *generator) close() error {
	if g.done {
		return nil
	}
	if !g.started || g.ahead != nil {
		g.done, g.thrown = true, nil
		if g.ahead != nil {
			g.ahead.kept, g.ahead.taken = nil, 0
		}
		g.abandon()
		return nil
	}
	g.thrown = exceptions.GeneratorExit.With()
	_, yielded, err := g.next()
	if yielded {
		return exceptions.RuntimeError.Errorf("generator ignored GeneratorExit")
	}
	if _, ok := exceptions.As(err, exceptions.GeneratorExit); ok {
		return nil
	}
	return err
}

var generatorMethods = plainIteratorMethods.Extend(map[string]Method{
	"send": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		p := self.(*Iterator)
		var v starlark.Value
		if err := Unpack("send", args, kwargs, "arg", &v); err != nil {
			return nil, err
		}
		if !p.gen.started && v != starlark.None {
			return nil, typeErrorf("can't send non-None value to a just-started generator")
		}
		p.gen.sent = v
		return p.Advance()
	},
	"throw": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		p := self.(*Iterator)
		var typ, val, tb starlark.Value
		if err := Unpack("throw", args, kwargs, "typ", &typ, "val?", &val, "tb?", &tb); err != nil {
			return nil, err
		}
		if _, isClass := typ.(*Class); isClass && val != nil && val != starlark.None {
			if _, isInstance := val.(*Instance); isInstance {
				typ = val
			} else {
				v, err := starlark.Call(t, typ, starlark.Tuple{val}, nil)
				if err != nil {
					return nil, err
				}
				typ = v
			}
		}
		e, err := p.rt.exceptionFrom(t, typ, "exceptions must be classes or instances deriving from BaseException, not "+TypeName(typ))
		if err != nil {
			return nil, err
		}
		p.gen.thrown = ErrorOf(e)
		return p.Advance()
	},
	"close": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, self.(*Iterator).gen.close()
	},
})

// yieldFrom is #yieldfrom(yield, iterable).
func (rt *Runtime) yieldFrom(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	yield := args[0].(*unary)
	it, err := rt.Iter(t, args[1])
	if err != nil {
		return nil, err
	}
	for {
		v, ok, err := it.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			if it.gen != nil && it.gen.result != nil {
				return it.gen.result, nil
			}
			return starlark.None, nil
		}
		sent, err := yield.apply(t, v)
		if err != nil {
			if it.gen == nil {
				return nil, err
			}
			o := rt.Exception(err)
			if o.class.exc.Is(exceptions.GeneratorExit) {
				if err := it.gen.close(); err != nil {
					return nil, err
				}
				return nil, ErrorOf(o)
			}
			it.gen.thrown = ErrorOf(o)
			continue
		}
		if it.gen != nil {
			it.gen.sent = sent
		}
	}
}
