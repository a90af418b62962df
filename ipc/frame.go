package ipc

// This file turns bytes into frames. A frame is a header and a body:
//
//	offset  size  field
//	     0     4  length of the body, at most Options.MaxFrame
//	     4     4  number of the call; 0 in a notification
//	     8     2  kind
//	    10     1  type: 1 call, 2 answer, 3 failure, 4 notification
//	    11     1  number of descriptors attached, at most MaxFiles
//	    12     n  body: one CBOR item, or nothing
//
// Numbers are big endian. Descriptors (SCM_RIGHTS) are attached to the first
// bytes of their frame; they arrive with those bytes or with bytes before
// them, never later, so a queue of descriptors beside the bytes is enough to
// tell whose they are.

import (
	"encoding/binary"
	"io"
	"os"
	"strconv"
)

const (
	headerSize = 12
	headerID   = 4 // offset of the number

	// MaxFiles is the number of descriptors that one message can carry.
	MaxFiles = 16

	readBuffer = 16 << 10 // bytes read at a time
	firstAlloc = 1 << 20  // bytes allocated on the word of a header alone
)

type frameType uint8

const (
	frameCall    frameType = 1
	frameAnswer  frameType = 2
	frameFailure frameType = 3 // an answer whose body is a RemoteError
	frameNotify  frameType = 4
)

type header struct {
	length uint32
	id     uint32
	kind   Kind
	typ    frameType
	files  uint8
}

func (h header) put(b []byte) {
	binary.BigEndian.PutUint32(b[0:], h.length)
	binary.BigEndian.PutUint32(b[4:], h.id)
	binary.BigEndian.PutUint16(b[8:], uint16(h.kind))
	b[10] = byte(h.typ)
	b[11] = h.files
}

func parseHeader(b []byte, maxFrame int) (header, error) {
	h := header{
		length: binary.BigEndian.Uint32(b[0:]),
		id:     binary.BigEndian.Uint32(b[4:]),
		kind:   Kind(binary.BigEndian.Uint16(b[8:])),
		typ:    frameType(b[10]),
		files:  b[11],
	}
	switch {
	case uint64(h.length) > uint64(maxFrame):
		return h, violation("frame of %d bytes", h.length)
	case h.typ < frameCall || h.typ > frameNotify:
		return h, violation("frame of type %d", h.typ)
	case (h.typ == frameNotify) != (h.id == 0):
		return h, violation("frame of type %d with number %d", h.typ, h.id)
	case h.files > MaxFiles:
		return h, violation("frame with %d descriptors", h.files)
	}
	return h, nil
}

// A frame owns its files.
type frame struct {
	header
	body []byte
	fds  []int
}

// A byteSource delivers bytes and the descriptors attached to them, which are
// appended to fds and belong to the caller from then on, also after an error.
type byteSource interface {
	recv(p []byte, fds []int) (n int, fdsOut []int, err error)
}

// A frameReader reads the frames of a source.
type frameReader struct {
	src      byteSource
	maxFrame int
	buf      []byte // buf[r:w] is read and not yet used
	r, w     int
	fds      []int // received and not yet claimed by a frame
}

func newFrameReader(src byteSource, maxFrame, buffer int) *frameReader {
	return &frameReader{src: src, maxFrame: maxFrame, buf: make([]byte, buffer)}
}

// read returns the next frame, or io.EOF if the source ends between frames.
// After an error it must not be called again. close pairs with it.
func (r *frameReader) read() (frame, error) {
	if err := r.fill(headerSize); err != nil {
		return frame{}, err
	}
	h, err := parseHeader(r.buf[r.r:r.w], r.maxFrame)
	if err != nil {
		return frame{}, err
	}
	r.r += headerSize
	f := frame{header: h}
	if f.body, err = r.body(int(h.length)); err != nil {
		return frame{}, err
	}
	if int(h.files) > len(r.fds) {
		return frame{}, violation("%d descriptors announced, %d received", h.files, len(r.fds))
	}
	f.fds = append(f.fds, r.fds[:h.files]...)
	r.fds = append(r.fds[:0], r.fds[h.files:]...)
	if r.r == r.w && len(r.fds) > 0 {
		closeFDs(f.fds)
		return frame{}, violation("%d descriptors that no frame announced", len(r.fds))
	}
	return f, nil
}

// fill reads until n bytes are buffered.
func (r *frameReader) fill(n int) error {
	if r.r == r.w {
		r.r, r.w = 0, 0
	} else if len(r.buf)-r.r < n {
		r.w = copy(r.buf, r.buf[r.r:r.w])
		r.r = 0
	}
	for r.w-r.r < n {
		got, err := r.recv(r.buf[r.w:])
		r.w += got
		if err != nil {
			if err == io.EOF && (r.w > r.r || len(r.fds) > 0) {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
	}
	return nil
}

// body reads n bytes. What is allocated follows what has arrived.
func (r *frameReader) body(n int) ([]byte, error) {
	if n == 0 {
		return nil, nil
	}
	body := make([]byte, min(n, firstAlloc))
	have := copy(body, r.buf[r.r:r.w])
	r.r += have
	for have < n {
		if have == len(body) {
			body = append(body, make([]byte, min(n-have, have))...)
		}
		got, err := r.recv(body[have:])
		have += got
		if err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
	return body, nil
}

func (r *frameReader) recv(p []byte) (int, error) {
	n, fds, err := r.src.recv(p, r.fds)
	r.fds = fds
	if len(fds) > 3*MaxFiles && err == nil {
		err = violation("%d descriptors that no frame announced", len(fds))
	}
	return n, err
}

// close closes the descriptors that no frame has claimed.
func (r *frameReader) close() {
	closeFDs(r.fds)
	r.fds = nil
}

// newFiles makes files of received descriptors.
func newFiles(fds []int) []*os.File {
	if len(fds) == 0 {
		return nil
	}
	files := make([]*os.File, len(fds))
	for i, fd := range fds {
		files[i] = os.NewFile(uintptr(fd), "received-"+strconv.Itoa(i))
	}
	return files
}

func closeFiles(files []*os.File) {
	for _, f := range files {
		if f != nil {
			f.Close()
		}
	}
}
