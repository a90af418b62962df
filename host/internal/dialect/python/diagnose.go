package python

func diagnose(p *parser, fault any, rule string) *Error {
	if p.fault != nil {
		return p.fault
	}
	if e, ok := fault.(*Error); ok {
		return e
	}
	t := p.tokens[fault.(mismatch).at]
	return errorAt(p.file, p.src, "SyntaxError", "invalid syntax", t.start, t.end)
}

func (e *Error) embed(prefix string, at Pos) {}
