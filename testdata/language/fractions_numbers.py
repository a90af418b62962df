from fractions import Fraction
import numbers
import math
import copy
import statistics
from multiprocessing import Pool


def half(f):
    return f / 2


def tries(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    a, b = Fraction(3, 4), Fraction("1/3")
    print(a, repr(a), a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b), -a, abs(-a), a ** 2, a ** -2, 2 ** a, a ** b, +a)
    print(a + 1, 1 - a, a * 2, 1 / a, a + 0.5, 0.5 * a, 5 // a, 5 % a, a == 0.75, a > b, a < 1, a >= Fraction(6, 8), a != b, Fraction(4, 2) == 2)
    print(Fraction(0.1), Fraction("0.125"), Fraction("-3"), Fraction(" 1e-3 "), Fraction(), Fraction(-6, 4), Fraction(Fraction(1, 2), 3), Fraction.from_float(0.25), Fraction("1_0/3"))
    print(a.numerator, a.denominator, a.as_integer_ratio(), Fraction(math.pi).limit_denominator(1000), Fraction("3.1415926535897932").limit_denominator(), float(a), int(Fraction(7, 2)), round(Fraction(7, 2)), round(Fraction(5, 2)), round(Fraction(22, 7), 3), math.floor(Fraction(-7, 2)), math.ceil(Fraction(7, 2)), math.trunc(Fraction(-7, 2)))
    print(hash(Fraction(2)) == hash(2), hash(Fraction(1, 2)) == hash(0.5), {Fraction(1, 2): "h"}[Fraction(2, 4)], bool(Fraction(0)), sum([Fraction(1, 3)] * 3), max(a, b), sorted([a, b, 1]), statistics.mean([a, b]), f"{a} {a!r}", copy.deepcopy(a) == a, Fraction(2).is_integer() if hasattr(a, "is_integer") else True)
    tries(lambda: Fraction(1, 0), lambda: Fraction("x"), lambda: Fraction("1/0"), lambda: a / 0, lambda: a + "x", lambda: Fraction(1.5, 2), lambda: Fraction(float("nan")), lambda: a < "x", lambda: Fraction(None))
    print(isinstance(1, numbers.Number), isinstance(1.5, numbers.Real), isinstance(1.5, numbers.Integral), isinstance(a, numbers.Rational), isinstance("x", numbers.Number), isinstance(True, numbers.Integral), issubclass(int, numbers.Integral))
    with Pool(2) as pool:
        print(pool.map(half, [a, b]), pool.map(Fraction, ["1/5"]), pool.map(math.floor, [Fraction(9, 2)]))
