"""Records arguments and results of CPython's math module as hexadecimal floats, one file a function.

Usage: python3 record.py   (writes NAME.txt beside itself)
"""

import math
import os
import random
import struct

random.seed(2024)
HERE = os.path.dirname(os.path.abspath(__file__))
COUNT = 200
RANGES = {
    "sin": (-100, 100), "cos": (-100, 100), "tan": (-100, 100), "asin": (-1, 1), "acos": (-1, 1), "atan": (-100, 100),
    "exp": (-50, 50), "expm1": (-30, 30), "log": (1e-9, 1e6), "log2": (1e-9, 1e6), "log10": (1e-9, 1e6),
    "log1p": (-0.999999, 1e4), "sinh": (-30, 30), "cosh": (-30, 30), "tanh": (-20, 20), "asinh": (-1e4, 1e4),
    "acosh": (1, 1e4), "atanh": (-0.9999, 0.9999), "erf": (-6, 6), "erfc": (-6, 27), "gamma": (-20, 170),
    "lgamma": (-50, 1e4), "cbrt": (-1e6, 1e6), "exp2": (-50, 50),
}
SPECIAL = [0.0, -0.0, 1.0, -1.0, math.inf, -math.inf, math.nan, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e300, 1e22,
           1e-10, 1e-300, 710.0, 709.78, -708.5, -740.0, -745.5, 0.5, 2.0, 10.0, 100.0, 0.1, 0.2, 0.3, math.pi, math.pi / 2, math.pi / 4, math.e,
           3 * math.pi, 1e6, 123456789.0, 1023.5, -1074.0, 30.0, 45.0, 60.0, 90.0, 180.0]


def text(x):
    return "%016x" % struct.unpack(">Q", struct.pack(">d", x))


def arguments(low, high):
    yield from SPECIAL
    for _ in range(COUNT // 2):
        yield random.uniform(low, high)
    for _ in range(COUNT // 4):
        yield round(random.uniform(low, high), random.randint(0, 3))
    for _ in range(COUNT // 4):
        yield math.ldexp(random.uniform(1, 2), random.randint(-30, 8)) * random.choice([1, -1])


def record(name, rows):
    with open(os.path.join(HERE, name + ".txt"), "w") as out:
        for args in rows:
            try:
                out.write(" ".join(text(x) for x in args) + " " + text(getattr(math, name)(*args)) + "\n")
            except (ValueError, OverflowError):
                pass


for name, (low, high) in RANGES.items():
    record(name, ((x,) for x in arguments(low, high)))

pairs = [(x, y) for x in (0.0, -0.0, 1.0, -1.0, math.inf, -math.inf, math.nan, 2.0, -2.0, 0.5, -8.0) for y in (0.0, 0.5, 1.0, -1.0, 2.0, 3.0, -3.0, math.inf, -math.inf, math.nan)]
powers = [(random.uniform(0.01, 100), random.uniform(-10, 10)) for _ in range(60)]
powers += [(float(random.randint(1, 100)), random.choice([0.5, 1 / 3, 0.25, 1.5, 2.5, -0.5, 0.1])) for _ in range(60)]
powers += [(1 + random.choice([0.01, 0.05, 0.001, 0.1, 0.07]), float(random.randint(1, 400))) for _ in range(60)]
powers += [(round(random.uniform(0.5, 3), 2), float(random.randint(-30, 60))) for _ in range(40)]
powers += [(10.0, float(y)) for y in range(-324, 309, 13)]
record("pow", pairs + powers)
points = [(random.uniform(-10, 10), random.uniform(-10, 10)) for _ in range(100)]
points += [(float(random.randint(-10, 10)), float(random.randint(-10, 10))) for _ in range(100)]
points += [(1e-300, 1e300), (1e300, 1e-300), (5e-324, 5e-324), (1e308, 1e308), (1.0, 1e18), (-1.0, -1e30)]
record("atan2", pairs + points)
record("hypot", pairs + points)
