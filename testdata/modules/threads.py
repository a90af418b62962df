import threading, queue, time
ev = threading.Event()
def w():
    time.sleep(0.2)
    ev.set()
threading.Thread(target=w).start()
print(ev.wait(2))
b = threading.Barrier(3)
res = []
def party(i):
    res.append(b.wait())
ts = [threading.Thread(target=party, args=(i,)) for i in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(res))
c = threading.Condition()
items = []
def consumer():
    with c:
        while not items:
            c.wait()
        print("item", items.pop())
t = threading.Thread(target=consumer); t.start()
with c:
    items.append(1); c.notify()
t.join()
sem = threading.BoundedSemaphore(2)
with sem: pass
try: sem.release()
except ValueError as e: print(e)
loc = threading.local()
loc.x = 1
def f():
    print(hasattr(loc, "x"))
t = threading.Thread(target=f); t.start(); t.join()
tm = threading.Timer(0.05, lambda: print("timer")); tm.start(); tm.join()
lock = threading.Lock()
print(lock.acquire(timeout=0.1), lock.acquire(timeout=0.1), lock.locked())
lock.release()
try: lock.release()
except RuntimeError as e: print(e)
r = threading.RLock()
with r:
    with r: print("re")
import queue
q = queue.PriorityQueue()
for x in (3,1,2): q.put(x)
print([q.get() for _ in range(3)])
try: q.get(timeout=0.05)
except queue.Empty: print("empty")
q = queue.LifoQueue(2); q.put(1); q.put(2)
try: q.put_nowait(3)
except queue.Full: print("full", q.full(), q.qsize())
def worker():
    while True:
        i = wq.get()
        print("did", i)
        wq.task_done()
wq = queue.Queue()
threading.Thread(target=worker, daemon=True).start()
for i in range(3): wq.put(i)
wq.join()
print("end")
