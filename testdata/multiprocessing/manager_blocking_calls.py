# Calls that block in the manager hold up nobody else.
import multiprocessing as mp
import threading


def getter(q, out):
    out.append(q.get())


def waiter(e, out):
    out.append(e.wait(10))


def locker(l, out):
    with l:
        out.append("locked")


def party(b, out):
    out.append(b.wait(10))


if __name__ == "__main__":
    with mp.Manager() as m:
        q, e, l, b, out = m.Queue(), m.Event(), m.Lock(), m.Barrier(3), m.list()
        l.acquire()
        ps = [mp.Process(target=getter, args=(q, out)), mp.Process(target=waiter, args=(e, out)),
              mp.Process(target=locker, args=(l, out)), mp.Process(target=party, args=(b, out)),
              mp.Process(target=party, args=(b, out))]
        for p in ps:
            p.start()
        t = threading.Thread(target=getter, args=(q, out))
        t.start()
        d = m.dict()
        for i in range(50):
            d[i] = i
        print("meanwhile=%s %s" % (len(d), len(out)))
        q.put("one")
        q.put("two")
        e.set()
        l.release()
        mine = b.wait(10)
        for p in ps:
            p.join()
        t.join()
        got = out[:]
        print("strings=%s" % sorted(x for x in got if isinstance(x, str)))
        print("indexes=%s" % sorted([x for x in got if x is not True and isinstance(x, int)] + [mine]))
        print("event=%s" % (True in [x is True for x in got]))
        c = m.Condition()
        with c:
            print("wait_for=%s" % c.wait_for(lambda: False, 0.05))
            print("at_once=%s" % c.wait_for(lambda: 7))
        try:
            c.notify()
        except RuntimeError as err:
            print("notify=%s" % err)
        b2 = m.Barrier(2)
        try:
            b2.wait(0.05)
        except threading.BrokenBarrierError as err:
            print("barrier=%s broken=%s" % (type(err).__name__, b2.broken))
        b2.reset()
        print("reset=%s %s" % (b2.broken, b2.parties))
