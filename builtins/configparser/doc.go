// Package configparser is Python's configparser.
//
//	text ──▶ parse ──▶ sections of options ──▶ get, getint, SectionProxy, write
//
// Values are interpolated (%(name)s) unless the parser is a RawConfigParser or was made with interpolation=None.
package configparser
