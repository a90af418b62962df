// Package structs is Python's struct.
//
//	"<I4sd" ──▶ layout (layout.go) ──▶ pack, unpack (struct.go)
package structs
