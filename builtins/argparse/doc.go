// Package argparse is Python's argparse.
//
//	add_argument ──▶ action (action.go) ──▶ parse_args (parse.go) ──▶ Namespace
//	                       └──────────────▶ format_help (help.go)
//
// Parsers and actions are objects that scripts may derive classes from: error(), exit(), print_help() and an action's
// __call__ are called as methods. Help is laid out for a terminal of 80 columns, or of COLUMNS.
package argparse
