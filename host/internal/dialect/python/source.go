package python

// This file turns the bytes of a file into text: byte order mark, coding comment, invalid bytes, ends of lines.

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

const byteOrderMark = "\xef\xbb\xbf"

// codingComment is PEP 263's pattern.
var codingComment = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)`) })

// charmaps are the encodings other than UTF-8 that a coding comment may name.
var charmaps = map[string]*charmap.Charmap{
	"iso-8859-1": charmap.ISO8859_1, "iso-8859-2": charmap.ISO8859_2, "iso-8859-5": charmap.ISO8859_5,
	"iso-8859-7": charmap.ISO8859_7, "iso-8859-9": charmap.ISO8859_9, "iso-8859-15": charmap.ISO8859_15,
	"cp437": charmap.CodePage437, "cp850": charmap.CodePage850, "cp1250": charmap.Windows1250,
	"cp1251": charmap.Windows1251, "cp1252": charmap.Windows1252, "koi8-r": charmap.KOI8R, "koi8-u": charmap.KOI8U,
}

// encodingAliases are other names of the encodings; they are looked up after case and underscores are gone.
var encodingAliases = map[string]string{
	"utf8": "utf-8", "u8": "utf-8", "cp65001": "utf-8", "utf-8-sig": "utf-8",
	"latin-1": "iso-8859-1", "latin1": "iso-8859-1", "iso-latin-1": "iso-8859-1", "iso8859-1": "iso-8859-1",
	"l1": "iso-8859-1", "8859": "iso-8859-1", "cp819": "iso-8859-1", "latin2": "iso-8859-2", "latin-2": "iso-8859-2",
	"iso8859-2": "iso-8859-2", "iso8859-15": "iso-8859-15", "latin9": "iso-8859-15", "latin-9": "iso-8859-15",
	"us-ascii": "ascii", "646": "ascii", "windows-1250": "cp1250", "windows-1251": "cp1251", "windows-1252": "cp1252",
	"1252": "cp1252", "437": "cp437", "850": "cp850",
}

// decode returns the text of a file as UTF-8 with "\n" at the end of each line, or the reason why it is none.
func decode(file, data string) (string, *Error) {
	data, marked := strings.CutPrefix(data, byteOrderMark)
	name, declared := declaredEncoding(data)
	if marked && declared && (name != "utf-8" || !strings.HasPrefix(stated(data), "utf-8")) {
		name = strings.Replace(name, "utf-8", stated(data), 1)
		return "", placeless(file, Pos{Line: 1}, "encoding problem: "+name+" with BOM")
	}
	switch cm := charmaps[name]; {
	case cm != nil:
		var fault *Error
		if data, fault = decodeCharmap(file, data, name, cm); fault != nil {
			return "", fault
		}
	case name == "ascii":
		if i := strings.IndexFunc(data, func(r rune) bool { return r >= utf8.RuneSelf }); i >= 0 {
			return "", placeless(file, posAt(data, i), fmt.Sprintf(
				"(unicode error) 'ascii' codec can't decode byte 0x%02x in position %d: ordinal not in range(128)", data[i], i))
		}
	case name != "utf-8":
		return "", placeless(file, Pos{Line: 1}, "encoding problem: "+name)
	}
	if strings.IndexByte(data, '\r') >= 0 {
		data = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(data)
	}
	if err := invalidBytes(file, data, declared || marked); err != nil {
		return "", err
	}
	return data, nil
}

// declaredEncoding returns the encoding that stated names, UTF-8 if there is none.
func declaredEncoding(src string) (name string, declared bool) {
	if s := stated(src); s != "" {
		return normalEncoding(s), true
	}
	return "utf-8", false
}

// stated returns the encoding that a comment in the first two lines names, as it is written but for case and
// underscores. The second line counts only after a line that is blank or a comment.
func stated(src string) string {
	for range 2 {
		line, rest, _ := strings.Cut(src, "\n")
		if !strings.Contains(line, "coding") {
			// The pattern is compiled at its first use, which most files spare.
		} else if m := codingComment().FindStringSubmatch(line); m != nil {
			return strings.ReplaceAll(strings.ToLower(m[1]), "_", "-")
		}
		if t := strings.TrimLeft(line, " \t\f\r"); t != "" && t[0] != '#' {
			break
		}
		src = rest
	}
	return ""
}

// normalEncoding returns the name that charmaps has; variants such as "utf-8-unix" count as their stem.
func normalEncoding(n string) string {
	if n == "utf-8" || strings.HasPrefix(n, "utf-8-") {
		return "utf-8"
	}
	for _, stem := range []string{"latin-1", "iso-8859-1", "iso-latin-1"} {
		if strings.HasPrefix(n, stem+"-") {
			return "iso-8859-1"
		}
	}
	if a, ok := encodingAliases[n]; ok {
		return a
	}
	if charmaps[n] != nil || n == "ascii" {
		return n
	}
	return n
}

// invalidBytes reports the first byte that is NUL or no UTF-8.
func invalidBytes(file, src string, declared bool) *Error {
	if i := strings.IndexByte(src, 0); i >= 0 {
		at := posAt(src, i)
		e := errorAt(file, src, "SyntaxError", "source code cannot contain null bytes", at, at)
		e.Text, e.offset = e.Text[:at.Col], 0
		return e
	}
	if utf8.ValidString(src) {
		return nil
	}
	i := 0
	for i < len(src) {
		r, n := utf8.DecodeRuneInString(src[i:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		i += n
	}
	at := posAt(src, i)
	if declared {
		e := errorAt(file, src, "SyntaxError", fmt.Sprintf("(unicode error) 'utf-8' codec can't decode byte 0x%02x in position %d: %s",
			src[i], i, invalidReason(src[i:])), at, at)
		e.Text = strings.ToValidUTF8(e.Text, string(utf8.RuneError))
		return e
	}
	return placeless(file, at, fmt.Sprintf(
		"Non-UTF-8 code starting with '\\x%02x' in file %s on line %d, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
		src[i], file, at.Line))
}

// invalidReason says why s does not start with a character.
func invalidReason(s string) string {
	switch c := s[0]; {
	case c < 0xC2 || c > 0xF4:
		return "invalid start byte"
	case len(s) == 1 || len(s) == 2 && c >= 0xE0 && s[1]&0xC0 == 0x80 || len(s) == 3 && c >= 0xF0 && s[1]&0xC0 == 0x80 && s[2]&0xC0 == 0x80:
		return "unexpected end of data"
	}
	return "invalid continuation byte"
}

// decodeCharmap decodes a text by a character map. Those of ISO 8859 have control characters from 0x80 to 0x9f.
func decodeCharmap(file, data, name string, cm *charmap.Charmap) (string, *Error) {
	var b strings.Builder
	for i := range len(data) {
		r := cm.DecodeByte(data[i])
		if r == utf8.RuneError && strings.HasPrefix(name, "iso-") && data[i] < 0xA0 {
			r = rune(data[i])
		}
		if r == utf8.RuneError {
			return "", placeless(file, posAt(data, i), fmt.Sprintf(
				"(unicode error) '%s' codec can't decode byte 0x%02x in position %d: character maps to <undefined>", name, data[i], i))
		}
		b.WriteRune(r)
	}
	return b.String(), nil
}

// placeless makes an Error for which CPython gives no place.
func placeless(file string, at Pos, msg string) *Error {
	return &Error{Class: "SyntaxError", File: file, Pos: at, End: at, Msg: msg, bare: true}
}

// posAt returns the position of byte i of src.
func posAt(src string, i int) Pos {
	line := strings.Count(src[:i], "\n") + 1
	return Pos{int32(line), int32(i - strings.LastIndexByte(src[:i], '\n') - 1)}
}
