// Package shutil is Python's shutil and tempfile.
//
//	copy, move, rmtree, ...                 shutil.go ──▶ the modules os and os.path, open()
//	mkdtemp, NamedTemporaryFile, ...        tempfile.go ─┘
//
// Whatever touches files goes through the script's os and open(), and so through the broker of files and its permissions.
package shutil
