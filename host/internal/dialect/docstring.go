package dialect

// This file finds docstrings, and takes their indentation out as CPython's compiler does since 3.13.

import (
	"strings"

	"parlark/host/internal/dialect/python"
)

// isDocumented reports whether a body begins with a docstring.
func isDocumented(body []python.Stmt) bool {
	if len(body) == 0 {
		return false
	}
	e, ok := body[0].(*python.ExprStmt)
	if !ok {
		return false
	}
	c, ok := e.X.(*python.Constant)
	return ok && c.Kind == python.KStr
}

// docstring returns the docstring that a body begins with.
func (l *lowerer) docstring(body []python.Stmt) (string, bool) {
	if !isDocumented(body) {
		return "", false
	}
	doc := body[0].(*python.ExprStmt).X.(*python.Constant).Str
	if l.python {
		doc = cleanDoc(doc)
	}
	return doc, true
}

// cleanDoc removes the blanks before the first line, and from the lines after it those that all of them have that are not
// blank. Tabs are expanded before.
func cleanDoc(doc string) string {
	lines := strings.Split(expandTabs(doc), "\n")
	margin := -1
	for _, line := range lines[1:] {
		text := strings.TrimLeft(line, " ")
		if n := len(line) - len(text); text != "" && (margin < 0 || n < margin) {
			margin = n
		}
	}
	lines[0] = strings.TrimLeft(lines[0], " ")
	for i, line := range lines[1:] {
		n := len(line) - len(strings.TrimLeft(line, " "))
		lines[i+1] = line[min(n, max(margin, 0)):]
	}
	return strings.Join(lines, "\n")
}

// expandTabs is str.expandtabs().
func expandTabs(s string) string {
	if !strings.Contains(s, "\t") {
		return s
	}
	var b strings.Builder
	column := 0
	for _, r := range s {
		switch r {
		case '\t':
			n := 8 - column%8
			b.WriteString(strings.Repeat(" ", n))
			column += n
			continue
		case '\n', '\r':
			column = -1
		}
		b.WriteRune(r)
		column++
	}
	return b.String()
}
