package object

import (
	"strings"
	"unicode"
)

// This file classifies and converts characters as CPython's str does.

// isSpace is str.isspace() of a character.
func isSpace(r rune) bool {
	switch {
	case r == ' ', '\t' <= r && r <= '\r', 0x1c <= r && r <= 0x1f, r == 0x85, r == 0xa0:
		return true
	case r < 0x1680:
		return false
	}
	return r == 0x1680 || 0x2000 <= r && r <= 0x200a || r == 0x2028 || r == 0x2029 || r == 0x202f || r == 0x205f || r == 0x3000
}

// isLineBreak reports whether splitlines() splits at r.
func isLineBreak(r rune) bool {
	switch r {
	case '\n', '\v', '\f', '\r', 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029:
		return true
	}
	return false
}

// decimalValue is the value of a decimal digit of any script, -1 if r is none.
func decimalValue(r rune) int {
	if r < 0x80 {
		if '0' <= r && r <= '9' {
			return int(r - '0')
		}
		return -1
	}
	if !unicode.Is(unicode.Nd, r) {
		return -1
	}
	// Decimal digits come in runs of ten.
	for _, t := range unicode.Nd.R16 {
		if lo := rune(t.Lo); lo <= r && r <= rune(t.Hi) {
			return int(r-lo) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if lo := rune(t.Lo); lo <= r && r <= rune(t.Hi) {
			return int(r-lo) % 10
		}
	}
	return -1
}

func isDecimal(r rune) bool { return decimalValue(r) >= 0 }

func isDigit(r rune) bool {
	if isDecimal(r) {
		return true
	}
	for _, d := range otherDigits {
		if d[0] <= r && r <= d[1] {
			return true
		}
	}
	return false
}

func isNumeric(r rune) bool {
	return unicode.IsNumber(r) || r >= 0x3405 && strings.ContainsRune(numericIdeographs, r)
}

func isAlnum(r rune) bool { return unicode.IsLetter(r) || isNumeric(r) }

// isCased reports whether r has a case: titlecase letters and letters with Other_Lowercase or Other_Uppercase included.
func isCased(r rune) bool { return isUpper(r) || isLower(r) || unicode.IsTitle(r) }

func isUpper(r rune) bool { return unicode.IsUpper(r) || unicode.Is(unicode.Other_Uppercase, r) }
func isLower(r rune) bool { return unicode.IsLower(r) || unicode.Is(unicode.Other_Lowercase, r) }

func upperString(s string) string {
	if isASCII(s) {
		return strings.ToUpper(s)
	}
	return mapCharacters(s, upperOf)
}

func upperOf(r rune) string {
	if c, ok := specialCasing[r]; ok {
		return c.upper
	}
	return encodeCharacter(unicode.ToUpper(r))
}

func titleOf(r rune) string {
	if c, ok := specialCasing[r]; ok {
		return c.title
	}
	return encodeCharacter(unicode.ToTitle(r))
}

func foldOf(r rune) string {
	if c, ok := specialCasing[r]; ok {
		return c.fold
	}
	if f, ok := foldings[r]; ok {
		return f
	}
	switch { // Cherokee folds to upper case
	case r == 'İ':
		return "i\u0307"
	case 0x13a0 <= r && r <= 0x13f5:
		return string(r)
	case 0x13f8 <= r && r <= 0x13fd:
		return string(r - 8)
	case 0xab70 <= r && r <= 0xabbf:
		return string(r - 0xab70 + 0x13a0)
	}
	return encodeCharacter(unicode.ToLower(r))
}

func mapCharacters(s string, f func(rune) string) string {
	var b strings.Builder
	b.Grow(len(s))
	for s != "" {
		r, n := decodeCharacter(s)
		b.WriteString(f(r))
		s = s[n:]
	}
	return b.String()
}

func lowerString(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	all := decodeAll(s)
	var b strings.Builder
	for i := range all {
		b.WriteString(lowerAt(all, i))
	}
	return b.String()
}

// lowerAt is the lower case of character i of a text; the Greek sigma depends on its neighbours.
func lowerAt(all []rune, i int) string {
	switch r := all[i]; r {
	case 'Σ':
		if isFinalSigma(all, i) {
			return "ς"
		}
		return "σ"
	case 'İ':
		return "i\u0307"
	default:
		return encodeCharacter(unicode.ToLower(r))
	}
}

// isFinalSigma reports whether the sigma at i ends a word: Unicode's Final_Sigma.
func isFinalSigma(all []rune, i int) bool {
	j := i - 1
	for j >= 0 && isCaseIgnorable(all[j]) {
		j--
	}
	if j < 0 || !isCased(all[j]) {
		return false
	}
	for j = i + 1; j < len(all) && isCaseIgnorable(all[j]); {
		j++
	}
	return j == len(all) || !isCased(all[j])
}

func isCaseIgnorable(r rune) bool {
	switch r {
	case '\'', '.', ':', '·', '’', '^', '`', '¨', '´':
		return true
	}
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk)
}

// isIdentifier is str.isidentifier().
func isIdentifier(s string) bool {
	for i, r := range s {
		start := r == '_' || unicode.IsLetter(r) || unicode.Is(unicode.Nl, r) || unicode.Is(unicode.Other_ID_Start, r)
		if i == 0 && !start {
			return false
		}
		if !start && !unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue) {
			return false
		}
	}
	return s != ""
}
