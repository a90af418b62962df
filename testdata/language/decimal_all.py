import decimal
from decimal import Decimal, getcontext, localcontext, ROUND_HALF_UP, ROUND_DOWN, ROUND_UP, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_DOWN, InvalidOperation, DivisionByZero
from fractions import Fraction
import math
import copy
import statistics
from multiprocessing import Pool

D = Decimal


def third(x):
    return x / 3


def tries(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    print(D("1.10") + D("2.2"), D(1) / D(7), D("0.1") * 3, D(10) - D("0.001"), D("7") // 2, D("-7") // 2, D("-7") % 3, divmod(D("7.5"), 2), -D("1.0"), +D("1.230"), abs(D(-3)), D(2) ** 10, D(2) ** -2, D(2) ** D("0.5"), 2 ** D(3), 5 - D(2), 1 / D(4))
    print(repr(D("1.50")), D("1E+5"), D("1e-10"), D("0E-7"), D("123456789012345678901234567890123"), D(0.1), D("  12  "), D("1_000.5"), D((1, (1, 2, 3), -2)), D("NaN"), D("-Infinity"), D("0.000001"), D("0.0000001"), D(True), D("-0"))
    print(D("2.675").quantize(D("0.01")), D("2.675").quantize(D("0.01"), rounding=ROUND_HALF_UP), D("2.5").quantize(D(1)), D("7.325").quantize(D(".01"), ROUND_DOWN), D("-7.321").quantize(D("0.01"), ROUND_UP), D("1.1").quantize(D("1"), ROUND_CEILING), D("-1.1").quantize(D("1"), ROUND_FLOOR), D("123.456").quantize(D("1e1")), round(D("2.675"), 2), round(D("2.5")), round(D("1234"), -2))
    print(D("1.0") == 1, D("0.1") == 0.1, D("0.5") == 0.5, D("1.1") < 2, D("1.0") == D("1.00"), max(D(1), D("1.5")), sorted([D(3), D("1.5"), D(-2)]), D("NaN") == D("NaN"), D("0.5") == Fraction(1, 2), hash(D("0.5")) == hash(0.5), sum([D("0.1")] * 10))
    print(D("16").sqrt(), D(2).sqrt(), D(1).exp(), D(2).ln(), D(100).log10(), D(3).log10(), D("10").ln(), D("1.5").exp(), D("1200").normalize(), D("1.500").normalize(), D("0.00").normalize(), D("3.7").to_integral_value(), D("3.2").to_integral_value(rounding=ROUND_UP))
    print(int(D("3.9")), int(D("-3.9")), float(D("1.25")), math.floor(D("-1.5")), math.ceil(D("1.2")), math.trunc(D("2.9")), D("1.25").as_integer_ratio(), D("-1.23").as_tuple(), D("123.45").adjusted(), bool(D(0)), D("1E+3").to_eng_string(), D("3").compare(D(2)), D(2).max(3), D("1.2").is_finite(), D("NaN").is_nan(), D("Inf").is_infinite(), D(-1).is_signed(), D(2).fma(3, 5), D("5").scaleb(-2), D("1").copy_sign(D(-2)))
    for spec in (".2f", "10.3f", "<10.1f", "+.1f", ",.2f", "e", ".3e", "g", ".3g", "%", ".1%", "012.2f", "", "*^12", "n"):
        print(spec, [format(x, spec) for x in (D("1234.5678"), D("-0.005"), D("1E+10"))])
    print(f"{D('19.99'):.1f} {D('5'):>6} %s %.2f" % (D("1.5"), D("2.345")), str(D("1.0")), "%d" % D("3.7"))
    getcontext().prec = 6
    print(D(1) / D(7), D(2).sqrt(), D("1234567.89") + 0, +D("1.23456789"), getcontext().prec, D("123456789"))
    with localcontext() as ctx:
        ctx.prec = 3
        ctx.rounding = ROUND_UP
        print(D(1) / 3, ctx.rounding)
    print(D(1) / 3, getcontext().rounding)
    getcontext().prec = 28
    tries(lambda: D("abc"), lambda: D(1) / 0, lambda: D(0) / 0, lambda: D(-1).sqrt(), lambda: D("Inf") - D("Inf"), lambda: D([1]), lambda: D("1").quantize(D("1e-40")), lambda: D(1) % 0, lambda: D(-8) ** D("0.5"), lambda: int(D("NaN")), lambda: D(None))
    try:
        D(5) / D(0)
    except ZeroDivisionError as e:
        print("zero", isinstance(e, DivisionByZero))
    total = sum((D(p) * q for p, q in [("19.99", 3), ("5.01", 2)]), D(0))
    print(total, (total * D("0.0825")).quantize(D("0.01"), ROUND_HALF_UP), statistics.mean([D("1.5"), D("2.5")]), copy.deepcopy(total) == total)
    a, b = D("1"), D("1")
    for _ in range(50):
        a, b = b, a + b / 3
    print(a, b)
    with Pool(2) as pool:
        print(pool.map(third, [D(1), D("2.5")]), pool.map(D, ["1.1", 2]))
