package object

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file encodes and decodes text, with the handlers for what cannot be converted.

// Encode is s.encode(encoding, errors).
func Encode(s, encoding, errors string) (string, error) {
	c, err := findCodec(encoding)
	if err != nil {
		return "", err
	}
	if (c.name == "utf-8" || c.name == "ascii" || c.name == "latin-1" || c.name == "charmap") && isASCII(s) {
		return c.mark + s, nil
	}
	if c.name == "utf-8" && utf8.ValidString(s) {
		return c.mark + s, nil
	}
	b := []byte(c.mark)
	all := decodeAll(s)
	for i := 0; i < len(all); {
		next, ok := c.encode(b, all[i])
		if ok {
			b = next
			i++
			continue
		}
		end := i + 1
		for end < len(all) {
			if _, ok := c.encode(nil, all[end]); ok {
				break
			}
			end++
		}
		if b, err = c.handleEncode(b, s, all[i:end], i, errors); err != nil {
			return "", err
		}
		i = end
	}
	return string(b), nil
}

// handleEncode appends what the error handler makes of characters that the codec lacks. They begin at character start
// of s.
func (c *codec) handleEncode(b []byte, s string, bad []rune, start int, handler string) ([]byte, error) {
	fail := unicodeError(exceptions.UnicodeEncodeError, c.name, starlark.String(s), start, start+len(bad), c.reason)
	for _, r := range bad {
		text := ""
		switch handler {
		case "strict":
			return nil, fail
		case "ignore":
		case "replace":
			text = "?"
		case "backslashreplace":
			text = escapeNonASCII(encodeCharacter(r))
		case "xmlcharrefreplace":
			text = fmt.Sprintf("&#%d;", r)
		case "surrogateescape":
			if r < 0xDC80 || r > 0xDCFF {
				return nil, fail
			}
			b = append(b, byte(r))
		case "surrogatepass":
			if !isSurrogate(r) || c.name != "utf-8" {
				return nil, fail
			}
			b = append(b, encodeCharacter(r)...)
		default:
			return nil, exceptions.LookupError.Errorf("unknown error handler name '%s'", handler)
		}
		for _, x := range text {
			b, _ = c.encode(b, x)
		}
	}
	return b, nil
}

// Decode is b.decode(encoding, errors).
func Decode(s, encoding, errors string) (string, error) {
	c, err := findCodec(encoding)
	if err != nil {
		return "", err
	}
	full := s
	if c.mark != "" {
		s = c.skipMark(s)
	}
	if c.name == "utf-8" && utf8.ValidString(s) || (c.name == "ascii" || c.name == "latin-1") && isASCII(s) {
		return s, nil
	}
	var b strings.Builder
	for s != "" {
		r, n, reason := c.decode(s)
		if reason == "" {
			b.WriteRune(r)
			s = s[n:]
			continue
		}
		if n, err = c.handleDecode(&b, full, len(full)-len(s), n, reason, errors); err != nil {
			return "", err
		}
		s = s[n:]
	}
	return b.String(), nil
}

// skipMark drops the byte order mark, and takes its order.
func (c *codec) skipMark(s string) string {
	if rest, ok := strings.CutPrefix(s, c.mark); ok {
		return rest
	}
	var big *codec
	if rest, ok := strings.CutPrefix(s, "\xfe\xff"); ok && c.name == "utf-16" {
		big, _ = findCodec("utf-16-be")
		s = rest
	} else if rest, ok := strings.CutPrefix(s, "\x00\x00\xfe\xff"); ok && c.name == "utf-32" {
		big, _ = findCodec("utf-32-be")
		s = rest
	}
	if big != nil {
		c.decode = big.decode
	}
	return s
}

// handleDecode writes what the error handler makes of n bytes at offset start of s, and returns how many bytes it used.
func (c *codec) handleDecode(b *strings.Builder, s string, start, n int, reason, handler string) (int, error) {
	bad := s[start : start+n]
	fail := unicodeError(exceptions.UnicodeDecodeError, c.name, starlark.Bytes(s), start, start+n, reason)
	switch handler {
	case "strict":
		return 0, fail
	case "ignore":
	case "replace":
		b.WriteRune(utf8.RuneError)
	case "backslashreplace":
		for i := range len(bad) {
			fmt.Fprintf(b, `\x%02x`, bad[i])
		}
	case "surrogateescape":
		for i := range len(bad) {
			if bad[i] < 0x80 {
				return 0, fail
			}
			b.WriteString(encodeCharacter(0xDC00 + rune(bad[i])))
		}
	case "surrogatepass":
		r, size := decodeCharacter(s[start:])
		if c.name != "utf-8" || size != 3 || !isSurrogate(r) {
			return 0, fail
		}
		b.WriteString(encodeCharacter(r))
		return size, nil
	default:
		return 0, exceptions.LookupError.Errorf("unknown error handler name '%s'", handler)
	}
	return n, nil
}

// unicodeErrorText is str() of a UnicodeEncodeError or UnicodeDecodeError with its five arguments; ok is false if the
// arguments are others.
func unicodeErrorText(o *Instance) (text string, ok bool) {
	args := o.exc.Args
	if len(args) != 5 {
		return "", false
	}
	encoding, _ := starlark.AsString(args[0])
	reason, _ := starlark.AsString(args[4])
	start, err1 := starlark.AsInt32(args[2])
	end, err2 := starlark.AsInt32(args[3])
	if err1 != nil || err2 != nil {
		return "", false
	}
	verb, thing := "encode", "character"
	if o.class.exc.Is(exceptions.UnicodeDecodeError) {
		verb, thing = "decode", "byte"
	}
	if end == start+1 {
		switch object := args[1].(type) {
		case starlark.String:
			if all := decodeAll(string(object)); start >= 0 && start < len(all) {
				var b strings.Builder
				writeEscapedRune(&b, all[start])
				return fmt.Sprintf("'%s' codec can't %s %s '%s' in position %d: %s", encoding, verb, thing, b.String(), start, reason), true
			}
		case starlark.Bytes:
			if start >= 0 && start < len(object) {
				return fmt.Sprintf("'%s' codec can't %s %s 0x%02x in position %d: %s", encoding, verb, thing, object[start], start, reason), true
			}
		}
	}
	return fmt.Sprintf("'%s' codec can't %s %ss in position %d-%d: %s", encoding, verb, thing, start, end-1, reason), true
}

// codecArguments parses (encoding='utf-8', errors='strict').
func codecArguments(name string, args starlark.Tuple, kwargs []starlark.Tuple) (encoding, errors string, err error) {
	a, err := parseArguments(name, args, kwargs, 0, "encoding", "errors")
	if err != nil {
		return "", "", err
	}
	out := [2]string{"utf-8", "strict"}
	for i, v := range a {
		switch s := v.(type) {
		case nil:
		case starlark.String:
			out[i] = string(s)
		default:
			return "", "", typeErrorf("%s() argument '%s' must be str, not %s", name, [2]string{"encoding", "errors"}[i], TypeName(v))
		}
	}
	return out[0], out[1], nil
}

func strEncode(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	encoding, errors, err := codecArguments("encode", args[1:], kwargs)
	if err != nil {
		return nil, err
	}
	s, err := Encode(self(args), encoding, errors)
	return starlark.Bytes(s), err
}

func bytesDecode(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	encoding, errors, err := codecArguments("decode", args[1:], kwargs)
	if err != nil {
		return nil, err
	}
	s, err := Decode(string(args[0].(starlark.Bytes)), encoding, errors)
	return starlark.String(s), err
}
