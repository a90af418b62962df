package ipc

// This file holds the messages by which an interpreter asks for TCP connections.

// Address is an end of a connection.
type Address struct {
	Host string `cbor:"1,keyasint,omitempty"`
	Port int    `cbor:"2,keyasint,omitempty"`
}

// DialArgs asks for a connection. Answered by ConnAnswer; files [the connection].
type DialArgs struct {
	Address Address `cbor:"1,keyasint,omitempty"`
	Timeout int64   `cbor:"2,keyasint,omitempty"` // nanoseconds; 0 leaves it to the system
}

// ConnAnswer says what the ends of a connection are.
type ConnAnswer struct {
	Local  Address `cbor:"1,keyasint,omitempty"`
	Remote Address `cbor:"2,keyasint,omitempty"`
}

// ListenArgs asks for a listener; port 0 lets the system choose.
type ListenArgs struct {
	Address Address `cbor:"1,keyasint,omitempty"`
}

// ListenAnswer names the listener, which stays in the host.
type ListenAnswer struct {
	ID    uint64  `cbor:"1,keyasint,omitempty"`
	Local Address `cbor:"2,keyasint,omitempty"`
}

// ListenerRef names a listener. KindAccept is answered by ConnAnswer; files [the connection].
type ListenerRef struct {
	ID uint64 `cbor:"1,keyasint,omitempty"`
}
