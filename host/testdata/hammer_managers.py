# Kills clients of a manager at random while they use its dict, its lock and a lock of the run; what is left must add up.
import multiprocessing as mp
import random
import sys
import time


def work(d, manager_lock, lock, me):
    n = 0
    while True:
        with manager_lock:
            d[me] = n
        with lock:
            d["both"] = (me, n)
        n += 1


def main():
    rounds = int(sys.argv[1])
    with mp.Manager() as manager:
        d, manager_lock, lock = manager.dict(), manager.Lock(), mp.Lock()
        for turn in range(rounds):
            ps = [mp.Process(target=work, args=(d, manager_lock, lock, me)) for me in range(2)]
            for p in ps:
                p.start()
            time.sleep(random.random() * 0.03)
            for p in ps:
                p.kill()
            for p in ps:
                p.join()
            assert lock.acquire(timeout=60), "the lock of a killed process"
            lock.release()
            assert manager_lock.acquire(timeout=60), "the manager's lock of a killed client"
            d["main"] = turn
            manager_lock.release()
            assert d["main"] == turn
    print("rounds=%d children=%d" % (rounds, len(mp.active_children())))


main()
