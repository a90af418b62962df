"""Values as bytes, for processes of the same script.

The bytes are those of messages between processes, in a frame: b"\\x80\\x05pk", the length in eight bytes, the message. They are
not those of CPython's pickle, and protocols make no difference. Functions, lambdas and classes travel too.
"""

import io

from _pickle import PickleError, PicklingError, UnpicklingError, dumps as _dumps, loads as _loads

__all__ = ["PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler", "dump", "dumps", "load", "loads", "PickleBuffer",
           "HIGHEST_PROTOCOL", "DEFAULT_PROTOCOL"]

HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4
format_version = "4.0"
_MAGIC = b"\x80\x05pk"


class PickleBuffer:
    """A name to refer to; buffers are not passed beside the bytes."""

    def __init__(self, object):
        raise PickleError("buffers are not passed beside the bytes")


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    if protocol is not None and protocol > HIGHEST_PROTOCOL:
        raise ValueError("pickle protocol must be <= %d" % HIGHEST_PROTOCOL)
    data = _dumps(obj)
    return _MAGIC + len(data).to_bytes(8, "big") + data


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    file.write(dumps(obj, protocol))


def load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    head = file.read(12)
    if not head:
        raise EOFError("Ran out of input")
    if not head.startswith(_MAGIC):
        raise UnpicklingError("invalid load key, %r." % chr(head[0]))
    size = int.from_bytes(head[4:], "big")
    data = file.read(size)
    if len(head) < 12 or len(data) < size:
        raise UnpicklingError("pickle data was truncated")
    return _loads(data)


def loads(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    return load(io.BytesIO(bytes(data)))


class Pickler:
    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        self._file, self._protocol = file, protocol

    def dump(self, obj):
        dump(obj, self._file, self._protocol)

    def clear_memo(self):
        pass


class Unpickler:
    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
        self._file = file

    def load(self):
        return load(self._file)
