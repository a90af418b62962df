# Initializers that end their process, in pools and executors: one error, no endless restarts.
# Recorded from Parlark, since CPython may hang, lose work or differ here.
import multiprocessing as mp
import concurrent.futures as cf
import os
import signal
import sys
import time


def init(how, starts):
    with starts.get_lock():
        starts.value += 1
    if how == "exit":
        os._exit(3)
    if how == "sysexit":
        sys.exit(3)
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise ValueError("init")


def one(n):
    return n


if __name__ == "__main__":
    for how in ("exit", "sysexit"):
        starts = mp.Value("i", 0)
        with mp.Pool(1, init, (how, starts)) as pool:
            try:
                pool.map_async(one, range(4)).get(10)
                print(how, "result")
            except mp.TimeoutError:
                print(how, "hangs")
            except Exception as e:
                print(how, "error")
        print(how, "few starts", starts.value < 40)
    for how in ("raise",):
        starts = mp.Value("i", 0)
        ex = cf.ProcessPoolExecutor(1, initializer=init, initargs=(how, starts))
        try:
            ex.submit(one, 1).result(10)
            print(how, "result")
        except cf.TimeoutError:
            print(how, "hangs")
        except cf.BrokenExecutor as e:
            print(how, "broken")
        ex.shutdown()
        print(how, "few starts", starts.value < 40)
