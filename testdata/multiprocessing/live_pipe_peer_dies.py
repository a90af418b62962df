# The peer of a pipe dies while data are under way.
# Recorded from Parlark, since CPython may hang, lose work or differ here.
import multiprocessing as mp
import os
import signal
import time


def sends(conn, started):
    started.set()
    while True:
        conn.send(b"x" * 1000000)


def receives(conn, started):
    started.set()
    conn.recv()
    time.sleep(60)


if __name__ == "__main__":
    a, b = mp.Pipe()
    started = mp.Event()
    p = mp.Process(target=sends, args=(b, started))
    p.start()
    b.close()
    started.wait(10)
    time.sleep(0.05)
    p.kill()
    whole = True
    n = 0
    try:
        while True:
            whole = whole and len(a.recv()) == 1000000
            n += 1
    except EOFError:
        print("eof whole=%s" % whole)
    except OSError as e:
        print("eof whole=%s" % whole)
    p.join()
    a, b = mp.Pipe()
    started = mp.Event()
    p = mp.Process(target=receives, args=(b, started))
    p.start()
    b.close()
    started.wait(10)

    def later():
        time.sleep(0.3)
        p.kill()
    import threading
    threading.Thread(target=later).start()
    try:
        while True:
            a.send(b"x" * 1000000)
    except BrokenPipeError:
        print("broken")
    p.join()
    print("end")
