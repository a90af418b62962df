# What the executors refuse.
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def attempt(name, f):
    try:
        f()
        print("%s=accepted" % name)
    except Exception as e:
        print("%s=%s|%s" % (name, type(e).__name__, e))


if __name__ == "__main__":
    attempt("zero", lambda: ProcessPoolExecutor(0))
    attempt("negative", lambda: ProcessPoolExecutor(max_workers=-1))
    attempt("initializer", lambda: ProcessPoolExecutor(1, initializer=5))
    attempt("per_child_type", lambda: ProcessPoolExecutor(1, max_tasks_per_child="x"))
    attempt("per_child_zero", lambda: ProcessPoolExecutor(1, max_tasks_per_child=0))
    attempt("t_zero", lambda: ThreadPoolExecutor(0))
    attempt("t_initializer", lambda: ThreadPoolExecutor(1, initializer=5))
    with ProcessPoolExecutor(1) as ex:
        attempt("chunksize", lambda: ex.map(abs, [1], chunksize=0))
        attempt("not_iterable", lambda: ex.map(abs, 5))
    with ThreadPoolExecutor(1) as ex:
        attempt("t_not_iterable", lambda: ex.map(abs, 5))
        attempt("t_timeout", lambda: list(ex.map(abs, [-1, -2], timeout=5)))
    attempt("t_closed", lambda: ex.submit(abs, 1))
