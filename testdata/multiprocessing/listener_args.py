# Listener and Client: states, addresses and wrong arguments.
import multiprocessing as mp
from multiprocessing.connection import Listener, Client
import os


def t(label, f):
    try:
        print("%s=%r" % (label, f()))
    except BaseException as e:
        print("%s=%s|%s" % (label, type(e).__name__, e))


def client(address, key, words):
    try:
        with Client(address, authkey=key) as c:
            for w in words:
                c.send(w)
            said.put("answer=%r" % (c.recv(),))
    except Exception as e:
        said.put("client=%s|%s" % (type(e).__name__, e))


said = mp.SimpleQueue()


def join(p):
    p.join()
    while not said.empty():
        print(said.get())


if __name__ == "__main__":
    t("family", lambda: Listener(family="AF_PIPE"))
    t("family", lambda: Listener(family="AF_NONSENSE"))
    t("authkey", lambda: Listener(family="AF_UNIX", authkey="text"))
    t("authkey", lambda: Client("nowhere", authkey="text"))
    t("authkey", lambda: Client("nowhere", authkey=5))
    t("nowhere", lambda: Client("/nonexistent/socket"))
    t("nowhere", lambda: Client("/nonexistent/socket", "AF_UNIX"))
    t("noargs", lambda: Client())
    t("many", lambda: Client("a", "b", b"c", 4))
    t("unknown", lambda: Listener(what=1))
    t("addr_int", lambda: Listener(5))
    t("client_int", lambda: Client(5))
    l = Listener(family="AF_UNIX")
    t("repr", lambda: repr(l).split(" at ")[0])
    t("type", lambda: type(l).__module__ + "." + type(l).__name__)
    t("address", lambda: type(l.address).__name__)
    t("last", lambda: l.last_accepted)
    p = mp.Process(target=client, args=(l.address, None, ["a", "b"]))
    p.start()
    with l.accept() as c:
        t("conn", lambda: type(c).__name__)
        t("recv", lambda: (c.recv(), c.recv()))
        t("last", lambda: l.last_accepted)
        c.send("bye")
        t("eof", lambda: c.recv())
    join(p)
    t("exit", lambda: p.exitcode)
    t("close", lambda: l.close())
    t("close", lambda: l.close())
    t("accept", lambda: l.accept())
    t("address", lambda: l.address)
    t("last", lambda: l.last_accepted)
    t("refused", lambda: Client("/nonexistent/x", authkey=b"k"))
    with Listener(family="AF_UNIX", authkey=b"secret") as l:
        t("default_family", lambda: type(l.address).__name__)
        p = mp.Process(target=client, args=(l.address, b"secret", [1]))
        p.start()
        with l.accept() as c:
            t("recv", lambda: c.recv())
            c.send("welcome")
        join(p)
        p = mp.Process(target=client, args=(l.address, b"wrong", [1]))
        p.start()
        t("accept", lambda: l.accept())
        join(p)
        p = mp.Process(target=client, args=(l.address, None, []))
        p.start()
        t("accept_none", lambda: l.accept())
        join(p)
        p = mp.Process(target=client, args=(l.address, b"secret", [2]))
        p.start()
        with l.accept() as c:
            t("recv", lambda: c.recv())
            c.send("welcome again")
        join(p)
    t("after_with", lambda: l.accept())
