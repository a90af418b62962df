package worker

import (
	"context"
	"errors"
	"os"

	"parlark/builtins/multiprocessing"
	"parlark/ipc"
	"parlark/ipc/shm"
)

// This file makes the calls that an interpreter asks its host for.

// host is the host as package interp sees it.
type host struct{ conn *ipc.Conn }

// call makes a call. The end of the connection ends the process, so a call needs no other bound.
func (h *host) call(kind ipc.Kind, args, answer any) error {
	return h.conn.Call(context.Background(), kind, args, nil, answer)
}

// refused replaces the host's refusal with the given code by err.
func refused(callErr error, code ipc.Code, err error) error {
	var remote *ipc.RemoteError
	if errors.As(callErr, &remote) && remote.Code == code {
		return err
	}
	return callErr
}

// Start starts a process.
func (h *host) Start(spawn multiprocessing.Spawn) (multiprocessing.Started, error) {
	var answer ipc.StartAnswer
	err := h.call(ipc.KindStart, ipc.StartArgs{
		Mailbox: uint64(spawn.Mailbox), Name: spawn.Name, Daemon: spawn.Daemon,
		Limits: ipc.Limits{Memory: uint64(spawn.Limits.Memory), CPU: int64(spawn.Limits.CPUTime), Wall: int64(spawn.Limits.Timeout)},
	}, &answer)
	return multiprocessing.Started{ID: shm.ProcessID{Slot: answer.Slot, Gen: answer.Generation}, PID: answer.Pid}, err
}

// Signal sends a signal to a process of the run.
func (h *host) Signal(id shm.ProcessID, signal int) error {
	return refused(h.call(ipc.KindSignal, ipc.SignalArgs{Slot: id.Slot, Generation: id.Gen, Signal: signal}, nil), ipc.CodeNotFound, multiprocessing.ErrNoProcess)
}

// SignalPID sends a signal to a process of the run.
func (h *host) SignalPID(pid, signal int) error {
	return refused(h.call(ipc.KindSignal, ipc.SignalArgs{Pid: pid, Signal: signal}, nil), ipc.CodeNotFound, multiprocessing.ErrNoProcess)
}

// Handles tells the host whether the script handles a signal, and returns when the host knows.
func (h *host) Handles(signal int, handled bool) {
	_ = h.call(ipc.KindHandles, ipc.HandlesArgs{Signal: signal, Handled: handled}, nil)
}

// Reserve tells the host that the script is going to start processes.
func (h *host) Reserve() { h.conn.Notify(ipc.KindReserve, nil) }

// Publish names an object.
func (h *host) Publish(kind, name string, ref shm.Ref) error {
	return refused(h.call(ipc.KindPublish, ipc.NameArgs{Kind: kind, Name: name, Ref: uint64(ref)}, nil), ipc.CodeExists, multiprocessing.ErrNameTaken)
}

// Lookup finds a named object.
func (h *host) Lookup(kind, name string) (shm.Ref, error) {
	var answer ipc.NameAnswer
	err := h.call(ipc.KindLookup, ipc.NameArgs{Kind: kind, Name: name}, &answer)
	return shm.Ref(answer.Ref), refused(err, ipc.CodeNotFound, multiprocessing.ErrNoName)
}

// Withdraw takes a name back.
func (h *host) Withdraw(kind, name string) error {
	return refused(h.call(ipc.KindWithdraw, ipc.NameArgs{Kind: kind, Name: name}, nil), ipc.CodeNotFound, multiprocessing.ErrNoName)
}

// Exit ends the process without flushing or handlers.
func (h *host) Exit(code int) { os.Exit(code & 0xff) }
