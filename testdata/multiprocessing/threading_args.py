# threading: threads, locks and the rest, with right and wrong arguments.
import threading
import time


def t(label, f):
    try:
        print("%s=%r" % (label, f()))
    except BaseException as e:
        print("%s=%s|%s" % (label, type(e).__name__, e))


def r(x):
    import re
    return re.sub("[0-9]{6,}", "N", re.sub("0x[0-9a-f]+", "0x", repr(x)))


def nothing(*a, **k):
    pass


if __name__ == "__main__":
    m = threading.main_thread()
    t("main", lambda: r(m))
    t("main", lambda: m is threading.current_thread())
    t("main", lambda: (m.name, m.daemon, m.is_alive(), m.ident == threading.get_ident()))
    t("main_join", lambda: m.join())
    t("count", lambda: threading.active_count())
    t("enum", lambda: [r(x) for x in threading.enumerate()])
    t("group", lambda: threading.Thread(1))
    t("args", lambda: threading.Thread(target=nothing, args=5))
    t("kw", lambda: threading.Thread(what=5))
    th = threading.Thread(target=nothing)
    t("name", lambda: th.name)
    t("repr", lambda: r(th))
    t("alive", lambda: th.is_alive())
    t("ident", lambda: th.ident)
    t("native", lambda: th.native_id)
    t("join", lambda: th.join())
    t("daemon", lambda: th.daemon)
    t("setd", lambda: setattr(th, "daemon", True))
    t("repr", lambda: r(th))
    t("setname", lambda: setattr(th, "name", "nm"))
    t("name", lambda: th.name)
    t("start", lambda: th.start())
    t("start", lambda: th.start())
    t("join", lambda: th.join(timeout=5))
    t("join", lambda: th.join(-1))
    t("repr", lambda: r(th))
    t("setd", lambda: setattr(th, "daemon", False))
    t("alive", lambda: th.is_alive())
    t("n2", lambda: threading.Thread(target=nothing).name)
    t("n3", lambda: threading.Thread().name)
    t("n4", lambda: threading.Thread(name="own").name)
    t("getName", lambda: threading.Thread(name="own").getName())
    t("lambda", lambda: threading.Thread(target=lambda: 1).name)
    th = threading.Thread(target=time.sleep, args=(0.05,), daemon=True)
    th.start()
    t("repr", lambda: r(th))
    t("join", lambda: th.join(0.001))
    t("alive", lambda: th.is_alive())
    th.join()
    err = []

    def selfjoin():
        try:
            threading.current_thread().join()
        except RuntimeError as e:
            err.append(str(e))
    th = threading.Thread(target=selfjoin)
    th.start()
    th.join()
    print(err)
    hooked = []
    old = threading.excepthook
    threading.excepthook = lambda a: hooked.append((a.exc_type.__name__, str(a.exc_value), a.thread.name))

    def bad():
        raise ValueError("thread failed")
    th = threading.Thread(target=bad, name="bad")
    th.start()
    th.join()
    print(hooked)
    threading.excepthook = old
    l = threading.Lock()
    t("lock", lambda: r(l))
    t("type", lambda: type(l).__name__)
    t("acq", lambda: l.acquire())
    t("lock", lambda: r(l))
    t("locked", lambda: l.locked())
    t("acq", lambda: l.acquire(False))
    t("acq", lambda: l.acquire(blocking=False))
    t("acq", lambda: l.acquire(True, 0.01))
    t("acq", lambda: l.acquire(timeout=0.01))
    t("acq", lambda: l.acquire(False, 1))
    t("acq", lambda: l.acquire(True, -2))
    t("acq", lambda: l.acquire(timeout="a"))
    t("rel", lambda: l.release())
    t("rel", lambda: l.release())
    with l as v:
        t("with", lambda: v)
    rl = threading.RLock()
    t("rlock", lambda: r(rl))
    t("acq", lambda: (rl.acquire(), rl.acquire()))
    t("rlock", lambda: r(rl))
    t("rel", lambda: (rl.release(), rl.release()))
    t("rel", lambda: rl.release())
    c = threading.Condition()
    t("c", lambda: r(c))
    t("c", lambda: c.wait())
    t("c", lambda: c.notify())
    t("c", lambda: c.release())
    with c:
        t("c", lambda: (c.wait(0.01), c.wait_for(lambda: 1), c.wait_for(lambda: 0, 0.01), c.notify(), c.notify_all()))
        t("c", lambda: r(c))
    s = threading.Semaphore(2)
    t("s", lambda: r(s))
    t("s", lambda: (s.acquire(), s.acquire(), s.acquire(False), s.acquire(timeout=0.01)))
    t("s", lambda: s.acquire(False, 1))
    t("s", lambda: s.release())
    t("s", lambda: s.release(2))
    t("s", lambda: s.release(0))
    t("s", lambda: threading.Semaphore(-1))
    b = threading.BoundedSemaphore(1)
    t("b", lambda: r(b))
    t("b", lambda: b.release())
    e = threading.Event()
    t("e", lambda: r(e))
    t("e", lambda: (e.is_set(), e.wait(0), e.wait(timeout=0.01), e.set(), e.wait(), e.isSet(), e.clear()))
    ba = threading.Barrier(1)
    t("ba", lambda: r(ba))
    t("ba", lambda: (ba.wait(), ba.parties, ba.n_waiting, ba.broken, ba.abort(), ba.broken))
    t("ba", lambda: ba.wait())
    t("ba", lambda: r(ba))
    t("ba", lambda: (ba.reset(), ba.broken))
    t("ba", lambda: threading.Barrier(0))
    t("ba", lambda: threading.Barrier(2, timeout=0.01).wait())
    t("ba", lambda: threading.Barrier(1, lambda: 1 // 0).wait())
    got = []
    tm = threading.Timer(0.01, got.append, [5])
    t("tm", lambda: tm.name.startswith("Thread-"))
    t("tm", lambda: isinstance(tm, threading.Thread))
    tm.start()
    tm.join()
    print(got)
    tm = threading.Timer(5, got.append, args=[6], kwargs=None)
    tm.start()
    tm.cancel()
    tm.join()
    print(got)
    lo = threading.local()
    lo.x = 1
    res = []

    def look():
        res.append(hasattr(lo, "x"))
        lo.x = 2
    th = threading.Thread(target=look)
    th.start()
    th.join()
    print(res, lo.x)
    t("max", lambda: threading.TIMEOUT_MAX > 1000)
    t("stack", lambda: threading.stack_size())
    t("trace", lambda: threading.settrace(None))
    t("ident", lambda: type(threading.get_ident()).__name__)
    t("native", lambda: type(threading.get_native_id()).__name__)
    t("all", lambda: [n for n in threading.__all__ if not hasattr(threading, n)])

    class Sub(threading.Thread):
        def __init__(self, n):
            super().__init__(name="sub", daemon=True)
            self.n = n

        def run(self):
            self.n *= 2
    th = Sub(4)
    t("sub", lambda: r(th))
    th.start()
    th.join()
    t("sub", lambda: (th.n, th.name, th.daemon))

    class NoInit(threading.Thread):
        def __init__(self):
            pass
    t("noinit", lambda: NoInit().start())
    t("noinit", lambda: r(NoInit()))
    class LockSub(threading.Event().__class__):
        pass
    t("eventsub", lambda: LockSub().is_set())
