# Conditions, barriers, events and semaphores among processes: who wakes, in what order, what they return.
import multiprocessing as mp
import threading
import re


def t(label, f):
    try:
        print(re.sub("0x[0-9a-f]+", "0x", "%s=%r" % (label, f())))
    except BaseException as e:
        print("%s=%s|%s" % (label, type(e).__name__, re.sub("0x[0-9a-f]+", "0x", str(e))))


def sleeper(cond, sleeping, woken, timeout):
    with cond:
        sleeping.release()
        r = cond.wait(timeout)
        woken.put(r)


def waiter_for(cond, state, q):
    with cond:
        q.put(cond.wait_for(lambda: state.value >= 4, 20))


def party(barrier, q, times):
    for i in range(times):
        q.put(barrier.wait(20))


def abort_it(barrier, q):
    try:
        barrier.wait(20)
        q.put("passed")
    except threading.BrokenBarrierError as e:
        q.put(repr(e))


def fail():
    raise KeyError("action")


def note(v):
    v.value += 1


if __name__ == "__main__":
    cond, sleeping, woken = mp.Condition(), mp.Semaphore(0), mp.Queue()
    ps = [mp.Process(target=sleeper, args=(cond, sleeping, woken, None if i else 0.05)) for i in range(4)]
    for p in ps:
        p.start()
    for p in ps:
        sleeping.acquire()
    t("timed out", lambda: woken.get(timeout=10))
    ps[0].join()
    with cond:
        t("repr", lambda: re.sub("[0-9]+", "N", repr(cond)))
        cond.notify(2)
    t("two", lambda: sorted([woken.get(timeout=10), woken.get(timeout=10)]))
    t("none more", lambda: woken.get(timeout=0.1))
    with cond:
        cond.notify_all()
    t("last", lambda: woken.get(timeout=10))
    for p in ps:
        p.join()
    t("repr", lambda: repr(cond))
    state, q = mp.Value("i", 0), mp.Queue()
    p = mp.Process(target=waiter_for, args=(cond, state, q))
    p.start()
    for i in range(5):
        with cond:
            state.value = i
            cond.notify()
    t("wait_for", lambda: q.get(timeout=10))
    p.join()
    runs = mp.Value("i", 0)
    bar = mp.Barrier(3, action=lambda: note(runs))
    ps = [mp.Process(target=party, args=(bar, q, 5)) for i in range(3)]
    for p in ps:
        p.start()
    got = sorted(q.get(timeout=10) for i in range(15))
    for p in ps:
        p.join()
    print(got, runs.value, bar.n_waiting, bar.broken)
    bar = mp.Barrier(2)
    ps = [mp.Process(target=abort_it, args=(bar, q)) for i in range(1)]
    for p in ps:
        p.start()
    while bar.n_waiting < 1:
        pass
    bar.abort()
    t("aborted", lambda: q.get(timeout=10))
    t("broken", lambda: bar.broken)
    t("wait", lambda: bar.wait())
    bar.reset()
    t("reset", lambda: (bar.broken, bar.n_waiting))
    for p in ps:
        p.join()
    bar = mp.Barrier(2, fail)
    p = mp.Process(target=abort_it, args=(bar, q))
    p.start()
    while bar.n_waiting < 1:
        pass
    t("action", lambda: bar.wait(10))
    t("other", lambda: q.get(timeout=10))
    p.join()
    ev = mp.Event()
    ps = [mp.Process(target=lambda: q.put(ev.wait(10))) for i in range(3)] if False else []
    sem = mp.BoundedSemaphore(2)
    t("sem", lambda: (sem.acquire(), sem.acquire(), sem.acquire(timeout=0.01), sem.release(), sem.release()))
    t("sem", lambda: sem.release())
