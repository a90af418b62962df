# queue.Queue, LifoQueue, PriorityQueue and SimpleQueue, with shutdown().
import queue
import threading


def t(label, f):
    try:
        print("%s=%r" % (label, f()))
    except BaseException as e:
        print("%s=%s|%s" % (label, type(e).__name__, e))


if __name__ == "__main__":
    for Q in (queue.Queue, queue.LifoQueue, queue.PriorityQueue):
        n = Q.__name__
        q = Q(3)
        t(n, lambda: repr(q).split(" at")[0])
        t("max", lambda: q.maxsize)
        t("put", lambda: (q.put(2), q.put(3, True, 1), q.put(item=1, block=False, timeout=None)))
        t("full", lambda: (q.full(), q.qsize(), q.empty()))
        t("put", lambda: q.put(5, False))
        t("put", lambda: q.put_nowait(5))
        t("put", lambda: q.put(5, timeout=0.01))
        t("put", lambda: q.put(5, timeout=-1))
        t("get", lambda: (q.get(), q.get(True, 1), q.get(block=False)))
        t("get", lambda: q.get(False))
        t("get", lambda: q.get_nowait())
        t("get", lambda: q.get(timeout=0.01))
        t("get", lambda: q.get(timeout=-1))
        t("get", lambda: q.get(timeout="a"))
        t("done", lambda: (q.task_done(), q.task_done(), q.task_done()))
        t("done", lambda: q.task_done())
        t("join", lambda: q.join())
        t("unf", lambda: q.unfinished_tasks)
        q.put(1)
        q.put(2)
        t("sd", lambda: q.is_shutdown)
        t("sd", lambda: q.shutdown())
        t("sd", lambda: q.is_shutdown)
        t("put", lambda: q.put(1))
        t("put", lambda: q.put_nowait(1))
        t("get", lambda: (q.get(), q.get()))
        t("get", lambda: q.get())
        t("get", lambda: q.get(False))
        t("get", lambda: q.get(timeout=1))
        q = Q()
        q.put(1)
        q.put(2)
        t("imm", lambda: q.shutdown(immediate=True))
        t("imm", lambda: q.qsize())
        t("imm", lambda: q.get())
        t("imm", lambda: q.join())
        t("imm", lambda: q.task_done())
        t("imm", lambda: q.shutdown(True))
        t("ctor", lambda: Q(-1).full())
        t("ctor", lambda: Q(1, 2))
        t("ctor", lambda: Q(what=2))
        t("many", lambda: Q().put(1, 2, 3, 4))
        t("none", lambda: Q().put())
        t("q", lambda: list(Q().queue))
    s = queue.SimpleQueue()
    t("s", lambda: repr(s).split(" at")[0])
    t("s", lambda: (s.put(1), s.put(2, False), s.put(3, timeout=1), s.put_nowait(4), s.qsize(), s.empty()))
    t("s", lambda: (s.get(), s.get(False), s.get(True, 1), s.get_nowait()))
    t("s", lambda: s.get(False))
    t("s", lambda: s.get_nowait())
    t("s", lambda: s.get(timeout=0.01))
    t("s", lambda: s.get(timeout=-1))
    p = queue.PriorityQueue()
    for x in [(3, "c"), (1, "a"), (2, "b")]:
        p.put(x)
    t("p", lambda: [p.get() for i in range(3)])
    p.put(1)
    t("p", lambda: p.put("a"))
    q = queue.Queue()
    res = []

    def waiter():
        try:
            q.get()
        except queue.ShutDown as e:
            res.append(repr(e))
    ths = [threading.Thread(target=waiter) for i in range(3)]
    for th in ths:
        th.start()
    q.shutdown()
    for th in ths:
        th.join()
    print(res)

    class Own(queue.Queue):
        def _init(self, maxsize):
            self.queue = []

        def _qsize(self):
            return len(self.queue)

        def _put(self, item):
            self.queue.append(item)

        def _get(self):
            return self.queue.pop(0)
    o = Own(2)
    t("own", lambda: (o.put(1), o.put(2), o.full(), o.get(), o.qsize()))
    t("own", lambda: repr(o).split(" at")[0])

    class SetQueue(queue.Queue):
        def put(self, item, block=True, timeout=None):
            if item != 5:
                super().put(item, block, timeout)
    o = SetQueue()
    t("own", lambda: (o.put(5), o.put(6), o.qsize()))
    t("exc", lambda: [(e.__name__, e.__module__, e.__mro__[1].__name__) for e in (queue.Empty, queue.Full, queue.ShutDown)])
    t("all", lambda: sorted(queue.__all__))
