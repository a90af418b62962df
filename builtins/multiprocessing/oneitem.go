package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file is the fast way of message.go for messages of one value: encoder, decoder and envelope are kept.

// oneItem is what encodeOne and take keep between messages.
type oneItem struct {
	envelope envelope
	decoder  *starlarkcbor.Decoder
}

// encodeOne encodes v. Bytes and references are valid until the next call.
func (s *State) encodeOne(v starlark.Value) ([]byte, []shm.Ref, error) {
	env := &s.objects.oneItem.envelope
	env.state, env.refs, env.scratch = s, env.refs[:0], nil
	e := s.encoder
	e.Reset(e.Bytes()[:0])
	e.Context = env
	if err := e.EncodeAt("obj", v); err != nil {
		return nil, nil, s.sendError(err)
	}
	return e.Bytes(), env.refs, nil
}

// take decodes the value of an item and releases it.
func (s *State) take(item *shm.Item) (starlark.Value, error) {
	v, err := s.takeRaw(item)
	if err != nil {
		return nil, receiveError(err)
	}
	return v, nil
}

// takeRaw is take with the decoder's own error. The decoder forgets the value, so that a handle that the script drops
// does not live on here.
func (s *State) takeRaw(item *shm.Item) (starlark.Value, error) {
	one := &s.objects.oneItem
	if one.decoder == nil {
		one.decoder = starlarkcbor.NewDecoder(s.travel)
		one.decoder.Context = &envelope{state: s}
	}
	one.decoder.Reset(item.Bytes())
	v, err := one.decoder.Decode()
	if err == nil && one.decoder.Remaining() > 0 {
		err = one.decoder.Fail("more than one value")
	}
	one.decoder.Reset(nil)
	item.Release()
	return v, err
}
