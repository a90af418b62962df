package numeric

// This file compiles if, while and for.

import "parlark/host/internal/dialect/python"

// An exit is the paths to a place that is not yet there.
type exit struct {
	label
	types  types
	joined bool // there is a path
	live   set  // what matters there
}

// edge goes to x from the current place.
func (e *emitter) edge(x *exit) {
	e.jump(&x.label, instruction{op: opJump})
	x.meet(e.types)
	e.types.dead = true
}

// meet adds a path on which the variables have these types.
func (x *exit) meet(t types) {
	if !x.joined {
		x.types, x.joined = t.only(x.live), true
		return
	}
	x.types = joined(x.types, t, x.live)
}

// arrive goes on at the place of x.
func (e *emitter) arrive(x *exit) {
	e.place(&x.label)
	e.types = x.types
	e.types.dead = !x.joined
}

// branch compiles a condition whose failure goes to a label; ok is false if it cannot be compiled.
func (e *emitter) branch(x python.Expr, sense bool, to *label) {
	e.attempt(func() {
		jumps := len(to.jumps)
		defer func() {
			if r := recover(); r != nil {
				to.jumps = to.jumps[:jumps] // they are dropped with the code
				panic(r)
			}
		}()
		e.condition(x, sense, to)
	})
}

func (e *emitter) ifStatement(s *python.If) {
	otherwise := &label{}
	before := e.types
	e.branch(s.Cond, false, otherwise)
	if e.types.dead { // the condition cannot be compiled
		return
	}
	end := &exit{live: e.body.live[s]}
	if always, known := e.known(s.Cond); known && !always {
		e.types.dead = true
	}
	e.block(s.Body)
	if !e.types.dead {
		if len(s.Else) == 0 {
			end.meet(e.types) // falls through
		} else {
			e.edge(end)
		}
	}
	reached := len(otherwise.jumps) > 0
	e.place(otherwise)
	e.types = before
	e.types.dead = !reached
	e.block(s.Else)
	if !e.types.dead {
		end.meet(e.types)
	}
	e.arrive(end)
}

// A loop is a loop around the current place.
type loop struct {
	breaks exit
	bottom exit // the end of the body, where continue goes
}

// A version is a copy of a loop's body for variables of certain types.
type version struct {
	types types
	at    int // the place of the body's first instruction, -1 if it is not there yet
	label label

	breaks, done exit
}

// maxVersions bounds the copies of one loop.
const maxVersions = 6

// versions compiles the copies of a loop's body.
//
// next is called where the body ends: it emits the jump back to the label, and what falls through leaves the loop. e stands
// behind the test of the first round, whose failure has gone to zero with types before. variable is the loop's target, which
// is an int at the beginning of each round, or none.
//
// The last version is the one that the loop stays in. Ways out of earlier ones whose types differ bail out.
func (e *emitter) versions(s python.Stmt, body []python.Stmt, variable int, zero *label, before types, next func(back *label)) (breaks, done exit) {
	head, after := e.body.liveHead[s], e.body.live[s]
	all := []*version{{types: e.types.only(head), at: -1}}
	for i := 0; i < len(all); i++ {
		v := all[i]
		v.at = len(e.f.code)
		e.place(&v.label)
		e.types = v.types
		l := &loop{breaks: exit{live: everything}, bottom: exit{live: everything}}
		e.loops = append(e.loops, l)
		e.block(body)
		if !e.types.dead {
			l.bottom.meet(e.types)
		}
		e.arrive(&l.bottom)
		e.loops = e.loops[:len(e.loops)-1]
		v.breaks, v.done.live = l.breaks, everything
		if e.types.dead {
			continue
		}
		round := e.types
		if variable != none {
			round.of[variable] = intType
		}
		back := &label{}
		next(back)
		if len(back.jumps) > 0 {
			all = goBack(e, all, back, round.only(head))
		}
		if !e.types.dead {
			e.edge(&v.done)
		}
	}
	first := &version{done: exit{label: *zero, types: before, joined: len(zero.jumps) > 0, live: everything}}
	breaks.live, done.live = everything, everything
	reached, out := false, types{}
	lost := &label{}
	leave := func(x *exit, to *exit) {
		if !x.joined {
			return
		}
		t := x.types.only(after)
		if reached {
			t = joined(out, t, after)
			if breaksTypes(out, t) {
				lost.jumps = append(lost.jumps, x.jumps...)
				return
			}
		}
		reached, out = true, t
		to.jumps = append(to.jumps, x.jumps...)
		to.meet(x.types)
	}
	for i := len(all) - 1; i >= 0; i-- {
		leave(&all[i].done, &done)
		leave(&all[i].breaks, &breaks)
	}
	leave(&first.done, &done)
	if len(lost.jumps) > 0 {
		e.place(lost)
		e.emit(instruction{op: opBail})
	}
	done.types, breaks.types = done.types.only(doneLive(s, after)), breaks.types.only(after)
	return breaks, done
}

// doneLive returns what matters when a loop has come to its end without break.
func doneLive(s python.Stmt, after set) set {
	switch s := s.(type) {
	case *python.For:
		if len(s.Else) > 0 {
			return everything
		}
	case *python.While:
		if len(s.Else) > 0 {
			return everything
		}
	}
	return after
}

// breaksTypes reports whether joining made a conflict of what was none.
func breaksTypes(before, after types) bool {
	for i := range before.of {
		if after.of[i] == conflict && before.of[i] != conflict {
			return true
		}
	}
	return false
}

// goBack directs the jumps back of a body that ended with types t.
func goBack(e *emitter, all []*version, back *label, t types) []*version {
	for _, v := range all {
		if v.types == t {
			if v.at >= 0 {
				e.patch(back, v.at)
			} else {
				v.label.jumps = append(v.label.jumps, back.jumps...)
			}
			return all
		}
	}
	if len(all) >= maxVersions {
		refuse("too many versions of a loop")
	}
	v := &version{types: t, at: -1}
	v.label.jumps = append(v.label.jumps, back.jumps...)
	return append(all, v)
}

// after compiles the else clause of a loop and joins the paths.
func (e *emitter) after(otherwise []python.Stmt, breaks, done exit) {
	e.arrive(&done)
	e.block(otherwise)
	if breaks.joined {
		if !e.types.dead {
			e.edge(&breaks)
		}
		e.arrive(&breaks)
	}
}

func (e *emitter) while(s *python.While) {
	zero := &label{}
	before := e.types
	e.branch(s.Cond, false, zero)
	if e.types.dead {
		return
	}
	if always, known := e.known(s.Cond); known && !always {
		e.place(zero)
		e.types = before
		e.block(s.Else)
		return
	}
	breaks, done := e.versions(s, s.Body, none, zero, before, func(back *label) {
		always, known := e.known(s.Cond)
		e.branch(s.Cond, true, back)
		if known && always && !e.types.dead {
			e.types.dead = true
		}
	})
	e.after(s.Else, breaks, done)
}

func (e *emitter) forLoop(s *python.For) {
	target, ok := s.Target.(*python.Name)
	call, isCall := s.Iter.(*python.Call)
	if !ok || !isCall || !e.isBuiltin(call, "range") || len(call.Keywords) > 0 || len(call.Args) < 1 || len(call.Args) > 3 {
		e.bail()
		return
	}
	variable := e.target(target)
	var start, stop, step operand
	unit := true // the step is 1
	e.attempt(func() {
		var args [3]operand
		for i, x := range call.Args {
			v := e.expr(x, none)
			if !v.t.integer() {
				refuse("range of floats")
			}
			t := e.temporary()
			e.emit(instruction{op: opMove, a: t, b: v.r})
			args[i] = operand{t, intType}
		}
		switch len(call.Args) {
		case 1:
			start, stop = operand{e.temporary(), intType}, args[0]
			e.emit(instruction{op: opInt, a: start.r})
		case 2:
			start, stop = args[0], args[1]
		case 3:
			start, stop, step = args[0], args[1], args[2]
			k, known := smallConstant(call.Args[2])
			unit = known && k == 1
		}
	})
	if e.types.dead {
		return
	}
	zero := &label{}
	before := e.types
	counter := start.r
	if unit {
		e.jump(zero, instruction{op: opJumpLe, a: stop.r, b: counter})
	} else {
		counter = e.temporary() // three in a row: counter, step, how many are left
		by, left := e.temporary(), e.temporary()
		e.emit(instruction{op: opTrip, a: left, b: start.r, c: stop.r, d: int32(step.r)})
		b, c := short(0)
		e.jump(zero, instruction{op: opJumpEqK, a: left, b: b, c: c})
		e.emit(instruction{op: opMove, a: counter, b: start.r})
		e.emit(instruction{op: opMove, a: by, b: step.r})
	}
	e.emit(instruction{op: opMove, a: variable, b: counter})
	e.types.of[variable] = intType
	breaks, done := e.versions(s, s.Body, int(variable), zero, before, func(back *label) {
		if unit {
			e.jump(back, instruction{op: opNext, a: variable, b: counter, c: stop.r})
		} else {
			e.jump(back, instruction{op: opStep, a: variable, b: counter})
		}
	})
	e.after(s.Else, breaks, done)
}
