# flags: --allow-read=$DIR --allow-write=$DIR
"""open() in its modes, on files that the host opens."""
import io
import os
import sys

os.chdir(sys.argv[1])

with open("a.txt", "w") as f:
    print(f.write("one\ntwo\n"), f.tell(), f.writable(), f.readable())
    print("three", 3, file=f)
    f.writelines(["four\n", "five"])
print(repr(open("a.txt").read()))

with open("a.txt") as f:
    print(repr(f.readline()), f.tell())
    print(f.readlines())
    print(repr(f.read()))
    f.seek(4)
    print(repr(f.read(3)))
    print([line.strip() for line in f])

with open("a.txt", "a") as f:
    f.write("!\n")
    print(f.tell())
with open("a.txt", "r+") as f:
    print(f.readline(), end="")
    f.seek(0, 2)
    f.write("end\n")
    f.seek(0)
    print(f.read())
    f.truncate(3)
print(repr(open("a.txt").read()), os.path.getsize("a.txt"))

try:
    open("a.txt", "x")
except FileExistsError as e:
    print(type(e).__name__, e, e.errno, e.filename)
with open("b.bin", "xb") as f:
    print(f.write(bytes(range(256))))
with open("b.bin", "rb") as f:
    print(f.read(4), f.seek(-2, 2), f.read(), f.read())
with open("b.bin", "r+b") as f:
    f.seek(10)
    f.write(b"abc")
    f.seek(8)
    print(f.read(8))
with open("c.txt", "w", encoding="latin-1", newline="\r\n") as f:
    f.write("é\nü\n")
print(open("c.txt", "rb").read())
print(repr(open("c.txt", encoding="latin-1").read()), repr(open("c.txt", encoding="latin-1", newline="").read()))
try:
    open("c.txt", encoding="utf-8").read()
except UnicodeDecodeError as e:
    print(e)

for name, mode in [("missing", "r"), ("missing/x", "w"), ("a.txt/x", "w"), (".", "r"), (".", "w"), ("a.txt", "q"), ("", "r"), ("a\0b", "r")]:
    try:
        open(name, mode)
    except (OSError, ValueError) as e:
        print(type(e).__name__, e)
f = open("a.txt")
f.close()
try:
    f.read()
except ValueError as e:
    print(e)
try:
    open("a.txt", "w").read()
except io.UnsupportedOperation as e:
    print(e)
print(open("a.txt"), open("a.txt", "rb"))

# Numbers.
fd = os.open("d.txt", os.O_RDWR | os.O_CREAT, 0o600)
print(os.write(fd, b"hello"), os.lseek(fd, 1, 0), os.read(fd, 3), os.fstat(fd).st_size)
os.ftruncate(fd, 2)
os.close(fd)
try:
    os.read(fd, 1)
except OSError as e:
    print(e)
with os.fdopen(os.open("d.txt", os.O_WRONLY | os.O_APPEND), "w") as f:
    f.write("y")
    f.flush()
    os.fsync(f.fileno())
print(open("d.txt").read())
open(os.devnull, "w").write("nothing")
print(repr(open("/dev/null").read()))
