package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// This file repeats the attack suite without the rights of root.

// TestScripts_unprivileged runs the attacks as a user without rights, since those of root can hide what is allowed.
func TestScripts_unprivileged(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs root, to become somebody else")
	}
	const nobody = 65534
	dir, err := os.MkdirTemp("", "parlark-unprivileged")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "parlark.test")
	binary, err := os.ReadFile(self)
	if err == nil {
		err = errors.Join(os.WriteFile(program, binary, 0o755), os.CopyFS(filepath.Join(dir, "testdata/sandbox"), os.DirFS("testdata/sandbox")))
	}
	if err == nil {
		err = filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error { return errors.Join(err, os.Chmod(path, 0o755)) })
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, "-test.run=^TestScripts$", "-test.v")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME=/", "TMPDIR="+os.TempDir(), scriptsOnly+"=testdata/sandbox/*.py")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	if err != nil || bytes.Count(out, []byte("--- PASS: TestScripts/testdata/sandbox/")) < 6 {
		t.Errorf("%v\n%s", err, out)
	}
}
