package multiprocessing

import (
	"encoding/binary"
	"errors"
	"time"

	"parlark/ipc/shm"
)

// This file holds the frames between a pool and its workers. All numbers are 64 bits, little endian.
//
//	task    reply, job, index, flags, timeout, function's length, then the function and the arguments, two messages
//	reply   the pool's queue of results: where the worker answers, and where the host says that the worker was lost
//	job     number of the call within the pool; index: of the task within the job
//	result  job, index, status, worker's slot, then the value or exception
//
// A worker keeps the item of its task until it has put the result. If it dies before, the host finds the item in its
// hands (a queue of tasks is tracked), and puts a result with statusLost in the reply queue; see host/repair.go, which
// knows the first three numbers of a task only.

const (
	taskHeader   = 6 * 8
	resultHeader = 4 * 8
)

// flags of a task.
const (
	taskMap       = 1 << iota // the arguments are a list of items: [f(x) for x in items]
	taskStarmap               // [f(*x) for x in items]
	taskKeep                  // the function captures nothing: the worker may use the one that it has decoded already
	taskStop                  // no task: the worker shall end
	taskKeepGoing             // of a map: an item that raises does not keep the others from being done
)

// status of a result.
const (
	statusDone     = iota // the value follows
	statusRaised          // the exception follows
	statusLost            // the worker ended; the fourth number is its exit code; its last line, its item + 1 and the host's explanation follow
	statusInit            // the initializer raised; the exception follows
	statusMixed           // a tuple follows, in which exceptions are what calls raised, and a tuple with their places
	statusOvertime        // the number of an item follows: it took too long, and the worker is about to be ended
)

type taskFrame struct {
	reply      shm.Ref
	job, index uint64
	flags      uint64
	timeout    time.Duration // of each item; 0: none
	function   []byte
	args       []byte
}

var errBadFrame = errors.New("BUG: malformed frame of a pool")

// header returns the head of the frame; function and arguments follow it.
func (f *taskFrame) header() []byte {
	b := make([]byte, 0, taskHeader)
	for _, n := range []uint64{uint64(f.reply), f.job, f.index, f.flags, uint64(f.timeout), uint64(len(f.function))} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	return b
}

func parseTask(b []byte) (f taskFrame, err error) {
	if len(b) < taskHeader {
		return f, errBadFrame
	}
	f.reply = shm.Ref(binary.LittleEndian.Uint64(b))
	f.job, f.index = binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint64(b[16:])
	f.flags = binary.LittleEndian.Uint64(b[24:])
	f.timeout = time.Duration(binary.LittleEndian.Uint64(b[32:]))
	n := binary.LittleEndian.Uint64(b[40:])
	b = b[taskHeader:]
	if n > uint64(len(b)) {
		return f, errBadFrame
	}
	f.function, f.args = b[:n], b[n:]
	return f, nil
}

type resultFrame struct {
	job, index, status uint64
	worker             uint64
	value              []byte
}

func (f *resultFrame) header() []byte {
	b := make([]byte, 0, resultHeader)
	for _, n := range []uint64{f.job, f.index, f.status, f.worker} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	return b
}

func parseResult(b []byte) (f resultFrame, err error) {
	if len(b) < resultHeader {
		return f, errBadFrame
	}
	f.job, f.index = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])
	f.status, f.worker = binary.LittleEndian.Uint64(b[16:]), binary.LittleEndian.Uint64(b[24:])
	f.value = b[resultHeader:]
	return f, nil
}

// item is the number of an item that a result names: of the one that a worker was busy with.
func (f *resultFrame) item() int {
	if len(f.value) < 8 {
		return -1
	}
	return int(int32(binary.LittleEndian.Uint64(f.value)))
}

// lastWords is what is known of the end of a worker: its last line, 0 if it noted none, its last item, -1 if it noted none,
// and what the host says besides the exit code.
func (f *resultFrame) lastWords() (line, item int, cause string) {
	if len(f.value) < 16 {
		return 0, -1, ""
	}
	line, item = int(uint32(binary.LittleEndian.Uint64(f.value))), int(int32(binary.LittleEndian.Uint64(f.value[8:])))-1
	return line, item, string(f.value[16:])
}
