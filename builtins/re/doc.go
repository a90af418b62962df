// Package re is Python's re.
//
//	"(?P<n>a)++" ──▶ translate (translate.go) ──▶ "(?>(?<1>a)+)" ──▶ github.com/dlclark/regexp2, a backtracking matcher
//	                       │                                              ▲ search, \G for match, \G...\z for fullmatch
//	                       └─▶ number, names and order of the groups      │
//	re.sub, Pattern.finditer, ... ──▶ scan (pattern.go): one match after another, by Python's rules for empty ones
//
// Texts are matched as characters; bytes as the characters 0 to 255. Patterns travel as their text and flags; matches do
// not travel.
package re
