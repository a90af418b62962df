# ProcessPoolExecutor: submit, map, results and errors.
from concurrent.futures import ProcessPoolExecutor


def square(x):
    return x * x


def add(a, b=10, *, c=100):
    return a + b + c


def bad(x):
    if x == 3:
        raise ValueError("bad %s" % x)
    return x


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2) as ex:
        print("submit=%s" % ex.submit(square, 7).result())
        print("kwargs=%s" % ex.submit(add, 1, b=2, c=3).result())
        print("map=%s" % list(ex.map(square, range(6))))
        print("two=%s" % list(ex.map(pow, [2, 3, 4], [5, 2, 3])))
        print("chunks=%s" % list(ex.map(square, range(10), chunksize=4)))
        f = ex.submit(bad, 3)
        e = f.exception()
        print("exception=%s|%s" % (type(e).__name__, e))
        print("cause=%s" % type(e.__cause__).__name__)
        print("cause_text=%s" % str(e.__cause__).startswith('\n"""\nTraceback (most recent call last):\n'))
        try:
            f.result()
        except ValueError as err:
            print("result=%s same=%s" % (err, err is e))
        out = []
        try:
            for v in ex.map(bad, range(6)):
                out.append(v)
        except ValueError as err:
            print("map_error=%s after=%s" % (err, out))
        print("done=%s running=%s cancelled=%s cancel=%s" % (f.done(), f.running(), f.cancelled(), f.cancel()))
    try:
        ex.submit(square, 1)
    except RuntimeError as err:
        print("closed=%s" % err)
