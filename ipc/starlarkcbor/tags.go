package starlarkcbor

// This file names every CBOR tag that a message may carry. The numbers are
// part of the wire format: a number is never given a second meaning.

// Tags that the CBOR registry defines.
const (
	TagPosBignum = 2   // byte string, big endian: an int above 2⁶⁴-1
	TagNegBignum = 3   // byte string n, big endian: the int -1-n, below -2⁶⁴
	TagShareable = 28  // the item gets the next number of this message, counting from 0
	TagSharedRef = 29  // unsigned number: the item of that number once more
	TagSet       = 258 // array without duplicates: a set
)

// TagBase is the first private tag. The private tags lie in the block
// [TagBase, TagBase+64), which the CBOR registry leaves unassigned.
const TagBase = 0xBA00

// Private tags that this package writes and reads itself.
const (
	TagTuple   = TagBase + iota // array: a tuple
	TagRange                    // [start, stop, step]: a range
	TagBytestr                  // byte string: a str that is not valid UTF-8
)

// Private tags reserved for reducers and builders of other packages. Their
// forms are stated where they are written.
const (
	TagFunction     = TagBase + 3 + iota // a def or lambda with what it captures
	TagClass                             // a class made by the script
	TagInstance                          // an object of such a class
	TagException                         // an exception, of the script or built in
	TagHandle                            // a handle of an object in the arena or the host
	TagModule                            // a module, by name
	TagBuiltin                           // a builtin, by name
	TagBoundMethod                       // a method with the object that it is bound to
	TagFrozenset                         // a frozenset
	TagBytearray                         // a bytearray
	TagComplex                           // a complex number
	TagCell                              // a variable that closures share
	TagProgram                           // a program, by hash
	TagGlobals                           // the globals that a function can reach
	TagNamespace                         // an attribute record (SimpleNamespace, Namespace)
	TagStaticMethod                      // staticmethod, classmethod, property
	TagEllipsis                          // ... and NotImplemented
	TagIterator                          // an iterator that can be sent (range, enumerate, itertools.count)
	TagPartial                           // functools.partial
	TagDeque                             // collections.deque
	TagOrderedDict                       // collections.OrderedDict, defaultdict, Counter
	TagNamedTuple                        // collections.namedtuple
	TagDatetime                          // a value of the datetime module
	TagDecimal                           // decimal.Decimal, fractions.Fraction
	TagArray                             // array.array
	TagRandom                            // random.Random and its state
	TagTraceback                         // the text of a traceback
	TagSlice                             // slice(start, stop, step)
	TagType                              // a built-in type, by name
	TagEnum                              // a member of an enumeration
)

// TagUser is the first private tag without a meaning of its own: an embedding
// program may use [TagUser, TagBase+64).
const TagUser = TagBase + 48

// tagEnd ends the private block.
const tagEnd = TagBase + 64
