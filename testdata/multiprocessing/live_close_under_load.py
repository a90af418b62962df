# close(), terminate() and exits with work under way.
# Recorded from Parlark: CPython hangs, loses work or never ends here.
import multiprocessing as mp
import threading
import time


def slow(n):
    time.sleep(0.002)
    return n


def feeder(n):
    for i in range(n):
        yield i


if __name__ == "__main__":
    pool = mp.Pool(3)
    rs = [pool.apply_async(slow, (n,)) for n in range(300)]
    it = pool.imap(slow, feeder(200), 3)
    un = pool.imap_unordered(slow, feeder(200))
    pool.close()
    print("imap=%s" % (list(it) == list(range(200))))
    print("unordered=%s" % (sorted(un) == list(range(200))))
    pool.join()
    print("results=%s" % ([r.get(1) for r in rs] == list(range(300))))
    # terminate() while other threads wait in all the ways there are
    pool = mp.Pool(3)
    outcome = []

    def waits(f):
        try:
            outcome.append(("ended", f()))
        except BaseException as e:
            outcome.append(("raised", type(e).__name__))
    r = pool.map_async(slow, range(10 ** 5), 10)
    it = pool.imap(slow, range(10 ** 6))
    ths = [threading.Thread(target=waits, args=(f,)) for f in (
        lambda: r.get(), lambda: r.wait(), lambda: len(list(it)), lambda: pool.apply(time.sleep, (100,)), lambda: len(pool.map(slow, range(10 ** 5))))]
    for th in ths:
        th.start()
    time.sleep(0.3)
    pool.terminate()
    pool.join()
    for th in ths:
        th.join(10)
    print("all=%s" % [th.is_alive() for th in ths])
    print("outcomes=%s" % sorted(o[0] for o in outcome))
    q = mp.Queue(1)
    q.put(0)
    p = mp.Process(target=q.put, args=(1,), daemon=True)
    p.start()
    q.close()
    print("closed")
