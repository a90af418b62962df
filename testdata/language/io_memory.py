import io
from io import StringIO, BytesIO
import contextlib
import copy
from multiprocessing import Pool


def make(text):
    s = StringIO()
    s.write(text)
    return s


def tries(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    s = StringIO()
    print("hello", 1, file=s)
    print(s.write("wörld\n"), s.getvalue(), s.tell() > 0, s.read(), s.seek(0), s.readline(), s.read(2), s.readlines(), s.closed)
    s = StringIO("a\nb\n\nc")
    print([line for line in s], s.seek(0), list(s), s.getvalue(), StringIO("x\r\ny").read(), StringIO("x\r\ny", newline=None).read())
    s.seek(0)
    s.truncate(3)
    print(repr(s.getvalue()), s.readable(), s.writable(), s.seekable(), s.isatty())
    with StringIO("ctx") as c:
        print(c.read())
    b = BytesIO(b"abc\ndef")
    print(b.read(2), b.readline(), b.read(), b.seek(0, 2), b.write(b"!!"), b.getvalue(), b.tell(), b.seek(-3, 2), b.read(), b.seek(1), b.readlines())
    b.seek(12)
    b.write(b"z")
    print(b.getvalue(), bytes(b.getbuffer()))
    buf = bytearray(3)
    b.seek(0)
    print(b.readinto(buf), buf)
    tries(lambda: c.read(), lambda: StringIO().write(5), lambda: BytesIO().write("x"), lambda: StringIO(5), lambda: BytesIO("x"), lambda: StringIO().fileno(), lambda: StringIO().seek(-1))
    out = StringIO()
    with contextlib.redirect_stdout(out):
        print("captured")
    print(repr(out.getvalue()), isinstance(out, io.TextIOBase), isinstance(b, io.IOBase), io.SEEK_END)
    s = StringIO()
    s.writelines(["a", "b\n", "c"])
    print(s.getvalue().splitlines(), next(StringIO("q\nr")), copy.copy(StringIO("cc")).getvalue())
    with Pool(2) as pool:
        print([x.getvalue() for x in pool.map(make, ["p", "q"])])
