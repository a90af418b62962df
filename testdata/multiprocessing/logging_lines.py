# The logger of the module and what it writes.
import multiprocessing as mp
import logging
import sys


def t(label, f):
    try:
        print("%s=%r" % (label, f()))
    except BaseException as e:
        print("%s=%s|%s" % (label, type(e).__name__, e))


def child():
    mp.get_logger().info("from the child")
    mp.get_logger().warning("warned %d", 5)


if __name__ == "__main__":
    log = mp.get_logger()
    t("log", lambda: (log.name, log.level, log.propagate, log.handlers))
    h = logging.StreamHandler(sys.stdout)
    h.setFormatter(logging.Formatter("[%(levelname)s/%(processName)s] %(message)s"))
    log.addHandler(h)
    log.setLevel(mp.SUBDEBUG)
    mp.util.info("info")
    mp.util.debug("debug")
    mp.util.sub_debug("sub")
    mp.util.sub_warning("subwarn")
    log.setLevel(logging.INFO)
    p = mp.Process(target=child)
    p.start()
    p.join()
    log.removeHandler(h)
    log.setLevel(logging.NOTSET)
    l2 = mp.log_to_stderr()
    t("same", lambda: l2 is log)
    t("handlers", lambda: [type(h).__name__ for h in log.handlers])
    t("level", lambda: log.level)
    l3 = mp.log_to_stderr(logging.INFO)
    t("level", lambda: log.level)
    t("handlers", lambda: len(log.handlers))
    t("fmt", lambda: log.handlers[0].formatter._fmt)
    log.warning("doomed")
    p = mp.Process(target=child)
    p.start()
    p.join()
    m = mp.Manager()
    del m
    log.setLevel(logging.WARNING)
