# Processes that start processes.
import multiprocessing as mp
import sys


def level(n, q):
    if n == 0:
        q.put(0)
        return
    inner = mp.Queue()
    p = mp.Process(target=level, args=(n - 1, inner))
    p.start()
    q.put(inner.get() + 1)
    p.join()


q = mp.Queue()
level(int(sys.argv[1]), q)
print(q.get())
