package access

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// This file defines grants: the parts of the file system that a run may touch.

// Config says what a run may touch. The zero value is nothing.
type Config struct {
	Full        bool     // everything, special files too
	ReadAll     bool     // everything but special files
	WriteAll    bool     // likewise
	Read, Write []string // files and directory trees, relative to Dir
	Dir         string   // absolute
}

// Files carries operations out. Close releases what New opened. Methods may be called from any goroutine.
type Files struct {
	full   bool
	grants [2][]*grant // by right
}

// right is what a grant allows.
type right int

const (
	read right = iota
	write
)

// flags name the options that give the rights.
var flags = [2]string{read: "--allow-read", write: "--allow-write"}

const flagAll = "--allow-all"

// DeniedError refuses an operation for the want of a flag.
type DeniedError struct{ Flag string }

func (e *DeniedError) Error() string { return "permission denied, needs " + e.Flag }

// Is makes the error one of permission.
func (e *DeniedError) Is(target error) bool { return target == os.ErrPermission }

// grant is a file or a directory with all that is below it.
type grant struct {
	names  []string // absolute and clean: as it was given, and with symbolic links resolved
	parent *os.Root // the directory that it stands in; nil for the root of the file system
	base   string   // its name there

	mu   sync.Mutex
	self *os.Root // the directory itself; nil while it is none. Guarded by mu
}

// New opens the grants.
func New(cfg Config) (*Files, error) {
	f := &Files{full: cfg.Full}
	if cfg.Full {
		return f, nil
	}
	for r, list := range [2][]string{cfg.Read, cfg.Write} {
		if r == int(read) && cfg.ReadAll || r == int(write) && cfg.WriteAll {
			list = []string{"/"}
		}
		for _, path := range list {
			g, err := newGrant(cfg.Dir, path)
			if err != nil {
				f.Close()
				return nil, fmt.Errorf("%s=%s: %w", flags[r], path, err)
			}
			f.grants[r] = append(f.grants[r], g)
		}
	}
	return f, nil
}

// Close releases the grants. Files that were opened stay open.
func (f *Files) Close() {
	for _, list := range f.grants {
		for _, g := range list {
			g.close()
		}
	}
}

func newGrant(dir, path string) (*grant, error) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	path = filepath.Clean(path)
	real, err := filepath.EvalSymlinks(path)
	if err != nil { // it does not exist yet, but where it will be must
		up, err := filepath.EvalSymlinks(filepath.Dir(path))
		if err != nil {
			return nil, fmt.Errorf("there is no directory %s", filepath.Dir(path))
		}
		real = filepath.Join(up, filepath.Base(path))
	}
	g := &grant{names: []string{path}, base: filepath.Base(real)}
	if real != path {
		g.names = append(g.names, real)
	}
	if filepath.Dir(real) != real {
		if g.parent, err = os.OpenRoot(filepath.Dir(real)); err != nil {
			return nil, err
		}
	}
	if info, err := os.Lstat(real); err == nil && info.IsDir() {
		if g.self, err = os.OpenRoot(real); err != nil {
			g.close()
			return nil, err
		}
	}
	return g, nil
}

func (g *grant) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, r := range []*os.Root{g.parent, g.self} {
		if r != nil {
			r.Close()
		}
	}
	g.parent, g.self = nil, nil
}

// below returns the names that lead from the grant to path, and how much of path is the grant's; ok is false for a path
// that is not below the grant.
func (g *grant) below(path string) (names []string, length int, ok bool) {
	for _, n := range g.names {
		if path == n {
			return nil, len(n), true
		}
		if rest, found := strings.CutPrefix(path, strings.TrimSuffix(n, "/")+"/"); found && len(n) > length {
			names, length, ok = strings.Split(rest, "/"), len(n), true
		}
	}
	return names, length, ok
}

// find returns the grant with the longest name that path is below.
func (f *Files) find(r right, path string) (g *grant, names []string, err error) {
	longest := -1
	for _, candidate := range f.grants[r] {
		if rest, length, ok := candidate.below(path); ok && length > longest {
			g, names, longest = candidate, rest, length
		}
	}
	if g == nil {
		return nil, nil, &DeniedError{flags[r]}
	}
	return g, names, nil
}

// root returns the granted directory itself. One that is made after New, or made again, is taken if it is a directory and
// no link; until then the error is that of a name below something that is no directory.
func (g *grant) root() (*os.Root, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.parent == nil {
		return g.self, nil
	}
	info, err := g.parent.Lstat(g.base)
	if g.self != nil {
		if err != nil || !info.IsDir() {
			return g.self, nil // it was moved away; what is open stays what it is
		}
		if held, err := g.self.Stat("."); err == nil && os.SameFile(held, info) {
			return g.self, nil
		}
	}
	if err != nil {
		return nil, err
	}
	next, err := enter(g.parent, g.base, info)
	if err != nil {
		return nil, err
	}
	if g.self != nil {
		g.self.Close()
	}
	g.self = next
	return next, nil
}

// special reports whether a path leads into a file system that is the kernel's own.
func special(path string) bool {
	top, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return slices.Contains([]string{"proc", "sys"}, top)
}
