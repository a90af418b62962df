# flags: --allow-read=$DIR/in --allow-write=$DIR
"""What a script tries that may read one directory and write around it."""
import os
import shutil
import sys

top = sys.argv[1]
inside = top + "/in"
os.makedirs(inside + "/sub")
os.mkdir(top + "/out")
with open(top + "/out/secret", "w") as f:
    f.write("the secret")
with open(inside + "/plain", "w") as f:
    f.write("plain")
os.symlink("../out/secret", inside + "/relative")
os.symlink(top + "/out/secret", inside + "/absolute")
os.symlink("../out", inside + "/directory")
os.symlink("/", inside + "/root")
os.symlink("/proc/self", inside + "/self")
os.symlink("sub/../../out/secret", inside + "/winding")
os.symlink("second", inside + "/first")
os.symlink("relative", inside + "/second")
os.symlink("plain", inside + "/good")
os.symlink("cycle", inside + "/cycle")


def read(path):
    return lambda: open(path).read()


def fill(path):
    with open(path, "r+") as f:
        return f.read()


attempts = {
    "the neighbour": read(top + "/out/secret"),
    "dots": read(inside + "/../out/secret"),
    "dots through a directory": read(inside + "/sub/../../out/secret"),
    "many dots": read(inside + "/../../../../../../../../../../etc/passwd"),
    "slashes": read("//" + inside.lstrip("/") + "//..//out//secret"),
    "a relative link": read(inside + "/relative"),
    "an absolute link": read(inside + "/absolute"),
    "a linked directory": read(inside + "/directory/secret"),
    "a link to the root": read(inside + "/root/etc/passwd"),
    "a link to /proc": read(inside + "/self/environ"),
    "a winding link": read(inside + "/winding"),
    "a link to a link": read(inside + "/first"),
    "dots behind a link": read(inside + "/directory/../out/secret"),
    "a similar name": read(inside + "side"),
    "a null byte": read(inside + "/plain\0/../../out/secret"),
    "listing by a link": lambda: os.listdir(inside + "/directory"),
    "listing by dots": lambda: os.listdir(inside + "/../out"),
    "stat by a link": lambda: os.stat(inside + "/relative"),
    "stat of a neighbour": lambda: os.stat(top + "/out/secret"),
    "stat of what is not there": lambda: os.stat(top + "/out/none"),
    "chdir by a link": lambda: os.chdir(inside + "/directory"),
    "chdir by dots": lambda: os.chdir(inside + "/.."),
    "reading and writing": lambda: fill(top + "/out/secret"),
    "reading and writing by a link": lambda: fill(inside + "/directory/secret"),
    "moving it in": lambda: os.rename(top + "/out/secret", inside + "/secret"),
    "moving its directory in": lambda: os.replace(top + "/out", inside + "/moved"),
    "copying it in": lambda: shutil.copy(top + "/out/secret", inside + "/copy"),
    "a hard link": lambda: os.link(top + "/out/secret", inside + "/hard"),
    "writing by a link to the root": lambda: open(inside + "/root/tmp/parlark-attack", "w"),
    "removing by a link to the root": lambda: os.remove(inside + "/root/tmp/parlark-attack"),
    "making by a link to the root": lambda: os.mkdir(inside + "/root/tmp/parlark-attack"),
    "chmod by a link to the root": lambda: os.chmod(inside + "/root/etc/passwd", 0o777),
    "utime by a link to the root": lambda: os.utime(inside + "/root/etc/passwd"),
    "truncating by a link to the root": lambda: os.truncate(inside + "/root/etc/passwd", 0),
    "replacing the directory by a link": lambda: (os.rename(inside, top + "/old"), os.symlink("out", inside), open(inside + "/secret").read()),
    "a cycle of links": read(top + "/old/cycle"),
}
print("good:", open(inside + "/good").read(), sorted(os.listdir(inside)))
succeeded = 0
for name, attempt in attempts.items():
    try:
        result = attempt()
    except (OSError, ValueError) as e:
        print(f"{name}: {type(e).__name__}: {e}")
    else:
        succeeded += 1
        print(name, "SUCCEEDED:", result)
print(len(attempts), "attempts,", succeeded, "successes")
