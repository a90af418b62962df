package random

// This file holds the Mersenne Twister MT19937.
// Source: M. Matsumoto and T. Nishimura, mt19937ar.c, 2002

const (
	size   = 624
	middle = 397
)

// twister is a generator of 32-bit numbers. The zero value must be seeded.
type twister struct {
	mt    [size]uint32
	index int
}

func (w *twister) seedOne(s uint32) {
	w.mt[0] = s
	for i := 1; i < size; i++ {
		w.mt[i] = 1812433253*(w.mt[i-1]^w.mt[i-1]>>30) + uint32(i)
	}
	w.index = size
}

// seed is init_by_array.
func (w *twister) seed(key []uint32) {
	w.seedOne(19650218)
	i, j := 1, 0
	for range max(size, len(key)) {
		w.mt[i] = (w.mt[i] ^ (w.mt[i-1]^w.mt[i-1]>>30)*1664525) + key[j] + uint32(j)
		i++
		j++
		if i >= size {
			w.mt[0] = w.mt[size-1]
			i = 1
		}
		if j >= len(key) {
			j = 0
		}
	}
	for range size - 1 {
		w.mt[i] = (w.mt[i] ^ (w.mt[i-1]^w.mt[i-1]>>30)*1566083941) - uint32(i)
		i++
		if i >= size {
			w.mt[0] = w.mt[size-1]
			i = 1
		}
	}
	w.mt[0] = 0x80000000
}

func (w *twister) next() uint32 {
	if w.index >= size {
		w.refill()
	}
	y := w.mt[w.index]
	w.index++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

func (w *twister) refill() {
	mix := func(i, j, k int) {
		y := w.mt[i]&0x80000000 | w.mt[j]&0x7fffffff
		v := w.mt[k] ^ y>>1
		if y&1 != 0 {
			v ^= 0x9908b0df
		}
		w.mt[i] = v
	}
	for i := 0; i < size-middle; i++ {
		mix(i, i+1, i+middle)
	}
	for i := size - middle; i < size-1; i++ {
		mix(i, i+1, i+middle-size)
	}
	mix(size-1, 0, middle-1)
	w.index = 0
}
