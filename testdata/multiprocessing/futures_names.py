# Names of the modules, of the workers, and the classes of errors.
import concurrent.futures as cf
import multiprocessing as mp
from concurrent.futures.process import BrokenProcessPool
from concurrent.futures.thread import BrokenThreadPool


def who():
    p = mp.current_process()
    return "%s daemon=%s" % (p.name, p.daemon)


def child(ignored):
    p = mp.Process(target=who)
    p.start()
    p.join()
    return p.exitcode


if __name__ == "__main__":
    with cf.ProcessPoolExecutor(1, mp_context=mp.get_context("fork")) as ex:
        print(ex.submit(who).result())
        print("grandchild=%s" % ex.submit(child, 0).result())
    with cf.ProcessPoolExecutor(1, mp_context=mp.get_context("spawn")) as ex:
        print(ex.submit(who).result().split("-")[0])
    print("classes=%s %s" % (issubclass(BrokenProcessPool, cf.BrokenExecutor), issubclass(BrokenThreadPool, RuntimeError)))
    print("timeout=%s" % (cf.TimeoutError is TimeoutError))
    print("modules=%s %s" % (cf.Future.__module__, cf.CancelledError.__module__))
    print("executor=%s" % issubclass(cf.ProcessPoolExecutor, cf.Executor))
