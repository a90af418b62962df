# An initializer runs in each worker before its first call.
from concurrent.futures import ProcessPoolExecutor

state = {"n": 0}


def setup(n):
    state["n"] = n


def read(_):
    return state["n"]


if __name__ == "__main__":
    with ProcessPoolExecutor(2, initializer=setup, initargs=(5,)) as ex:
        print("workers=%s" % set(ex.map(read, range(8))))
    print("here=%s" % state["n"])
    ex = ProcessPoolExecutor(1)
    fs = [ex.submit(abs, -i) for i in range(5)]
    ex.shutdown()
    print("after=%s" % [f.result() for f in fs])
    ex.shutdown()
    print("never_used=%s" % ProcessPoolExecutor(3).shutdown())
