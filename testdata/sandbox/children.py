# flags: --allow-read=$DIR/in --allow-write=$DIR/in
"""Children have the permissions of the run and no more, whatever they are told."""
import multiprocessing
import os
import sys


def attempts(top):
    out = []
    for name, f in [
        ("inside", lambda: open(top + "/in/file").read()),
        ("outside", lambda: open(top + "/file").read()),
        ("dots", lambda: open("../file").read()),
        ("environment", lambda: dict(os.environ)),
        ("init", lambda: os.kill(1, 9)),
        ("program", lambda: os.system("true")),
    ]:
        try:
            out.append(f"{name}: {f()}")
        except OSError as e:
            out.append(f"{name}: {type(e).__name__}: {e}")
    return out


def nested(top):
    with multiprocessing.Pool(1) as pool:
        return pool.apply(attempts, (top,))


if __name__ == "__main__":
    top = sys.argv[1]
    os.mkdir(top + "/in")
    os.chdir(top + "/in")
    with open("file", "w") as f:
        f.write("content")
    os.environ["HOME"] = "nowhere"
    with multiprocessing.Manager() as manager, multiprocessing.Pool(1) as pool:
        print(*pool.apply(attempts, (top,)), sep="\n")
    from concurrent.futures import ProcessPoolExecutor
    with ProcessPoolExecutor(1) as executor:
        print(executor.submit(nested, top).result() == attempts(top))

    # An open file stays where it was opened.
    with open("file") as f:
        try:
            multiprocessing.Process(target=print, args=(f,)).start()
        except TypeError as e:
            print(type(e).__name__, e)
