# maxtasksperchild=1 with many tasks, chunks and killed workers.
# Recorded from Parlark: CPython hangs, loses work or never ends here.
import multiprocessing as mp
import os
import signal


def one(n):
    return n


def dies(n):
    if n % 10 == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return n


if __name__ == "__main__":
    with mp.Pool(3, maxtasksperchild=1) as pool:
        print("map=%s" % (pool.map(one, range(12), 1) == list(range(12))))
        print("imap=%s" % (list(pool.imap(one, range(8))) == list(range(8))))
        rs = [pool.apply_async(dies, (n,)) for n in range(8)]
        out = []
        for n, r in enumerate(rs):
            try:
                out.append(r.get(10))
            except mp.WorkerLostError:
                out.append("lost")
        print(out)
        pool.close()
        pool.join()
    print("end")
