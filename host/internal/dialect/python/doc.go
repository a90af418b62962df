// Package python parses Python 3.11 and says what is wrong with it in CPython's words.
//
//	bytes ──decode──▶ text ──scan──▶ tokens ──parse──▶ Module ──Check──▶ Module
//	         │                 │               │                    │
//	         ╰──── *Error ◀────┴──── diagnose ◀╯                    ╰──▶ *Error
//
// Parse does the upper row but its last step; Check is that of CPython's symbol table and compiler. The parser is a
// hand-written recursive descent, one method a rule, that only decides whether the text is valid. When it is not,
// diagnose matches the failing statement against grammar.txt, an executable grammar with rules of faults, in the order
// in which CPython's parser would, which is what its choice of words and places hangs on.
//
// # Finding the way
//
//	source.go                            encodings, ends of lines, invalid bytes
//	token.go scan.go scan_*.go layout.go text to tokens
//	names.go literal.go                  identifiers, \N{NAME}, values of literals
//	ast.go walk.go                       the tree, and visiting it
//	parse.go parse_*.go target.go        tokens to tree
//	errors.go                            Error and how it prints
//	grammar.txt grammar.go match.go diagnose.go faults.go  words for faults
//	check.go check_*.go scope.go         faults of a tree
//
// # Invariants
//
//   - A Pos is a 1-based line and a 0-based column in bytes of the decoded text. Each node lies within the text and, the
//     inside of f-strings apart, within its parent.
//   - The tree is CPython's ast, node by node and place by place; a Module that Parse returns has no field that is
//     missing except those that ast.go says may be absent.
//   - Any input ends in a Module or an *Error. Nesting is limited (maxDepth, maxChain, maxBrackets), so that neither this
//     package nor one that walks the tree runs out of stack. A panic that leaves the package is a bug of it.
//   - Nothing is shared between calls but tables that never change; the name table and the grammar are read at first use.
//
// # What it does not do
//
// It gives no warnings (CPython's DeprecationWarning for "\d" and SyntaxWarning for "is 1"), keeps no comments and no type
// comments, and does not fold constants. Of Python 3.12 it takes one thing: an f-string may use its own quotes inside
// of its replacement fields. It knows the encodings of charmaps in source.go; CPython knows more. It does not limit
// nested loops to 20. Where a line has characters outside ASCII, CPython counts some columns in bytes and misplaces
// its carets; Error counts characters.
package python
