package shm

// This file defines Block, plain memory that its holders share.

// Block is zeroed memory shared by all holders, 16-byte aligned.
type Block struct {
	handle
	data []byte
}

// NewBlock makes a block of size zeroed bytes.
func (m *Member) NewBlock(size int) (*Block, error) {
	if size < 0 {
		return nil, ErrNoMemory
	}
	r, err := m.takeRec()
	if err != nil {
		return nil, err
	}
	off, err := m.a.alloc(m.self, uint64(size), true, false)
	if err != nil {
		m.putRec(r)
		return nil, err
	}
	b := new(Block)
	b.first(m, off, kindBlock, r)
	b.data = m.a.payload(off)
	return b, nil
}

// OpenBlock adds a hold on the block r, which somebody holds meanwhile.
func (m *Member) OpenBlock(r Ref) (*Block, error) {
	b := new(Block)
	if err := b.open(m, r, kindBlock); err != nil {
		return nil, err
	}
	b.data = m.a.payload(uint64(r))
	return b, nil
}

// Len is the size that was asked for.
func (b *Block) Len() int { return len(b.data) }

// Bytes is the memory itself. It must not be used after Close.
func (b *Block) Bytes() []byte { return b.data }
