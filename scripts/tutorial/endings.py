"""Errors and endings: exceptions inside targets, exit codes, terminate, close.

    parlark scripts/tutorial/endings.py
"""
import multiprocessing
import sys
import time


def divide(number):
    try:
        result = number / 0
        return result
    except ZeroDivisionError:
        print("Cannot divide by zero")
        return None
    finally:
        print("finally")


def infinite_loop():
    while True:
        time.sleep(0.01)


def leave(code):
    sys.exit(code)


def crash():
    raise RuntimeError("nobody catches this")


p = multiprocessing.Process(target=divide, args=(10,))
p.start()
p.join()
print("exit code:", p.exitcode)

p = multiprocessing.Process(target=infinite_loop)
p.start()
time.sleep(0.1)
p.terminate()
p.join()
print("Process terminated:", p.exitcode)

p = multiprocessing.Process(target=leave, args=(3,))
p.start()
p.join()
print("sys.exit:", p.exitcode)

p = multiprocessing.Process(target=crash)
p.start()
p.join()
print("uncaught exception:", p.exitcode)
p.close()
try:
    p.is_alive()
except ValueError as e:
    print("ValueError:", e)

pool = multiprocessing.Pool(1)
print(pool.map(divide, [1, 2]))
pool.close()
print("Pool closed")
pool.join()
