package python

// This file defines tokens: what the scanner hands to the parsers.

// A tokenKind says what a token is. Keywords are names with keyword set; soft keywords (match, case, _) are plain names.
type tokenKind uint8

const (
	tokEnd tokenKind = iota // end of the text
	tokNewline
	tokIndent
	tokDedent
	tokName
	tokNumber
	tokString // one literal with prefix and quotes; an f-string is one token
	tokOp
	tokError // the scanner gave up here; the scanner's fail says why
)

// A token is a piece of source text with its place. Tokens that have no text (indent, dedent, end) stand at one point.
type token struct {
	kind    tokenKind
	keyword bool
	level   int16  // number of brackets open after the token
	text    string // as written, but names are NFKC-normalised
	start   Pos
	end     Pos
}

// pointless reports whether the token has no text: CPython then names the place before it.
func (t *token) pointless() bool {
	return t.kind == tokIndent || t.kind == tokDedent || t.kind == tokEnd
}

// isOp reports whether t is the operator or delimiter s.
func (t *token) isOp(s string) bool { return t.kind == tokOp && t.text == s }

// isKeyword reports whether t is the keyword s.
func (t *token) isKeyword(s string) bool { return t.kind == tokName && t.keyword && t.text == s }

// isName reports whether t is an identifier, soft keywords included.
func (t *token) isName() bool { return t.kind == tokName && !t.keyword }

var keywords = map[string]bool{
	"False": true, "None": true, "True": true, "and": true, "as": true, "assert": true, "async": true, "await": true,
	"break": true, "class": true, "continue": true, "def": true, "del": true, "elif": true, "else": true, "except": true,
	"finally": true, "for": true, "from": true, "global": true, "if": true, "import": true, "in": true, "is": true,
	"lambda": true, "nonlocal": true, "not": true, "or": true, "pass": true, "raise": true, "return": true, "try": true,
	"while": true, "with": true, "yield": true,
}

// operatorLength returns the length of the operator or delimiter that s starts with, 0 if there is none.
func operatorLength(s string) int {
	if len(s) >= 3 {
		switch s[:3] {
		case "**=", "//=", ">>=", "<<=", "...":
			return 3
		}
	}
	if len(s) >= 2 {
		switch s[:2] {
		case "**", "//", ">>", "<<", "<=", ">=", "==", "!=", "<>", "->", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=", ":=":
			return 2
		}
	}
	switch s[0] {
	case '+', '-', '*', '/', '%', '@', '&', '|', '^', '~', '<', '>', '(', ')', '[', ']', '{', '}', ',', ':', '.', ';', '=':
		return 1
	}
	return 0
}

// isAugmented reports whether s is an operator of augmented assignment.
func isAugmented(s string) bool {
	switch s {
	case "+=", "-=", "*=", "/=", "//=", "%=", "**=", ">>=", "<<=", "&=", "|=", "^=", "@=":
		return true
	}
	return false
}
