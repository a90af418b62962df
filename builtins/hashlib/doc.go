// Package hashlib is Python's hashlib and hmac.
//
//	New(rt)     ──▶ md5, sha1, sha256, ... ──▶ HASH, whose state is a hash of the standard library
//	NewHMAC(rt) ──▶ new, digest ──▶ HMAC
//
// BLAKE2 is in blake2.go, because the standard library has none.
package hashlib
