// Package subprocess starts other programs for Python's subprocess, os.system and os.popen.
//
//	subprocess.py ──▶ _subprocess ──▶ Launcher ──▶ the host starts the program, under --allow-run
//	    Popen, run, ...   Program        pipes as files, which have numbers like any other
//
// What the classes of subprocess are made of is written in Python, in package pure; this package holds what that needs.
// It starts no process itself.
package subprocess
