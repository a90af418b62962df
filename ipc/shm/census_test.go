package shm

import "fmt"

// census lists what is in use, by kind and class: for a test that finds too much of it.
func (a *Arena) census() string {
	count := map[string]int{}
	for i := range a.u64(hdrObjBump).Load() {
		if k := a.kindOf(a.objOff + i*objSize); k != kindFree {
			count[fmt.Sprintf("object kind %d refs %d", k, a.u32(a.objOff+i*objSize+blkRefs).Load())]++
		}
	}
	for off, end := a.heapOff, a.u64(hdrBump).Load(); off < end; {
		word := a.u32(off).Load()
		if word&0xFFFF_0000 != blkMagic {
			off += unit // cut but not used, or before a large block
			continue
		}
		size := classSize(uint64(word & 0xFF))
		if k := a.kindOf(off); k != kindFree {
			count[fmt.Sprintf("block kind %d size %d", k, size)]++
		}
		off += size
	}
	s := ""
	for k, n := range count {
		s += fmt.Sprintf("%6d %s\n", n, k)
	}
	return s
}
