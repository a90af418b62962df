# flags: --allow-read=$DIR --allow-write=$DIR
"""os, os.path, pathlib, glob, shutil and tempfile on real directories."""
import glob
import os
import pathlib
import shutil
import sys
import tempfile

top = sys.argv[1]
os.makedirs(os.path.join(top, "a/b/c"))
os.makedirs(os.path.join(top, "a/b/c"), exist_ok=True)
for name in ["1.txt", "a/2.txt", "a/b/3.py", "a/b/c/4.txt"]:
    with open(os.path.join(top, name), "w") as f:
        f.write(name)
os.symlink("a/2.txt", os.path.join(top, "link"))
os.symlink(os.path.join(top, "a"), os.path.join(top, "linkdir"))
os.symlink("nowhere", os.path.join(top, "dangling"))


def show(what):
    print(what if not isinstance(what, str) else what.replace(top, "TOP"))


def refused(f, *args):
    try:
        f(*args)
    except OSError as e:
        show(f"{type(e).__name__} {e}")


print(sorted(os.listdir(top)))
for root, dirs, files in os.walk(top):
    dirs.sort()
    show(f"{root} {dirs} {sorted(files)}")
for root, dirs, files in sorted(os.walk(top, topdown=False)):
    show(f"{root} {sorted(dirs)} {sorted(files)}")
with os.scandir(top) as entries:
    for e in sorted(entries, key=lambda e: e.name):
        print(e.name, e.is_file(), e.is_dir(), e.is_symlink(), e.is_file(follow_symlinks=False))
os.chdir(top)
print(os.path.exists("link"), os.path.exists("dangling"), os.path.lexists("dangling"), os.path.islink("link"), os.path.isdir("linkdir"))
show(os.path.realpath("linkdir/b/../2.txt"))
print(os.readlink("link"), open("link").read(), open("linkdir/b/3.py").read())
print(os.stat("1.txt").st_size, oct(os.stat("1.txt").st_mode & 0o777), os.path.samefile("link", "a/2.txt"))
os.chmod("1.txt", 0o600)
os.utime("1.txt", (1000, 2000))
s = os.stat("1.txt")
print(oct(s.st_mode), s.st_mtime, s.st_atime, s.st_mtime_ns, s.st_nlink)
print(os.access("1.txt", os.R_OK), os.access("none", os.F_OK))
os.rename("1.txt", "one.txt")
os.replace("one.txt", "a/one.txt")
refused(os.remove, "a")
refused(os.rmdir, "a")
refused(os.rmdir, "link")
refused(os.mkdir, "a")
refused(os.mkdir, "x/y")
refused(os.rename, "none", "other")
refused(os.listdir, "none")
refused(os.listdir, "link")
refused(os.chdir, "none")
refused(os.readlink, "a")
os.remove("link")
os.unlink("dangling")
print(sorted(os.listdir(".")))

p = pathlib.Path("a")
print(sorted(str(x) for x in p.rglob("*.txt")), sorted(str(x) for x in p.iterdir()))
(p / "new" / "er").mkdir(parents=True)
(p / "new" / "t.txt").write_text("text\n")
print((p / "new" / "t.txt").read_text(), (p / "new" / "t.txt").stat().st_size, (p / "new").is_dir())
(p / "new" / "t.txt").unlink()
(p / "new" / "er").rmdir()
print(sorted(glob.glob("a/*")), sorted(glob.glob("**/*.py", recursive=True)))

shutil.copy("a/2.txt", "copied.txt")
shutil.copytree("a", "b")
shutil.move("copied.txt", "b/moved.txt")
print(sorted(os.listdir("b")), open("b/moved.txt").read())
shutil.rmtree("b")
print(os.path.exists("b"))

tempfile.tempdir = top
with tempfile.TemporaryDirectory() as d:
    print(os.path.isdir(d), os.path.dirname(d) == top)
print(os.path.exists(d))
with tempfile.NamedTemporaryFile("w+", suffix=".tmp") as f:
    f.write("temporary")
    f.flush()
    f.seek(0)
    print(f.read(), os.path.exists(f.name), f.name.endswith(".tmp"))
print(os.path.exists(f.name))
fd, path = tempfile.mkstemp()
with os.fdopen(fd, "w") as f:
    f.write("x")
print(open(path).read())
with tempfile.TemporaryFile() as f:
    f.write(b"abc")
    f.seek(0)
    print(f.read())
