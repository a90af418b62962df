package configparser

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file assembles the module, and holds the sections and options of a parser.

// The exceptions of the module.
var (
	errParser        = exceptions.New("configparser", "Error", exceptions.Exception)
	errNoSection     = exceptions.New("configparser", "NoSectionError", errParser)
	errNoOption      = exceptions.New("configparser", "NoOptionError", errParser)
	errTwiceSection  = exceptions.New("configparser", "DuplicateSectionError", errParser)
	errTwiceOption   = exceptions.New("configparser", "DuplicateOptionError", errParser)
	errInterpolation = exceptions.New("configparser", "InterpolationError", errParser)
	errSyntax        = exceptions.New("configparser", "InterpolationSyntaxError", errInterpolation)
	errMissing       = exceptions.New("configparser", "InterpolationMissingOptionError", errInterpolation)
	errDepth         = exceptions.New("configparser", "InterpolationDepthError", errInterpolation)
	errParsing       = exceptions.New("configparser", "ParsingError", errParser)
	errNoHeader      = exceptions.New("configparser", "MissingSectionHeaderError", errParsing)
)

// section is an ordered mapping of options; a nil value is one without text.
type section struct {
	names  []string
	values map[string]*string
}

func (s *section) set(name string, v *string) {
	if _, ok := s.values[name]; !ok {
		s.names = append(s.names, name)
	}
	s.values[name] = v
}

// parser is the state of a ConfigParser.
type parser struct {
	rt           *object.Runtime
	self         *object.Instance
	defaults     *section
	names        []string
	sections     map[string]*section
	defaultName  string
	raw, noValue bool
	delimiters   []string
	comments     []string
	strict       bool
}

func newSection() *section { return &section{values: map[string]*string{}} }

// transform is optionxform, which scripts may replace.
func (p *parser) transform(c declare.Call, name string) (string, error) {
	if f, ok := p.self.Field("optionxform"); ok {
		v, err := c.Call(f, starlark.String(name))
		if err != nil {
			return "", err
		}
		s, _ := declare.Text(v)
		return s, nil
	}
	if f, ok := p.self.Class().Lookup("optionxform"); ok {
		v, err := c.Call(f, p.self, starlark.String(name))
		if err != nil {
			return "", err
		}
		s, _ := declare.Text(v)
		return s, nil
	}
	return strings.ToLower(name), nil
}

func (p *parser) add(name string) (*section, error) {
	if p.sections[name] != nil {
		return nil, errTwiceSection.Errorf("Section %s already exists", object.StrRepr(name))
	}
	s := newSection()
	p.sections[name] = s
	p.names = append(p.names, name)
	return s, nil
}

func (p *parser) section(name string) (*section, error) {
	if name == p.defaultName {
		return p.defaults, nil
	}
	if s := p.sections[name]; s != nil {
		return s, nil
	}
	return nil, errNoSection.Errorf("No section: %s", object.StrRepr(name))
}

// options lists the names in a section with those of the defaults.
func (p *parser) options(name string) ([]string, error) {
	s, err := p.section(name)
	if err != nil {
		return nil, err
	}
	out := append([]string(nil), s.names...)
	for _, n := range p.defaults.names {
		if _, own := s.values[n]; !own {
			out = append(out, n)
		}
	}
	return out, nil
}

// defaultsFirst reorders the options of a section as items() lists them.
func (p *parser) defaultsFirst(names []string) []string {
	out := append([]string(nil), p.defaults.names...)
	for _, n := range names {
		if _, isDefault := p.defaults.values[n]; !isDefault {
			out = append(out, n)
		}
	}
	return out
}

// New returns the module configparser.
func New(rt *object.Runtime) *object.Module {
	proxies := newProxy(rt)
	raw := newParserClass(rt, "RawConfigParser", true, proxies)
	cooked := newParserClass(rt, "ConfigParser", false, proxies, raw.Class)
	m := declare.Classes(declare.Module(rt, "configparser", nil), raw, cooked, proxies)
	for _, name := range []string{"BasicInterpolation", "ExtendedInterpolation", "Interpolation"} {
		declare.Classes(m, declare.New(rt, "configparser", name, declare.Options{}))
	}
	for _, e := range []*exceptions.Type{errParser, errNoSection, errNoOption, errTwiceSection, errTwiceOption, errInterpolation, errSyntax, errMissing, errDepth, errParsing, errNoHeader} {
		m.SetField(e.Name, rt.ExceptionClass(e))
	}
	return declare.Add(m, starlark.StringDict{"DEFAULTSECT": starlark.String("DEFAULT"), "MAX_INTERPOLATION_DEPTH": starlark.MakeInt(10)})
}
