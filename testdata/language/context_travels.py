# Contexts are arguments like others.
import multiprocessing as mp

CONTEXT = mp.get_context("fork")


def double(context, n, out):
    inner = context.Queue()
    inner.put(n * 2)
    out.put((context.get_start_method(), inner.get(), CONTEXT.get_start_method()))


if __name__ == "__main__":
    for method in ("fork", "spawn"):
        context = mp.get_context(method)
        out = context.Queue()
        p = context.Process(target=double, args=(context, 21, out))
        p.start()
        print(out.get())
        p.join()
        print(p.exitcode)
