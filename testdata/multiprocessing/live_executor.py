# Executors: workers that die, shutdown without waiting, cancelled futures, a death while as_completed waits.
# Recorded from Parlark: CPython hangs, loses work or never ends here.
import concurrent.futures as cf
import multiprocessing as mp
import os
import time


def die(n):
    os._exit(n)


def slow(n):
    time.sleep(0.05)
    return n


if __name__ == "__main__":
    ex = cf.ProcessPoolExecutor(2)
    fs = [ex.submit(slow, n) for n in range(6)] + [ex.submit(die, 1)]
    lost = 0
    good = []
    for f in cf.as_completed(fs, timeout=20):
        try:
            good.append(f.result())
        except cf.process.BrokenProcessPool:
            lost += 1
    print(sorted(good), lost)
    print("goes on", ex.submit(slow, 9).result(10))
    fs = [ex.submit(slow, n) for n in range(30)]
    ex.shutdown(wait=False, cancel_futures=True)
    print("cancelled some", sum(f.cancelled() for f in fs) > 10)
    done, not_done = cf.wait(fs, timeout=10)
    print(len(done), len(not_done))
    ex = cf.ProcessPoolExecutor(2)
    f = ex.submit(time.sleep, 60)
    time.sleep(0.2)
    ex.kill_workers()
    try:
        f.result(10)
    except cf.BrokenExecutor as e:
        print("killed", type(e).__name__)
    try:
        ex.submit(slow, 1)
    except RuntimeError as e:
        print("refused")
    ex = cf.ProcessPoolExecutor(2)
    fs = list(map(lambda n: ex.submit(time.sleep, 60), range(5)))
    time.sleep(0.2)
    ex.terminate_workers()
    print(sorted(set(type(f.exception(10)).__name__ if not f.cancelled() else "cancelled" for f in fs)))
    with cf.ProcessPoolExecutor(2) as ex:
        print(list(ex.map(slow, range(8), buffersize=2)))
