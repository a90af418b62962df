# The pool of a manager: results and iterators stay in the server.
import multiprocessing as mp


def square(x):
    return x * x


def add(a, b):
    return a + b


if __name__ == "__main__":
    with mp.Manager() as m:
        with m.Pool(2) as pool:
            print("type=%s" % type(pool).__name__)
            print("starmap=%s" % pool.starmap(add, [(1, 2), (3, 4)]))
            r = pool.map_async(square, range(4))
            print("async=%s ready=%s successful=%s" % (r.get(10), r.ready(), r.successful()))
            print("async_type=%s" % type(r).__name__)
            it = pool.imap(square, range(4))
            print("imap=%s %s" % (type(it).__name__, list(it)))
            print("unordered=%s" % sorted(pool.imap_unordered(square, range(4))))
            try:
                pool.apply_async(square, ("x",)).get()
            except TypeError as e:
                print("error=%s" % e)
        try:
            pool.apply(square, (1,))
        except ValueError as e:
            print("closed=%s" % e)
