import cmath, math
z = 3 + 4j
print(z, -z, z.real, z.imag, z.conjugate(), abs(z), z == 3 + 4j, z == 3, 1j * 1j == -1, 1j ** 2, type(z), bool(0j), hash(3 + 0j) == hash(3))
print(complex(1, 2), complex("1+2j"), complex("-j"), complex(" (2-3.5j) "), complex(3), complex(), complex(real=1, imag=-2), complex(1j, 1j), 2j, -2j, 0j, -0j, complex(-0.0, 1), complex(0.0, -0.0))
print(z + 1, 1 + z, z - 2.5, 2.5 - z, z * 2, z * (1 - 1j), z / 2, 1 / z, z / (1 - 2j), True + z, z ** 2, z ** -1, z ** 0.5, 2 ** z, z ** (1 + 1j), (-8) ** (1 / 3), pow(z, 3))
print(f"{z}", f"{z:.2f}", f"{z!r:>12}", f"{z:>15}", f"{z:.3}", f"{1e20+1e-5j:g}", "%s %r" % (z, z), "{:+.1e}".format(z), f"{3j:10.1f}|")
print(str(1e16 + 1e-7j), 1.5 + 0j, complex("nan"), complex("inf-infj"), 1e300 * 1e10j)
for f in (lambda: z < 1, lambda: z // 2, lambda: z % 2, lambda: int(z), lambda: float(z), lambda: z / 0, lambda: complex("x"), lambda: 0j ** -1, lambda: complex("1", 2), lambda: z.real.foo, lambda: complex([]), lambda: math.sqrt(z), lambda: z & 1, lambda: cmath.log(0), lambda: z.nope):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(cmath.sqrt(-1), cmath.sqrt(3 + 4j), cmath.exp(1j * cmath.pi), cmath.phase(-1), cmath.polar(1 + 1j), cmath.rect(2, cmath.pi / 2), cmath.log(-1), cmath.log(100, 10), cmath.log10(1j), cmath.sqrt(-2.5-0.3j))
print(cmath.isclose(1 + 1e-12j, 1), cmath.isnan(complex("nan")), cmath.inf, cmath.infj, cmath.isfinite(1j))
print(sum([1j, 2, 3.5]), sorted([3j, 1, 2 + 1j], key=abs), {1j: "a", 1: "b"}, {1 + 0j: "c"}[1 + 0j], isinstance(z, complex), isinstance(1, complex), issubclass(complex, object))
import copy, builtins
print(copy.deepcopy([z]), builtins.len([1]), builtins.print is print, complex.__name__)
from multiprocessing import Pool
def f(c): return c * 2j
if __name__ == "__main__":
    with Pool(2) as p: print(p.map(f, [1, 1j, 2 + 2j]))
a = 1j; a += 2; a *= 2; print(a, [x for x in (1j, 2j)], round(z.real, 1), z != 1, z in [3 + 4j], max([z], key=abs))
