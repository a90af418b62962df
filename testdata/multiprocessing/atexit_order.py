# Exit handlers of a child and of the main process, and their order.
import multiprocessing as mp
import atexit
import time


def note(text):
    print(text, flush=True)


def grandchild():
    atexit.register(note, "grandchild exit")
    note("grandchild runs")


def child():
    atexit.register(note, "child exit 1")
    atexit.register(note, "child exit 2")
    note("child runs")


def failing():
    atexit.register(note, "failing exit")
    raise ValueError("failed")


def nested():
    atexit.register(note, "nested exit")
    p = mp.Process(target=grandchild)
    p.start()
    p.join()
    note("nested ends")


if __name__ == "__main__":
    for f in (child, failing, nested):
        p = mp.Process(target=f)
        p.start()
        p.join()
        note(p.exitcode)
    with mp.Pool(1) as pool:
        note(pool.apply(abs, (-3,)))
    atexit.register(note, "main exit")
    note("main ends")
