import logging, multiprocessing, os, sys, random, time, threading
from logging.handlers import QueueHandler, QueueListener
logging.basicConfig(level=logging.INFO, format="%(processName)s %(levelname)s %(name)s %(message)s", stream=sys.stdout)
log = logging.getLogger(__name__)
os.environ["FROM_PARENT"] = "yes"
def work(n):
    log.info("hello %d", n)
    logging.getLogger("other").debug("not shown")
    logging.getLogger("other").warning("shown")
    print(os.environ.get("FROM_PARENT"))
    sys.stdout.flush()
def qwork(q, n):
    h = QueueHandler(q)
    root = logging.getLogger("viaq")
    root.propagate = False
    root.addHandler(h)
    root.setLevel(logging.DEBUG)
    root.debug("from %s", multiprocessing.current_process().name)
    try: 1/0
    except Exception as e: root.error("failed %r", e)
if __name__ == "__main__":
    p = multiprocessing.Process(target=work, args=(1,))
    p.start(); p.join()
    q = multiprocessing.Queue()
    l = QueueListener(q, *logging.getLogger().handlers)
    l.start()
    p = multiprocessing.Process(target=qwork, args=(q, 1)); p.start(); p.join()
    l.stop()
    with multiprocessing.Pool(1) as pool:
        print(pool.map(abs, [-1, 2]))
    r = random.Random(5)
    with multiprocessing.Pool(1) as pool:
        print(pool.apply(r.random), random.Random(5).random())
