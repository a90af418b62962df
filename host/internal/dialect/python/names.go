package python

// This file knows which characters make a name, and which character a name makes: identifiers and \N{NAME}.

import (
	"strconv"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/unicode/runenames"
)

// identifier returns the NFKC form of a name with characters outside ASCII, or the offset of the first character
// that cannot stand where it does.
func identifier(word string) (name string, bad int) {
	for i, r := range word {
		if !continuesIdentifier(r) || i == 0 && !startsIdentifier(r) {
			return "", i
		}
	}
	return norm.NFKC.String(word), -1
}

// startsIdentifier and continuesIdentifier are Unicode's XID_Start, with the underscore, and XID_Continue: a character
// belongs to them only if its NFKC form does too.
func startsIdentifier(r rune) bool {
	for i, c := range norm.NFKC.String(string(r)) {
		if i == 0 && !isStart(c) || i > 0 && !isContinue(c) {
			return false
		}
	}
	return isStart(r)
}

func continuesIdentifier(r rune) bool {
	for _, c := range norm.NFKC.String(string(r)) {
		if !isContinue(c) {
			return false
		}
	}
	return isContinue(r)
}

func isStart(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.In(r, unicode.Nl, unicode.Other_ID_Start)
}

func isContinue(r rune) bool {
	return isStart(r) || unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue)
}

// printable is str.isprintable of one character.
func printable(r rune) bool {
	return r == ' ' || unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S)
}

// namedRune returns the character of \N{name}, whatever the case of name.
func namedRune(name string) (rune, bool) {
	name = strings.ToUpper(name)
	if r, ok := runesByName()[name]; ok {
		return r, true
	}
	if hex, ok := strings.CutPrefix(name, "CJK UNIFIED IDEOGRAPH-"); ok {
		n, err := strconv.ParseUint(hex, 16, 32)
		return rune(n), err == nil && (len(hex) == 4 || len(hex) == 5) && unicode.Is(unicode.Unified_Ideograph, rune(n))
	}
	if s, ok := strings.CutPrefix(name, "HANGUL SYLLABLE "); ok {
		return hangulSyllable(s)
	}
	if s, ok := strings.CutPrefix(name, "VS"); ok {
		switch n, err := strconv.Atoi(s); {
		case err != nil || strings.HasPrefix(s, "0"):
		case 1 <= n && n <= 16:
			return rune(0xFE00 + n - 1), true
		case 17 <= n && n <= 256:
			return rune(0xE0100 + n - 17), true
		}
	}
	return 0, false
}

// Romanised initial, medial and final letters of Hangul syllables, in code order.
var (
	hangulInitials = strings.Split("G GG N D DD R M B BB S SS  J JJ C K T P H", " ")
	hangulMedials  = strings.Split("A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I", " ")
	hangulFinals   = strings.Split(" G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H", " ")
)

func hangulSyllable(s string) (rune, bool) {
	for i, a := range hangulInitials {
		for j, b := range hangulMedials {
			rest, ok := strings.CutPrefix(s, a+b)
			if !ok {
				continue
			}
			for k, c := range hangulFinals {
				if rest == c {
					return rune(0xAC00 + (i*len(hangulMedials)+j)*len(hangulFinals) + k), true
				}
			}
		}
	}
	return 0, false
}

// runesByName returns the characters that have a name of their own. It is built at the first use: no program but one
// with \N{...} in it pays for it.
var runesByName = sync.OnceValue(func() map[string]rune {
	m := make(map[string]rune, 36000)
	add := func(from, to rune) {
		for r := from; r <= to; r++ {
			if n := runenames.Name(r); n != "" && n[0] != '<' {
				m[n] = r
			}
		}
	}
	// Between these ranges lie ideographs and syllables, whose names are computed, and what is not assigned.
	add(0, 0x33FF)
	add(0x4DC0, 0x4DFF)
	add(0xA000, 0xABFF)
	add(0xD7B0, 0xD7FF)
	add(0xF900, 0x1FFFF)
	add(0x2F800, 0x2FA1F)
	add(0xE0000, 0xE01EF)
	for r, names := range nameAliases {
		for _, n := range strings.Split(names, ",") {
			m[n] = r
		}
	}
	return m
})

// nameAliases lists Unicode's formal aliases of characters that have no name, and abbreviations.
var nameAliases = map[rune]string{
	0x00: "NULL,NUL", 0x01: "START OF HEADING,SOH", 0x02: "START OF TEXT,STX", 0x03: "END OF TEXT,ETX",
	0x04: "END OF TRANSMISSION,EOT", 0x05: "ENQUIRY,ENQ", 0x06: "ACKNOWLEDGE,ACK", 0x07: "ALERT,BEL",
	0x08: "BACKSPACE,BS", 0x09: "CHARACTER TABULATION,HORIZONTAL TABULATION,HT,TAB",
	0x0a: "LINE FEED,NEW LINE,END OF LINE,LF,NL,EOL", 0x0b: "LINE TABULATION,VERTICAL TABULATION,VT",
	0x0c: "FORM FEED,FF", 0x0d: "CARRIAGE RETURN,CR", 0x0e: "SHIFT OUT,LOCKING-SHIFT ONE,SO",
	0x0f: "SHIFT IN,LOCKING-SHIFT ZERO,SI", 0x10: "DATA LINK ESCAPE,DLE", 0x11: "DEVICE CONTROL ONE,DC1",
	0x12: "DEVICE CONTROL TWO,DC2", 0x13: "DEVICE CONTROL THREE,DC3", 0x14: "DEVICE CONTROL FOUR,DC4",
	0x15: "NEGATIVE ACKNOWLEDGE,NAK", 0x16: "SYNCHRONOUS IDLE,SYN", 0x17: "END OF TRANSMISSION BLOCK,ETB",
	0x18: "CANCEL,CAN", 0x19: "END OF MEDIUM,EOM", 0x1a: "SUBSTITUTE,SUB", 0x1b: "ESCAPE,ESC",
	0x1c: "INFORMATION SEPARATOR FOUR,FILE SEPARATOR,FS",
	0x1d: "INFORMATION SEPARATOR THREE,GROUP SEPARATOR,GS",
	0x1e: "INFORMATION SEPARATOR TWO,RECORD SEPARATOR,RS",
	0x1f: "INFORMATION SEPARATOR ONE,UNIT SEPARATOR,US", 0x20: "SP", 0x7f: "DELETE,DEL",
	0x80: "PADDING CHARACTER,PAD", 0x81: "HIGH OCTET PRESET,HOP", 0x82: "BREAK PERMITTED HERE,BPH",
	0x83: "NO BREAK HERE,NBH", 0x84: "INDEX,IND", 0x85: "NEXT LINE,NEL", 0x86: "START OF SELECTED AREA,SSA",
	0x87: "END OF SELECTED AREA,ESA", 0x88: "CHARACTER TABULATION SET,HORIZONTAL TABULATION SET,HTS",
	0x89: "CHARACTER TABULATION WITH JUSTIFICATION,HTJ",
	0x8a: "LINE TABULATION SET,VERTICAL TABULATION SET,VTS",
	0x8b: "PARTIAL LINE FORWARD,PARTIAL LINE DOWN,PLD", 0x8c: "PARTIAL LINE BACKWARD,PARTIAL LINE UP,PLU",
	0x8d: "REVERSE LINE FEED,REVERSE INDEX,RI", 0x8e: "SINGLE SHIFT TWO,SINGLE-SHIFT-2,SS2",
	0x8f: "SINGLE SHIFT THREE,SINGLE-SHIFT-3,SS3", 0x90: "DEVICE CONTROL STRING,DCS",
	0x91: "PRIVATE USE ONE,PRIVATE USE-1,PU1", 0x92: "PRIVATE USE TWO,PRIVATE USE-2,PU2",
	0x93: "SET TRANSMIT STATE,STS", 0x94: "CANCEL CHARACTER,CCH", 0x95: "MESSAGE WAITING,MW",
	0x96: "START OF GUARDED AREA,START OF PROTECTED AREA,SPA",
	0x97: "END OF GUARDED AREA,END OF PROTECTED AREA,EPA", 0x98: "START OF STRING,SOS",
	0x99: "SINGLE GRAPHIC CHARACTER INTRODUCER,SGC", 0x9a: "SINGLE CHARACTER INTRODUCER,SCI",
	0x9b: "CONTROL SEQUENCE INTRODUCER,CSI", 0x9c: "STRING TERMINATOR,ST",
	0x9d: "OPERATING SYSTEM COMMAND,OSC", 0x9e: "PRIVACY MESSAGE,PM",
	0x9f: "APPLICATION PROGRAM COMMAND,APC", 0xa0: "NBSP", 0xad: "SHY", 0x34f: "CGJ", 0x61c: "ALM",
	0x200b: "ZWSP", 0x200c: "ZWNJ", 0x200d: "ZWJ", 0x200e: "LRM", 0x200f: "RLM", 0x202a: "LRE",
	0x202b: "RLE", 0x202c: "PDF", 0x202d: "LRO", 0x202e: "RLO", 0x202f: "NNBSP", 0x205f: "MMSP",
	0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
	0xfeff: "BYTE ORDER MARK,BOM,ZWNBSP", 0x2118: "WEIERSTRASS ELLIPTIC FUNCTION",
}
