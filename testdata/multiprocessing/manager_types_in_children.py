# Each type of a manager as a child process sees it.
import multiprocessing as mp
import queue
import time
from multiprocessing.managers import SyncManager


def check_event(o):
    return [o.is_set(), o.set(), o.is_set(), o.clear(), o.is_set(), o.wait(0.001)]


def check_lock(o):
    out = [o.acquire(), o.acquire(False), o.release()]
    with o as entered:
        out.append(entered)
    return out


def check_semaphore(o):
    return [o.acquire(), o.acquire(blocking=False), o.acquire(True, 0.01), o.release(), o.release()]


def check_barrier(o):
    return [o.parties, o.n_waiting, o.broken, o.wait(), o.abort(), o.broken, o.reset(), o.broken]


def check_queue(o):
    out = [o.qsize(), o.full(), o.empty(), o.put(5), o.full(), o.empty(), o.get()]
    for f in (lambda: o.get(False), lambda: o.get(timeout=0.01), o.get_nowait):
        try:
            f()
        except queue.Empty as e:
            out.append(type(e).__name__)
    o.put_nowait(1)
    try:
        o.put(2, timeout=0.01)
    except queue.Full as e:
        out.append(type(e).__name__)
    return out


def check_list(o):
    out = [o[0], o.count(5), o.index(5), o.sort(), o.reverse(), [x for x in o], len(o), o.pop(0), str(o)]
    o.append(7)
    o.extend([8, 9])
    o.insert(1, "x")
    o.remove(8)
    o[0] = "first"
    o[1:2] = ["y", "z"]
    del o[-1]
    out += [o[:], o[1:3], o[::-1], 7 in o, "q" not in o, o + [1], o * 2, list(o), list(reversed(o)), bool(o)]
    o += ["end"]
    o *= 2
    out.append(o[:])
    for f in (lambda: o[99], lambda: o.index("no"), lambda: o.remove("no"), lambda: o["k"]):
        try:
            f()
        except Exception as e:
            out.append("%s|%s" % (type(e).__name__, e))
    return out


def check_dict(o):
    out = [len(o), o["foo"], o.get("foo"), sorted(o.items()), sorted(o.keys()), sorted(o.values()), o.copy(), o.popitem(), "foo" in o]
    o["k"] = 1
    o.update({"l": 2}, m=3)
    out += [o.setdefault("k", 9), o.setdefault("n", 9), o.pop("m"), o.pop("zz", None), dict(o), type(o.keys()).__name__]
    del o["k"]
    out += ["k" in o, len(o), {**o}, str(o)]
    for f in (lambda: o["no"], lambda: o.pop("no"), lambda: o[[1]]):
        try:
            f()
        except Exception as e:
            out.append("%s|%s" % (type(e).__name__, e))
    o.clear()
    out.append(len(o))
    return out


def check_value(o):
    out = [o.value, str(o), o.get(), o.set(2), o.value]
    o.value = "any type"
    return out + [o.get(), str(o)]


def check_namespace(o):
    o.y = 1
    out = [o.x, o.y, str(o), hasattr(o, "z")]
    o._own = 5
    out += [o._own, str(o)]
    del o.x
    try:
        o.x
    except AttributeError as e:
        out.append(str(e))
    return out


def run(name, f, o, out):
    out.put((name, f(o)))


if __name__ == "__main__":
    m = SyncManager()
    m.start()
    results = mp.Queue()
    for name, f, o in [
        ("event", check_event, m.Event()),
        ("lock", check_lock, m.Lock()),
        ("rlock", check_semaphore, m.RLock()),
        ("semaphore", check_semaphore, m.Semaphore(1)),
        ("bounded", check_semaphore, m.BoundedSemaphore(2)),
        ("barrier", check_barrier, m.Barrier(1)),
        ("queue", check_queue, m.Queue(1)),
        ("list", check_list, m.list([5, 3, 6])),
        ("dict", check_dict, m.dict(foo=5)),
        ("value", check_value, m.Value("i", 1)),
        ("namespace", check_namespace, m.Namespace(x=0)),
    ]:
        p = mp.Process(target=run, args=(name, f, o, results))
        p.start()
        got = results.get(timeout=10)
        p.join()
        print("%s=%s" % got)
        if name in ("list", "dict", "value", "namespace"):
            print(" here=%s" % o)
    m.shutdown()
