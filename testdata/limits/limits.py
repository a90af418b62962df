# Limits of one process: what the script is told, and what ends a process that does not listen.
# stderr-has=reached its time limit of 300ms (limits=)
# stderr-has=reached its CPU time limit of 1s (--cpu-time)
import multiprocessing as mp
import time


def refused(**limits):
    try:
        mp.Process(limits=limits)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


def grow(how):
    try:
        if how == "repeat":
            return len([0] * 10**8)
        if how == "text":
            return len("abc" * 10**8)
        if how == "list":
            return len(list(range(10**8)))
        if how == "int":
            return 1 << 10**10
        if how == "append":
            items = []
            while True:
                items.append(None)
    except MemoryError:
        return "MemoryError"


def sleep_through():
    try:
        time.sleep(60)
    except TimeoutError as e:
        print("TimeoutError", e, flush=True)
        raise SystemExit(3)


def deaf():
    while True:
        try:
            time.sleep(60)
        except TimeoutError:
            pass


def spin():
    while True:
        try:
            while True:
                pass
        except TimeoutError as e:
            print("TimeoutError", e, flush=True)


def main():
    refused(colour=1)
    refused(memory="much")
    refused(memory=-1)
    refused(memory=[])
    refused(time="1 fortnight")
    refused(cpu_time=None)
    try:
        mp.Pool(1, limits=3)
    except TypeError as e:
        print("TypeError", e)

    with mp.Pool(1, limits={"memory": "64MiB"}) as pool:
        print([pool.apply(grow, (how,)) for how in ("repeat", "text", "list", "int", "append")])

    with mp.Pool(1, limits={"time": 0.5}) as pool:
        try:
            pool.apply(deaf)
        except mp.WorkerLostError as e:
            print(e)

    p = mp.Process(target=sleep_through, limits={"time": 0.2})
    p.start()
    p.join()
    print(p.exitcode)
    p = mp.Process(target=deaf, limits={"time": "300ms"})
    p.start()
    p.join()
    print(p.exitcode)
    p = mp.Process(target=spin, limits={"cpu_time": 1})
    p.start()
    p.join()
    print(p.exitcode)
    for text in ("'x' * 10**12", "[0] * 10**10", "10**10**8", "list(range(10**12))", "bytes(10**12)"):
        try:
            print(len(eval_of(text)))
        except MemoryError:
            print("MemoryError")


def eval_of(text):
    n = 10**12
    if text.startswith("'x'"):
        return "x" * n
    if text.startswith("[0]"):
        return [0] * (n // 100)
    if text.startswith("10"):
        return 10**10**8
    if text.startswith("list"):
        return list(range(n))
    return bytes(n)


main()
