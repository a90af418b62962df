// Package pathlib is Python's pathlib and glob.
//
//	PurePath ── text only (pure.go) ◀── Path ──▶ the modules os and os.path, open() (path.go)
//	glob, iglob ──▶ walk (glob.go) ◀── Path.glob, Path.rglob
//
// Whatever touches files goes through the script's os and open(), and so through the broker of files and its permissions.
// Paths are those of Unix; PureWindowsPath is missing. A path travels as its text.
package pathlib
