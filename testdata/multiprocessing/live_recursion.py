# A task that recurses without end, and one that loops without end, are errors of the task.
# Recorded from Parlark, since CPython may hang, lose work or differ here.
import multiprocessing as mp


def deep(n):
    return deep(n + 1)


def fine(n):
    return n


if __name__ == "__main__":
    with mp.Pool(1) as pool:
        try:
            pool.apply_async(deep, (0,)).get(20)
        except RecursionError as e:
            print(type(e).__name__)
        print(pool.apply(fine, (3,)))
    p = mp.Process(target=deep, args=(0,))
    p.start()
    p.join(20)
    print(p.exitcode)
