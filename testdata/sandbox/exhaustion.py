# flags: --allow-read=$DIR --allow-write=$DIR --memory=256MiB
"""Descriptors, memory and depth run out for the process that takes them, and for nobody else."""
import errno
import multiprocessing
import os
import sys


def many_files(path):
    held = []
    try:
        while len(held) < 100000:
            held.append(open(path))
    except OSError as e:
        return e.errno == errno.EMFILE, str(e), 500 < len(held) < 5000


def many_numbers(path):
    held = []
    try:
        while len(held) < 100000:
            held.append(os.open(path, os.O_RDONLY))
    except OSError as e:
        for fd in held:
            os.close(fd)
        return e.errno == errno.EMFILE, len(held) == len(set(held))


def abandoned(path):
    for _ in range(1500):
        open(path).read(1)
    return "closed when nothing refers to them"


def bomb():
    held = []
    while True:
        held.append([0] * (1 << 22))


def bytes_bomb():
    return len(b"x" * (1 << 40))


def deep(n):
    return deep(n + 1)


if __name__ == "__main__":
    path = sys.argv[1] + "/file"
    open(path, "w").write("content")
    with multiprocessing.Pool(2) as pool:
        print(pool.apply(many_files, (path,)))
        print(pool.apply(many_numbers, (path,)))
        print(pool.apply(abandoned, (path,)))
        for f, args in [(bytes_bomb, ()), (deep, (0,)), (bomb, ())]:
            try:
                print(f.__name__, "SUCCEEDED", pool.apply(f, args))
            except (MemoryError, OverflowError, RecursionError, multiprocessing.ProcessError) as e:
                print(f.__name__, "failed", type(e).__name__ in ("MemoryError", "WorkerLostError", "RecursionError"))
        print(pool.map(abs, [-1, -2]), open(path).read())
    pipes = []
    try:
        while len(pipes) < 3000:
            pipes.append(multiprocessing.Pipe())
        print("pipes need no descriptors")
    except OSError as e:
        print(e)
