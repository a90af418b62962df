package files

// This file gives open files numbers, for the functions that know files by them.

// firstNumber is the lowest number of a file: those below are the standard streams.
const firstNumber = 3

// Descriptors are the numbered files of one interpreter. The interpreter lock guards them.
type Descriptors struct{ open map[int]File }

// Add returns the lowest free number for a file.
func (d *Descriptors) Add(f File) int {
	if d.open == nil {
		d.open = map[int]File{}
	}
	n := firstNumber
	for d.open[n] != nil {
		n++
	}
	d.open[n] = f
	return n
}

// Get returns the file of a number, nil if it has none.
func (d *Descriptors) Get(n int) File { return d.open[n] }

// Remove frees a number.
func (d *Descriptors) Remove(n int) { delete(d.open, n) }
