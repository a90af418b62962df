# The main process and parent_process().
import multiprocessing as mp
import os


def t(label, f):
    try:
        print("%s=%r" % (label, f()))
    except BaseException as e:
        print("%s=%s|%s" % (label, type(e).__name__, e))


def child(q):
    out = []

    def t(label, f):
        try:
            out.append("%s=%r" % (label, f()))
        except BaseException as e:
            out.append("%s=%s|%s" % (label, type(e).__name__, e))
    me = mp.current_process()
    up = mp.parent_process()
    t("me", lambda: repr(me).replace(str(os.getpid()), "C").replace(str(os.getppid()), "P"))
    t("me_type", lambda: type(me).__name__)
    t("same", lambda: mp.current_process() is me)
    t("pid", lambda: me.pid == os.getpid())
    t("ident", lambda: me.ident == os.getpid())
    t("exitcode", lambda: me.exitcode)
    t("alive", lambda: me.is_alive())
    t("start", lambda: me.start())
    t("join", lambda: me.join())
    t("sentinel", lambda: me.sentinel)
    t("set_daemon", lambda: setattr(me, "daemon", True))
    t("daemon", lambda: me.daemon)
    t("name", lambda: me.name)
    t("set_name", lambda: setattr(me, "name", "renamed"))
    t("name", lambda: mp.current_process().name)
    t("up", lambda: repr(up).replace(str(os.getppid()), "P").replace(str(os.getpid()), "C"))
    t("up_type", lambda: type(up).__name__)
    t("up_name", lambda: up.name)
    t("up_pid", lambda: up.pid == os.getppid())
    t("up_ident", lambda: up.ident == os.getppid())
    t("up_alive", lambda: up.is_alive())
    t("up_join", lambda: up.join(0))
    t("up_join2", lambda: up.join(timeout=0.01))
    t("up_exitcode", lambda: up.exitcode)
    t("up_start", lambda: up.start())
    t("up_daemon", lambda: up.daemon)
    t("up_sentinel", lambda: type(up.sentinel).__name__)
    t("up_same", lambda: mp.parent_process() is up)
    t("children", lambda: mp.active_children())
    t("nested_name", lambda: mp.Process().name)
    t("nested_name2", lambda: mp.Process().name)
    t("args", lambda: me._args == (q,))
    t("identity", lambda: me._identity)
    q.put(out)


if __name__ == "__main__":
    m = mp.current_process()
    t("repr", lambda: repr(m))
    t("type", lambda: type(m).__name__)
    t("isinstance", lambda: isinstance(m, mp.process.BaseProcess))
    t("isinstance", lambda: isinstance(m, mp.Process))
    t("name", lambda: m.name)
    t("daemon", lambda: m.daemon)
    t("exitcode", lambda: m.exitcode)
    t("pid", lambda: m.pid == os.getpid())
    t("ident", lambda: m.ident == os.getpid())
    t("alive", lambda: m.is_alive())
    t("start", lambda: m.start())
    t("join", lambda: m.join())
    t("close", lambda: m.close())
    t("sentinel", lambda: m.sentinel)
    t("set_daemon", lambda: setattr(m, "name", "MainProcess"))
    t("daemon", lambda: m.daemon)
    t("authkey_len", lambda: len(m.authkey))
    t("set_authkey", lambda: setattr(m, "authkey", b"secret"))
    t("authkey", lambda: m.authkey)
    t("new", lambda: mp.Process().authkey)
    t("parent", lambda: mp.parent_process())
    t("set_name", lambda: setattr(m, "name", "Boss"))
    t("repr", lambda: repr(m))
    t("args", lambda: mp.current_process(1))
    t("children", lambda: mp.active_children())
    q = mp.Queue()
    p = mp.Process(target=child, args=(q,))
    p.start()
    print("\n".join(q.get()))
    p.join()
    t("exit", lambda: p.exitcode)
    t("name", lambda: p.name)
    t("identity", lambda: p._identity)
    t("class", lambda: mp.Process.__name__)
    t("module", lambda: mp.Process.__module__)
    t("qual", lambda: repr(mp.Process))
    t("base", lambda: [c.__name__ for c in mp.Process.__mro__])
