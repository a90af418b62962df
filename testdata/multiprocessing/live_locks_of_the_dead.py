# A process killed while it holds the lock of a Value, an RLock several times, or a Condition leaves them to others.
# Recorded from Parlark, since CPython may hang, lose work or differ here.
import multiprocessing as mp
import time


def hold_value(v, held):
    with v.get_lock():
        held.set()
        time.sleep(60)


def hold_rlock(l, held):
    for i in range(3):
        l.acquire()
    held.set()
    time.sleep(60)


def hold_cond(c, held):
    with c:
        held.set()
        time.sleep(60)


def wait_cond(c, held):
    with c:
        held.set()
        c.wait()


if __name__ == "__main__":
    v, l, c = mp.Value("i", 1), mp.RLock(), mp.Condition()
    for f, o, lock in ((hold_value, v, v.get_lock()), (hold_rlock, l, l), (hold_cond, c, c)):
        held = mp.Event()
        p = mp.Process(target=f, args=(o, held))
        p.start()
        held.wait(10)
        p.kill()
        p.join(10)
        print("%s=%s" % (f.__name__, lock.acquire(timeout=5)))
        lock.release()
        print("repr_free=%s" % ("None" in repr(lock)))
    held = mp.Event()
    p = mp.Process(target=wait_cond, args=(c, held))
    p.start()
    held.wait(10)
    time.sleep(0.1)
    p.kill()
    p.join(10)
    with c:
        c.notify_all()
        print("waiters=%s" % repr(c).endswith(", 0)>"))
    v.value += 1
    print("value=%s" % v.value)
