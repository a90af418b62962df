# Readers and writers killed at any moment leave a queue usable: what was put arrives, once and whole.
# Recorded from Parlark, since CPython may hang, lose work or differ here.
import multiprocessing as mp
import os
import signal
import time


def writer(q, name, started):
    n = 0
    started.set()
    while True:
        q.put((name, n, "x" * 200000))
        n += 1


def reader(q, started):
    started.set()
    while True:
        q.get()


if __name__ == "__main__":
    q = mp.Queue(20)
    for turn in range(4):
        started = mp.Event()
        p = mp.Process(target=writer, args=(q, turn, started))
        p.start()
        started.wait(10)
        time.sleep(0.05)
        os.kill(p.pid, signal.SIGKILL)
        p.join(10)
        got = []
        while True:
            try:
                got.append(q.get(timeout=0.2))
            except Exception as e:
                break
        print("turn_%d whole=%s ordered=%s" % (turn, all(len(x[2]) == 200000 for x in got), [x[1] for x in got] == list(range(len(got)))))
    for turn in range(4):
        started = mp.Event()
        p = mp.Process(target=reader, args=(q, started))
        p.start()
        started.wait(10)
        for i in range(5):
            q.put(i, timeout=5)
        time.sleep(0.02)
        p.kill()
        p.join(10)
    while True:
        try:
            q.get(timeout=0.2)
        except Exception:
            break
    q.put("last")
    print("last=%s" % q.get(timeout=5))
    print("empty=%s" % q.empty())
