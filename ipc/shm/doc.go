// Package shm is the run's shared memory: one sparse file without a name (a memfd on Linux) that the host and every
// interpreter map, with the objects in it that processes share: locks, conditions, events, barriers, queues, pipes,
// and plain blocks. It knows nothing of scripts or messages: a frame is bytes.
//
//	       host                   interpreter            interpreter
//	Create, AllocSlot        Attach, Join -> Member       Attach, Join -> Member
//	Repair, EndSlot          New..., Open..., Acquire,    Put, Get, Send, Recv, ...
//	      |                  Wait, ...                          |
//	      v                        v                            v
//	+--------+---------+--------------+----------------------------------------+
//	| header | process | object cells | blocks: frames, segments, plain blocks |
//	|        | slots   |              | ->                       bump pointer  |
//	+--------+---------+--------------+----------------------------------------+
//
// # Layout
//
// Everything is an offset from the start; there are no pointers, and all fields have fixed widths in the machine's
// byte order. Each word is introduced where it is used:
//
//	header          arena.go     magic, version, sizes, limit, heads of the free lists, the bell
//	process slots   slots.go     1 KiB each: state, pid, exit code, name, what it is blocked in,
//	                             holdings.go: 28 records of what it holds, and chunks with more
//	object cells    heap.go      256 bytes each: all that Repair must find without being told
//	blocks          heap.go      64 bytes and up, in size classes; from 1 MiB on pages go back when freed
//	headers         heap.go      32 bytes before each block and in each cell: kind, holds, length
//	mutex           mutex.go     guards an object for some stores; names its owner
//	waitq           waitq.go     where calls sleep
//	lock, event     lock.go, event.go
//	condition, barrier           condition.go, barrier.go, and roster.go for the calls inside
//	queue, pipe     stream.go, queue.go, pipe.go, and frame.go for frames outside a segment
//
// # Ownership
//
// Objects and plain blocks are counted. A hold belongs to a process, which has a record of it, or to a cell: a frame
// under way that has the Ref attached, or one end of a pipe for the pipe. With the last hold the object goes, and what
// it owns: a queue its frames, a frame its attached Refs. Objects that hold each other in a circle, as a queue with a
// frame that holds the queue, stay until the run ends.
//
// Other blocks have one owner: a frame belongs to the record of its writer, then to a stream, then to the record of
// its taker; a segment to its stream; a node to the list that it is in.
//
// # Memory order
//
// Words are read and written with sync/atomic, which orders everything. Payload is written with plain stores before
// the one atomic store that makes it visible, and read after the atomic load that shows it. The data of a Block is the
// script's: its order is that of the locks it takes.
//
// # What a crash leaves behind, and who repairs it
//
// A process may be killed between any two instructions. Nothing in the arena is then half-way in the sense that
// others could see it: each operation has one store that counts, or is recorded before it starts. The host, once it
// has reaped the process, calls Repair:
//
//	killed                             left                               Repair
//	in the allocator                   a block that nobody has            nothing: it is lost
//	while making an object             its parts, known to nobody         nothing: they are lost
//	while changing a count of holds    mutex, record with the old count   finishes or undoes, frees the mutex
//	in put, before the item is in      mutex, bytes beyond w, a frame     frees the frame, frees the mutex
//	in put, after                      mutex, old counters                computes the counters, frees the mutex
//	in get, before the item is out     mutex, a record                    frees the mutex
//	in get, after, or with the Item    a record with the frame            puts it back at the front, or reports it
//	in Item.Release, Draft.Discard     a record, perhaps fewer Refs       frees the rest
//	freeing an object                  a record                           frees the rest
//	with holds                         records                            gives them up; pipes show end of file
//	with a Mutex or Recursive lock     the word                           releases it, reports it
//	inside a condition                 a node                             removes it, passes its notification on
//	inside a barrier, or a user of it  a node, a bit                      breaks the barrier, reports it
//	asleep, or just woken              counts of its waitq                starts new counts, wakes all
//
// A process that ended by itself is repaired in the same way, but its locks stay held and the barriers that it is not
// inside stay whole. Small frames (up to 2 KiB, without Refs) are copied out under the mutex and are delivered with the
// store that removes them, so a process that is killed just before Get returns has received its item.
//
// Until Repair, calls that need a mutex of the dead wait for it, and no others. A process that is stopped (SIGSTOP)
// inside one of these short sections makes others wait likewise; the host's own calls give up with ErrStuck, and what
// Repair cannot do for that reason it does in RetryRepair.
//
// # What it does not do
//
// Processes of one run trust each other with this memory: one that writes garbage into it may crash the others. The
// host survives any garbage: it checks each offset and bounds each walk. Limits are counted, not enforced against
// processes that write the counter. There is no fairness: a call that comes by may overtake one that sleeps.
package shm
