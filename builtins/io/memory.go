package io

import (
	"io"
	"io/fs"
)

// This file holds bytes in memory behind the interface of a file.

// memory is the content of a BytesIO.
type memory struct {
	data []byte
	pos  int64
}

func (m *memory) Read(p []byte) (int, error) {
	if m.pos >= int64(len(m.data)) {
		return 0, io.EOF
	}
	n := copy(p, m.data[m.pos:])
	m.pos += int64(n)
	return n, nil
}

func (m *memory) Write(p []byte) (int, error) {
	if gap := m.pos - int64(len(m.data)); gap > 0 {
		m.data = append(m.data, make([]byte, gap)...)
	}
	n := copy(m.data[m.pos:], p)
	m.data = append(m.data, p[n:]...)
	m.pos += int64(len(p))
	return len(p), nil
}

func (m *memory) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += m.pos
	case io.SeekEnd:
		offset += int64(len(m.data))
	}
	m.pos = max(0, offset)
	return m.pos, nil
}

func (m *memory) Truncate(size int64) error {
	if size < int64(len(m.data)) {
		m.data = m.data[:size]
	}
	return nil
}

func (m *memory) Close() error               { return nil }
func (m *memory) Sync() error                { return nil }
func (m *memory) Stat() (fs.FileInfo, error) { return nil, fs.ErrInvalid }
