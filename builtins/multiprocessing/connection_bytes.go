package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds the methods of Connection that carry raw bytes, one frame a message.

// connectionSendBytes is send_bytes(buf, offset=0, size=None).
func connectionSendBytes(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var buf, size starlark.Value
	offset := 0
	if err := unpack("_ConnectionBase.send_bytes", self, args, kwargs, "buf", &buf, "offset?", &offset, "size??", &size); err != nil {
		return nil, err
	}
	c := self.(*connection)
	if err := c.checkWritable(); err != nil {
		return nil, err
	}
	data, _, err := asBuffer(buf)
	if err != nil {
		return nil, err
	}
	n := len(data) - offset
	switch {
	case offset < 0:
		return nil, exceptions.ValueError.Errorf("offset is negative")
	case n < 0:
		return nil, exceptions.ValueError.Errorf("buffer length < offset")
	}
	if size != nil {
		if n, err = object.AsInt(size); err != nil {
			return nil, err
		}
		switch {
		case n < 0:
			return nil, exceptions.ValueError.Errorf("size is negative")
		case n > len(data)-offset:
			return nil, exceptions.ValueError.Errorf("buffer length < offset + size")
		}
	}
	return starlark.None, c.sendFrame(t, data[offset:offset+n])
}

// connectionRecvBytes is recv_bytes(maxlength=None).
func connectionRecvBytes(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var limit starlark.Value
	if err := unpack("_ConnectionBase.recv_bytes", self, args, kwargs, "maxlength??", &limit); err != nil {
		return nil, err
	}
	c := self.(*connection)
	if err := c.checkReadable(); err != nil {
		return nil, err
	}
	max := -1
	if limit != nil {
		n, err := object.AsInt(limit)
		if err != nil {
			return nil, err
		}
		if n < 0 {
			return nil, exceptions.ValueError.Errorf("negative maxlength")
		}
		max = n
	}
	data, err := c.receiveBytes(t, max)
	if err != nil {
		return nil, err
	}
	return starlark.Bytes(data), nil
}

// receiveBytes receives a frame of at most max bytes, unless max is negative. After a longer one nothing more can be
// received: CPython has lost the place in the stream then.
func (c *connection) receiveBytes(t *starlark.Thread, max int) (string, error) {
	item, err := c.receive(t)
	if err != nil {
		return "", err
	}
	defer item.Release()
	if data := item.Bytes(); max < 0 || len(data) <= max {
		return string(data), nil
	}
	if c.writable {
		c.readable = false
	} else {
		c.close()
	}
	return "", exceptions.OSError.Errorf("bad message length")
}

// connectionRecvBytesInto is recv_bytes_into(buf, offset=0).
func connectionRecvBytesInto(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var buf starlark.Value
	offset := 0
	if err := unpack("_ConnectionBase.recv_bytes_into", self, args, kwargs, "buf", &buf, "offset?", &offset); err != nil {
		return nil, err
	}
	c := self.(*connection)
	if err := c.checkReadable(); err != nil {
		return nil, err
	}
	room, writable, err := asBuffer(buf)
	switch {
	case err != nil:
		return nil, err
	case offset < 0:
		return nil, exceptions.ValueError.Errorf("negative offset")
	case offset > len(room):
		return nil, exceptions.ValueError.Errorf("offset too large")
	}
	item, err := c.receive(t)
	if err != nil {
		return nil, err
	}
	defer item.Release()
	data := item.Bytes()
	if len(data) > len(room)-offset {
		return nil, BufferTooShort.With(starlark.Bytes(data))
	}
	if !writable {
		return nil, exceptions.TypeError.Errorf("readinto() argument must be read-write bytes-like object, not memoryview")
	}
	// Others may have run while this call waited, and a bytearray that has grown is somewhere else.
	if room, _, _ = buffer(buf); len(data) > len(room)-offset {
		return nil, BufferTooShort.With(starlark.Bytes(data))
	}
	copy(room[offset:], data)
	return starlark.MakeInt(len(data)), nil
}
