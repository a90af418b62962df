import multiprocessing as mp, threading, time, queue, sys
# Shapes that wait for long and are no deadlocks.
def child(q, ev):
    ev.wait()
    q.put(1)
def slow(x):
    time.sleep(1.2)
    return x
def nested(x):
    with mp.Pool(1) as p:
        return p.apply(slow, (x,))
def waiter(c, v):
    with c:
        while not v.value: c.wait()
def jw(jq):
    while True:
        x = jq.get()
        time.sleep(0.3)
        jq.task_done()
def bar(b):
    b.wait()
if __name__ == '__main__':
    pool = mp.Pool(2)
    time.sleep(1.7)
    print('slept', pool.apply(abs, (-1,)))
    print(pool.map(slow, range(3)))
    q, ev = mp.Queue(), mp.Event()
    p = mp.Process(target=child, args=(q, ev)); p.start()
    threading.Timer(1.8, ev.set).start()
    print(q.get()); p.join()
    m = mp.Manager(); d = m.dict()
    mq = m.Queue()
    threading.Timer(1.5, lambda: mq.put(3)).start()
    print(mq.get())
    c, v = mp.Condition(), mp.Value('i', 0)
    p = mp.Process(target=waiter, args=(c, v)); p.start()
    def later():
        time.sleep(1.6)
        with c:
            v.value = 1
            c.notify_all()
    t = threading.Thread(target=later); t.start(); p.join(); t.join()
    jq = mp.JoinableQueue()
    p = mp.Process(target=jw, args=(jq,), daemon=True); p.start()
    for i in range(5): jq.put(i)
    jq.join()
    b = mp.Barrier(2)
    p = mp.Process(target=bar, args=(b,)); p.start()
    time.sleep(1.5); b.wait(); p.join()
    r = pool.apply_async(slow, (4,), callback=lambda x: q.put(x))
    print('cb', q.get())
    try: q.get(timeout=1.6)
    except queue.Empty: print('empty')
    print(ev.wait(1.0))
    pool.close(); pool.join()
