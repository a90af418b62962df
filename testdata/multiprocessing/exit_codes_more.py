# Every way for a child to end, and what its parent sees.
import multiprocessing as mp
import os
import signal
import sys
import time
import atexit
import threading
import re


def t(label, f):
    try:
        print(re.sub("0x[0-9a-f]+", "0x", "%s=%r" % (label, f())))
    except BaseException as e:
        print("%s=%s|%s" % (label, type(e).__name__, re.sub("0x[0-9a-f]+", "0x", str(e))))


VALUES = {"None": None, "0": 0, "1": 1, "255": 255, "256": 256, "300": 300, "-1": -1, "True": True, "False": False, "2.5": 2.5,
          "'text'": "text", "[1]": [1], "()": (), "2**70": 2 ** 70, "7": 7, "'message'": "message"}


class Bad(Exception):
    def __str__(self):
        raise ValueError("no text")


def ends(how):
    if how == "return":
        return 5
    if how == "exc":
        raise ValueError("why")
    if how == "badstr":
        raise Bad()
    if how == "kbd":
        raise KeyboardInterrupt
    if how == "genexit":
        raise GeneratorExit
    if how == "base":
        raise BaseException("base")
    if how == "stop":
        raise StopIteration
    if how == "assert":
        assert False
    if how == "recursion":
        ends("recursion")
    if how.startswith("exit:"):
        sys.exit(VALUES[how[5:]])
    if how.startswith("raise:"):
        raise SystemExit(VALUES[how[6:]])
    if how == "exit2":
        raise SystemExit(1, 2)
    if how == "os":
        os._exit(9)
    if how == "os300":
        os._exit(300)
    if how == "abort":
        os.abort()
    if how.startswith("sig:"):
        os.kill(os.getpid(), getattr(signal, how[4:]))
        time.sleep(5)
    if how == "thread":
        threading.Thread(target=lambda: time.sleep(0.05)).start()
        sys.exit(3)
    if how == "atexit":
        atexit.register(os._exit, 12)
    if how == "finally":
        try:
            sys.exit(4)
        finally:
            print("finally ran", flush=True)
    if how == "caught":
        try:
            sys.exit(4)
        except SystemExit as e:
            print("caught", e.code, flush=True)


if __name__ == "__main__":
    for how in ["return", "exc", "badstr", "kbd", "genexit", "base", "stop", "assert", "exit:None", "exit:0", "exit:1", "exit:255", "exit:256",
                "exit:300", "exit:-1", "exit:True", "exit:False", "exit:2.5", "exit:'text'", "exit:[1]", "exit:()",
                "raise:7", "raise:'message'", "raise:None", "exit2", "os", "os300", "abort", "sig:SIGTERM", "sig:SIGKILL", "sig:SIGINT", "sig:SIGUSR1",
                "sig:SIGHUP", "sig:SIGSEGV", "sig:SIGALRM", "thread", "finally", "caught"]:
        p = mp.Process(target=ends, args=(how,), name="child")
        p.start()
        p.join()
        print(how, p.exitcode, repr(p).split("stopped ")[1], flush=True)
