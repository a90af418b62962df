package random

import (
	"crypto/rand"
	"encoding/binary"
	"math/big"
	"math/bits"
)

// This file turns 32-bit numbers into the numbers of any size that the generator needs.

// source is where random bits come from.
type source interface{ next() uint32 }

// system is the operating system's randomness.
type system struct{}

func (system) next() uint32 {
	var b [4]byte
	rand.Read(b[:]) // never fails, see its documentation
	return binary.LittleEndian.Uint32(b[:])
}

// float returns a number in [0, 1) with 53 random bits.
func float(s source) float64 {
	a, b := s.next()>>5, s.next()>>6
	return (float64(a)*67108864 + float64(b)) * (1.0 / 9007199254740992)
}

// small returns k bits, 0 < k <= 64.
func small(s source, k int) uint64 {
	if k <= 32 {
		return uint64(s.next() >> (32 - k))
	}
	low := uint64(s.next())
	return low | uint64(s.next()>>(64-k))<<32
}

// large returns k bits, 32 at a time from the lowest.
func large(s source, k int) *big.Int {
	words := (k + 31) / 32
	buf := make([]byte, 4*words)
	for i := range words {
		r := s.next()
		if left := k - 32*i; left < 32 {
			r >>= 32 - left
		}
		binary.BigEndian.PutUint32(buf[4*(words-1-i):], r)
	}
	return new(big.Int).SetBytes(buf)
}

// below returns a number in [0, n), n > 0.
func below(s source, n uint64) uint64 {
	k := bits.Len64(n)
	for {
		if r := small(s, k); r < n {
			return r
		}
	}
}

// belowBig is below for any size.
func belowBig(s source, n *big.Int) *big.Int {
	if n.IsUint64() {
		return new(big.Int).SetUint64(below(s, n.Uint64()))
	}
	for {
		if r := large(s, n.BitLen()); r.Cmp(n) < 0 {
			return r
		}
	}
}

// key splits a number into 32-bit words, lowest first, as random_seed of CPython does.
func key(n *big.Int) []uint32 {
	b := new(big.Int).Abs(n).Bytes()
	words := make([]uint32, max(1, (len(b)+3)/4))
	for i, c := range b {
		at := len(b) - 1 - i
		words[at/4] |= uint32(c) << (8 * (at % 4))
	}
	return words
}
