# What is printed about errors of tasks and children.
# expect-rc=1
# stderr-has=multiprocessing.pool.RemoteTraceback:

import multiprocessing as mp
import concurrent.futures as cf
import traceback
import sys
import re


def inner(x):
    return 10 // x


def task(x):
    try:
        return inner(x)
    except ZeroDivisionError as e:
        raise ValueError("wrapped") from e


def chain(x):
    try:
        inner(x)
    except ZeroDivisionError:
        raise KeyError("during")


def show(text):
    # Only what a user reads for sure: headers, lines of his own functions, and the errors.
    keep = []
    for line in text.splitlines():
        if re.match(r'  File ".*remote_traceback.py", line \d+, in (inner|task|chain|<module>)', line):
            keep.append(re.sub(r'File ".*/?remote', 'File "remote', line))
        elif not line.startswith(" "):
            keep.append(line)
    print("\n".join(keep))
    print("-----")


if __name__ == "__main__":
    with mp.Pool(1) as pool:
        for f in (inner, task, chain):
            try:
                pool.apply(f, (0,))
            except Exception:
                show(traceback.format_exc())
        try:
            pool.map(inner, [1, 0])
        except ZeroDivisionError as e:
            show("".join(traceback.format_exception(e)))
            print(type(e.__cause__), e.__context__ is None, e.__suppress_context__)
            print(traceback.format_exception_only(e))
    with cf.ProcessPoolExecutor(1) as ex:
        try:
            ex.submit(task, 0).result()
        except ValueError as e:
            show("".join(traceback.format_exception(e)))
            print(type(e.__cause__))
    with cf.ThreadPoolExecutor(1) as ex:
        try:
            ex.submit(task, 0).result()
        except ValueError as e:
            print(type(e.__cause__))
    sys.stdout.flush()
    with mp.Pool(1) as pool:
        pool.apply(inner, (0,))
