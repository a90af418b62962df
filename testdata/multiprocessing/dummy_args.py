# multiprocessing.dummy and ThreadPool.
import multiprocessing.dummy as md
from multiprocessing.pool import ThreadPool
import multiprocessing as mp
import threading
import re
import time


def t(label, f):
    try:
        print(re.sub("0x[0-9a-f]+", "0x", "%s=%r" % (label, f())))
    except BaseException as e:
        print("%s=%s|%s" % (label, type(e).__name__, re.sub("0x[0-9a-f]+", "0x", str(e))))


def one(x):
    return x + 1


def fail(x):
    raise KeyError(x)


def setup(box, v):
    box.append(v)


if __name__ == "__main__":
    t("0", lambda: ThreadPool(0))
    t("neg", lambda: ThreadPool(-1))
    t("str", lambda: ThreadPool("a"))
    t("many", lambda: ThreadPool(1, None, (), 5))
    t("unknown", lambda: ThreadPool(what=1))
    t("init", lambda: ThreadPool(1, 5))
    box = []
    p = ThreadPool(2, setup, (box, 7))
    t("repr", lambda: p)
    t("type", lambda: type(p).__module__)
    t("isinst", lambda: isinstance(p, mp.pool.Pool))
    t("apply", lambda: p.apply(one, (1,)))
    t("lambda", lambda: p.map(lambda x: x * 2, [1, 2]))
    t("map", lambda: p.map(one, range(5), 2))
    t("starmap", lambda: p.starmap(pow, [(2, 3), (3, 2)]))
    t("imap", lambda: list(p.imap(one, range(3))))
    t("unordered", lambda: sorted(p.imap_unordered(one, range(3))))
    t("err", lambda: p.apply(fail, (1,)))
    t("maperr", lambda: p.map(fail, [1]))
    try:
        p.apply(fail, (1,))
    except KeyError as e:
        print("cause", e.__cause__)
    r = p.apply_async(one, (1,), callback=box.append)
    r.wait()
    t("async", lambda: (r.get(), r.successful()))
    t("timeout", lambda: p.apply_async(time.sleep, (0.2,)).get(0.01))
    t("box", lambda: sorted(box))
    t("shared", lambda: (p.map(box.append, [1]), len(box))[1])
    p.close()
    p.join()
    t("closed", lambda: p.apply(one, (1,)))
    t("repr", lambda: p)
    with ThreadPool(1) as p:
        t("with", lambda: p.map(one, [1]))
    t("after", lambda: p.map(one, [1]))
    t("pool", lambda: md.Pool(1))
    t("names", lambda: sorted(n for n in md.__all__))
    d = md.Process(target=box.append, args=(5,))
    t("d", lambda: (type(d).__name__, d.exitcode, d.is_alive()))
    d.start()
    d.join()
    t("d", lambda: (d.exitcode, d.is_alive(), box[-1]))
    t("cur", lambda: md.current_process().name)
    q = md.Queue(2)
    q.put(1)
    t("q", lambda: (type(q).__module__, q.get()))
    a, b = md.Pipe()
    a.send([1])
    t("pipe", lambda: b.recv())
    a, b = md.Pipe(False)
    b.send(3)
    t("pipe", lambda: (a.poll(), a.recv(), a.poll(0.01)))
    t("value", lambda: md.Value("i", 5))
    t("value", lambda: md.Value("i", 5).value)
    t("array", lambda: md.Array("i", [1, 2]))
    m = md.Manager()
    t("manager", lambda: (m.list([1]), m.dict({1: 2})))
    n = md.Namespace(x=1)
    n.y = 2
    t("ns", lambda: n)
    for k in ["Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Event"]:
        t(k, lambda: type(getattr(md, k)()).__module__)
    t("barrier", lambda: md.Barrier(1).wait())
    t("jq", lambda: (md.JoinableQueue().join()))
    t("freeze", lambda: md.freeze_support())
    t("shutdown", lambda: md.shutdown())
