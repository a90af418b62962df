package decimal

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"parlark/builtins/exceptions"
)

// This file holds str and format.

func (n *number) String() string { return n.text(false) }

// text is the scientific or, if eng, the engineering notation.
func (n *number) text(eng bool) string {
	sign := ""
	if n.neg {
		sign = "-"
	}
	switch n.form {
	case infinite:
		return sign + "Infinity"
	case quietNaN, signalingNaN:
		s := "NaN"
		if n.form == signalingNaN {
			s = "sNaN"
		}
		if n.coeff.Sign() != 0 {
			s += n.coeff.String()
		}
		return sign + s
	}
	digits := n.coeff.String()
	left := n.exp + len(digits) // digits before the point
	point := left
	switch {
	case n.exp <= 0 && left > -6:
	case !eng:
		point = 1
	case n.coeff.Sign() == 0:
		point = (left+1)%3 - 1
		if point < -1 {
			point += 3
		}
	default:
		point = ((left-1)%3+3)%3 + 1
	}
	var whole, fraction string
	switch {
	case point <= 0:
		whole, fraction = "0", "."+strings.Repeat("0", -point)+digits
	case point >= len(digits):
		whole = digits + strings.Repeat("0", point-len(digits))
	default:
		whole, fraction = digits[:point], "."+digits[point:]
	}
	if left != point {
		fraction += "E" + signedText(left-point)
	}
	return sign + whole + fraction
}

func signedText(n int) string {
	if n >= 0 {
		return "+" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

var formatSpec = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([eEfFgGn%])?$`)
})

// format is format(n, spec).
func (n *number) format(spec, rounding string) (string, error) {
	m := formatSpec().FindStringSubmatch(spec)
	if m == nil {
		return "", exceptions.ValueError.Errorf("invalid format string")
	}
	fill, align, signs, zero, width, comma, kind := m[1], m[2], m[3], m[6] != "", 0, m[8], m[10]
	if fill == "" {
		fill = " "
		if zero {
			fill = "0"
		}
	}
	if align == "" {
		align = ">"
		if zero {
			align = "="
		}
	}
	width, _ = strconv.Atoi(m[7])
	body := strings.TrimPrefix(n.text(false), "-")
	if n.form == finite {
		body = n.body(kind, m[9], rounding)
	}
	whole, rest := body, ""
	if i := strings.IndexAny(body, ".eE%"); i >= 0 {
		whole, rest = body[:i], body[i:]
	}
	sign := ""
	switch {
	case n.neg:
		sign = "-"
	case signs == "+" || signs == " ":
		sign = signs
	}
	if comma != "" && n.form == finite {
		if zero && align == "=" {
			for utf8.RuneCountInString(sign+group(whole, comma)+rest) < width {
				longer := "0" + whole
				if utf8.RuneCountInString(sign+group(longer, comma)+rest) > width {
					break
				}
				whole = longer
			}
		}
		whole = group(whole, comma)
	}
	text := whole + rest
	pad := max(width-utf8.RuneCountInString(sign+text), 0)
	switch align {
	case "<":
		return sign + text + strings.Repeat(fill, pad), nil
	case "^":
		return strings.Repeat(fill, pad/2) + sign + text + strings.Repeat(fill, pad-pad/2), nil
	case "=":
		return sign + strings.Repeat(fill, pad) + text, nil
	}
	return strings.Repeat(fill, pad) + sign + text, nil
}

func group(digits, separator string) string {
	var parts []string
	for len(digits) > 3 {
		parts = append([]string{digits[len(digits)-3:]}, parts...)
		digits = digits[:len(digits)-3]
	}
	return strings.Join(append([]string{digits}, parts...), separator)
}

// body is the text of a finite number without its sign.
func (n *number) body(kind, precision, rounding string) string {
	a := newNumber(false, n.coeff, n.exp)
	places, given := 0, precision != ""
	if given {
		places, _ = strconv.Atoi(precision)
	}
	signed := newNumber(n.neg, n.coeff, n.exp)
	switch kind {
	case "%":
		a.exp += 2
		signed.exp += 2
		if given {
			a = signed.rescale(-places, rounding)
		}
		return newNumber(false, a.coeff, a.exp).plain() + "%"
	case "f", "F":
		if given {
			a = signed.rescale(-places, rounding)
		}
		return newNumber(false, a.coeff, a.exp).plain()
	case "e", "E":
		if given {
			a = signed.round(places+1, rounding)
			if d := a.digits(); d < places+1 && a.coeff.Sign() != 0 {
				a = a.rescale(a.exp-(places+1-d), rounding)
			} else if a.coeff.Sign() == 0 {
				a = newNumber(false, new(big.Int), a.exp)
				return "0" + dot(strings.Repeat("0", places)) + kind + signedText(a.exp+places-places)
			}
		}
		digits := a.coeff.String()
		return digits[:1] + dot(digits[1:]) + kind + signedText(a.exp+len(digits)-1)
	}
	// g, n and none: scientific if the exponent is large.
	if given {
		a = signed.round(max(places, 1), rounding)
	}
	s := newNumber(false, a.coeff, a.exp).text(false)
	if kind == "g" || kind == "n" {
		s = strings.ReplaceAll(s, "E", "e")
	}
	return s
}

func dot(fraction string) string {
	if fraction == "" {
		return ""
	}
	return "." + fraction
}

// plain is the notation without an exponent.
func (n *number) plain() string {
	digits := n.coeff.String()
	if n.exp >= 0 {
		if n.coeff.Sign() == 0 {
			return "0"
		}
		return digits + strings.Repeat("0", n.exp)
	}
	if len(digits) <= -n.exp {
		digits = strings.Repeat("0", -n.exp-len(digits)+1) + digits
	}
	return digits[:len(digits)+n.exp] + "." + digits[len(digits)+n.exp:]
}
