# Inputs that fail, never end or block.
# Recorded from Parlark, since CPython may hang, lose work or differ here.
import multiprocessing as mp
import itertools
import time


def one(n):
    return n


def failing(n):
    for i in range(n):
        yield i
    raise KeyError("input")


class NoLen:
    def __iter__(self):
        return iter([1, 2])

    def __len__(self):
        raise ValueError("no length")


if __name__ == "__main__":
    with mp.Pool(2) as pool:
        for f in (lambda: pool.map(one, failing(5)), lambda: list(pool.imap(one, failing(5))), lambda: list(pool.imap_unordered(one, failing(5), 2)),
                  lambda: pool.starmap(one, ((i,) for i in failing(3))), lambda: pool.map(one, NoLen())):
            try:
                print(f())
            except (KeyError, ValueError) as e:
                print(type(e).__name__, e)
        it = pool.imap(one, failing(3))
        out = []
        while True:
            try:
                out.append(next(it))
            except StopIteration:
                break
            except KeyError:
                out.append("error")
        print(out)
        it = pool.imap_unordered(one, itertools.count())
        print(sorted(next(it) for i in range(20)) is not None)
        print("other=%s" % pool.apply(one, (5,)))
    print("end")
