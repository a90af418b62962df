package hashlib

import (
	"encoding/binary"
	"math/bits"
)

// This file holds BLAKE2b and BLAKE2s, unkeyed or keyed, without salt, person or tree.
// Source: RFC 7693

var sigma = [10][16]byte{
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
	{11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
	{9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
	{12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
	{6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
}

var ivB = [8]uint64{0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179}
var ivS = [8]uint32{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}

// blake2 is a hash of either kind; it implements hash.Hash. Words of BLAKE2s are kept in the low halves.
type blake2 struct {
	wide bool // BLAKE2b
	size int
	key  []byte
	h    [8]uint64
	t    uint64
	buf  []byte // up to one block, which is compressed only when more follows
}

func newBlake2(wide bool, size int, key []byte) *blake2 {
	b := &blake2{wide: wide, size: size, key: key}
	b.Reset()
	return b
}

func (b *blake2) Size() int { return b.size }
func (b *blake2) BlockSize() int {
	if b.wide {
		return 128
	}
	return 64
}

func (b *blake2) Reset() {
	for i := range b.h {
		b.h[i] = ivB[i]
		if !b.wide {
			b.h[i] = uint64(ivS[i])
		}
	}
	b.h[0] ^= 0x01010000 ^ uint64(len(b.key))<<8 ^ uint64(b.size)
	b.t, b.buf = 0, nil
	if len(b.key) > 0 {
		b.buf = append(append([]byte{}, b.key...), make([]byte, b.BlockSize()-len(b.key))...)
	}
}

func (b *blake2) Write(p []byte) (int, error) {
	b.buf = append(b.buf, p...)
	n := b.BlockSize()
	for len(b.buf) > n {
		b.t += uint64(n)
		b.compress(b.buf[:n], false)
		b.buf = b.buf[n:]
	}
	b.buf = append([]byte(nil), b.buf...)
	return len(p), nil
}

func (b *blake2) Sum(out []byte) []byte {
	c := *b
	c.t += uint64(len(c.buf))
	c.compress(append(append([]byte{}, c.buf...), make([]byte, c.BlockSize()-len(c.buf))...), true)
	var all []byte
	for _, w := range c.h {
		if c.wide {
			all = binary.LittleEndian.AppendUint64(all, w)
		} else {
			all = binary.LittleEndian.AppendUint32(all, uint32(w))
		}
	}
	return append(out, all[:b.size]...)
}

func (b *blake2) compress(block []byte, last bool) {
	if b.wide {
		b.compressB(block, last)
	} else {
		b.compressS(block, last)
	}
}

func (b *blake2) compressB(block []byte, last bool) {
	var m, v [16]uint64
	for i := range m {
		m[i] = binary.LittleEndian.Uint64(block[8*i:])
	}
	copy(v[:8], b.h[:])
	copy(v[8:], ivB[:])
	v[12] ^= b.t
	if last {
		v[14] = ^v[14]
	}
	g := func(a, c, d, e int, x, y uint64) {
		v[a] += v[c] + x
		v[e] = bits.RotateLeft64(v[e]^v[a], -32)
		v[d] += v[e]
		v[c] = bits.RotateLeft64(v[c]^v[d], -24)
		v[a] += v[c] + y
		v[e] = bits.RotateLeft64(v[e]^v[a], -16)
		v[d] += v[e]
		v[c] = bits.RotateLeft64(v[c]^v[d], -63)
	}
	for r := range 12 {
		s := &sigma[r%10]
		for i, at := range mixing {
			g(at[0], at[1], at[2], at[3], m[s[2*i]], m[s[2*i+1]])
		}
	}
	for i := range b.h {
		b.h[i] ^= v[i] ^ v[i+8]
	}
}

// mixing lists the words that one round mixes: a column or diagonal each.
var mixing = [8][4]int{{0, 4, 8, 12}, {1, 5, 9, 13}, {2, 6, 10, 14}, {3, 7, 11, 15}, {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13}, {3, 4, 9, 14}}

func (b *blake2) compressS(block []byte, last bool) {
	var m, v [16]uint32
	for i := range m {
		m[i] = binary.LittleEndian.Uint32(block[4*i:])
	}
	for i := range b.h {
		v[i] = uint32(b.h[i])
	}
	copy(v[8:], ivS[:])
	v[12] ^= uint32(b.t)
	v[13] ^= uint32(b.t >> 32)
	if last {
		v[14] = ^v[14]
	}
	g := func(a, c, d, e int, x, y uint32) {
		v[a] += v[c] + x
		v[e] = bits.RotateLeft32(v[e]^v[a], -16)
		v[d] += v[e]
		v[c] = bits.RotateLeft32(v[c]^v[d], -12)
		v[a] += v[c] + y
		v[e] = bits.RotateLeft32(v[e]^v[a], -8)
		v[d] += v[e]
		v[c] = bits.RotateLeft32(v[c]^v[d], -7)
	}
	for r := range 10 {
		s := &sigma[r]
		for i, at := range mixing {
			g(at[0], at[1], at[2], at[3], m[s[2*i]], m[s[2*i+1]])
		}
	}
	for i := range b.h {
		b.h[i] = uint64(uint32(b.h[i]) ^ v[i] ^ v[i+8])
	}
}
