# Daemons: inheritance, children, and their end with the main process.
import multiprocessing as mp
import time
import re
import os


def t(label, f):
    try:
        print(re.sub("0x[0-9a-f]+", "0x", "%s=%r" % (label, f())))
    except BaseException as e:
        print("%s=%s|%s" % (label, type(e).__name__, re.sub("0x[0-9a-f]+", "0x", str(e))))


def forever():
    time.sleep(100)


def sub(q):
    q.put(mp.current_process().daemon)


def child(q):
    me = mp.current_process()
    q.put(me.daemon)
    try:
        p = mp.Process(target=sub, args=(q,))
        q.put(p.daemon)
        p.start()
        p.join()
    except AssertionError as e:
        q.put(str(e))
    try:
        mp.Pool(1)
        q.put("pool")
    except AssertionError as e:
        q.put(str(e))
    try:
        mp.Manager()
        q.put("manager")
    except AssertionError as e:
        q.put(str(e))
    q.put(None)


def task(n):
    out = [mp.current_process().daemon]
    try:
        mp.Process(target=abs, args=(1,)).start()
    except AssertionError as e:
        out.append(str(e))
    return out


def unbound(n):
    mp.current_process().daemon = False
    p = mp.Process(target=abs, args=(1,))
    p.start()
    p.join()
    return p.exitcode


def unbound2(n):
    mp.current_process()._config["daemon"] = False
    p = mp.Process(target=abs, args=(1,))
    p.start()
    p.join()
    return p.exitcode


if __name__ == "__main__":
    for daemon in (True, False, None):
        q = mp.Queue()
        p = mp.Process(target=child, args=(q,), daemon=daemon)
        p.start()
        for x in iter(q.get, None):
            print(daemon, x)
        p.join()
        print(p.exitcode)
    with mp.Pool(1) as pool:
        t("task", lambda: pool.apply(task, (1,)))
        t("unbound", lambda: pool.apply(unbound, (1,)))
    with mp.Pool(1) as pool:
        t("unbound2", lambda: pool.apply(unbound2, (1,)))
    p = mp.Process(target=forever)
    p.daemon = True
    t("repr", lambda: re.sub("[0-9]+", "N", repr(p)))
    p.start()
    t("repr", lambda: re.sub("[0-9]+", "N", repr(p)))
    t("alive", lambda: p.is_alive())
    t("list", lambda: len(mp.active_children()))
    print("end")
