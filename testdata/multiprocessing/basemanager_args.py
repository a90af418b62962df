# BaseManager: states, registration, exposed methods, wrong use.
import multiprocessing as mp
from multiprocessing.managers import BaseManager, SyncManager, BaseProxy, NamespaceProxy, MakeProxyType, ListProxy, DictProxy, RemoteError, Namespace, Token
import operator
import re


def t(label, f):
    try:
        print(re.sub("0x[0-9a-f]+", "0x", "%s=%r" % (label, f())))
    except BaseException as e:
        text = str(e)
        if "-----" in text:  # a RemoteError: a traceback between lines
            lines = text.splitlines()
            text = "%s ... %s" % (lines[2], lines[-2].split("exposed=")[0])
        print("%s=%s|%s" % (label, type(e).__name__, text))


def r(x):
    s = repr(x)
    return s.split(" at 0x")[0]


class Counter:
    def __init__(self, n=0):
        self.n = n

    def inc(self, by=1):
        self.n += by
        return self.n

    def get(self):
        return self.n

    def fail(self):
        raise ValueError("failed with", self.n)

    def _private(self):
        return "private"

    def __len__(self):
        return self.n

    def __str__(self):
        return "Counter(%d)" % self.n

    def __getitem__(self, k):
        return k * 2


class CounterProxy(BaseProxy):
    _exposed_ = ("inc", "get", "__len__")

    def inc(self, by=1):
        return self._callmethod("inc", (by,))

    def get(self):
        return "proxied %d" % self._callmethod("get")

    def __len__(self):
        return self._callmethod("__len__")


class M(BaseManager):
    pass


def make():
    return [1, 2]


M.register("Counter", Counter)
M.register("Small", Counter, exposed=("inc", "_private"))
M.register("Proxied", Counter, CounterProxy)
M.register("make", make, ListProxy)
M.register("nomake", make, create_method=False)
M.register("op", callable=lambda: operator)
M.register("bare")


def init(a, b):
    print("initializer", a, b, flush=True)


if __name__ == "__main__":
    m = M()
    t("repr", lambda: r(m))
    t("address", lambda: m.address)
    t("early", lambda: m.Counter())
    t("shutdown", lambda: m.shutdown())
    m.start()
    t("twice", lambda: m.start())
    t("server", lambda: m.get_server())
    t("connect", lambda: m.connect())
    c = m.Counter(5)
    t("c", lambda: r(c))
    t("c", lambda: str(c))
    t("c", lambda: type(c).__name__)
    t("c", lambda: c.inc())
    t("c", lambda: c.inc(4))
    t("c", lambda: c.inc(by=2))
    t("c", lambda: c.get())
    t("c", lambda: c.n)
    t("c", lambda: c._private())
    t("c", lambda: len(c))
    t("c", lambda: c[2])
    t("c", lambda: c.fail())
    t("c", lambda: c.inc("x"))
    t("c", lambda: c.inc(1, 2))
    t("c", lambda: c._callmethod("n"))
    t("c", lambda: c._callmethod("_private"))
    try:
        c._callmethod("nothing")
    except Exception as e:
        print(type(e).__name__, "Traceback" in str(e), str(e).strip().splitlines()[-2:])
    t("v", lambda: c._getvalue().n)
    t("ctor", lambda: m.Counter(1, 2))
    s = m.Small(1)
    t("s", lambda: s.inc())
    t("s", lambda: s._private())
    t("s", lambda: s.get())
    p = m.Proxied(3)
    t("p", lambda: (p.inc(), p.inc(3), p.get(), len(p)))
    t("p", lambda: type(p).__name__)
    t("p", lambda: p.fail())
    t("p", lambda: r(p))
    l = m.make()
    t("l", lambda: (type(l).__name__, str(l)))
    t("no", lambda: m.nomake)
    op = m.op()
    t("op", lambda: op.add(1, 2))
    t("op", lambda: op.mul(3, 4))
    t("bare", lambda: m.bare())
    t("dup", lambda: m.Counter.__name__)
    t("shutdown", lambda: m.shutdown())
    t("again", lambda: m.start())
    t("use", lambda: m.Counter())
    with M() as m2:
        t("with", lambda: m2.Counter(1).inc())
    t("after", lambda: m2.start())
    m3 = SyncManager()
    m3.start(init, (1, 2))
    t("sync", lambda: m3.list([1])[0])
    m3.shutdown()
    m4 = SyncManager()
    t("init", lambda: m4.start(5))
    t("bad", lambda: M.register())
    t("bad", lambda: BaseManager(5))
    t("ser", lambda: BaseManager(serializer="nosuch"))
    t("auth", lambda: BaseManager(authkey="x"))
    t("un", lambda: BaseManager(what=1))
    ns = Namespace(a=1, b=2)
    t("ns", lambda: ns)
    t("ns", lambda: (ns.a, ns.b))
    P = MakeProxyType("P", ("get", "inc"))
    t("P", lambda: P.__name__)
    t("P", lambda: P._exposed_)
    t("err", lambda: (RemoteError.__module__, RemoteError.__mro__[1].__name__))
    t("err", lambda: str(RemoteError("text")))
