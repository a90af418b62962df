# A client of a manager that is killed loses what it held, waited for or was about to receive. (With CPython this script
# hangs: the locks stay locked, and the item is lost.)
import multiprocessing as mp
import threading
import time


def holder(lock, rlock, condition, event):
    lock.acquire()
    rlock.acquire()
    rlock.acquire()
    condition.acquire()
    event.set()
    time.sleep(60)


def getter(q, event):
    event.set()
    q.get()


def party(b):
    try:
        b.wait()
    except threading.BrokenBarrierError:
        raise SystemExit(5)


def waiter(c, event):
    with c:
        event.set()
        c.wait()


def keep(lock):
    lock.acquire()


def start(target, *args):
    p = mp.Process(target=target, args=args)
    p.start()
    return p


def kill(p):
    p.kill()
    p.join()


if __name__ == "__main__":
    with mp.Manager() as m:
        lock, rlock, condition, event = m.Lock(), m.RLock(), m.Condition(), m.Event()
        p = start(holder, lock, rlock, condition, event)
        event.wait()
        print("held=%s %s" % (lock.acquire(False), rlock.acquire(False)))
        kill(p)
        print("released=%s %s %s" % (lock.acquire(True, 10), rlock.acquire(True, 10), condition.acquire(True, 10)))

        kept = m.Lock()
        start(keep, kept).join()
        print("ended_normally=%s" % kept.acquire(False))

        q, event = m.Queue(), m.Event()
        p = start(getter, q, event)
        event.wait()
        kill(p)
        q.put("item")
        print("item=%s" % q.get(timeout=10))

        b = m.Barrier(3)
        ps = [start(party, b), start(party, b)]
        while b.n_waiting < 2:
            time.sleep(0.01)
        kill(ps[0])
        while not b.broken:
            time.sleep(0.01)
        ps[1].join()
        print("barrier=%s" % ps[1].exitcode)

        c = m.Condition()
        ps = []
        for i in range(2):
            event = m.Event()
            ps.append(start(waiter, c, event))
            event.wait()
        with c:
            print("both_wait=True")
        kill(ps[0])
        with c:
            c.notify()
        ps[1].join(10)
        print("second_woken=%s" % ps[1].exitcode)
