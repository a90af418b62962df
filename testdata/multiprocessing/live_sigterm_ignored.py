# A task that ignores SIGTERM does not keep a pool from ending.
# Recorded from Parlark, since CPython may hang, lose work or differ here.
import multiprocessing as mp
import signal
import time


def stubborn(started):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    started.set()
    while True:
        time.sleep(0.05)


if __name__ == "__main__":
    t = time.time()
    with mp.Manager() as m:
        started = m.Event()
        with mp.Pool(2) as pool:
            r = pool.apply_async(stubborn, (started,))
            started.wait(10)
    print("ended=%s" % (time.time() - t < 8))
    print("children=%s" % mp.active_children())
    started = mp.Event()
    p = mp.Process(target=stubborn, args=(started,))
    p.start()
    started.wait(10)
    p.terminate()
    p.join(0.2)
    print("alive=%s" % p.is_alive())
    p.kill()
    p.join(5)
    print("exitcode=%s" % p.exitcode)
