# Exceptions that cannot be rebuilt, written or shown reach the caller as some error, and the pool goes on.
# Recorded from Parlark, since CPython may hang, lose work or differ here.
import multiprocessing as mp
import concurrent.futures as cf
import threading


class KeywordOnly(Exception):
    def __init__(self, *, code):
        super().__init__("code %d" % code)
        self.code = code


class Two(Exception):
    def __init__(self, a, b):
        super().__init__("just one")


class BadReduce(Exception):
    def __reduce__(self):
        raise RuntimeError("no reduce")


class BadStr(Exception):
    def __str__(self):
        raise RuntimeError("no str")


class BadRepr(Exception):
    def __repr__(self):
        raise RuntimeError("no repr")


class HoldsLock(Exception):
    pass


class BadBuild(Exception):
    def __setstate__(self, state):
        raise RuntimeError("no state")


class UnshowableResult:
    def __getstate__(self):
        raise ValueError("not to be sent")

    def __repr__(self):
        raise ValueError("not to be shown")


def task(n):
    if n == 0:
        raise KeywordOnly(code=3)
    if n == 1:
        raise Two(1, 2)
    if n == 2:
        raise BadReduce("x")
    if n == 3:
        raise BadStr("x")
    if n == 4:
        raise BadRepr("x")
    if n == 5:
        raise HoldsLock(threading.Thread())
    if n == 6:
        raise BadBuild("x")
    if n == 7:
        return UnshowableResult()
    if n == 8:
        raise Exception(UnshowableResult())
    if n == 9:
        raise ExceptionGroup("several", [ValueError(1), KeyError(2)])
    if n == 10:
        return threading.Lock()
    if n == 11:
        return (x for x in range(3))
    return n


if __name__ == "__main__":
    with mp.Pool(2) as pool:
        for n in range(13):
            try:
                r = pool.apply_async(task, (n,)).get(10)
                print("%d=result %s" % (n, type(r).__name__))
            except mp.TimeoutError:
                print("%d=hangs" % n)
            except Exception as e:
                print("%d=%s" % (n, type(e).__name__))
        try:
            print(pool.map_async(task, range(20)).get(10))
        except mp.TimeoutError:
            print("map=hangs")
        except Exception as e:
            print("map=an error")
        print("after=%s" % pool.map(task, [20, 21]))
    with cf.ProcessPoolExecutor(1) as ex:
        for n in range(9):
            try:
                ex.submit(task, n).result(timeout=10)
                print("%d=result" % n)
            except cf.TimeoutError:
                print("%d=hangs" % n)
            except Exception as e:
                print("%d=%s" % (n, type(e).__name__))
        print("after=%s" % ex.submit(task, 20).result(timeout=10))
