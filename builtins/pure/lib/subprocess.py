"""Other programs, which the host starts under --allow-run.

Differences: environment variables that a program gets besides env are the host's PATH alone; preexec_fn, pass_fds and what
else concerns the moment between fork and exec is refused.
"""
import os
import signal
import sys
import time

import _subprocess

__all__ = ["Popen", "PIPE", "STDOUT", "call", "check_call", "getstatusoutput", "getoutput", "check_output", "run",
           "CalledProcessError", "DEVNULL", "SubprocessError", "TimeoutExpired", "CompletedProcess"]

PIPE = -1
STDOUT = -2
DEVNULL = -3


class SubprocessError(Exception):
    pass


class CalledProcessError(SubprocessError):
    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = output
        self.stderr = stderr

    def __str__(self):
        if self.returncode and self.returncode < 0:
            try:
                return "Command '%s' died with %r." % (self.cmd, signal.Signals(-self.returncode))
            except ValueError:
                return "Command '%s' died with unknown signal %d." % (self.cmd, -self.returncode)
        return "Command '%s' returned non-zero exit status %d." % (self.cmd, self.returncode)

    @property
    def stdout(self):
        return self.output


class TimeoutExpired(SubprocessError):
    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stderr = stderr

    def __str__(self):
        return "Command '%s' timed out after %s seconds" % (self.cmd, self.timeout)

    @property
    def stdout(self):
        return self.output


class CompletedProcess:
    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        parts = ["args=%r" % (self.args,), "returncode=%r" % (self.returncode,)]
        if self.stdout is not None:
            parts.append("stdout=%r" % (self.stdout,))
        if self.stderr is not None:
            parts.append("stderr=%r" % (self.stderr,))
        return "CompletedProcess(" + ", ".join(parts) + ")"

    def check_returncode(self):
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


def _text(arg):
    arg = os.fspath(arg)
    return os.fsdecode(arg) if isinstance(arg, bytes) else arg


def _number(stream, own):
    """The number of what a program is given as a standard stream."""
    if stream is None:
        return own
    if isinstance(stream, int):
        return stream
    stream.flush()
    return stream.fileno()


class Popen:
    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None, close_fds=True,
                 shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None, creationflags=0, restore_signals=True,
                 start_new_session=False, pass_fds=(), *, user=None, group=None, extra_groups=None, encoding=None, errors=None,
                 text=None, umask=-1, pipesize=-1, process_group=None):
        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.pid = None
        self.returncode = None
        self._program = None
        if not isinstance(bufsize, int):
            raise TypeError("bufsize must be an integer")
        if preexec_fn is not None or pass_fds or user is not None or group is not None or extra_groups is not None:
            raise ValueError("preexec_fn, pass_fds, user and group are not supported: the host starts the program")
        if text is not None and universal_newlines is not None and bool(universal_newlines) != bool(text):
            raise SubprocessError("Cannot disambiguate when both text and universal_newlines are supplied but different. Pass one or the other.")
        self.text_mode = bool(encoding or errors or text or universal_newlines)
        self.encoding, self.errors = encoding, errors
        if isinstance(args, (str, bytes, os.PathLike)):
            argv = [_text(args)]
        else:
            argv = [_text(a) for a in args]
        if shell:
            argv = ["/bin/sh" if executable is None else _text(executable), "-c"] + argv
            executable = "sh" if executable is None else executable
        if not argv:
            raise IndexError("list index out of range")
        if env is None:
            env = os.environ
        variables = [_text(k) + "=" + _text(v) for k, v in env.items()]
        where = "" if cwd is None else _text(cwd)
        if any("\0" in a for a in argv + variables):
            raise ValueError("embedded null byte")
        self._program = _subprocess.start(argv, "" if executable is None else _text(executable), where, variables,
                                          _number(stdin, 0), _number(stdout, 1), _number(stderr, 2))
        self.pid = self._program.pid()
        if stdin == PIPE:
            self.stdin = self._file(0, "w")
        if stdout == PIPE:
            self.stdout = self._file(1, "r")
        if stderr == PIPE:
            self.stderr = self._file(2, "r")

    def _file(self, stream, mode):
        fd = self._program.pipe(stream)
        if self.text_mode:
            return open(fd, mode, encoding=self.encoding, errors=self.errors)
        return open(fd, mode + "b")

    def __repr__(self):
        text = "<Popen: returncode: %s args: %r>" % (self.returncode, self.args)
        return text if len(text) <= 80 else text[:76] + "...>"

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        for f in (self.stdout, self.stderr):
            if f:
                f.close()
        try:
            if self.stdin:
                self.stdin.close()
        finally:
            self.wait()

    def _convert(self, data):
        if data is None or not self.text_mode:
            return data
        return data.decode(self.encoding or "utf-8", self.errors or "strict").replace("\r\n", "\n").replace("\r", "\n")

    def communicate(self, input=None, timeout=None):
        end = None if timeout is None else time.monotonic() + timeout
        if input is not None and self.stdin is None:
            raise ValueError("Cannot send input after starting communication") if self.returncode is not None else ValueError("stdin is not a pipe")
        if self.stdin and not self.stdin.closed:
            self.stdin.flush()
        if isinstance(input, str):
            if not self.text_mode:
                raise TypeError("memoryview: a bytes-like object is required, not 'str'")
            input = input.encode(self.encoding or "utf-8", self.errors or "strict")
        result = self._program.communicate(input, timeout)
        if result is None:
            raise TimeoutExpired(self.args, timeout)
        self.wait(None if end is None else max(0, end - time.monotonic()))
        for f in (self.stdin, self.stdout, self.stderr):
            if f:
                f.close()
        return self._convert(result[0]), self._convert(result[1])

    def poll(self):
        if self.returncode is None:
            self.returncode = self._program.wait(0)
        return self.returncode

    def wait(self, timeout=None):
        if self.returncode is None:
            self.returncode = self._program.wait(timeout)
            if self.returncode is None:
                raise TimeoutExpired(self.args, timeout)
        return self.returncode

    def send_signal(self, sig):
        if self.poll() is None:
            self._program.signal(sig)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    if input is not None:
        if kwargs.get("stdin") is not None:
            raise ValueError("stdin and input arguments may not both be used.")
        kwargs["stdin"] = PIPE
    if capture_output:
        if kwargs.get("stdout") is not None or kwargs.get("stderr") is not None:
            raise ValueError("stdout and stderr arguments may not be used with capture_output.")
        kwargs["stdout"] = PIPE
        kwargs["stderr"] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired as e:
            process.kill()
            process.wait()
            raise
        except:
            process.kill()
            raise
        code = process.poll()
        if check and code:
            raise CalledProcessError(code, process.args, output=stdout, stderr=stderr)
    return CompletedProcess(process.args, code, stdout, stderr)


def call(*popenargs, timeout=None, **kwargs):
    with Popen(*popenargs, **kwargs) as p:
        try:
            return p.wait(timeout=timeout)
        except:
            p.kill()
            raise


def check_call(*popenargs, **kwargs):
    code = call(*popenargs, **kwargs)
    if code:
        cmd = kwargs.get("args")
        raise CalledProcessError(code, popenargs[0] if cmd is None else cmd)
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    for name in ("stdout", "check"):
        if name in kwargs:
            raise ValueError(name + " argument not allowed, it will be overridden.")
    if "input" in kwargs and kwargs["input"] is None:
        kwargs["input"] = "" if kwargs.get("universal_newlines") or kwargs.get("text") or kwargs.get("encoding") or kwargs.get("errors") else b""
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def getstatusoutput(cmd, *, encoding=None, errors=None):
    try:
        data = check_output(cmd, shell=True, text=True, stderr=STDOUT, encoding=encoding, errors=errors)
        code = 0
    except CalledProcessError as e:
        data, code = e.output, e.returncode
    return code, data[:-1] if data[-1:] == "\n" else data


def getoutput(cmd, *, encoding=None, errors=None):
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def list2cmdline(seq):
    return " ".join('"%s"' % a if " " in a or not a else a for a in seq)


def _system(command):
    """os.system: the exit status in the form of wait()."""
    code = call(command, shell=True)
    return -code if code < 0 else code << 8


class _Output:
    """What os.popen returns: the file of a pipe, whose end is that of the program."""

    def __init__(self, stream, process):
        self._stream = stream
        self._process = process

    def close(self):
        self._stream.close()
        code = self._process.wait()
        return None if code == 0 else code << 8 if code > 0 else code

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)


def _popen(cmd, mode="r", buffering=-1):
    if not isinstance(cmd, str):
        raise TypeError("invalid cmd type (%s, expected string)" % type(cmd))
    if mode not in ("r", "w"):
        raise ValueError("invalid mode %r" % mode)
    if mode == "r":
        process = Popen(cmd, shell=True, text=True, stdout=PIPE)
        return _Output(process.stdout, process)
    process = Popen(cmd, shell=True, text=True, stdin=PIPE)
    return _Output(process.stdin, process)
