package object

import (
	"strings"
	"unicode"
)

// This file holds what str's methods for upper and lower case do.

func isLetter(r rune) bool { return unicode.IsLetter(r) }

func foldString(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return mapCharacters(s, foldOf)
}

func capitalizeString(s string) string {
	if s == "" {
		return ""
	}
	r, n := decodeCharacter(s)
	if isASCII(s) {
		return strings.ToUpper(s[:1]) + strings.ToLower(s[1:])
	}
	all := decodeAll(s)
	var b strings.Builder
	b.WriteString(titleOf(r))
	if n < len(s) {
		for i := 1; i < len(all); i++ {
			b.WriteString(lowerAt(all, i))
		}
	}
	return b.String()
}

// titleString starts each run of cased characters with a titlecase one.
func titleString(s string) string {
	all := decodeAll(s)
	var b strings.Builder
	inside := false
	for i, r := range all {
		if inside {
			b.WriteString(lowerAt(all, i))
		} else {
			b.WriteString(titleOf(r))
		}
		inside = isCased(r)
	}
	return b.String()
}

func swapCaseString(s string) string {
	all := decodeAll(s)
	var b strings.Builder
	for i, r := range all {
		switch {
		case isUpper(r):
			b.WriteString(lowerAt(all, i))
		case isLower(r):
			b.WriteString(upperOf(r))
		default:
			b.WriteString(encodeCharacter(r))
		}
	}
	return b.String()
}

func isLowerString(s string) bool {
	cased := false
	for _, r := range s {
		if isUpper(r) || unicode.IsTitle(r) {
			return false
		}
		cased = cased || isLower(r)
	}
	return cased
}

func isUpperString(s string) bool {
	cased := false
	for _, r := range s {
		if isLower(r) || unicode.IsTitle(r) {
			return false
		}
		cased = cased || isUpper(r)
	}
	return cased
}

func isTitleString(s string) bool {
	cased, inside := false, false
	for _, r := range s {
		switch {
		case isUpper(r) || unicode.IsTitle(r):
			if inside {
				return false
			}
			cased, inside = true, true
		case isLower(r):
			if !inside {
				return false
			}
			cased, inside = true, true
		default:
			inside = false
		}
	}
	return cased
}

func isPrintableString(s string) bool {
	for s != "" {
		r, n := decodeCharacter(s)
		if !isPrintable(r) {
			return false
		}
		s = s[n:]
	}
	return true
}
