"""What a script without any permission tries on files, processes and the network."""
import glob
import logging
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
from multiprocessing.connection import Client, Listener

attempts = {
    "open /etc/passwd": lambda: open("/etc/passwd"),
    "open for writing": lambda: open("/tmp/parlark-attack", "w"),
    "open for appending": lambda: open("/tmp/parlark-attack", "a"),
    "open exclusively": lambda: open("/tmp/parlark-attack", "x"),
    "open for both": lambda: open("/etc/passwd", "r+"),
    "open the script": lambda: open(__file__),
    "open /proc/self/mem": lambda: open("/proc/self/mem", "r+b"),
    "open /proc/self/environ": lambda: open("/proc/self/environ"),
    "open /dev/mem": lambda: open("/dev/mem", "rb"),
    "open /dev/tty": lambda: open("/dev/tty"),
    "open /dev/stdin": lambda: open("/dev/stdin"),
    "open a descriptor": lambda: open(0),
    "open the control connection": lambda: open(3, "r+b"),
    "os.open": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "os.open creating": lambda: os.open("/tmp/parlark-attack", os.O_CREAT | os.O_WRONLY),
    "os.read of a descriptor": lambda: os.read(3, 1),
    "os.write to a descriptor": lambda: os.write(3, b"x"),
    "os.close of a descriptor": lambda: os.close(3),
    "os.fdopen": lambda: os.fdopen(4),
    "os.listdir": lambda: os.listdir("/"),
    "os.scandir": lambda: os.scandir("/"),
    "os.stat": lambda: os.stat("/etc/passwd"),
    "os.lstat": lambda: os.lstat("/etc/passwd"),
    "os.readlink": lambda: os.readlink("/proc/self/exe"),
    "os.mkdir": lambda: os.mkdir("/tmp/parlark-attack"),
    "os.makedirs": lambda: os.makedirs("/tmp/parlark-attack/a"),
    "os.remove": lambda: os.remove("/etc/passwd"),
    "os.rmdir": lambda: os.rmdir("/tmp"),
    "os.rename": lambda: os.rename("/etc/passwd", "/tmp/parlark-attack"),
    "os.chmod": lambda: os.chmod("/etc/passwd", 0o777),
    "os.utime": lambda: os.utime("/etc/passwd"),
    "os.symlink": lambda: os.symlink("/etc/passwd", "/tmp/parlark-attack"),
    "os.truncate": lambda: os.truncate("/etc/passwd", 0),
    "os.link": lambda: os.link("/etc/passwd", "/tmp/parlark-attack"),
    "os.mkfifo": lambda: os.mkfifo("/tmp/parlark-attack"),
    "os.chdir": lambda: os.chdir("/"),
    "os.chroot": lambda: os.chroot("/tmp"),
    "Path.read_text": lambda: pathlib.Path("/etc/passwd").read_text(),
    "Path.write_text": lambda: pathlib.Path("/tmp/parlark-attack").write_text("x"),
    "shutil.copy": lambda: shutil.copy("/etc/passwd", "/tmp/parlark-attack"),
    "shutil.rmtree": lambda: shutil.rmtree("/tmp"),
    "tempfile.mkstemp": lambda: tempfile.mkstemp(),
    "tempfile.mkdtemp": lambda: tempfile.mkdtemp(),
    "logging.FileHandler": lambda: logging.FileHandler("/tmp/parlark-attack"),
    "glob.glob": lambda: glob.glob("/*"),
    "os.fork": lambda: os.fork(),
    "os.execv": lambda: os.execv("/bin/sh", ["sh"]),
    "os.posix_spawn": lambda: os.posix_spawn("/bin/sh", ["sh"], {}),
    "os.system": lambda: os.system("true"),
    "os.popen": lambda: os.popen("true"),
    "subprocess.run": lambda: subprocess.run(["true"]),
    "subprocess with a shell": lambda: subprocess.run("true", shell=True),
    "subprocess.Popen": lambda: subprocess.Popen(["/bin/sh", "-c", "true"]),
    "os.setuid": lambda: os.setuid(0),
    "os.killpg": lambda: os.killpg(1, 9),
    "os.kill of init": lambda: os.kill(1, signal.SIGKILL),
    "os.kill of a stranger": lambda: os.kill(2, 0),
    "os.kill of a group": lambda: os.kill(0, signal.SIGTERM),
    "os.kill of everything": lambda: os.kill(-1, signal.SIGTERM),
    "a listening socket": lambda: socket.socket().bind(("127.0.0.1", 0)),
    "a server": lambda: socket.create_server(("", 8080)),
    "a socket's connection": lambda: socket.socket().connect(("127.0.0.1", 9)),
    "TCP connection": lambda: socket.create_connection(("127.0.0.1", 9)),
    "TCP listener": lambda: Listener(("127.0.0.1", 0)),
    "TCP client": lambda: Client(("127.0.0.1", 9)),
    "name look-up": lambda: socket.gethostbyname("example.org"),
}
succeeded = 0
for name, attempt in attempts.items():
    try:
        result = attempt()
    except (OSError, ImportError, AttributeError) as e:
        text = str(e).replace(__file__, "FILE")
        if name.startswith("tempfile"):
            text = text[:text.index("tmp")]
        print(f"{name}: {type(e).__name__}: {text}")
    else:
        succeeded += 1
        print(name, "SUCCEEDED:", result)
print("exists:", os.path.exists("/"), os.path.isdir("/tmp"), pathlib.Path("/etc").exists())
print("environ:", dict(os.environ), os.getenv("PATH"), os.getenv("HOME"))
print(len(attempts), "attempts,", succeeded, "successes")
