package host

import (
	"io"
	"sync"
)

// This file keeps what an interpreter writes to its own standard error: nothing, unless it crashes. What its script
// writes goes to the streams of the run.

// lastWordsMax bounds what is kept: the beginning says why.
const lastWordsMax = 4 << 10

// lastWords is the beginning of what an interpreter wrote.
type lastWords struct {
	mu   sync.Mutex
	text []byte
}

// Write keeps p, as far as there is room.
func (w *lastWords) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text = append(w.text, p[:min(len(p), lastWordsMax-len(w.text))]...)
	return len(p), nil
}

// ReadFrom spares each interpreter the buffer that io.Copy would make for it.
func (w *lastWords) ReadFrom(r io.Reader) (n int64, err error) {
	buf := make([]byte, 512)
	for {
		k, err := r.Read(buf)
		w.Write(buf[:k])
		n += int64(k)
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}

func (w *lastWords) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return string(w.text)
}
