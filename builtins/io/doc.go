// Package io is Python's io, and what open() returns.
//
//	open("f") ──▶ Files.Open ──▶ files.Broker ──▶ stream ──▶ TextIOWrapper   text over bytes
//	StringIO, BytesIO ──▶ memory ────────────────────┘       BufferedReader  bytes
//
// A stream reads all that is left when text is read from it first. What has been written is kept until a line of 8 kB is
// full, the stream is flushed, closed or read, or any file is opened: scripts rely on CPython closing files that nothing
// refers to. Files.Flush writes out what is left when the process ends.
//
// Files do not travel to other processes.
package io
