package worker

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"parlark/builtins/files"
	"parlark/ipc"
)

// This file is the broker of files in an interpreter: it asks the host.
//
// The host answers an open with a descriptor, which this process reads and writes itself. Everything else that is done
// with an open file the host does with its own descriptor of it; both have one position.

// maxFiles bounds the descriptors that this process is handed. The sandbox lets it have extraFiles more.
const (
	maxFiles   = 1000
	extraFiles = 56
)

// broker is files.Broker.
type broker struct {
	host  *host
	slots chan struct{} // one for each descriptor that the host may hand over

	mu  sync.Mutex
	cwd string // guarded by mu
}

var _ files.Broker = (*broker)(nil)

// absolute returns the path that the host is asked for.
func (b *broker) absolute(p string) string {
	if p == "" || strings.HasPrefix(p, "/") {
		return p
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return path.Join(b.cwd, p)
}

// Chdir sets what relative paths are relative to.
func (b *broker) Chdir(dir string) {
	b.mu.Lock()
	b.cwd = dir
	b.mu.Unlock()
}

// fileError is the error of a broker that an answer of the host means.
func fileError(err error, path string) error {
	var remote *ipc.RemoteError
	if !errors.As(err, &remote) {
		return err
	}
	switch remote.Code {
	case ipc.CodeDenied:
		return &files.DeniedError{Path: path, Flag: remote.Message}
	case ipc.CodeSystem:
		return files.Code(remote.Errno)
	}
	return err
}

func (b *broker) ask(args ipc.PathArgs) (answer ipc.PathAnswer, err error) {
	p := args.Path
	if err := checkPath(p); err != nil {
		return answer, err
	}
	args.Path = b.absolute(p)
	err = b.host.call(ipc.KindPath, args, &answer)
	return answer, fileError(err, p)
}

// checkPath refuses what cannot be a path.
func checkPath(p string) error {
	switch {
	case p == "":
		return files.ErrNoPath
	case strings.ContainsRune(p, 0):
		return files.ErrNullByte
	}
	return nil
}

func infoOf(name string, i ipc.FileInfo) *files.Info {
	return &files.Info{
		Base: path.Base(name), Unix: i.Mode, Bytes: i.Size, Accessed: time.Unix(0, i.Accessed), Modified: time.Unix(0, i.Modified),
		Changed: time.Unix(0, i.Changed), Ino: i.Ino, Dev: i.Dev, Links: i.Links, UID: i.UID, GID: i.GID,
	}
}

func (b *broker) stat(op ipc.PathOp, p string) (fs.FileInfo, error) {
	answer, err := b.ask(ipc.PathArgs{Op: op, Path: p})
	if err != nil {
		return nil, err
	}
	return infoOf(p, answer.Info), nil
}

func (b *broker) Stat(p string) (fs.FileInfo, error)  { return b.stat(ipc.PathStat, p) }
func (b *broker) Lstat(p string) (fs.FileInfo, error) { return b.stat(ipc.PathLstat, p) }

// ReadDir lists a directory; what it does not know of an entry it asks for.
func (b *broker) ReadDir(p string) ([]fs.DirEntry, error) {
	answer, err := b.ask(ipc.PathArgs{Op: ipc.PathReadDir, Path: p})
	if err != nil {
		return nil, err
	}
	entries, err := ipc.UnpackEntries(answer.Entries)
	if err != nil {
		return nil, err
	}
	list := make([]fs.DirEntry, len(entries))
	for i, e := range entries {
		list[i] = &entry{b: b, dir: b.absolute(p), name: e.Name, kind: files.KindOf(e.Kind)}
	}
	return list, nil
}

func (b *broker) change(args ipc.PathArgs) error {
	_, err := b.ask(args)
	return err
}

func (b *broker) Mkdir(p string, perm fs.FileMode) error {
	return b.change(ipc.PathArgs{Op: ipc.PathMkdir, Path: p, Perm: uint32(perm.Perm())})
}
func (b *broker) Remove(p string) error { return b.change(ipc.PathArgs{Op: ipc.PathRemove, Path: p}) }
func (b *broker) Rmdir(p string) error  { return b.change(ipc.PathArgs{Op: ipc.PathRmdir, Path: p}) }
func (b *broker) Rename(from, to string) error {
	if err := checkPath(to); err != nil {
		return err
	}
	return b.change(ipc.PathArgs{Op: ipc.PathRename, Path: from, Other: b.absolute(to)})
}
func (b *broker) Chmod(p string, perm fs.FileMode) error {
	return b.change(ipc.PathArgs{Op: ipc.PathChmod, Path: p, Perm: uint32(perm.Perm())})
}
func (b *broker) Symlink(target, p string) error {
	return b.change(ipc.PathArgs{Op: ipc.PathSymlink, Path: p, Other: target})
}
func (b *broker) Chtimes(p string, accessed, modified time.Time) error {
	return b.change(ipc.PathArgs{Op: ipc.PathTimes, Path: p, Accessed: accessed.UnixNano(), Modified: modified.UnixNano()})
}

func (b *broker) Readlink(p string) (string, error) {
	answer, err := b.ask(ipc.PathArgs{Op: ipc.PathReadlink, Path: p})
	return answer.Target, err
}

// entry is a name in a directory.
type entry struct {
	b         *broker
	dir, name string
	kind      fs.FileMode
}

func (e *entry) Name() string               { return e.name }
func (e *entry) IsDir() bool                { return e.kind.IsDir() }
func (e *entry) Type() fs.FileMode          { return e.kind }
func (e *entry) Info() (fs.FileInfo, error) { return e.b.Lstat(path.Join(e.dir, e.name)) }

// slotPatience bounds the wait for a file that nothing refers to any more to be closed.
const slotPatience = 2 * time.Second

// take takes a slot. If none is left it lets the collector close files that nothing refers to, as CPython would have.
func (b *broker) take() error {
	select {
	case b.slots <- struct{}{}:
		return nil
	default:
	}
	runtime.GC()
	patience := time.NewTimer(slotPatience)
	defer patience.Stop()
	select {
	case b.slots <- struct{}{}:
		return nil
	case <-patience.C:
		return files.Code(24) // EMFILE
	}
}

// Open opens a file.
func (b *broker) Open(p string, flags int, perm fs.FileMode) (files.File, error) {
	if err := checkPath(p); err != nil {
		return nil, err
	}
	if err := b.take(); err != nil {
		return nil, err
	}
	var answer ipc.OpenAnswer
	got, err := b.host.conn.CallFiles(context.Background(), ipc.KindOpen, ipc.OpenArgs{Path: b.absolute(p), Flags: flags, Perm: uint32(perm.Perm())}, nil, &answer)
	if err == nil && len(got) != 1 {
		err = errors.New("BUG: an opened file without its descriptor")
	}
	if err != nil {
		for _, f := range got {
			f.Close()
		}
		<-b.slots
		return nil, fileError(err, p)
	}
	f := &file{handle: &handle{b: b, id: answer.ID, f: got[0]}, name: p, appends: flags&os.O_APPEND != 0}
	f.cleanup = runtime.AddCleanup(f, (*handle).close, f.handle)
	return f, nil
}

// handle is what must be given back of an open file.
type handle struct {
	b    *broker
	id   uint64
	f    *os.File
	once sync.Once
	err  error
}

func (h *handle) close() {
	h.once.Do(func() {
		h.err = h.f.Close()
		h.b.host.conn.Notify(ipc.KindCloseFile, ipc.FileArgs{ID: h.id})
		<-h.b.slots
	})
}

// file is an open file.
type file struct {
	*handle
	cleanup runtime.Cleanup
	name    string
	appends bool

	mu      sync.Mutex
	pos     int64 // guarded by mu, as is unknown
	unknown bool  // pos is not known: only the host can tell
}

func (f *file) Read(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.f.Read(p)
	f.pos += int64(n)
	return n, system(err)
}

func (f *file) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.f.Write(p)
	f.pos += int64(n)
	f.unknown = f.unknown || f.appends
	return n, system(err)
}

func (f *file) ask(args ipc.FileArgs) (answer ipc.FileAnswer, err error) {
	args.ID = f.id
	err = f.b.host.call(ipc.KindFile, args, &answer)
	return answer, fileError(err, f.name)
}

func (f *file) Seek(offset int64, whence int) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if whence == io.SeekCurrent && offset == 0 && !f.unknown {
		return f.pos, nil
	}
	answer, err := f.ask(ipc.FileArgs{Op: ipc.FileSeek, Offset: offset, Whence: whence})
	if err == nil {
		f.pos, f.unknown = answer.Offset, false
	}
	return answer.Offset, err
}

func (f *file) Truncate(size int64) error {
	_, err := f.ask(ipc.FileArgs{Op: ipc.FileTruncate, Offset: size})
	return err
}

func (f *file) Sync() error {
	_, err := f.ask(ipc.FileArgs{Op: ipc.FileSync})
	return err
}

func (f *file) Stat() (fs.FileInfo, error) {
	answer, err := f.ask(ipc.FileArgs{Op: ipc.FileStat})
	if err != nil {
		return nil, err
	}
	return infoOf(f.name, answer.Info), nil
}

// Close gives the file back; closing it again is no error.
func (f *file) Close() error {
	f.cleanup.Stop()
	f.handle.close()
	return system(f.err)
}

// system replaces an error of the operating system by its number.
func system(err error) error {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return files.Code(errno)
	}
	return err
}
