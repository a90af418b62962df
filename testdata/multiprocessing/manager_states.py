# States of managers, and what they refuse.
import multiprocessing as mp
from multiprocessing.managers import BaseManager, SyncManager


def setup(d):
    print("setup=%s" % d, flush=True)


def attempt(name, f):
    try:
        print("%s=%s" % (name, f()))
    except Exception as e:
        print("%s=%s|%s" % (name, type(e).__name__, e))


if __name__ == "__main__":
    m = SyncManager()
    attempt("address", lambda: m.address)
    attempt("early", lambda: m.dict())
    attempt("initializer", lambda: m.start(initializer=5))
    m.start(setup, (3,))
    attempt("address", lambda: type(m.address).__name__)
    attempt("get_server", lambda: m.get_server())
    attempt("name", lambda: m._process.name)
    attempt("children", lambda: [p.name for p in mp.active_children()])
    attempt("daemon", lambda: m._process.daemon)
    attempt("set_address", lambda: setattr(m, "address", "x"))
    attempt("objects", lambda: m._number_of_objects())
    d, e = m.dict(), m.list()
    attempt("objects", lambda: m._number_of_objects())
    attempt("debug", lambda: len(m._debug_info().split("\n")))
    with m as same:
        attempt("with", lambda: same is m)
    attempt("after", lambda: m.start())
    attempt("enter", lambda: m.__enter__())
    attempt("create", lambda: m.list())
    attempt("str", lambda: str(e).endswith("; '__str__()' failed>"))
    attempt("shutdown", lambda: m.shutdown())
    attempt("join", lambda: m.join())
    attempt("exitcode", lambda: mp.active_children())
    attempt("serializer", lambda: BaseManager(serializer="none"))
    attempt("authkey", lambda: BaseManager(authkey="text"))
    attempt("connect", lambda: BaseManager(address="/tmp/no-such-manager").connect())
