// Package access carries out what a script asks of the file system, within what its run is allowed.
//
//	path ──find grant──▶ os.Root of the grant ──walk, one name at a time──▶ directory + last name ──▶ operation
//	            ▲                                    │ symbolic link
//	            └────────────── its target ──────────┘
//
// A grant is a file or a directory tree. The walk follows no symbolic link by itself: the target of each one is a new path,
// for which a grant must be found again. Directories are held open by os.Root on the way, so what is checked is what is
// used, whatever is renamed or replaced meanwhile.
//
// # Invariants
//
//   - Nothing outside the grants is touched: not even whether it exists can be learned.
//   - A grant of a single file never leads to its neighbours: no link is made there, and none is moved there.
//   - Without Full, files are regular or directories: devices, pipes, sockets, /proc and /sys are refused, except devices
//     like /dev/null, which have no content and no effect.
//
// The package knows nothing of interpreters or messages, and does not bound how much is written.
package access
