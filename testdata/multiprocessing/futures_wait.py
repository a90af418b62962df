# wait() and as_completed() with their timeouts and conditions.
import threading
from concurrent.futures import (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, ThreadPoolExecutor, TimeoutError,
                                as_completed, wait)


def hold(gate, value):
    gate.wait(10)
    return value


def fail(gate):
    gate.wait(10)
    raise ValueError("failed")


if __name__ == "__main__":
    one, two = threading.Event(), threading.Event()
    with ThreadPoolExecutor(3) as ex:
        a = ex.submit(hold, one, "a")
        b = ex.submit(hold, two, "b")
        done, not_done = wait([a, b], timeout=0.05)
        print("timeout=%s %s" % (len(done), len(not_done)))
        one.set()
        r = wait([a, b], return_when=FIRST_COMPLETED)
        print("first=%s %s" % (r.done == {a}, r.not_done == {b}))
        print("repr=%s" % repr(r).startswith("DoneAndNotDoneFutures(done={<Future at 0x"))
        try:
            for f in as_completed([a, b], timeout=0.05):
                print("completed=%s" % f.result())
        except TimeoutError as e:
            print("as_completed=%s|%s" % (type(e).__name__, e))
        c = ex.submit(fail, one)
        r = wait([b, c], return_when=FIRST_EXCEPTION)
        print("exception=%s" % (c in r.done))
        try:
            b.result(timeout=0.01)
        except TimeoutError as e:
            print("result=%s|%s os=%s" % (type(e).__name__, e, issubclass(TimeoutError, OSError)))
        two.set()
        r = wait([a, b, c, a], return_when=ALL_COMPLETED)
        print("all=%s %s" % (len(r.done), len(r[1])))
        print("order=%s" % sorted(f.result() for f in as_completed([a, b, a])))
        try:
            wait([a], return_when="SOME")
        except ValueError as e:
            print("condition=%s" % e)
        print("empty=%s" % list(as_completed([])))
