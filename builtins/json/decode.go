package json

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file reads JSON.

// DecodeError is json.JSONDecodeError.
var DecodeError = exceptions.New("json.decoder", "JSONDecodeError", exceptions.ValueError)

// decoder holds the options and the position of one call.
type decoder struct {
	declare.Call
	text                                                  string
	pos, depth                                            int
	strict                                                bool
	objectHook, pairsHook, parseFloat, parseInt, constant starlark.Value
}

func (d *decoder) configure(kwargs []starlark.Tuple) error {
	d.strict = true
	for _, kv := range kwargs {
		var p *starlark.Value
		switch name := string(kv[0].(starlark.String)); name {
		case "object_hook":
			p = &d.objectHook
		case "object_pairs_hook":
			p = &d.pairsHook
		case "parse_float":
			p = &d.parseFloat
		case "parse_int":
			p = &d.parseInt
		case "parse_constant":
			p = &d.constant
		case "strict":
			d.strict = bool(kv[1].Truth())
			continue
		case "cls":
			continue
		default:
			return declare.TypeErrorf("JSONDecoder.__init__() got an unexpected keyword argument '%s'", name)
		}
		if kv[1] != starlark.None {
			*p = kv[1]
		}
	}
	return nil
}

// fail is the error at a byte offset.
func (d *decoder) fail(pos int, msg string) error {
	before := d.text[:min(pos, len(d.text))]
	char := utf8.RuneCountInString(before)
	line := strings.Count(before, "\n") + 1
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	e := DecodeError.Errorf("%s: line %d column %d (char %d)", msg, line, column, char).(*exceptions.Error)
	e.Attrs = map[string]starlark.Value{"msg": starlark.String(msg), "doc": starlark.String(d.text), "pos": starlark.MakeInt(char),
		"lineno": starlark.MakeInt(line), "colno": starlark.MakeInt(column)}
	return e
}

func (d *decoder) decode(v starlark.Value) (starlark.Value, error) {
	text, ok := declare.Text(v)
	if !ok {
		b, isBytes := declare.Bytes(v)
		if !isBytes {
			return nil, declare.TypeErrorf("the JSON object must be str, bytes or bytearray, not %s", object.TypeName(v))
		}
		text = strings.TrimPrefix(b, "\ufeff")
	} else if strings.HasPrefix(text, "\ufeff") {
		d.text = text
		return nil, d.fail(0, "Unexpected UTF-8 BOM (decode using utf-8-sig)")
	}
	d.text = text
	d.space()
	r, err := d.value()
	if err != nil {
		return nil, err
	}
	d.space()
	if d.pos < len(d.text) {
		return nil, d.fail(d.pos, "Extra data")
	}
	return r, nil
}

func (d *decoder) space() {
	for d.pos < len(d.text) && isSpace(d.text[d.pos]) {
		d.pos++
	}
}

func (d *decoder) peek() byte {
	if d.pos < len(d.text) {
		return d.text[d.pos]
	}
	return 0
}

func (d *decoder) value() (starlark.Value, error) {
	switch c := d.peek(); {
	case c == '"':
		d.pos++
		s, err := d.str()
		return starlark.String(s), err
	case c == '{':
		return d.object()
	case c == '[':
		return d.array()
	case c == '-' || c >= '0' && c <= '9':
		if v, ok, err := d.number(); ok || err != nil {
			return v, err
		}
	}
	for _, w := range []struct {
		text string
		v    starlark.Value
	}{{"null", starlark.None}, {"true", starlark.True}, {"false", starlark.False}, {"NaN", starlark.Float(math.NaN())},
		{"Infinity", starlark.Float(math.Inf(1))}, {"-Infinity", starlark.Float(math.Inf(-1))}} {
		if strings.HasPrefix(d.text[d.pos:], w.text) {
			d.pos += len(w.text)
			if _, isFloat := w.v.(starlark.Float); isFloat && d.constant != nil {
				return d.Call.Call(d.constant, starlark.String(w.text))
			}
			return w.v, nil
		}
	}
	return nil, d.fail(d.pos, "Expecting value")
}

// enter bounds the nesting.
func (d *decoder) enter() error {
	if d.depth++; d.depth > 990 {
		return exceptions.RecursionError.Errorf("maximum recursion depth exceeded while decoding a JSON array from a unicode string")
	}
	return nil
}

func (d *decoder) array() (starlark.Value, error) {
	if err := d.enter(); err != nil {
		return nil, err
	}
	defer func() { d.depth-- }()
	d.pos++
	d.space()
	var out []starlark.Value
	if d.peek() == ']' {
		d.pos++
		return starlark.NewList(out), nil
	}
	for {
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		out = append(out, v)
		d.space()
		switch d.peek() {
		case ']':
			d.pos++
			return starlark.NewList(out), nil
		case ',':
		default:
			return nil, d.fail(d.pos, "Expecting ',' delimiter")
		}
		comma := d.pos
		d.pos++
		d.space()
		if d.peek() == ']' {
			return nil, d.fail(comma, "Illegal trailing comma before end of array")
		}
	}
}

func (d *decoder) object() (starlark.Value, error) {
	if err := d.enter(); err != nil {
		return nil, err
	}
	defer func() { d.depth-- }()
	d.pos++
	d.space()
	var pairs []starlark.Value
	out := new(starlark.Dict)
	if d.peek() == '}' {
		d.pos++
		return d.hook(out, pairs)
	}
	for {
		if d.peek() != '"' {
			return nil, d.fail(d.pos, "Expecting property name enclosed in double quotes")
		}
		d.pos++
		key, err := d.str()
		if err != nil {
			return nil, err
		}
		d.space()
		if d.peek() != ':' {
			return nil, d.fail(d.pos, "Expecting ':' delimiter")
		}
		d.pos++
		d.space()
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		if d.pairsHook != nil {
			pairs = append(pairs, starlark.Tuple{starlark.String(key), v})
		} else if err := out.SetKey(starlark.String(key), v); err != nil {
			return nil, err
		}
		d.space()
		switch d.peek() {
		case '}':
			d.pos++
			return d.hook(out, pairs)
		case ',':
		default:
			return nil, d.fail(d.pos, "Expecting ',' delimiter")
		}
		comma := d.pos
		d.pos++
		d.space()
		if d.peek() == '}' {
			return nil, d.fail(comma, "Illegal trailing comma before end of object")
		}
	}
}

func (d *decoder) hook(out *starlark.Dict, pairs []starlark.Value) (starlark.Value, error) {
	switch {
	case d.pairsHook != nil:
		return d.Call.Call(d.pairsHook, starlark.NewList(pairs))
	case d.objectHook != nil:
		return d.Call.Call(d.objectHook, out)
	}
	return out, nil
}

func (d *decoder) number() (starlark.Value, bool, error) {
	i := d.pos
	digits := func() int {
		from := i
		for i < len(d.text) && d.text[i] >= '0' && d.text[i] <= '9' {
			i++
		}
		return i - from
	}
	if i < len(d.text) && d.text[i] == '-' {
		i++
	}
	switch {
	case i < len(d.text) && d.text[i] == '0':
		i++
	case digits() == 0:
		return nil, false, nil
	}
	isFloat := false
	if end := i; i < len(d.text) && d.text[i] == '.' {
		i++
		if digits() == 0 {
			i = end
		} else {
			isFloat = true
		}
	}
	if end := i; i < len(d.text) && (d.text[i]|0x20) == 'e' {
		i++
		if i < len(d.text) && (d.text[i] == '+' || d.text[i] == '-') {
			i++
		}
		if digits() == 0 {
			i = end
		} else {
			isFloat = true
		}
	}
	text := d.text[d.pos:i]
	d.pos = i
	if isFloat {
		if d.parseFloat != nil {
			v, err := d.Call.Call(d.parseFloat, starlark.String(text))
			return v, true, err
		}
		f, _ := strconv.ParseFloat(text, 64)
		return starlark.Float(f), true, nil
	}
	if d.parseInt != nil {
		v, err := d.Call.Call(d.parseInt, starlark.String(text))
		return v, true, err
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return starlark.MakeInt64(n), true, nil
	}
	if len(text) > d.RT.IntDigits() && d.RT.IntDigits() > 0 {
		return nil, false, exceptions.ValueError.Errorf("Exceeds the limit (%d digits) for integer string conversion: value has %d digits; use sys.set_int_max_str_digits() to increase the limit", d.RT.IntDigits(), len(text))
	}
	n, _ := new(big.Int).SetString(text, 10)
	return starlark.MakeBigInt(n), true, nil
}

// str reads a string whose opening quote has been read.
func (d *decoder) str() (string, error) {
	begin := d.pos - 1
	if i := strings.IndexAny(d.text[d.pos:], "\"\\"); i >= 0 && d.text[d.pos+i] == '"' && !hasControl(d.text[d.pos:d.pos+i]) {
		s := d.text[d.pos : d.pos+i]
		d.pos += i + 1
		return s, nil
	}
	var b strings.Builder
	for {
		if d.pos >= len(d.text) {
			return "", d.fail(begin, "Unterminated string starting at")
		}
		c := d.text[d.pos]
		switch {
		case c == '"':
			d.pos++
			return b.String(), nil
		case c < ' ' && d.strict:
			return "", d.fail(d.pos, "Invalid control character at")
		case c != '\\':
			b.WriteByte(c)
			d.pos++
			continue
		}
		d.pos++
		if d.pos >= len(d.text) {
			return "", d.fail(begin, "Unterminated string starting at")
		}
		c = d.text[d.pos]
		if c == 'u' {
			r, err := d.unicode()
			if err != nil {
				return "", err
			}
			if r >= 0xD800 && r < 0xE000 { // a lone surrogate, in the notation of surrogatepass
				b.Write([]byte{0xE0 | byte(r>>12), 0x80 | byte(r>>6)&0x3F, 0x80 | byte(r)&0x3F})
			} else {
				b.WriteRune(r)
			}
			continue
		}
		i := strings.IndexByte(`"\/bfnrt`, c)
		if i < 0 {
			return "", d.fail(d.pos-1, "Invalid \\escape")
		}
		b.WriteByte("\"\\/\b\f\n\r\t"[i])
		d.pos++
	}
}

func hasControl(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' {
			return true
		}
	}
	return false
}

// unicode reads uXXXX, perhaps of two surrogates.
func (d *decoder) unicode() (rune, error) {
	hex := func(at int) (rune, bool) {
		if at+4 > len(d.text) {
			return 0, false
		}
		n, err := strconv.ParseUint(d.text[at:at+4], 16, 32)
		return rune(n), err == nil
	}
	r, ok := hex(d.pos + 1)
	if !ok {
		return 0, d.fail(d.pos, "Invalid \\uXXXX escape")
	}
	d.pos += 5
	if r >= 0xD800 && r < 0xDC00 && strings.HasPrefix(d.text[d.pos:], `\u`) {
		if low, ok := hex(d.pos + 2); ok && low >= 0xDC00 && low < 0xE000 {
			d.pos += 6
			return (r-0xD800)<<10 + low - 0xDC00 + 0x10000, nil
		}
	}
	return r, nil
}
