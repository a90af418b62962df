package object

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file holds print() and input().

// printBuiltin is print(*objects, sep=' ', end='\n', file=None, flush=False).
func (rt *Runtime) printBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	sep, end := " ", "\n"
	file, flush := rt.Stdout, false
	for _, kv := range kwargs {
		var err error
		switch name := string(kv[0].(starlark.String)); name {
		case "sep":
			err = separatorArgument(name, kv[1], &sep)
		case "end":
			err = separatorArgument(name, kv[1], &end)
		case "file":
			if kv[1] != starlark.None {
				file = kv[1]
			}
		case "flush":
			flush = bool(kv[1].Truth())
			err = rt.Pending()
		default:
			err = unexpectedKeyword("print", name, []string{"sep", "end", "file", "flush"})
		}
		if err != nil {
			return nil, err
		}
	}
	switch f := file.(type) {
	case starlark.NoneType:
		return starlark.None, nil
	case *Stream:
		return starlark.None, rt.printTo(f, args, sep, end, flush)
	}
	return starlark.None, rt.printToObject(t, file, args, sep, end, flush)
}

func separatorArgument(name string, v starlark.Value, s *string) error {
	switch v := Underlying(v).(type) {
	case starlark.NoneType:
	case starlark.String:
		*s = string(v)
	default:
		return typeErrorf("%s must be None or a string, not %s", name, TypeName(v))
	}
	return nil
}

// printTo prints to a stream, by one write.
func (rt *Runtime) printTo(s *Stream, args starlark.Tuple, sep, end string, flush bool) error {
	var room [256]byte
	b := room[:0]
	for i, v := range args {
		if i > 0 {
			b = append(b, sep...)
		}
		if text, ok := v.(starlark.String); ok {
			b = append(b, text...)
			continue
		}
		text, err := rt.Str(v)
		if err != nil {
			return err
		}
		b = append(b, text...)
	}
	b = append(b, end...)
	if err := s.write(rt, string(b)); err != nil {
		return err
	}
	if flush {
		return s.flush(rt)
	}
	return nil
}

// printToObject prints to an object with a method write, by one call for each part.
func (rt *Runtime) printToObject(t *starlark.Thread, file starlark.Value, args starlark.Tuple, sep, end string, flush bool) error {
	write, err := rt.GetAttr(file, "write")
	if err != nil {
		return err
	}
	put := func(s string) error {
		_, err := starlark.Call(t, write, starlark.Tuple{starlark.String(s)}, nil)
		return err
	}
	for i, v := range args {
		if i > 0 {
			if err := put(sep); err != nil {
				return err
			}
		}
		text, err := rt.Str(v)
		if err != nil {
			return err
		}
		if err := put(text); err != nil {
			return err
		}
	}
	if err := put(end); err != nil {
		return err
	}
	if flush {
		f, err := rt.GetAttr(file, "flush")
		if err != nil {
			return err
		}
		_, err = starlark.Call(t, f, nil, nil)
		return err
	}
	return nil
}

// inputBuiltin is input(prompt=”).
func (rt *Runtime) inputBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("input", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if rt.Stdin == starlark.None {
		return nil, exceptions.RuntimeError.Errorf("input(): lost sys.stdin")
	}
	var prompt starlark.Tuple
	if len(args) > 0 {
		prompt = args
	}
	if rt.Stdout != starlark.None {
		flush := []starlark.Tuple{{starlark.String("end"), starlark.String("")}, {starlark.String("flush"), starlark.True}}
		if _, err := rt.printBuiltin(t, prompt, flush); err != nil {
			return nil, err
		}
	}
	line, err := rt.inputLine(t)
	if err != nil {
		return nil, err
	}
	if line == "" {
		return nil, exceptions.EOFError.Errorf("EOF when reading a line")
	}
	if line[len(line)-1] == '\n' {
		line = line[:len(line)-1]
	}
	return starlark.String(line), nil
}

func (rt *Runtime) inputLine(t *starlark.Thread) (string, error) {
	if s, ok := rt.Stdin.(*Stream); ok {
		return s.readLine(t)
	}
	read, err := rt.GetAttr(rt.Stdin, "readline")
	if err != nil {
		return "", err
	}
	v, err := starlark.Call(t, read, nil, nil)
	if err != nil {
		return "", err
	}
	line, ok := v.(starlark.String)
	if !ok {
		return "", typeErrorf("object.readline() returned non-string")
	}
	return string(line), nil
}
