# A queue that holds so many megabytes before anybody reads.
import multiprocessing as mp
import sys


def fill(q, n):
    for i in range(n):
        q.put(bytes([i % 256]) * (1 << 20))


n = int(sys.argv[1])
q = mp.Queue()
p = mp.Process(target=fill, args=(q, n))
p.start()
p.join()
print(sum(len(block) == 1 << 20 and block[0] == i % 256 for i, block in enumerate(q.get() for _ in range(n))))
