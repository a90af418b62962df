package subprocess

import (
	"io"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/files"
	"parlark/builtins/object"
)

// This file makes the module _subprocess.

// The numbers by which scripts ask for streams.
const (
	pipe    = -1
	same    = -2
	devNull = -3
)

// module is _subprocess of one interpreter.
type module struct {
	rt      *object.Runtime
	host    Launcher
	numbers *files.Descriptors
	class   *declare.Class
}

// New makes the module.
func New(rt *object.Runtime, host Launcher, numbers *files.Descriptors) *object.Module {
	m := &module{rt: rt, host: host, numbers: numbers}
	m.class = declare.New(rt, "_subprocess", "Program", declare.Options{State: func() any { return &state{} }, Stays: true})
	m.class.Methods(map[string]declare.Func{
		"pid": func(c declare.Call) (starlark.Value, error) { return starlark.MakeInt(self(c).PID()), nil },
		"pipe": func(c declare.Call) (starlark.Value, error) {
			n, err := object.AsInt(c.Arg(0))
			if err != nil {
				return nil, err
			}
			f := self(c).Pipe(n)
			if f == nil {
				return starlark.None, nil
			}
			return starlark.MakeInt(m.numbers.Add(f)), nil
		},
		"wait": m.wait, "signal": m.signal, "communicate": m.communicate,
	})
	functions := declare.Module(rt, "_subprocess", map[string]declare.Func{"start": m.start})
	return declare.Classes(functions, m.class)
}

// state is that of a program.
type state struct {
	Program
	talk *talk // what communicate has under way
}

func self(c declare.Call) *state { return c.Object().State().(*state) }

// start is start(args, program, cwd, env, stdin, stdout, stderr).
func (m *module) start(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(7); err != nil {
		return nil, err
	}
	var cmd Command
	for i, into := range []*[]string{&cmd.Args, nil, nil, &cmd.Env} {
		if into == nil {
			continue
		}
		list, err := c.List(c.Args[i])
		if err != nil {
			return nil, err
		}
		for _, v := range list {
			s, ok := declare.Text(v)
			if !ok {
				return nil, declare.TypeErrorf("expected str, bytes or os.PathLike object, not %s", object.TypeName(v))
			}
			*into = append(*into, s)
		}
	}
	cmd.Program, _ = declare.Text(c.Args[1])
	cmd.Dir, _ = declare.Text(c.Args[2])
	for i := range cmd.Streams {
		n, err := object.AsInt(c.Args[4+i])
		if err != nil {
			return nil, err
		}
		if cmd.Streams[i], err = m.stream(i, n); err != nil {
			return nil, err
		}
	}
	var p Program
	var err error
	m.rt.Blocking(func() { p, err = m.host.Start(cmd) })
	if err != nil {
		name := cmd.Program
		if name == "" {
			name = cmd.Args[0]
		}
		return nil, files.Exception(err, name)
	}
	o := m.class.Allocate(c.T)
	o.State().(*state).Program = p
	return o, nil
}

func (m *module) stream(i, n int) (Stream, error) {
	switch {
	case n == pipe:
		return Stream{Kind: Pipe}, nil
	case n == devNull:
		return Stream{Kind: Null}, nil
	case n == same && i == 2:
		return Stream{Kind: Same}, nil
	case n >= 0 && n < 3:
		return Stream{Kind: Standard, Std: n}, nil
	}
	if f := m.numbers.Get(n); f != nil {
		return Stream{Kind: File, File: f}, nil
	}
	return Stream{}, files.Exception(files.Code(9), "")
}

// deadline reads a time limit: None or seconds.
func deadline(v starlark.Value) (time.Time, error) {
	if v == nil || v == starlark.None {
		return time.Time{}, nil
	}
	seconds, ok := starlark.AsFloat(v)
	if !ok {
		return time.Time{}, declare.TypeErrorf("a number is required, not %s", object.TypeName(v))
	}
	const most = 1e9
	return time.Now().Add(time.Duration(min(max(seconds, 0), most) * float64(time.Second))), nil
}

// wait is wait(timeout): the exit code, None if the time is up first.
func (m *module) wait(c declare.Call) (starlark.Value, error) {
	at, err := deadline(c.Arg(0))
	if err != nil {
		return nil, err
	}
	p := self(c)
	ended, err := m.rt.Await(c.T, p.Ended(), at)
	if err != nil || !ended {
		return starlark.None, err
	}
	return starlark.MakeInt(p.Code()), nil
}

func (m *module) signal(c declare.Call) (starlark.Value, error) {
	n, err := object.AsInt(object.Underlying(c.Arg(0)))
	if err != nil {
		return nil, err
	}
	p := self(c)
	m.rt.Blocking(func() { err = p.Signal(n) })
	return starlark.None, files.Exception(err, "")
}

// talk is the exchange of communicate, which goes on over several calls if their time is up.
type talk struct {
	done chan struct{} // closed when all is read and written
	out  [3][]byte
}

// communicate is communicate(input, timeout): (stdout, stderr), None if the time is up first.
func (m *module) communicate(c declare.Call) (starlark.Value, error) {
	at, err := deadline(c.Arg(1))
	if err != nil {
		return nil, err
	}
	p := self(c)
	if p.talk == nil {
		input, ok := declare.Bytes(c.Arg(0))
		if !ok && c.Arg(0) != starlark.None {
			return nil, declare.TypeErrorf("a bytes-like object is required, not '%s'", object.TypeName(c.Arg(0)))
		}
		p.talk = converse(p.Program, input)
	}
	done, err := m.rt.Await(c.T, p.talk.done, at)
	if err != nil || !done {
		return starlark.None, err
	}
	result := make(starlark.Tuple, 2)
	for i := range result {
		result[i] = starlark.None
		if p.Pipe(i+1) != nil {
			result[i] = starlark.Bytes(p.talk.out[i+1])
		}
	}
	return result, nil
}

// converse writes to a program and reads all that it says. What it does not read is no error, as in CPython.
func converse(p Program, input string) *talk {
	t := &talk{done: make(chan struct{})}
	parts := make(chan struct{}, 3)
	go func() {
		if f := p.Pipe(0); f != nil {
			io.WriteString(f, input)
			f.Close()
		}
		parts <- struct{}{}
	}()
	for i := 1; i < 3; i++ {
		go func() {
			if f := p.Pipe(i); f != nil {
				t.out[i], _ = io.ReadAll(f) // what was read before an error counts
				f.Close()
			}
			parts <- struct{}{}
		}()
	}
	go func() {
		for range 3 {
			<-parts
		}
		close(t.done)
	}()
	return t
}
