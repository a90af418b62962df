# What happens around code that computes with numbers only must be seen by it, and the other way round.
import math
import signal
import threading
import os
import time
from functools import lru_cache

done = False


def stop(signum, frame):
    global done
    done = True


signal.signal(signal.SIGALRM, stop) if hasattr(signal, "SIGALRM") else None


def spin():
    n = 0
    while not done:
        n += 1
    return n > 0


timer = threading.Timer(0.05, lambda: stop(None, None))
timer.start()
print(spin())

# other threads go on while a kernel runs
ticks = []
stopping = threading.Event()


def tick():
    while not stopping.wait(0.001):
        ticks.append(1)


t = threading.Thread(target=tick)
t.start()


def busy(n):
    s = 0
    for i in range(n):
        s += i % 7
    return s


rounds = 0
while len(ticks) < 5:
    busy(200000)
    rounds += 1
stopping.set()
t.join()
print(rounds > 0)


# a name of the module that changes
def scaled(n):
    s = 0
    for i in range(n):
        s += i * FACTOR
    return s


try:
    scaled(3)
except NameError as e:
    print(e)
FACTOR = 2
print(scaled(4))


def early(n):
    for i in range(n):
        n += late(i)
    return n


try:
    early(3)
except NameError as e:
    print(e)
print(early(0))


def late(i):
    return i * 2


print(early(3))


# a closure sees the variables of a loop as it goes
def closure():
    i = 0
    see = lambda: i
    out = []
    for i in range(3):
        out.append(see())
    for i in range(5):
        pass
    return out, see(), i


print(closure())


@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(90))


# unbound and conflicting variables
def unbound(n):
    for i in range(n):
        last = i
    return last


print(unbound(2))
try:
    unbound(0)
except UnboundLocalError as e:
    print(e)


def mixed(n, flag):
    total = 0
    for i in range(n):
        if flag and i == 2:
            total += 0.5
        else:
            total += 1
    return total


print(mixed(3, True), mixed(3, False), mixed(0, True))


def first(n):
    for i in range(n):
        x = i / 2
        if x > 1:
            break
    else:
        x = -1
    return x, i


print(first(9), first(2))


def check(n):
    i = 0
    while i < n:
        i += 1
        assert i < 4, "too far"
        if i == 3 and n == 3:
            raise ValueError(f"at {i}")
    return i


for n in (2, 3, 9):
    try:
        print(check(n))
    except (ValueError, AssertionError) as e:
        print(type(e).__name__, e)


# a step, a negative step, a changed counter
def steps(a, b, c):
    n = 0
    for i in range(a, b, c):
        n = n * 10 + i
        i += 100
    return n, i


print(steps(1, 9, 3), steps(9, 1, -3))
try:
    print(steps(1, 2, 0))
except ValueError as e:
    print(e)

print(sum(i for i in range(5)), sum(x / 2 for x in range(4)), sum(1 for i in range(10) if i % 3))
nan = float("nan")


def compare(x, n):
    s = 0
    for i in range(n):
        if x < i:
            s += 1
        if not x >= i:
            s += 10
        if x == x:
            s += 100
        if x:
            s += 1000
    return s


print(compare(nan, 2), compare(1, 3), compare(0.0, 2), compare(2**60, 2), compare(2**70, 2))


def rounding(x, n):
    s = 0
    for i in range(n):
        s += int(x) + round(x) + math.floor(x) + math.ceil(x)
        x = -x * 1.5
    return s


print(rounding(2.5, 4), rounding(1e18, 2), rounding(1e30, 2))


def shifts(n):
    x = 1
    for i in range(n):
        x <<= 1
    return x, x >> 3, ~x, -x // 7, -x % 7


print(shifts(62), shifts(63), shifts(64))

import sys

this = sys.modules[__name__]
this.FACTOR = 5
print(scaled(4))
del this.FACTOR
try:
    scaled(4)
except NameError as e:
    print(e)
this.late = lambda i: 100
print(early(1))


def generators(n):
    g = sum(x for x in (i for i in range(n)))
    later = (n + i for i in range(2))
    n += 1
    return g, list(later), sum(n + i for i in range(3))


print(generators(4))
