package worker

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"sync"

	"parlark/builtins/files"
	"parlark/builtins/subprocess"
	"parlark/ipc"
)

// This file starts other programs by way of the host.

// launcher is subprocess.Launcher. Pipes take the broker's slots.
type launcher struct{ b *broker }

var _ subprocess.Launcher = (*launcher)(nil)

// streamKinds are the host's words for streams.
var streamKinds = [...]ipc.StreamKind{
	subprocess.Standard: ipc.StreamRun, subprocess.Null: ipc.StreamNull, subprocess.Pipe: ipc.StreamPipe,
	subprocess.File: ipc.StreamFile, subprocess.Same: ipc.StreamSame,
}

// Start starts a program.
func (l *launcher) Start(c subprocess.Command) (subprocess.Program, error) {
	args := ipc.ProgramArgs{Argv: c.Args, Program: c.Program, Dir: l.b.absolute(c.Dir), Env: c.Env}
	if c.Dir == "" {
		args.Dir = l.b.absolute(".")
	}
	pipes := 0
	for i, s := range c.Streams {
		args.Streams[i] = ipc.ProgramStream{Kind: streamKinds[s.Kind], ID: uint64(s.Std)}
		switch s.Kind {
		case subprocess.Pipe:
			pipes++
		case subprocess.File:
			f, ok := s.File.(*file)
			if !ok {
				return nil, files.Code(9) // EBADF: a pipe belongs to one program
			}
			args.Streams[i].ID = f.id
		}
	}
	taken := 0
	giveBack := func() {
		for range taken {
			<-l.b.slots
		}
	}
	for ; taken < pipes; taken++ {
		if err := l.b.take(); err != nil {
			giveBack()
			return nil, err
		}
	}
	var answer ipc.ProgramAnswer
	got, err := l.b.host.conn.CallFiles(context.Background(), ipc.KindProgram, args, nil, &answer)
	if err == nil && len(got) != pipes {
		err = errors.New("BUG: a program without its pipes")
	}
	if err != nil {
		for _, f := range got {
			f.Close()
		}
		giveBack()
		return nil, fileError(err, c.Program)
	}
	p := &program{l: l, id: answer.ID, pid: answer.Pid, ended: make(chan struct{})}
	for i, s := range c.Streams {
		if s.Kind == subprocess.Pipe {
			p.pipes[i] = newPipe(l.b, got[0])
			got = got[1:]
		}
	}
	go p.wait()
	return p, nil
}

// program is one that was started.
type program struct {
	l     *launcher
	id    uint64
	pid   int
	pipes [3]*pipe
	ended chan struct{}
	code  int // valid when ended is closed
}

// wait waits for the end, which the host tells once.
func (p *program) wait() {
	var end ipc.ProgramEnd
	if err := p.l.b.host.call(ipc.KindProgramWait, ipc.ProgramRef{ID: p.id}, &end); err != nil {
		end.Code = -1
	}
	p.code = end.Code
	close(p.ended)
}

func (p *program) PID() int               { return p.pid }
func (p *program) Ended() <-chan struct{} { return p.ended }
func (p *program) Code() int              { return p.code }

// Pipe returns this side of a stream, nil if it is no pipe.
func (p *program) Pipe(stream int) files.File {
	if stream < 0 || stream > 2 || p.pipes[stream] == nil {
		return nil
	}
	return p.pipes[stream]
}

// Signal sends a signal; a program that has ended does not get it.
func (p *program) Signal(n int) error {
	select {
	case <-p.ended:
		return nil
	default:
	}
	err := p.l.b.host.call(ipc.KindProgramSignal, ipc.ProgramRef{ID: p.id, Signal: n}, nil)
	if err = fileError(err, ""); errors.Is(err, files.Code(3)) {
		return nil
	}
	return err
}

// pipe is one side of a pipe.
type pipe struct {
	*pipeEnd
	cleanup runtime.Cleanup
}

// pipeEnd is what must be given back of a pipe.
type pipeEnd struct {
	b    *broker
	f    *os.File
	once sync.Once
	err  error
}

var _ files.Stream = (*pipe)(nil)

func newPipe(b *broker, f *os.File) *pipe {
	p := &pipe{pipeEnd: &pipeEnd{b: b, f: f}}
	p.cleanup = runtime.AddCleanup(p, (*pipeEnd).close, p.pipeEnd)
	return p
}

func (e *pipeEnd) close() {
	e.once.Do(func() {
		e.err = e.f.Close()
		<-e.b.slots
	})
}

// IsStream marks the type.
func (p *pipe) IsStream() {}

func (p *pipe) Read(b []byte) (int, error) {
	n, err := p.f.Read(b)
	return n, system(err)
}

func (p *pipe) Write(b []byte) (int, error) {
	n, err := p.f.Write(b)
	return n, system(err)
}

func (p *pipe) Seek(int64, int) (int64, error) { return 0, files.Code(29) } // ESPIPE
func (p *pipe) Truncate(int64) error           { return files.Code(22) }
func (p *pipe) Sync() error                    { return files.Code(22) }

// Stat says that it is a pipe.
func (p *pipe) Stat() (fs.FileInfo, error) {
	const fifo = 0o010600
	return &files.Info{Unix: fifo, Links: 1}, nil
}

// Close closes it; closing it again is no error.
func (p *pipe) Close() error {
	p.cleanup.Stop()
	p.pipeEnd.close()
	return system(p.err)
}
