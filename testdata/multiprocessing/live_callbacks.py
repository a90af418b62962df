# Callbacks that raise, submit more work, wait, or end the pool.
# Recorded from Parlark, since CPython may hang, lose work or differ here.
import multiprocessing as mp
import sys
import threading
import time


def one(n):
    return n + 1


if __name__ == "__main__":
    pool = mp.Pool(2)
    done = threading.Event()
    got = []

    def again(v):
        got.append(v)
        if v < 5:
            pool.apply_async(one, (v,), callback=again)
        else:
            done.set()
    pool.apply_async(one, (0,), callback=again)
    print("chained=%s" % done.wait(10), got)

    def exits(v):
        sys.exit(3)

    def stops(v):
        raise KeyboardInterrupt
    for bad in (exits, stops):
        r = pool.apply_async(one, (1,), callback=bad)
        try:
            print("get=%s" % r.get(5))
        except mp.TimeoutError:
            print("hangs")
    print("after=%s" % pool.apply_async(one, (1,)).get(5))
    ended = threading.Event()

    def ends(v):
        pool.terminate()
        ended.set()
    pool.apply_async(one, (1,), callback=ends)
    print("ended=%s" % ended.wait(10))
    pool.join()
    print("joined")
