// Package files defines what the modules that touch files need of the host.
//
//	os, io, pathlib, logging ──▶ Broker ──▶ the host opens, lists, removes, under --allow-read and --allow-write
//
// An interpreter itself has no access to files. A Broker answers with the errors of package fs or a Code, which
// Exception turns into Python's OSError family. A run without permissions has Denied as its broker.
//
// This package opens no file.
package files
