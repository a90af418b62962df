package object

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file holds the operator % of strings and bytes.
// Source: https://docs.python.org/3.13/library/stdtypes.html#printf-style-string-formatting

// percentFormatter is the state of one formatting operation.
type percentFormatter struct {
	rt     *Runtime
	format string
	bytes  bool // formats bytes: the text is bytes, one byte a character
	pos    int
	out    strings.Builder

	args    starlark.Tuple // of a tuple on the right
	next    int            // index in args
	single  starlark.Value // the right operand if it is not a tuple, or what the last (key) named; nil when consumed
	mapping starlark.Value // the right operand if (key) may look into it, else nil
}

// conversion is one % conversion.
type conversion struct {
	minus, plus, space, alternate, zero bool
	width, precision                    int // precision -1: absent
	kind                                rune
}

// percent is format % arg.
func (rt *Runtime) percent(format string, arg starlark.Value) (string, error) {
	p := percentFormatter{rt: rt, format: format}
	return p.run(arg)
}

// percentBytes is format % arg of bytes.
func (rt *Runtime) percentBytes(format string, arg starlark.Value) (string, error) {
	p := percentFormatter{rt: rt, format: format, bytes: true}
	return p.run(arg)
}

func (p *percentFormatter) run(arg starlark.Value) (string, error) {
	if t, ok := Underlying(arg).(starlark.Tuple); ok {
		p.args = t
	} else {
		p.single = arg
		if isMapping(arg) {
			p.mapping = arg
		}
	}
	for {
		i := strings.IndexByte(p.format[p.pos:], '%')
		if i < 0 {
			p.out.WriteString(p.format[p.pos:])
			break
		}
		p.out.WriteString(p.format[p.pos : p.pos+i])
		p.pos += i + 1
		if err := p.conversion(); err != nil {
			return "", err
		}
	}
	if (p.next < len(p.args) || p.single != nil) && p.mapping == nil {
		return "", typeErrorf("not all arguments converted during %s formatting", p.what())
	}
	return p.out.String(), nil
}

func (p *percentFormatter) what() string {
	if p.bytes {
		return "bytes"
	}
	return "string"
}

// isMapping reports whether (key) may look into v: it can be subscripted, and is neither a tuple nor text.
func isMapping(v starlark.Value) bool {
	switch v := v.(type) {
	case starlark.String, starlark.Tuple:
		return false
	case *Instance:
		_, ok := v.class.Lookup("__getitem__")
		return ok
	case starlark.Mapping, *starlark.List, starlark.Bytes:
		return true
	case HasMethods:
		_, ok := v.Methods().Get("__getitem__")
		return ok
	}
	return false
}

// argument returns the next value to convert.
func (p *percentFormatter) argument() (starlark.Value, error) {
	if v := p.single; v != nil {
		p.single = nil
		return v, nil
	}
	if p.next < len(p.args) {
		p.next++
		return p.args[p.next-1], nil
	}
	return nil, typeErrorf("not enough arguments for format string")
}

// peek returns the byte at pos, 0 at the end.
func (p *percentFormatter) peek() byte {
	if p.pos < len(p.format) {
		return p.format[p.pos]
	}
	return 0
}

// conversion reads one conversion behind its % and writes its result.
func (p *percentFormatter) conversion() error {
	if p.peek() == '%' {
		p.pos++
		p.out.WriteByte('%')
		return nil
	}
	c := conversion{precision: -1}
	if p.peek() == '(' {
		if err := p.key(); err != nil {
			return err
		}
	}
	p.flags(&c)
	var err error
	if c.width, err = p.number("width too big", "ssize_t"); err != nil {
		return err
	}
	if c.width < 0 {
		c.minus, c.width = true, -c.width
	}
	if p.peek() == '.' {
		p.pos++
		if c.precision, err = p.number("precision too big", "int"); err != nil {
			return err
		}
		c.precision = max(c.precision, 0)
	}
	if b := p.peek(); b == 'h' || b == 'l' || b == 'L' {
		p.pos++
	}
	if p.pos >= len(p.format) {
		return valueErrorf("incomplete format")
	}
	at, size := p.pos, 1
	c.kind = rune(p.format[at])
	if !p.bytes && c.kind >= 0x80 {
		c.kind, size = decodeCharacter(p.format[at:])
	}
	p.pos += size
	v, err := p.argument()
	if err != nil {
		return err
	}
	s, err := p.convert(c, v, at)
	if err != nil {
		return err
	}
	return p.write(c, s)
}

// key reads (key) and makes its value the next argument.
func (p *percentFormatter) key() error {
	if p.mapping == nil {
		return typeErrorf("format requires a mapping")
	}
	start, depth := p.pos+1, 1
	i := start
	for ; i < len(p.format) && depth > 0; i++ {
		switch p.format[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
	}
	if depth > 0 {
		return valueErrorf("incomplete format key")
	}
	p.pos = i
	var key starlark.Value = starlark.String(p.format[start : i-1])
	if p.bytes {
		key = starlark.Bytes(p.format[start : i-1])
	}
	v, err := p.rt.GetItem(p.rt.cur, p.mapping, key)
	p.single = v
	return err
}

func (p *percentFormatter) flags(c *conversion) {
	for ; ; p.pos++ {
		switch p.peek() {
		case '-':
			c.minus = true
		case '+':
			c.plus = true
		case ' ':
			c.space = true
		case '#':
			c.alternate = true
		case '0':
			c.zero = true
		default:
			return
		}
	}
}

// number reads a width or precision: digits, or * for the next argument.
func (p *percentFormatter) number(tooBig, cType string) (int, error) {
	if p.peek() == '*' {
		p.pos++
		v, err := p.argument()
		if err != nil {
			return 0, err
		}
		switch v.(type) {
		case starlark.Int, starlark.Bool:
		default:
			return 0, typeErrorf("* wants int")
		}
		n, ok := unbool(v).(starlark.Int).Int64()
		if !ok {
			return 0, exceptions.OverflowError.Errorf("Python int too large to convert to C %s", cType)
		}
		return int(n), checkAllocation(int(max(n, -n)))
	}
	n := 0
	for ; p.peek() >= '0' && p.peek() <= '9'; p.pos++ {
		if n > 1<<58 {
			return 0, valueErrorf("%s", tooBig)
		}
		n = n*10 + int(p.peek()-'0')
	}
	return n, checkAllocation(n)
}

// convert returns the text of v without padding by width. at is the place of the type for messages.
func (p *percentFormatter) convert(c conversion, v starlark.Value, at int) (string, error) {
	switch c.kind {
	case 's', 'r', 'a', 'b':
		if p.bytes {
			return p.bytesText(c, v)
		}
		if c.kind == 'b' {
			break
		}
		s, err := p.rt.convert(v, c.kind)
		if err == nil && c.precision >= 0 {
			s = firstCharacters(s, c.precision)
		}
		return s, err
	case 'c':
		return p.character(v)
	case 'd', 'i', 'u', 'x', 'X', 'o':
		i, err := p.integer(c, v)
		if err != nil {
			return "", err
		}
		return p.integerText(c, i)
	case 'e', 'E', 'f', 'F', 'g', 'G':
		x, err := p.real(v)
		if err != nil {
			return "", err
		}
		f := formatSpec{precision: c.precision, kind: c.kind, alternate: c.alternate, sign: c.sign(), fill: ' ', align: '>'}
		return f.float(x, "float")
	}
	shown := c.kind
	if shown <= ' ' || shown > 0x7e {
		shown = '?'
	}
	index := at
	if !p.bytes {
		index = strLen(p.format[:at])
	}
	return "", valueErrorf("unsupported format character '%c' (0x%x) at index %d", shown, c.kind, index)
}

func (c *conversion) sign() byte {
	switch {
	case c.plus:
		return '+'
	case c.space:
		return ' '
	}
	return 0
}

// bytesText converts for %s, %b, %r and %a of bytes.
func (p *percentFormatter) bytesText(c conversion, v starlark.Value) (string, error) {
	if c.kind == 'r' || c.kind == 'a' {
		s, err := p.rt.ASCII(v)
		return cut(s, c.precision), err
	}
	s, ok := bytesOf(v)
	if o, isInstance := v.(*Instance); isInstance {
		r, found, err := o.call("__bytes__")
		if err != nil {
			return "", err
		}
		if found {
			s, ok = bytesOf(r)
		}
	}
	if !ok {
		return "", typeErrorf("%%b requires a bytes-like object, or an object that implements __bytes__, not '%s'", TypeName(v))
	}
	return cut(s, c.precision), nil
}

// cut returns the first n bytes of s; a negative n means all.
func cut(s string, n int) string {
	if n >= 0 && n < len(s) {
		return s[:n]
	}
	return s
}

func (p *percentFormatter) character(v starlark.Value) (string, error) {
	if p.bytes {
		if s, ok := bytesOf(v); ok && len(s) == 1 {
			return s, nil
		}
		i, err := AsIndex(v)
		if err != nil {
			return "", typeErrorf("%%c requires an integer in range(256) or a single byte")
		}
		if n, ok := i.Int64(); ok && n >= 0 && n < 256 {
			return string([]byte{byte(n)}), nil
		}
		return "", exceptions.OverflowError.Errorf("%%c arg not in range(256)")
	}
	if s, ok := v.(starlark.String); ok {
		if strLen(string(s)) == 1 {
			return string(s), nil
		}
		return "", typeErrorf("%%c requires int or char")
	}
	i, err := AsIndex(v)
	if err != nil {
		return "", typeErrorf("%%c requires int or char")
	}
	if n, ok := i.Int64(); ok && n >= 0 && n <= 0x10ffff {
		return encodeCharacter(rune(n)), nil
	}
	return "", exceptions.OverflowError.Errorf("%%c arg not in range(0x110000)")
}

// integer converts the argument of an integer conversion: d takes any number, x and o only ints.
func (p *percentFormatter) integer(c conversion, v starlark.Value) (starlark.Int, error) {
	switch x := v.(type) {
	case starlark.Int:
		return x, nil
	case starlark.Bool:
		return intOfBool(x), nil
	}
	if c.kind == 'x' || c.kind == 'X' || c.kind == 'o' {
		i, err := AsIndex(v)
		if o, ok := v.(*Instance); err != nil && (!ok || o.class.specials().index == nil) {
			err = typeErrorf("%%%c format: an integer is required, not %s", c.kind, TypeName(v))
		}
		return i, err
	}
	switch x := v.(type) {
	case starlark.Float:
		return truncate(float64(x))
	case *Instance:
		i, ok, err := intOfInstance(x)
		if ok || err != nil {
			return i, err
		}
	}
	return starlark.Int{}, typeErrorf("%%%c format: a real number is required, not %s", c.kind, TypeName(v))
}

func (p *percentFormatter) integerText(c conversion, i starlark.Int) (string, error) {
	var digits, prefix string
	switch c.kind {
	case 'x', 'X':
		digits, prefix = intRadix(i, 16), "0"+string(c.kind)
	case 'o':
		digits, prefix = intRadix(i, 8), "0o"
	default:
		s, err := p.rt.intText(i)
		if err != nil {
			return "", err
		}
		digits = s
	}
	digits = strings.TrimPrefix(digits, "-")
	if c.kind == 'X' {
		digits = strings.ToUpper(digits)
	}
	if n := c.precision - len(digits); n > 0 {
		digits = strings.Repeat("0", n) + digits
	}
	if c.alternate {
		digits = prefix + digits
	}
	f := formatSpec{sign: c.sign()}
	return f.signOf(i.Sign() < 0) + digits, nil
}

// real converts the argument of a float conversion.
func (p *percentFormatter) real(v starlark.Value) (float64, error) {
	x, err := AsFloat(v)
	if _, isType := exceptions.As(err, exceptions.TypeError); isType && p.bytes {
		return 0, typeErrorf("float argument required, not %s", TypeName(v))
	}
	return x, err
}

// write pads s to the width of c.
func (p *percentFormatter) write(c conversion, s string) error {
	n := c.width - len(s)
	if !p.bytes && n > 0 {
		n = c.width - strLen(s)
	}
	switch {
	case n <= 0:
		p.out.WriteString(s)
	case c.minus:
		p.out.WriteString(s)
		p.out.WriteString(strings.Repeat(" ", n))
	case c.zero && strings.ContainsRune("diuxXoeEfFgG", c.kind):
		k := 0
		if s != "" && strings.IndexByte("+- ", s[0]) >= 0 {
			k = 1
		}
		if c.alternate && strings.ContainsRune("xXo", c.kind) {
			k += 2
		}
		p.out.WriteString(s[:k])
		p.out.WriteString(strings.Repeat("0", n))
		p.out.WriteString(s[k:])
	default:
		p.out.WriteString(strings.Repeat(" ", n))
		p.out.WriteString(s)
	}
	return checkAllocation(p.out.Len())
}

// strmodIntrinsic is #strmod(s, y): s % y where s is a string.
func (rt *Runtime) strmodIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	s, err := rt.percent(string(args[0].(starlark.String)), args[1])
	return starlark.String(s), err
}
