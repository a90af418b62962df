# Options of pools and of their calls that CPython does not have: retries, timeout, fail_fast.
import multiprocessing as mp
import os
import signal
import time


def once(flag, n):
    with flag.get_lock():
        first = flag.value == 0
        flag.value += 1
    if first:
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)
    return n * n


def always(n):
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)


def sleep_if(n):
    if n == 2:
        time.sleep(60)
    return n


def spin_if(n):
    while n == 2:
        pass
    return n


def add(a, b):
    return a + b


def odd(n):
    if n % 2:
        raise ValueError("odd %d" % n)
    return n


def lose(n):
    if n == 5:
        time.sleep(0)
        os._exit(9)
    return n


def hold(lock):
    lock.acquire()
    time.sleep(60)


def shown(result):
    return [x if isinstance(x, int) else "%s: %s" % (type(x).__name__, x) for x in result]


def main():
    flag, lock = mp.Value("i", 0), mp.Lock()
    with mp.Pool(2, retries=2) as pool:
        print(pool.apply(once, (flag, 7)), flag.value)
        try:
            pool.apply(always, (1,))
        except mp.WorkerLostError as e:
            print("lost", e.exitcode, e.line, e)
        print(pool.map(abs, range(-3, 3)))

    with mp.Pool(2) as pool:
        for f in (sleep_if, spin_if):
            try:
                pool.map(f, range(4), timeout=0.3)
            except mp.TimeoutError as e:
                print("TimeoutError", e)
            print(shown(pool.map(f, range(4), timeout=0.3, fail_fast=False)))
            print(shown(pool.map(f, range(4), 4, timeout=0.3, fail_fast=False)))
        print(shown(pool.map(lose, range(4, 7), fail_fast=False)))
        try:
            pool.map(lose, range(8), chunksize=8)
        except mp.WorkerLostError as e:
            print(e)
        try:
            pool.map(lose, range(8), chunksize=1)
        except mp.WorkerLostError as e:
            print(e)
        r = pool.apply_async(sleep_if, (2,), timeout=0.2)
        try:
            r.get()
        except mp.TimeoutError as e:
            print("TimeoutError", e)
        try:
            pool.apply(sleep_if, (2,), timeout=0.2)
        except mp.TimeoutError as e:
            print("TimeoutError", e)
        it = pool.imap(sleep_if, range(4), timeout=0.3)
        out = []
        while True:
            try:
                out.append(next(it))
            except StopIteration:
                break
            except mp.TimeoutError as e:
                out.append(str(e))
        print(out)
        print(pool.starmap(add, [(1, 2), (3, 4)], timeout=60))
        print(shown(pool.starmap(add, [(1, 2), (3, "x"), (5,)], fail_fast=False)))
        print(shown(pool.map(odd, range(5), fail_fast=False)), shown(pool.map(odd, range(5), 3, fail_fast=False)))
        print(shown(pool.map_async(odd, range(3), fail_fast=False).get()))
        try:
            pool.map(odd, range(100), fail_fast=True)
        except ValueError as e:
            print("ValueError", str(e).split()[0])
        # The lock of a worker that was ended is free again.
        try:
            pool.apply(hold, (lock,), timeout=0.2)
        except mp.TimeoutError as e:
            print("TimeoutError", e, lock.acquire(timeout=30))
        try:
            pool.apply(abs, (1,), timeout=0)
        except ValueError as e:
            print("ValueError", e)


main()
