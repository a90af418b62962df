package worker

// This file keeps goroutines from growing their stacks by doubling, which copies them each time: the first script that an
// interpreter compiles and runs needs several times the initial size.

// growStack makes the caller's stack as large as the work ahead needs, in one step. It must be called before the stack is
// deep. Nothing is written, so that only the pages which are used later cost anything.
//
//go:noinline
func growStack(never bool) byte {
	if never {
		var room [48 << 10]byte
		touch(room[:])
		return room[0]
	}
	return 0
}

//go:noinline
func touch(room []byte) {
	for i := range room {
		room[i]++
	}
}
