// Package starlarkcbor carries Starlark values as CBOR (RFC 8949), the role of
// CPython's reduction.py and pickle. It writes and reads without a form in
// between: value to bytes, bytes to value.
//
//	value ── Encoder.Encode ──► bytes ── Decoder.Decode ──► value
//	           │                                  │
//	           └ Reducer, Options.Reduce          └ Options.Build
//
// # Forms
//
//	value            CBOR                                    remark
//	None             f6
//	False, True      f4, f5
//	int              major 0 or 1; tag 2 or 3 beyond 64 bits any size
//	float            fb and 8 bytes                          bit for bit, NaN too
//	str              text string                             valid UTF-8
//	str, other       TagBytestr(byte string)                 bit for bit
//	bytes            byte string
//	list             28(array)
//	dict             28(map)                                 any keys, in order
//	set              28(258(array))                          in order
//	tuple            TagTuple(array)                         no identity
//	range            TagRange([start, stop, step])
//	seen before      29(number)                              list, dict, set, extension
//	extension        TagX(item), or 28(TagX(item))           see tags.go
//
// # Identity
//
// Each list, dict, set and each extension that asks for it is marked with tag
// 28 where it first occurs, and so numbered in the order of the marks; where
// it occurs again tag 29 names its number. Cycles need nothing else, since a
// container has its number before its parts are decoded. The scope is one
// message: all that is encoded between two calls of Reset. Strings are not
// numbered: an Encoder cannot tell cheaply that it has met one before, and a
// Decoder shares short ones anyway.
//
// # Extensions
//
// A Reducer writes itself as exactly one item, by convention a tag of tags.go
// and an array. A Builder, registered for the tag, makes the value. Types that
// cannot have methods here (functions, builtins, modules) are written by
// Options.Reduce. Both are given whatever they need through Context.
//
// # Invariants
//
//   - What is decoded equals what was encoded, or one side returns an error.
//   - The encoder's error names the value that cannot travel by its path.
//   - Decoding runs no code, cannot panic, and cannot recurse beyond MaxDepth.
//     What it allocates is bounded by a multiple of the message's length.
//   - Lengths are definite and heads are written in their shortest form. Longer
//     heads are read; indefinite lengths, half and single floats, unknown tags,
//     duplicate keys and unhashable keys are refused.
//
// The package does not compress, does not keep formats of older versions
// (both ends are one binary), and does not read CBOR of other origin beyond
// the forms above.
package starlarkcbor
