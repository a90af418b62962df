# A consumer dies between get() and task_done(): join(timeout) gives up, and the count can be put right.
# Recorded from Parlark, since CPython may hang, lose work or differ here.
import multiprocessing as mp
import os


def consumer(q):
    q.get()
    os._exit(1)


if __name__ == "__main__":
    q = mp.JoinableQueue()
    q.put(1)
    p = mp.Process(target=consumer, args=(q,))
    p.start()
    p.join()
    try:
        print("join=%s" % q.join(timeout=0.3))
    except Exception as e:
        print("join=%s" % type(e).__name__)
    q.task_done()
    print("join=%s" % q.join())
