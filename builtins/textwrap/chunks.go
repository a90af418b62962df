package textwrap

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"parlark/builtins/exceptions"
)

// This file splits text into chunks and puts these into lines.

const space = "\t\n\v\f\r "

func isSpace(r rune) bool  { return strings.ContainsRune(space, r) }
func isWord(r rune) bool   { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
func isLetter(r rune) bool { return r == '_' || unicode.IsLetter(r) }
func isPunct(r rune) bool  { return isWord(r) || strings.ContainsRune("!\"'&.,?", r) }

// dashes returns the length of a run of at least two hyphens at s[i:] that a word follows, else 0.
func dashes(s []rune, i int) int {
	n := 0
	for i+n < len(s) && s[i+n] == '-' {
		n++
	}
	if n >= 2 && i+n < len(s) && isWord(s[i+n]) {
		return n
	}
	return 0
}

// chunks splits a text into words, parts of hyphenated words, dashes and white space.
func chunks(text string, hyphens bool) []string {
	s := []rune(text)
	var out []string
	for i := 0; i < len(s); {
		start := i
		switch {
		case isSpace(s[i]):
			for i < len(s) && isSpace(s[i]) {
				i++
			}
		case hyphens && i > 0 && isPunct(s[i-1]) && dashes(s, i) > 0:
			i += dashes(s, i)
		default:
			for i++; i < len(s) && !isSpace(s[i]) && !(hyphens && (afterHyphen(s, i) || isPunct(s[i-1]) && dashes(s, i) > 0)); i++ {
			}
		}
		out = append(out, string(s[start:i]))
	}
	return out
}

// afterHyphen reports whether a hyphenated word may be broken before s[i]: after "ab-" or "a-b-", before letters.
func afterHyphen(s []rune, i int) bool {
	if s[i-1] != '-' || !isLetter(s[i]) {
		return false
	}
	next := i + 1
	if next < len(s) && s[next] == '-' {
		next++
	}
	if next >= len(s) || !isLetter(s[next]) {
		return false
	}
	letter := func(at int) bool { return at >= 0 && isLetter(s[at]) }
	return letter(i-2) && letter(i-3) || letter(i-2) && i >= 4 && s[i-3] == '-' && letter(i-4)
}

// sentenceEnd matches the end of a sentence.
var sentenceEnd = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[a-z][.!?]["']?$`) })

func length(s string) int { return utf8.RuneCountInString(s) }

func (o options) munge(text string) string {
	if o.expandTabs {
		var b strings.Builder
		column := 0
		for _, r := range text {
			switch r {
			case '\t':
				if o.tabSize > 0 {
					n := o.tabSize - column%o.tabSize
					b.WriteString(strings.Repeat(" ", n))
					column += n
				}
				continue
			case '\n', '\r':
				column = -1
			}
			b.WriteRune(r)
			column++
		}
		text = b.String()
	}
	if o.replaceSpace {
		text = strings.Map(func(r rune) rune {
			if isSpace(r) {
				return ' '
			}
			return r
		}, text)
	}
	return text
}

// wrap returns the lines of a text.
func (o options) wrap(text string) ([]string, error) {
	if o.width <= 0 {
		return nil, exceptions.ValueError.Errorf("invalid width %d (must be > 0)", o.width)
	}
	rest := chunks(o.munge(text), o.breakHyphens)
	if o.fixEndings {
		for i := 0; i+1 < len(rest); i++ {
			if rest[i+1] == " " && sentenceEnd().MatchString(rest[i]) {
				rest[i+1] = "  "
			}
		}
	}
	if o.maxLines >= 0 {
		indent := o.subsequent
		if o.maxLines <= 1 {
			indent = o.initial
		}
		if length(indent)+length(strings.TrimLeft(o.placeholder, space)) > o.width {
			return nil, exceptions.ValueError.Errorf("placeholder too large for max width")
		}
	}
	lines := []string{}
	for len(rest) > 0 {
		indent := o.initial
		if len(lines) > 0 {
			indent = o.subsequent
		}
		width := o.width - length(indent)
		if o.dropSpace && strings.TrimSpace(rest[0]) == "" && len(lines) > 0 {
			rest = rest[1:]
		}
		var line []string
		used := 0
		for len(rest) > 0 && used+length(rest[0]) <= width {
			used += length(rest[0])
			line = append(line, rest[0])
			rest = rest[1:]
		}
		if len(rest) > 0 && length(rest[0]) > width {
			line, rest = o.breakWord(line, rest, used, width)
			used = 0
			for _, w := range line {
				used += length(w)
			}
		}
		if o.dropSpace && len(line) > 0 && strings.TrimSpace(line[len(line)-1]) == "" {
			used -= length(line[len(line)-1])
			line = line[:len(line)-1]
		}
		if len(line) == 0 {
			continue
		}
		if o.maxLines < 0 || len(lines)+1 < o.maxLines || (len(rest) == 0 || o.dropSpace && len(rest) == 1 && strings.TrimSpace(rest[0]) == "") && used <= width {
			lines = append(lines, indent+strings.Join(line, ""))
			continue
		}
		return o.truncate(lines, line, indent, used, width), nil
	}
	return lines, nil
}

// truncate ends the last line that is allowed with the placeholder.
func (o options) truncate(lines, line []string, indent string, used, width int) []string {
	for len(line) > 0 {
		last := line[len(line)-1]
		if strings.TrimSpace(last) != "" && used+length(o.placeholder) <= width {
			return append(lines, indent+strings.Join(line, "")+o.placeholder)
		}
		used -= length(last)
		line = line[:len(line)-1]
	}
	if len(lines) > 0 {
		previous := strings.TrimRight(lines[len(lines)-1], space)
		if length(previous)+length(o.placeholder) <= o.width {
			lines[len(lines)-1] = previous + o.placeholder
			return lines
		}
	}
	return append(lines, indent+strings.TrimLeft(o.placeholder, space))
}

// breakWord handles a chunk that fits on no line.
func (o options) breakWord(line, rest []string, used, width int) ([]string, []string) {
	left := max(width-used, 0)
	if width < 1 {
		left = 1
	}
	if !o.breakLong {
		if len(line) == 0 {
			line, rest = append(line, rest[0]), rest[1:]
		}
		return line, rest
	}
	word := []rune(rest[0])
	end := min(left, len(word))
	if o.breakHyphens && len(word) > left {
		if i := strings.LastIndexByte(string(word[:end]), '-'); i > 0 && strings.Trim(string(word[:end])[:i], "-") != "" {
			end = length(string(word[:end])[:i]) + 1
		}
	}
	line = append(line, string(word[:end]))
	return line, append([]string{string(word[end:])}, rest[1:]...)
}

// Wrap is wrap(text, width, initial_indent=initial, subsequent_indent=subsequent), for the module argparse.
func Wrap(text string, width int, initial, subsequent string) []string {
	o := defaults()
	o.width, o.initial, o.subsequent = max(width, 1), initial, subsequent
	lines, err := o.wrap(text)
	if err != nil {
		panic("BUG: " + err.Error())
	}
	return lines
}
