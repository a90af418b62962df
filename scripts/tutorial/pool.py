"""Pools: map, apply, their asynchronous forms, callbacks, errors, the end of a pool.

    parlark scripts/tutorial/pool.py
"""
import multiprocessing
import time

pool = multiprocessing.Pool(4)


def square(number):
    return number ** 2


def power(base, exponent=2):
    return base ** exponent


def divide(number):
    return 1 / number


def slow(number):
    time.sleep(0.3)
    return number


numbers = [1, 2, 3, 4, 5]
results = pool.map(square, numbers)
print(results)
print(pool.map(square, range(10), chunksize=3))

result = pool.apply(square, (10,))
print(result)
print(pool.apply(power, (2,), {"exponent": 10}))

async_result = pool.map_async(slow, [1, 2])
print(async_result.ready())
async_result.wait()
print(async_result.ready(), async_result.successful())
print(async_result.get())

async_result = pool.apply_async(power, (3,), {"exponent": 3})
async_result.wait(timeout=10)
print(async_result.get(timeout=10))

collected = []
async_result = pool.apply_async(square, (7,), callback=collected.append)
async_result.wait()
print("callback:", collected)
failures = []
async_result = pool.apply_async(divide, (0,), callback=collected.append, error_callback=failures.append)
async_result.wait()
print("error callback:", collected, [type(e).__name__ for e in failures], async_result.successful())
async_result = pool.map_async(square, numbers, callback=collected.extend)
async_result.wait()
print("map callback:", collected)

try:
    pool.apply(divide, (0,))
except ZeroDivisionError as e:
    print("ZeroDivisionError:", e)
try:
    pool.map(divide, [1, 0, 2])
except ZeroDivisionError as e:
    print("ZeroDivisionError:", e)
try:
    pool.apply_async(slow, (1,)).get(timeout=0.01)
except multiprocessing.TimeoutError:
    print("TimeoutError")

pool.close()
try:
    pool.apply(square, (1,))
except ValueError as e:
    print("ValueError:", e)
pool.join()
print("Pool closed")

pool = multiprocessing.Pool(2)
async_result = pool.apply_async(time.sleep, (60,))
pool.terminate()
pool.join()
print("Pool terminated")

with multiprocessing.Pool(processes=3) as pool:
    print(pool.map(lambda n: n + 1, numbers))
