# Every way in which a process can end, one after another; the pool that ran all the while is none the worse.
import multiprocessing as mp
import os
import signal
import sys
import time


def deep(n):
    return deep(n + 1) + 1


def stack():
    try:
        deep(0)
    except RecursionError:
        sys.exit(7)


def memory():
    try:
        held = {}
        n = 0
        while True:
            held[n] = "%d" % n * 100
            n += 1
    except MemoryError:
        held = None
        sys.exit(6)


def wait():
    time.sleep(60)


def end(target, args=(), how=None, **options):
    p = mp.Process(target=target, args=args, **options)
    p.start()
    if how:
        getattr(p, how)()
    p.join(120)
    return p.exitcode


def fail():
    raise ValueError("expected")


def main():
    pool = mp.Pool(2)
    print("exit", end(sys.exit, (3,)))
    print("os_exit", end(os._exit, (4,)))
    print("terminate", end(wait, how="terminate"))
    print("kill", end(wait, how="kill"))
    print("raise", end(fail))
    print("memory -9 or MemoryError" if end(memory, limits={"memory": "48MiB"}) in (6, -9) else "memory ended otherwise")
    print("stack RecursionError" if end(stack) == 7 else "stack ended otherwise")
    print("segv", end(crash))
    print("pool", "ok" if pool.map(abs, range(-50, 0)) == list(range(50, 0, -1)) else "broken")


def crash():
    os.kill(os.getpid(), signal.SIGSEGV)
    time.sleep(60)


main()
