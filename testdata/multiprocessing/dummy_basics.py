# multiprocessing.dummy: the API on threads.
import multiprocessing.dummy as mp
import threading

values = []


def work(q, n):
    values.append(n)
    q.put(n * n)


if __name__ == "__main__":
    q = mp.Queue()
    ps = [mp.Process(target=work, args=(q, n)) for n in range(3)]
    print("before=%s %s" % (ps[0].is_alive(), ps[0].exitcode))
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print("results=%s" % sorted(q.get() for p in ps))
    print("shared=%s" % sorted(values))
    print("exitcode=%s alive=%s" % (ps[0].exitcode, ps[0].is_alive()))
    print("thread=%s" % isinstance(ps[0], threading.Thread))
    print("children=%s" % mp.active_children())
    gate = mp.Event()
    p = mp.Process(target=gate.wait, name="waiter")
    p.start()
    print("active=%s" % [c.name for c in mp.active_children()])
    gate.set()
    p.join()
    print("current=%s" % mp.current_process().name)
    with mp.Pool(2) as pool:
        print("pool=%s %s" % (type(pool).__name__, pool.map(abs, [-1, -2])))
    m = mp.Manager()
    d, l = m.dict(a=1), m.list([1])
    d["b"] = l
    print("manager=%s %s" % (d, type(d).__name__))
    n = m.Namespace(x=1)
    n.y = 2
    print("namespace=%s" % n)
    v = m.Value("i", 4)
    v.value += 1
    print("value=%s %s" % (v.value, v))
    lock = mp.Lock()
    with lock:
        print("locked=%s" % lock.locked())
    mp.freeze_support()
    print("joinable=%s" % (mp.JoinableQueue is mp.Queue))
    a, b = mp.Pipe()
    a.send([1, 2])
    print("pipe=%s" % b.recv())
