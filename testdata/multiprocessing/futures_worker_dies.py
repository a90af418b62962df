# A worker of a ProcessPoolExecutor that dies costs the call that it ran. (In CPython the executor is broken then.)
import concurrent.futures as cf
import multiprocessing as mp
import os
import signal
from concurrent.futures.process import BrokenProcessPool


def work(x):
    if x == 2:
        os._exit(3)
    if x == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return x


def fail():
    raise ValueError("initializer")


if __name__ == "__main__":
    with cf.ProcessPoolExecutor(2) as ex:
        for i, f in enumerate([ex.submit(work, i) for i in range(7)]):
            try:
                print("%s=%s" % (i, f.result(20)))
            except BrokenProcessPool as e:
                print("%s=%s %s|%s" % (i, type(e).__name__, isinstance(e, mp.WorkerLostError), e))
                print(" exitcode=%s" % e.exitcode)
        try:
            list(ex.map(work, range(4)))
        except cf.BrokenExecutor as e:
            print("map=%s" % type(e).__name__)
        print("goes_on=%s" % ex.submit(work, 9).result())
        try:
            ex.submit(work, 2).result()
        except mp.WorkerLostError as e:
            print("lost=%s" % e)
    ex = cf.ProcessPoolExecutor(1, initializer=fail)
    try:
        ex.submit(work, 1).result(20)
    except BrokenProcessPool as e:
        print("initializer=%s|%r" % (type(e).__name__, e.__cause__))
    try:
        ex.submit(work, 1)
    except BrokenProcessPool as e:
        print("later=%s" % type(e).__name__)
    ex.shutdown()
