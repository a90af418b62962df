# Objects made anywhere are used by children and grandchildren: handles as arguments, globals and captured variables.
import multiprocessing as mp
import re


def t(label, f):
    try:
        print(re.sub("0x[0-9a-f]+", "0x", "%s=%r" % (label, f())))
    except BaseException as e:
        print("%s=%s|%s" % (label, type(e).__name__, re.sub("0x[0-9a-f]+", "0x", str(e))))


def leaf(q, lock, value, array, event, sem, cond, barrier, conn, d):
    with lock:
        value.value += 1
        array[1] = value.value
    d["leaf"] = mp.current_process().name
    conn.send((mp.current_process().name, mp.parent_process().name))
    sem.release()
    with cond:
        cond.notify_all()
    q.put("leaf done")
    event.set()
    barrier.wait(10)


def middle(*handles):
    p = mp.Process(target=leaf, args=handles)
    p.start()
    with handles[1]:
        handles[2].value += 10
    p.join()
    handles[0].put(("middle done", p.exitcode, p.name))


def made_in_child(q):
    inner = mp.Queue()
    lock = mp.Lock()
    value = mp.Value("i", 5)
    a, b = mp.Pipe()

    def grand():
        with lock:
            value.value += 1
        b.send("hello")
        inner.put(value.value)
    p = mp.Process(target=grand)
    p.start()
    q.put((a.recv(), inner.get(), value.value))
    p.join()
    q.put(p.exitcode)


def pool_in_child(q):
    with mp.Pool(2) as pool:
        q.put(pool.map(abs, [-1, -2, 3]))


def manager_in_child(q):
    with mp.Manager() as m:
        l = m.list()
        p = mp.Process(target=l.append, args=(5,))
        p.start()
        p.join()
        q.put(list(l))


def make_pipe(conn):
    a, b = mp.Pipe()
    conn.send(b)
    conn.send(a.recv())


if __name__ == "__main__":
    q = mp.Queue()
    lock, value, array = mp.RLock(), mp.Value("i", 0), mp.Array("i", 3)
    event, sem, cond, barrier = mp.Event(), mp.Semaphore(0), mp.Condition(), mp.Barrier(2)
    a, b = mp.Pipe()
    with mp.Manager() as m:
        d = m.dict()
        p = mp.Process(target=middle, args=(q, lock, value, array, event, sem, cond, barrier, b, d), name="middle")
        p.start()
        t("names", lambda: a.recv())
        t("event", lambda: event.wait(10))
        t("barrier", lambda: barrier.wait(10) in (0, 1))
        t("sem", lambda: sem.acquire(timeout=10))
        t("q", lambda: [q.get(timeout=10), q.get(timeout=10)])
        p.join()
        t("value", lambda: (value.value, array[:][0], array[1] in (1, 11)))
        t("dict", lambda: d.copy())
    p = mp.Process(target=made_in_child, args=(q,))
    p.start()
    t("made", lambda: (q.get(timeout=10), q.get(timeout=10)))
    p.join()
    for f in (pool_in_child, manager_in_child):
        p = mp.Process(target=f, args=(q,))
        p.start()
        t(f.__name__, lambda: q.get(timeout=10))
        p.join()
    a, b = mp.Pipe()
    p = mp.Process(target=make_pipe, args=(b,))
    p.start()
    c = a.recv()
    c.send("through a sent end")
    t("sent", lambda: a.recv())
    p.join()
