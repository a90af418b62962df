# When the server of a manager is killed, calls end at once, those that wait too.
import multiprocessing as mp
import threading
import time


def blocked(q, event, out):
    try:
        event.set()
        q.get()
    except (OSError, EOFError):
        out.put("connection error")


if __name__ == "__main__":
    m = mp.Manager()
    d, q = m.dict(a=1), m.Queue()
    out = mp.Queue()
    events = [m.Event(), m.Event()]
    p = mp.Process(target=blocked, args=(q, events[0], out))
    p.start()
    t = threading.Thread(target=blocked, args=(q, events[1], out))
    t.start()
    for e in events:
        e.wait()
    time.sleep(0.05)
    m._process.kill()
    print("blocked=%s %s" % (out.get(timeout=10), out.get(timeout=10)))
    p.join()
    t.join()
    for name, f in (("old", lambda: d["a"]), ("again", lambda: len(d)), ("new", m.list)):
        try:
            f()
            print("%s=accepted" % name)
        except (OSError, EOFError):
            print("%s=connection error" % name)
    print("str=%s" % str(d).endswith("; '__str__()' failed>"))
    print("exitcode=%s" % m._process.exitcode)
    print("shutdown=%s" % m.shutdown())
