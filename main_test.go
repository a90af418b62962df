package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"parlark/host"
	"parlark/host/worker"
)

// This file runs every script that has a recorded output: the tutorial's, and those of testdata.

func TestMain(m *testing.M) {
	worker.Main() // the test binary serves as the interpreters
	os.Exit(m.Run())
}

// scriptsOnly is the variable by which a test runs TestScripts for some scripts in another process.
const scriptsOnly = "PARLARK_TEST_SCRIPTS"

// scriptTimeout bounds a script; the slowest take a few seconds on an idle machine.
const scriptTimeout = 2 * time.Minute

// TestScripts runs each NAME.py or NAME.star that has a NAME.py.out, NAME.star.out or NAME.out beside it, and compares
// what it prints. A line `# expect-rc=N` in the script says that its exit status is not 0; a line `# stderr-has=TEXT`
// says what its standard error contains. A line `# flags: FLAG...` gives permissions and limits; $DIR in them is an empty directory,
// which is also sys.argv[1], and which the recorded output calls $DIR.
func TestScripts(t *testing.T) {
	var scripts []string
	patterns := []string{"scripts/tutorial/*.py", "scripts/tutorial/*.star", "testdata/*/*.py", "testdata/*/*.star"}
	if only := os.Getenv(scriptsOnly); only != "" {
		patterns = []string{only}
	}
	for _, pattern := range patterns {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		scripts = append(scripts, found...)
	}
	if len(scripts) < 6 {
		t.Fatalf("only %d scripts found", len(scripts))
	}
	for _, script := range scripts {
		want, ok := recorded(t, script)
		if !ok {
			continue // a module that other scripts import
		}
		t.Run(script, func(t *testing.T) {
			runScriptTest(t, script, want)
		})
	}
}

// recorded returns the output that a script must print.
func recorded(t *testing.T, script string) (string, bool) {
	t.Helper()
	for _, name := range []string{script + ".out", strings.TrimSuffix(script, filepath.Ext(script)) + ".out"} {
		text, err := os.ReadFile(name)
		if err == nil {
			return string(text), true
		}
	}
	return "", false
}

var expectation = regexp.MustCompile(`(?m)^# (expect-rc=|stderr-has=|flags: )(.*)$`)

// scriptOptions returns what a `# flags:` line says.
func scriptOptions(t *testing.T, line, dir string) host.Options {
	t.Helper()
	flags := pflag.NewFlagSet("script", pflag.ContinueOnError)
	permissions, limits := addPermissions(flags), addLimits(flags)
	if err := flags.Parse(strings.Fields(strings.ReplaceAll(line, "$DIR", dir))); err != nil {
		t.Fatal(err)
	}
	return host.Options{Permissions: *permissions, Limits: *limits, Args: []string{dir}}
}

func runScriptTest(t *testing.T, script, want string) {
	source, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	wantStatus, dir := 0, ""
	opts := host.Options{Path: script}
	var wantErrors []string
	for _, m := range expectation.FindAllStringSubmatch(string(source), -1) {
		switch m[1] {
		case "expect-rc=":
			if wantStatus, err = strconv.Atoi(strings.TrimSpace(m[2])); err != nil {
				t.Fatal(err)
			}
		case "flags: ":
			dir = t.TempDir()
			opts = scriptOptions(t, m[2], dir)
			opts.Path = script
		default:
			wantErrors = append(wantErrors, strings.TrimSpace(m[2]))
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), scriptTimeout)
	defer cancel()
	var stdout, stderr bytes.Buffer
	opts.Stdout, opts.Stderr = &stdout, &stderr
	err = host.Run(ctx, opts)
	status := 0
	var exit *host.ExitError
	switch {
	case errors.As(err, &exit):
		status = exit.Status()
	case err != nil:
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	got := stdout.String()
	if dir != "" {
		got = strings.ReplaceAll(got, dir, "$DIR")
	}
	if got != want {
		t.Errorf("printed\n%s\nwant\n%s\nstderr\n%s", got, want, stderr.String())
	}
	if status != wantStatus {
		t.Errorf("exit status %d, want %d\n%s", status, wantStatus, stderr.String())
	}
	for _, text := range wantErrors {
		if !strings.Contains(stderr.String(), text) {
			t.Errorf("stderr lacks %q:\n%s", text, stderr.String())
		}
	}
}

// TestRun_badInput checks what the command line answers to what it cannot run.
func TestRun_badInput(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, test := range []struct {
		name   string
		args   []string
		status int
		has    string
	}{
		{"no script", nil, 2, "no script named"},
		{"missing file", []string{filepath.Join(dir, "none.py")}, 2, "no such file"},
		{"directory", []string{dir}, 2, "is a directory"},
		{"not UTF-8", []string{write("latin.py", "print('\xe9')\n")}, 2, "not a UTF-8 text"},
		{"empty file", []string{write("empty.py", "")}, 0, ""},
		{"syntax error", []string{write("syntax.py", "x = 1\nif x\n    pass\n")}, 1, "SyntaxError: expected ':'"},
		{"unsupported", []string{write("async.py", "async def f():\n    pass\n")}, 1, "async.py:1:1"},
		{"unknown module", []string{write("import.py", "import nosuchmodule\n")}, 1, "ModuleNotFoundError: No module named 'nosuchmodule'"},
		{"unknown flag", []string{"--nosuchflag", "x.py"}, 2, "unknown flag: --nosuchflag"},
		{"empty permission", []string{"--allow-read=", "x.py"}, 2, "an empty name"},
		{"empty name", []string{"--allow-env=A,,B", "x.py"}, 2, "an empty name"},
		{"bad port", []string{"--allow-net=host:99999", write("net.py", "")}, 2, "--allow-net=host:99999: not a port number"},
		{"bad variable", []string{"--allow-env=A=B", write("env.py", "")}, 2, "not the name of a variable"},
		{"no directory", []string{"--allow-write=" + dir + "/none/at", write("write.py", "")}, 2, "there is no directory " + dir + "/none"},
		{"bad mode", []string{"--sandbox=maybe", "x.py"}, 2, "must be on, require or off"},
		{"exception", []string{write("raise.py", "def f():\n    raise ValueError('why')\n\nf()\n")}, 1, "line 2, in f"},
		{"exit status", []string{write("exit.py", "import sys\nsys.exit(5)\n")}, 5, ""},
		{"exit text", []string{write("exittext.py", "import sys\nsys.exit('enough')\n")}, 1, "enough"},
		{"time limit", []string{"--timeout=300ms", write("slow.py", "import time\ntime.sleep(60)\n")}, 137, "--timeout"},
		{"bad size", []string{"--memory=lots", "x.py"}, 2, "must be a number of bytes"},
		{"memory limit", []string{"--memory=64MiB", write("memory.py", "x = [0] * 10**8\n")}, 1, "MemoryError"},
		{"output limit", []string{"--max-output=1KiB", write("flood.py", "while True: print('x' * 100)\n")}, 137, "--max-output"},
		{"time is up", []string{"--cpu-time=1s", write("spin.py", "while True: pass\n")}, 1, "TimeoutError: the process reached its CPU time limit of 1s"},
	} {
		t.Run(test.name, func(t *testing.T) {
			stderr, err := os.CreateTemp(dir, "stderr")
			if err != nil {
				t.Fatal(err)
			}
			defer stderr.Close()
			null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer null.Close()
			status := run(test.args, null, null, stderr)
			text, err := os.ReadFile(stderr.Name())
			if err != nil {
				t.Fatal(err)
			}
			if status != test.status || !strings.Contains(string(text), test.has) {
				t.Errorf("status %d, want %d; stderr %q, want %q in it", status, test.status, text, test.has)
			}
		})
	}
}
