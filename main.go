// Command parlark runs Python-style multiprocessing scripts, every process of a script a real, sandboxed process.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/pflag"

	"parlark/host"
	"parlark/host/worker"
)

const usage = `Usage: parlark [flags] SCRIPT [ARGUMENT...]
       parlark check SCRIPT...
       parlark doctor

Runs a Python-style multiprocessing script (.py) or a Starlark script (.star).
"parlark check" lists what scripts would miss, a line each, without running them; its exit status is 1 if there is any.
"parlark doctor" reports what the sandbox consists of on this machine.

Flags:
`

// statusUsage is the exit status after a command line that cannot be understood.
const statusUsage = 2

func main() {
	worker.Main() // does not return in an interpreter
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program; it returns the exit status.
func run(args []string, stdin *os.File, stdout, stderr *os.File) int {
	flags := pflag.NewFlagSet("parlark", pflag.ContinueOnError)
	flags.SetInterspersed(false)
	flags.SetOutput(io.Discard)
	help := flags.BoolP("help", "h", false, "print this text")
	version := flags.Bool("version", false, "print the version")
	limits := addLimits(flags)
	permissions := addPermissions(flags)
	sandbox := flags.String("sandbox", "on", "on: every layer that this machine has; require: refuse if one is missing; off")
	if err := flags.Parse(args); err != nil {
		fmt.Fprintf(stderr, "parlark: %v\nTry 'parlark --help'.\n", err)
		return statusUsage
	}
	mode, ok := map[string]host.SandboxMode{"on": host.SandboxOn, "require": host.SandboxRequire, "off": host.SandboxOff}[*sandbox]
	switch {
	case *help:
		fmt.Fprint(stdout, usage+flags.FlagUsages())
		return 0
	case *version:
		fmt.Fprintln(stdout, "parlark", host.Version)
		return 0
	case !ok:
		fmt.Fprintf(stderr, "parlark: --sandbox=%s: must be on, require or off\n", *sandbox)
		return statusUsage
	case limits.CPUTime < 0 || limits.Timeout < 0 || limits.Processes < 0:
		fmt.Fprintln(stderr, "parlark: a limit must not be negative")
		return statusUsage
	case flags.NArg() == 0:
		fmt.Fprint(stderr, "parlark: no script named\n"+usage+flags.FlagUsages())
		return statusUsage
	}
	if flags.NArg() == 1 && flags.Arg(0) == "doctor" {
		fmt.Fprint(stdout, worker.Doctor())
		return 0
	}
	if flags.Arg(0) == "check" {
		return check(flags.Args()[1:], stdout, stderr, mode)
	}
	return report(stderr, runScript(flags.Args(), stdin, stdout, stderr, host.Options{
		Sandbox: mode, Limits: *limits, Permissions: *permissions,
	}))
}

// check lists what scripts would miss.
func check(scripts []string, stdout, stderr *os.File, mode host.SandboxMode) int {
	if len(scripts) == 0 {
		fmt.Fprintln(stderr, "parlark: check: no script named")
		return statusUsage
	}
	status := 0
	for _, path := range scripts {
		err := runScript([]string{path}, nil, stdout, stderr, host.Options{Sandbox: mode, Check: true, Spares: -1})
		status = max(status, report(stderr, err))
	}
	return status
}

// runScript runs the script and passes signals on to it. A nil stdin is empty.
func runScript(args []string, stdin, stdout, stderr *os.File, opts host.Options) error {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	opts.Path, opts.Args, opts.Signals = args[0], args[1:], signals
	opts.Stdout, opts.Stderr = stdout, stderr
	if stdin != nil {
		opts.Stdin = stdin
	}
	return host.Run(context.Background(), opts)
}

// report prints what the script has not printed itself, and returns the exit status.
func report(stderr io.Writer, err error) int {
	var exit *host.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		if exit.Reason != "" {
			fmt.Fprintln(stderr, "parlark:", exit.Reason)
		}
		return exit.Status()
	}
	fmt.Fprintln(stderr, "parlark:", err)
	return statusUsage
}
