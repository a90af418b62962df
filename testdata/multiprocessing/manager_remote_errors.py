# What a manager reports, and as which exception.
import multiprocessing as mp
from multiprocessing.managers import BaseManager, RemoteError


class Counter:
    def __init__(self, n=0):
        self.n = n

    def add(self, k):
        self.n += k
        return self.n

    def fail(self):
        raise RuntimeError("on purpose", 5)

    def hidden_(self):
        return 1

    def generator(self):
        return (x for x in range(3))

    def _private(self):
        return 1


class MyManager(BaseManager):
    pass


MyManager.register("Counter", Counter)


def attempt(name, f):
    try:
        print("%s=%s" % (name, f()))
    except RemoteError as e:
        text = str(e)
        line = "-" * 75
        print("%s=RemoteError %s %s" % (name, text.startswith("\n" + line + "\n"), text.endswith(line)))
        print(" last=%s" % text.split("\n")[-2][:60])
    except Exception as e:
        print("%s=%s|%s %s cause=%s" % (name, type(e).__name__, e, e.args, e.__cause__))


if __name__ == "__main__":
    with mp.Manager() as m:
        d, a = m.dict(), m.list([1, 2])
        attempt("key", lambda: d["q"])
        attempt("index", lambda: a[5])
        attempt("remove", lambda: a.remove(9))
        attempt("pop", lambda: m.list().pop())
        attempt("type", lambda: a.append())
        attempt("unhashable", lambda: d.update({1: 2}) or d[[1]])
        attempt("no_method", lambda: a.nothing)
        attempt("call", lambda: a._callmethod("nothing"))
        attempt("create", lambda: m.list(5))
        attempt("bounded", lambda: m.BoundedSemaphore(1).release())
    m = MyManager()
    m.start()
    c = m.Counter(5)
    attempt("add", lambda: c.add(2))
    attempt("keyword", lambda: c.add(k=3))
    attempt("fail", c.fail)
    attempt("attribute", lambda: c.n)
    attempt("private", lambda: c._private())
    attempt("wrong", lambda: c.add())
    attempt("generator", lambda: c.generator())
    attempt("still", lambda: c.add(1))
    attempt("str", lambda: str(c).startswith("<__main__.Counter object at"))
    attempt("repr", lambda: repr(c).startswith("<AutoProxy[Counter] object, typeid 'Counter' at 0x"))
    attempt("exposed", lambda: sorted(c._exposed_))
    m.shutdown()
    attempt("unregistered", lambda: m.Nothing())
    attempt("ended", lambda: m.Counter())
