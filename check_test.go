package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"parlark/host"
)

// This file tests parlark check, and that a run is refused for what the script would surely miss.

func TestCheck(t *testing.T) {
	want, err := os.ReadFile("testdata/check/want.txt")
	if err != nil {
		t.Fatal(err)
	}
	run := func(scripts ...string) (string, int) {
		out, err := os.Create(filepath.Join(t.TempDir(), "out"))
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		status := check(scripts, out, out, host.SandboxOn)
		if _, err := out.Seek(0, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(out)
		if err != nil {
			t.Fatal(err)
		}
		return string(text), status
	}
	if got, status := run("testdata/check/missing.py", "testdata/check/syntax.py", "testdata/check/nothing.py"); got != string(want) || status != 1 {
		t.Errorf("status %d, printed\n%s\nwant\n%s", status, got, want)
	}
	if got, status := run("testdata/check/nothing.py"); got != "" || status != 0 {
		t.Errorf("of a script that misses nothing: status %d, %q", status, got)
	}
	if got, status := run(); status != statusUsage {
		t.Errorf("without scripts: status %d, %q", status, got)
	}
	if got, status := run("testdata/check/nosuchfile.py"); status != statusUsage {
		t.Errorf("of no file: status %d, %q", status, got)
	}
}

func TestRun_refused(t *testing.T) {
	for _, test := range []struct {
		name, source string
		refused      bool
		has          string
	}{
		{"module", "print('ran')\nimport numpy\n", true, "x.py:2:8: ModuleNotFoundError: No module named 'numpy'"},
		{"member", "print('ran')\nfrom math import sqr\n", true, "x.py:2:18: ImportError: cannot import name 'sqr' from 'math'. Did you mean: 'sqrt'?"},
		{"attribute", "import os\nprint('ran')\nif __name__ == '__main__':\n    os.nosuch()\n", true, "x.py:4:5: AttributeError: module 'os' has no attribute 'nosuch'"},
		{"in a function that is called", "import os\nprint('ran')\ndef f(): os.nosuch()\nf()\n", true, "x.py:3:10"},
		{"in one that is not", "import os\nprint('ran')\ndef f(): os.nosuch()\n", false, ""},
		{"in a method", "import os\nprint('ran')\nclass C:\n    def m(self): os.nosuch()\nC()\n", true, "x.py:4:18"},
		{"caught", "print('ran')\ntry:\n    import numpy\nexcept ImportError:\n    pass\n", false, ""},
		{"asked for", "import os\nprint('ran')\nif hasattr(os, 'nosuch'): os.nosuch()\n", false, ""},
		{"assigned", "import os\nprint('ran')\nos.nosuch = print\nos.nosuch('x')\n", false, ""},
		{"a branch", "import sys\nprint('ran')\nif sys.platform == 'win32':\n    import winreg\n", false, ""},
		{"name", "print('ran')\nprnt('x')\n", false, "NameError: name 'prnt' is not defined. Did you mean: 'print'?"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			err := host.Run(t.Context(), host.Options{Path: "x.py", Source: []byte(test.source), Stdout: &stdout, Stderr: &stderr})
			var exit *host.ExitError
			failed := errors.As(err, &exit)
			if err != nil && !failed {
				t.Fatal(err)
			}
			if ran := bytes.HasPrefix(stdout.Bytes(), []byte("ran\n")); ran == test.refused || failed != (test.has != "") {
				t.Errorf("printed %q, error %v", stdout.String(), err)
			}
			if !bytes.Contains(stderr.Bytes(), []byte(test.has)) {
				t.Errorf("stderr %q lacks %q", stderr.String(), test.has)
			}
		})
	}
}
