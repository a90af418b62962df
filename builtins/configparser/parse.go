package configparser

import (
	"strings"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file reads sections and options out of text.

// parse reads the lines of a file.
func (p *parser) parse(c declare.Call, lines []string, source string) error {
	var current *section
	sectionName, option := "", ""
	seen := map[string]bool{}
	var body []string
	indent := 0
	finish := func() {
		if current != nil && option != "" && body != nil {
			for len(body) > 1 && body[len(body)-1] == "" {
				body = body[:len(body)-1]
			}
			text := strings.Join(body, "\n")
			current.set(option, &text)
		}
		option, body = "", nil
	}
	for i, line := range lines {
		text := strings.TrimSpace(line)
		comment := false
		for _, prefix := range p.comments {
			comment = comment || strings.HasPrefix(text, prefix)
		}
		if comment {
			continue
		}
		if text == "" {
			if option != "" && body != nil {
				body = append(body, "")
			}
			continue
		}
		level := len(line) - len(strings.TrimLeft(line, " \t"))
		if current != nil && option != "" && body != nil && level > indent {
			body = append(body, text)
			continue
		}
		finish()
		indent = level
		if strings.HasPrefix(text, "[") && strings.Contains(text, "]") {
			sectionName = text[1:strings.LastIndexByte(text, ']')]
			switch {
			case sectionName == p.defaultName:
				current = p.defaults
			case p.sections[sectionName] != nil:
				if p.strict && seen[sectionName] {
					return errTwiceSection.Errorf("While reading from %s [line %2d]: section %s already exists", object.StrRepr(source), i+1, object.StrRepr(sectionName))
				}
				current = p.sections[sectionName]
			default:
				current, _ = p.add(sectionName)
			}
			seen[sectionName] = true
			continue
		}
		if current == nil {
			if i < len(lines)-1 {
				line += "\n"
			}
			return errNoHeader.Errorf("File contains no section headers.\nfile: %s, line: %d\n%s", object.StrRepr(source), i+1, object.StrRepr(line))
		}
		at, width := -1, 0
		for _, d := range p.delimiters {
			if j := strings.Index(text, d); j >= 0 && (at < 0 || j < at) {
				at, width = j, len(d)
			}
		}
		if at < 0 {
			if !p.noValue {
				return errParsing.Errorf("Source contains parsing errors: %s\n\t[line %2d]: %s", object.StrRepr(source), i+1, object.StrRepr(line+"\n"))
			}
			name, err := p.transform(c, text)
			if err != nil {
				return err
			}
			current.set(name, nil)
			continue
		}
		name, err := p.transform(c, strings.TrimSpace(text[:at]))
		if err != nil {
			return err
		}
		if key := sectionName + "\x00" + name; p.strict && seen[key] {
			return errTwiceOption.Errorf("While reading from %s [line %2d]: option %s in section %s already exists", object.StrRepr(source), i+1, object.StrRepr(name), object.StrRepr(sectionName))
		} else {
			seen[key] = true
		}
		option, body = name, []string{strings.TrimSpace(text[at+width:])}
	}
	finish()
	return nil
}
