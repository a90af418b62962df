# ThreadPoolExecutor shares memory with the script and names its threads.
import threading
from concurrent.futures import ThreadPoolExecutor

seen = []


def work(x):
    seen.append(x)
    return threading.current_thread().name


def fail():
    raise KeyError("k")


def setup(n):
    seen.append("init %s" % n)


if __name__ == "__main__":
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="mine", initializer=setup, initargs=(4,)) as ex:
        print("names=%s" % sorted(set(ex.map(work, range(3)))))
        print("seen=%s" % seen)
        f = ex.submit(fail)
        print("exception=%r" % f.exception())
        print("cause=%s" % f.exception().__cause__)
        print("lambda=%s" % ex.submit(lambda a, b: a - b, 5, b=3).result())
    with ThreadPoolExecutor(2) as ex:
        name = ex.submit(work, 1).result()
        print("prefix=%s" % name.startswith("ThreadPoolExecutor-"))
    gate = threading.Event()
    ex = ThreadPoolExecutor(1)
    first = ex.submit(gate.wait)
    second = ex.submit(work, "never")
    third = ex.submit(work, "never")
    print("cancel=%s again=%s" % (second.cancel(), second.cancel()))
    print("states=%s %s" % (second.cancelled(), second.done()))
    ex.shutdown(wait=False, cancel_futures=True)
    print("third=%s" % third.cancelled())
    gate.set()
    print("first=%s" % first.result(5))
    try:
        second.result()
    except BaseException as e:
        print("result=%s|%s" % (type(e).__name__, e))
    print("never=%s" % ("never" in seen))
