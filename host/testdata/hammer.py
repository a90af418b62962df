# Kills processes at random while pools, queues and locks are in use; everything that is reported must add up.
import multiprocessing as mp
import os
import random
import signal
import sys
import time

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20


def square(n):
    return n * n


def die_sometimes(n):
    if n % 7 == 3:
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)
    return n


def put_all(q, lock, me):
    for n in range(1000000):
        with lock:
            q.put((me, n))


def main():
    lost = done = 0
    with mp.Pool(3) as pool:
        for turn in range(ROUNDS):
            results = [pool.apply_async(die_sometimes, (n,)) for n in range(14)]
            for n, r in enumerate(results):
                try:
                    assert r.get(timeout=60) == n
                    done += 1
                except mp.WorkerLostError:
                    lost += 1
            if turn % 5 == 0:
                assert pool.map(square, range(50)) == [n * n for n in range(50)]
    print("done=%d lost=%d" % (done, lost))
    q, lock = mp.Queue(), mp.Lock()
    for turn in range(ROUNDS):
        ps = [mp.Process(target=put_all, args=(q, lock, me)) for me in range(2)]
        for p in ps:
            p.start()
        time.sleep(random.random() * 0.02)
        for p in ps:
            p.kill()
            p.join()
        last = {}
        while not q.empty():
            me, n = q.get(timeout=60)
            assert n == last.get(me, -1) + 1, (me, n, last)
            last[me] = n
        assert lock.acquire(timeout=60)
        lock.release()
    print("queues=%d children=%d" % (ROUNDS, len(mp.active_children())))


main()
