// Package json is Python's json.
//
//	dumps ──▶ encoder (encode.go) ──▶ JSONEncoder.default of a subclass, or default=
//	loads ──▶ decoder (decode.go) ──▶ object_hook and the like
package json
