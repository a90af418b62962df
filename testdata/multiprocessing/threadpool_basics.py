# ThreadPool has the methods of Pool, on threads that share memory.
import multiprocessing as mp
import threading
from multiprocessing.pool import ThreadPool

seen = []


def work(x):
    seen.append(x)
    return x * 2


def bad(x):
    if x == 2:
        raise ValueError("bad %s" % x)
    return x


def add(a, b=1):
    return a + b


def setup(n):
    seen.append("init%s" % n)


if __name__ == "__main__":
    with ThreadPool(2) as p:
        print("repr=%r" % p)
        print("map=%s" % p.map(work, range(4)))
        print("seen=%s" % sorted(seen))
        print("starmap=%s" % p.starmap(add, [(1, 2), (3,)]))
        print("apply=%s %s" % (p.apply(add, (1,)), p.apply(add, (1,), {"b": 5})))
        print("imap=%s" % list(p.imap(work, range(3))))
        print("unordered=%s" % sorted(p.imap_unordered(work, range(3))))
        print("chunks=%s" % list(p.imap(work, range(5), chunksize=2)))
        try:
            p.map(bad, range(4))
        except ValueError as e:
            print("error=%s cause=%s" % (e, e.__cause__))
        called = []
        r = p.apply_async(work, (5,), callback=called.append)
        print("async=%s ready=%s ok=%s" % (r.get(5), r.ready(), r.successful()))
        errors = []
        r = p.apply_async(bad, (2,), error_callback=errors.append)
        r.wait(5)
        print("callbacks=%s %r" % (called, errors))
        gate = threading.Event()
        r = p.apply_async(gate.wait)
        try:
            r.get(0.05)
        except mp.TimeoutError as e:
            print("timeout=%s" % type(e).__name__)
        gate.set()
        print("gate=%s" % r.get(5))
        print("daemon=%s" % p.apply(lambda: threading.current_thread().daemon))
        print("closure=%s" % p.map(lambda x: x + len(called), [1, 2]))
    seen.clear()
    p = ThreadPool(1, setup, (7,))
    p.map(work, [1])
    p.close()
    p.join()
    print("initializer=%s %r" % (seen, p))
    for f in (lambda: p.apply(work, (1,)), lambda: ThreadPool(0), lambda: ThreadPool(1, initializer=3)):
        try:
            f()
        except Exception as e:
            print("%s|%s" % (type(e).__name__, e))
