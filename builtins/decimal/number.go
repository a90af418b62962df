package decimal

import (
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"parlark/builtins/exceptions"
)

// This file defines number and rounding.

// Forms of numbers.
const (
	finite = iota
	infinite
	quietNaN
	signalingNaN
)

// number is a decimal number. It is immutable.
type number struct {
	form  int
	neg   bool
	coeff *big.Int
	exp   int
}

var ten = big.NewInt(10)

func pow10(n int) *big.Int { return new(big.Int).Exp(ten, big.NewInt(int64(n)), nil) }

func newNumber(neg bool, coeff *big.Int, exp int) *number {
	return &number{neg: neg, coeff: coeff, exp: exp}
}

func ofInt(i *big.Int) *number { return newNumber(i.Sign() < 0, new(big.Int).Abs(i), 0) }

func (n *number) isNaN() bool  { return n.form >= quietNaN }
func (n *number) isZero() bool { return n.form == finite && n.coeff.Sign() == 0 }

// digits is the number of digits of the coefficient, 1 for zero.
func (n *number) digits() int { return len(n.coeff.String()) }

// adjusted is the exponent of the first digit.
func (n *number) adjusted() int { return n.exp + n.digits() - 1 }

func (n *number) negate() *number {
	m := *n
	m.neg = !n.neg
	return &m
}

// signed is the coefficient with its sign.
func (n *number) signed() *big.Int {
	if n.neg {
		return new(big.Int).Neg(n.coeff)
	}
	return n.coeff
}

// rat is the exact value of a finite number.
func (n *number) rat() *big.Rat {
	r := new(big.Rat).SetInt(n.signed())
	shift := new(big.Rat).SetInt(pow10(max(n.exp, -n.exp)))
	if n.exp < 0 {
		return r.Quo(r, shift)
	}
	return r.Mul(r, shift)
}

// The exceptions of the module.
var (
	errDecimal        = exceptions.New("decimal", "DecimalException", exceptions.ArithmeticError)
	errInvalid        = exceptions.New("decimal", "InvalidOperation", errDecimal)
	errDivisionByZero = exceptions.New("decimal", "DivisionByZero", exceptions.ZeroDivisionError)
	errInexact        = exceptions.New("decimal", "Inexact", errDecimal)
	errRounded        = exceptions.New("decimal", "Rounded", errDecimal)
	errClamped        = exceptions.New("decimal", "Clamped", errDecimal)
	errSubnormal      = exceptions.New("decimal", "Subnormal", errDecimal)
	errOverflow       = exceptions.New("decimal", "Overflow", errInexact)
	errUnderflow      = exceptions.New("decimal", "Underflow", errInexact)
	errFloat          = exceptions.New("decimal", "FloatOperation", errDecimal)
	errConversion     = exceptions.New("decimal", "ConversionSyntax", errInvalid)
	errUndefined      = exceptions.New("decimal", "DivisionUndefined", errInvalid)
	errImpossible     = exceptions.New("decimal", "DivisionImpossible", errInvalid)
)

var literal = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([+-]?\d+))?$`)
})
var special = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)^([+-]?)(inf(?:inity)?|(s?)nan(\d*))$`) })

// parse reads a number; nil if the text is none.
func parse(text string) *number {
	text = strings.ReplaceAll(strings.TrimSpace(text), "_", "")
	if m := literal().FindStringSubmatch(text); m != nil {
		fraction := m[3]
		if m[2] == "" {
			fraction = m[4]
		}
		exp := 0
		if m[5] != "" {
			var err error
			if exp, err = strconv.Atoi(m[5]); err != nil || exp > 1<<30 || exp < -1<<30 {
				return nil
			}
		}
		coeff, _ := new(big.Int).SetString(m[2]+fraction, 10)
		return newNumber(m[1] == "-", coeff, exp-len(fraction))
	}
	if m := special().FindStringSubmatch(text); m != nil {
		n := &number{form: infinite, neg: m[1] == "-", coeff: new(big.Int)}
		if strings.HasPrefix(strings.ToLower(m[2]), "inf") {
			return n
		}
		if n.form = quietNaN; m[3] != "" {
			n.form = signalingNaN
		}
		if m[4] != "" {
			n.coeff.SetString(m[4], 10)
		}
		return n
	}
	return nil
}

// ofFloat is the exact value of a float.
func ofFloat(f float64) *number {
	switch {
	case math.IsNaN(f):
		return &number{form: quietNaN, coeff: new(big.Int)}
	case math.IsInf(f, 0):
		return &number{form: infinite, neg: f < 0, coeff: new(big.Int)}
	}
	r := new(big.Rat).SetFloat64(math.Abs(f))
	// The denominator is a power of two: 2^k = 10^k / 5^k.
	k := r.Denom().BitLen() - 1
	coeff := new(big.Int).Mul(r.Num(), new(big.Int).Exp(big.NewInt(5), big.NewInt(int64(k)), nil))
	return newNumber(math.Signbit(f), coeff, -k)
}

// Rounding modes.
const (
	roundHalfEven = "ROUND_HALF_EVEN"
	roundHalfUp   = "ROUND_HALF_UP"
	roundHalfDown = "ROUND_HALF_DOWN"
	roundDown     = "ROUND_DOWN"
	roundUp       = "ROUND_UP"
	roundCeiling  = "ROUND_CEILING"
	roundFloor    = "ROUND_FLOOR"
	round05Up     = "ROUND_05UP"
)

var modes = []string{roundHalfEven, roundHalfUp, roundHalfDown, roundDown, roundUp, roundCeiling, roundFloor, round05Up}

// increments reports whether the quotient q with a remainder of the divisor is rounded away from zero.
func increments(mode string, neg bool, q, rest, divisor *big.Int) bool {
	if rest.Sign() == 0 {
		return false
	}
	half := new(big.Int).Lsh(rest, 1).Cmp(divisor)
	switch mode {
	case roundHalfEven:
		return half > 0 || half == 0 && q.Bit(0) == 1
	case roundHalfUp:
		return half >= 0
	case roundHalfDown:
		return half > 0
	case roundUp:
		return true
	case roundCeiling:
		return !neg
	case roundFloor:
		return neg
	case round05Up:
		last := new(big.Int).Mod(q, big.NewInt(5))
		return last.Sign() == 0
	}
	return false
}

// rescale returns n with another exponent, rounded if digits are lost.
func (n *number) rescale(exp int, mode string) *number {
	if n.form != finite {
		return n
	}
	if exp <= n.exp {
		if n.coeff.Sign() == 0 {
			return newNumber(n.neg, n.coeff, exp)
		}
		return newNumber(n.neg, new(big.Int).Mul(n.coeff, pow10(n.exp-exp)), exp)
	}
	if exp-n.exp > n.digits()+2 { // all digits are lost
		q := new(big.Int)
		if increments(mode, n.neg, q, n.coeff, pow10(n.digits()+2)) {
			q.SetInt64(1)
		}
		return newNumber(n.neg, q, exp)
	}
	divisor := pow10(exp - n.exp)
	q, rest := new(big.Int).QuoRem(n.coeff, divisor, new(big.Int))
	if increments(mode, n.neg, q, rest, divisor) {
		q.Add(q, big.NewInt(1))
	}
	return newNumber(n.neg, q, exp)
}

// round returns n with at most prec digits.
func (n *number) round(prec int, mode string) *number {
	if n.form != finite || n.digits() <= prec {
		return n
	}
	m := n.rescale(n.exp+n.digits()-prec, mode)
	if m.digits() > prec { // 999.. became 1000..
		m = m.rescale(m.exp+1, mode)
	}
	return m
}

// compare orders two numbers that are no NaNs.
func (n *number) compare(m *number) int {
	rank := func(x *number) int {
		switch {
		case x.form == infinite && x.neg:
			return -1
		case x.form == infinite:
			return 1
		}
		return 0
	}
	if a, b := rank(n), rank(m); a != 0 || b != 0 {
		return a - b
	}
	if n.isZero() && m.isZero() {
		return 0
	}
	if s, t := n.signed().Sign(), m.signed().Sign(); s != t || s == 0 {
		return s - t
	}
	if a, b := n.adjusted(), m.adjusted(); a != b {
		if (a > b) != n.neg {
			return 1
		}
		return -1
	}
	exp := min(n.exp, m.exp)
	return n.rescale(exp, roundDown).signed().Cmp(m.rescale(exp, roundDown).signed())
}
