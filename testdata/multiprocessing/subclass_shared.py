# Classes derived from Lock, Queue, Event and the like, with state of their own, here and in children.
import multiprocessing as mp
from multiprocessing import queues, synchronize, pool, context


def t(label, f):
    try:
        print("%s=%r" % (label, f()))
    except BaseException as e:
        print("%s=%s|%s" % (label, type(e).__name__, e))


class CountingLock(synchronize.Lock):
    def __init__(self, name):
        super().__init__(ctx=mp.get_context())
        self.label = name

    def hold(self):
        with self:
            return "held " + self.label


class TaggedQueue(queues.Queue):
    def __init__(self, tag, maxsize=0):
        super().__init__(maxsize, ctx=mp.get_context())
        self.tag = tag

    def put(self, obj, block=True, timeout=None):
        super().put((self.tag, obj), block, timeout)

    def drain(self):
        out = []
        while True:
            item = self.get()
            if item[1] is None:
                return out
            out.append(item)


class JQ(queues.JoinableQueue):
    def done(self, n):
        for i in range(n):
            self.get()
            self.task_done()


class SQ(queues.SimpleQueue):
    def put_all(self, items):
        for i in items:
            self.put(i)


class NamedEvent(synchronize.Event):
    def toggle(self):
        if self.is_set():
            self.clear()
        else:
            self.set()
        return self.is_set()


class Sem(synchronize.Semaphore):
    def down(self, n):
        return [self.acquire(False) for i in range(n)]


class Cond(synchronize.Condition):
    def ping(self):
        with self:
            self.notify_all()


class Bar(synchronize.Barrier):
    @property
    def spare(self):
        return self.parties - self.n_waiting


class SharedCounter:
    def __init__(self, n=0):
        self.count = mp.Value("i", n)

    def increment(self, n=1):
        with self.count.get_lock():
            self.count.value += n

    @property
    def value(self):
        return self.count.value


class SizedQueue(queues.Queue):
    def __init__(self, *args, **kwargs):
        super(SizedQueue, self).__init__(*args, ctx=mp.get_context(), **kwargs)
        self.size = SharedCounter(0)

    def put(self, *args, **kwargs):
        self.size.increment(1)
        super(SizedQueue, self).put(*args, **kwargs)

    def get(self, *args, **kwargs):
        item = super(SizedQueue, self).get(*args, **kwargs)
        self.size.increment(-1)
        return item

    def qsize(self):
        return self.size.value

    def empty(self):
        return not self.qsize()


class NoDaemonProcess(mp.Process):
    @property
    def daemon(self):
        return False

    @daemon.setter
    def daemon(self, value):
        pass


class NoDaemonContext(type(mp.get_context("fork"))):
    Process = NoDaemonProcess


class NestablePool(pool.Pool):
    def __init__(self, *args, **kwargs):
        kwargs["context"] = NoDaemonContext()
        super(NestablePool, self).__init__(*args, **kwargs)


def square(n):
    return n * n


def nested(n):
    with mp.Pool(2) as p:
        return p.map(square, range(n))


def child(lock, q, jq, sq, ev, sem, sized):
    q.put(lock.hold())
    q.put((type(lock).__name__, lock.label, type(q).__name__, q.tag))
    sem.release()
    sq.put_all("ab")
    q.put(ev.toggle())
    sized.put("x")
    sized.put("y")
    jq.done(2)
    q.put(None)


if __name__ == "__main__":
    lock = CountingLock("mine")
    q = TaggedQueue("t", 10)
    jq = JQ(ctx=mp.get_context())
    sq = SQ(ctx=mp.get_context())
    ev = NamedEvent(ctx=mp.get_context())
    sem = Sem(2, ctx=mp.get_context())
    cond = Cond(ctx=mp.get_context())
    bar = Bar(2, ctx=mp.get_context())
    sized = SizedQueue()
    t("lock", lambda: lock)
    t("hold", lambda: lock.hold())
    t("acq", lambda: (lock.acquire(), lock.acquire(False), lock.release()))
    t("over", lambda: lock.release())
    t("label", lambda: lock.label)
    t("isinst", lambda: [isinstance(x, k) for x, k in ((lock, synchronize.Lock), (lock, synchronize.SemLock), (q, queues.Queue), (jq, queues.Queue), (ev, synchronize.Event))])
    t("sem", lambda: sem)
    t("sem", lambda: sem.down(3))
    t("sem", lambda: sem.get_value())
    t("cond", lambda: (cond.ping(), cond.wait_for))[:0] if False else None
    t("cond", lambda: repr(cond))
    t("wait", lambda: cond.wait())
    t("bar", lambda: bar.spare)
    t("q", lambda: repr(q).split(" at ")[0])
    jq.put(1)
    jq.put(2)
    p = mp.Process(target=child, args=(lock, q, jq, sq, ev, sem, sized))
    p.start()
    jq.join()
    t("drained", lambda: q.drain())
    t("sq", lambda: (sq.get(), sq.get()))
    t("ev", lambda: ev.is_set())
    t("sem", lambda: sem.get_value())
    p.join()
    t("sized", lambda: (sized.qsize(), sized.empty(), sized.get(), sized.get(), sized.qsize(), sized.empty()))
    t("tag_nowait", lambda: (q.put_nowait(5), q.get(timeout=5)))
    t("get_nowait", lambda: q.get_nowait())
    q.extra = 7
    t("extra", lambda: q.extra)
    t("condlock", lambda: mp.Condition(CountingLock("c")))
    v = mp.Value("i", 3, lock=CountingLock("v"))
    with v.get_lock():
        v.get_obj().value += 1
    t("value", lambda: v.value)
    with NestablePool(2) as np:
        t("nested", lambda: np.map(nested, [2, 3]))
        t("daemon", lambda: [w.daemon for w in np._pool])
