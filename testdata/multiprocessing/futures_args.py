# concurrent.futures: executors, futures, wait and as_completed, with right and wrong arguments.
import re
import concurrent.futures as cf
import multiprocessing as mp
import time


def t(label, f):
    try:
        print(re.sub("0x[0-9a-f]+", "0x", "%s=%r" % (label, f())))
    except BaseException as e:
        print("%s=%s|%s" % (label, type(e).__name__, re.sub("0x[0-9a-f]+", "0x", str(e))))


def r(x):
    import re
    return re.sub("0x[0-9a-f]+", "0x", repr(x))


def f(x, y=0):
    return x + y


def fail(x):
    raise KeyError(x)


def init(v):
    pass


if __name__ == "__main__":
    t("all", lambda: sorted(cf.__all__))
    for E in (cf.ProcessPoolExecutor, cf.ThreadPoolExecutor):
        n = E.__name__
        t(n, lambda: E.__module__)
        t("0", lambda: E(0))
        t("neg", lambda: E(-1))
        t("str", lambda: E("a"))
        t("init", lambda: E(1, initializer=5))
        t("unknown", lambda: E(what=1))
        ex = E(2)
        t("repr", lambda: r(ex))
        t("max", lambda: ex._max_workers)
        t("submit_none", lambda: ex.submit())
        t("submit_kw", lambda: ex.submit(fn=f))
        t("submit", lambda: ex.submit(f, 1).result())
        t("submit", lambda: ex.submit(f, 1, y=2).result(timeout=5))
        t("submit_notcallable", lambda: ex.submit(5).result())
        fu = ex.submit(fail, 3)
        t("exc", lambda: fu.exception())
        t("exc", lambda: fu.exception(timeout=1))
        t("res", lambda: fu.result())
        t("cause", lambda: type(fu.exception().__cause__).__name__)
        t("repr", lambda: r(fu))
        t("states", lambda: (fu.done(), fu.running(), fu.cancelled(), fu.cancel()))
        fu = ex.submit(f, 1)
        fu.result()
        t("repr", lambda: r(fu))
        got = []
        fu.add_done_callback(lambda x: got.append(x is fu))
        t("cb", lambda: got)
        t("map", lambda: list(ex.map(f, [1, 2], [3, 4])))
        t("map", lambda: list(ex.map(f, [1, 2, 3], [3, 4])))
        t("map_none", lambda: list(ex.map(f)))
        t("map_int", lambda: ex.map(f, 5))
        t("map_kw", lambda: list(ex.map(f, [1, 2], timeout=5, chunksize=2)))
        t("map_chunk0", lambda: list(ex.map(f, [1], chunksize=0)))
        t("map_unknown", lambda: list(ex.map(f, [1], what=0)))
        g = ex.map(f, [1, 2])
        t("map_type", lambda: type(g).__name__)
        t("map_repr", lambda: r(g).split(" at")[0])
        t("next", lambda: next(g))
        t("close", lambda: g.close())
        t("next", lambda: next(g))
        t("map_fail", lambda: list(ex.map(fail, [1, 2])))
        g = ex.map(fail, [1, 2])
        t("next", lambda: next(g))
        t("next", lambda: next(g))
        slow = ex.submit(time.sleep, 0.2)
        t("timeout", lambda: slow.result(timeout=0.01))
        t("timeout", lambda: slow.exception(timeout=0))
        t("map_timeout", lambda: list(ex.map(time.sleep, [0.2], timeout=0.01)))
        with ex as e2:
            t("enter", lambda: e2 is ex)
        t("after", lambda: ex.submit(f, 1))
        t("after", lambda: ex.map(f, [1]))
        t("shutdown", lambda: ex.shutdown())
        t("shutdown", lambda: ex.shutdown(wait=False, cancel_futures=True))
        t("shutdown", lambda: ex.shutdown(True, True))
    t("mp_context", lambda: cf.ProcessPoolExecutor(1, mp_context=mp.get_context("spawn")).submit(f, 3).result())
    t("mtpc", lambda: cf.ProcessPoolExecutor(1, max_tasks_per_child=0))
    t("mtpc", lambda: cf.ProcessPoolExecutor(1, max_tasks_per_child="a"))
    t("mtpc", lambda: cf.ProcessPoolExecutor(1, max_tasks_per_child=2, mp_context=mp.get_context("fork")))
    t("prefix", lambda: cf.ThreadPoolExecutor(1, "nm", init, (1,)).submit(f, 3).result())
    with cf.ThreadPoolExecutor(1, thread_name_prefix="nm") as ex:
        import threading
        t("prefix", lambda: ex.submit(lambda: threading.current_thread().name).result())
    fu = cf.Future()
    t("new", lambda: r(fu))
    t("cancel", lambda: fu.cancel())
    t("cancel", lambda: fu.cancel())
    t("repr", lambda: r(fu))
    t("result", lambda: fu.result())
    t("exception", lambda: fu.exception())
    t("set_result", lambda: fu.set_result(1))
    t("notify", lambda: fu.set_running_or_notify_cancel())
    t("repr", lambda: r(fu))
    fu = cf.Future()
    t("run", lambda: fu.set_running_or_notify_cancel())
    t("repr", lambda: r(fu))
    t("run", lambda: fu.set_running_or_notify_cancel())
    t("cancel", lambda: fu.cancel())
    t("set", lambda: fu.set_result(5))
    t("set", lambda: fu.set_result(6))
    t("set", lambda: fu.set_exception(ValueError("x")))
    t("repr", lambda: r(fu))
    fu = cf.Future()
    fu.set_exception(ValueError("x"))
    t("repr", lambda: r(fu))
    fu = cf.Future()
    t("to", lambda: fu.result(0))
    t("to", lambda: fu.result(timeout=0.01))
    a, b = cf.Future(), cf.Future()
    a.set_result(1)
    t("wait", lambda: [len(s) for s in cf.wait([a, b], timeout=0)])
    t("wait", lambda: [len(s) for s in cf.wait([a, b], 0.01, cf.FIRST_COMPLETED)])
    t("wait", lambda: [len(s) for s in cf.wait([a, b], return_when="FIRST_COMPLETED")])
    t("wait", lambda: [len(s) for s in cf.wait([a, a])])
    t("wait", lambda: type(cf.wait([a])).__name__)
    t("wait", lambda: cf.wait([a]).not_done)
    t("wait", lambda: cf.wait([a, b], return_when="nonsense"))
    t("wait", lambda: cf.wait(5))
    t("wait", lambda: cf.wait([5]))
    t("asc", lambda: len(list(cf.as_completed([a]))))
    t("asc", lambda: list(cf.as_completed([a, b], timeout=0)))
    t("asc", lambda: list(cf.as_completed([b], timeout=0.01)))
    t("asc", lambda: type(cf.as_completed([b])).__name__)
    t("consts", lambda: (cf.FIRST_COMPLETED, cf.FIRST_EXCEPTION, cf.ALL_COMPLETED))
    t("to", lambda: cf.TimeoutError is TimeoutError)
    t("Executor", lambda: cf.Executor().submit(f))
    t("mro", lambda: [c.__name__ for c in cf.ProcessPoolExecutor.__mro__])
