import math
class V:
    def __init__(self, x, y): self.x, self.y = x, y
    def __repr__(self): return f"V({self.x}, {self.y})"
    def __eq__(self, o): return isinstance(o, V) and (self.x, self.y) == (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
    def __add__(self, o): return V(self.x + o.x, self.y + o.y) if isinstance(o, V) else NotImplemented
    def __radd__(self, o): return self if o == 0 else NotImplemented
    def __sub__(self, o): return V(self.x - o.x, self.y - o.y)
    def __mul__(self, k): return V(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __truediv__(self, k): return V(self.x / k, self.y / k)
    def __floordiv__(self, k): return V(self.x // k, self.y // k)
    def __mod__(self, k): return V(self.x % k, self.y % k)
    def __pow__(self, k): return V(self.x ** k, self.y ** k)
    def __matmul__(self, o): return self.x * o.x + self.y * o.y
    def __neg__(self): return V(-self.x, -self.y)
    def __pos__(self): return self
    def __invert__(self): return V(self.y, self.x)
    def __abs__(self): return math.hypot(self.x, self.y)
    def __bool__(self): return bool(self.x or self.y)
    def __len__(self): return 2
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __setitem__(self, i, v):
        if i == 0: self.x = v
        else: self.y = v
    def __iter__(self): yield self.x; yield self.y
    def __contains__(self, v): return v in (self.x, self.y)
    def __call__(self, *a, **k): return (a, k)
    def __lt__(self, o): return abs(self) < abs(o)
    def __le__(self, o): return abs(self) <= abs(o)
    def __iadd__(self, o): self.x += o.x; self.y += o.y; return self
    def __format__(self, spec): return f"<{self.x:{spec}}|{self.y:{spec}}>"
    def __int__(self): return self.x
    def __float__(self): return float(self.y)
    def __index__(self): return self.x
    def __round__(self, n=0): return V(round(self.x, n), round(self.y, n))
    def __reversed__(self): return iter((self.y, self.x))
    def __and__(self, o): return "and"
    def __or__(self, o): return "or"
    def __xor__(self, o): return "xor"
    def __lshift__(self, o): return "lsh"
    def __rshift__(self, o): return "rsh"
    def __divmod__(self, o): return ("dm", o)
    def __delitem__(self, i): print("delitem", i)
    def __bytes__(self): return b"VV"
    def __ror__(self, o): return "ror"
a, b = V(3, 4), V(1, 2)
print(a + b, a - b, a * 2, 2 * a, a / 2, a // 2, a % 2, a ** 2, a @ b, -a, +a, ~a, abs(a))
print(bool(a), bool(V(0, 0)), len(a), a[0], a[-1], list(a), 3 in a, 9 in a, a(1, k=2), a == V(3, 4), a != b, a == 5, hash(a) == hash(V(3, 4)))
print(a < b, a > b, a <= b, a >= b, sorted([a, b]), max(a, b), sum([a, b]), sum([a, b], V(1, 1)))
a[0] = 10; a += b; print(a, f"{a:03d}", format(a, ".1f"), int(a), float(a), [0] * 12 and list(range(20))[a], round(V(1.26, 2.34), 1))
x, y = a; print(x, y, [*a], (*a, 1), {a: 1}[V(11, 6)], dict([(a, 2)]), list(reversed(a)), tuple(a), set(a))
print(a & b, a | b, a ^ b, a << 1, a >> 1, divmod(a, 3), bytes(a), 5 | a, "%s %r" % (a, b), str(a))
del a["k"]
for op in (lambda: a + 1, lambda: 1 - a, lambda: a < 1 if False else "s" + a, lambda: [] + a):
    try: print(op())
    except TypeError as e: print(e)
class Temp:
    def __init__(self, d): self.d = d
    def __eq__(self, o): return self.d == (o.d if isinstance(o, Temp) else o)
    def __gt__(self, o): return self.d > (o.d if isinstance(o, Temp) else o)
print(Temp(3) == 3, 3 == Temp(3), Temp(3) != 4, Temp(5) > 2, 2 < Temp(5), Temp(1) in [1, 2], [Temp(1)] == [1])
try: hash(Temp(1))
except TypeError as e: print(e)
class Seq:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __getitem__(self, i):
        if isinstance(i, slice): return ("slice", i.start, i.stop, i.step)
        if i >= self.n: raise IndexError(i)
        return i * 10
s = Seq(3)
print(list(s), s[1:2], s[::2], s[1], 20 in s, list(reversed(s)), [x for x in s], max(s), sum(s), list(zip(s, s)), list(enumerate(s)))
class Cnt:
    def __init__(self, n): self.n = n
    def __iter__(self): self.i = 0; return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration
        self.i += 1; return self.i
c = Cnt(3); print(list(c), list(c), sum(c), [*map(str, c)], next(iter(c)), dict.fromkeys(c), ",".join(str(i) for i in c))
class Fn:
    def __init__(self, f): self.f = f
    def __call__(self, *a): return self.f(*a)
print(list(map(Fn(lambda v: v * 2), [1, 2])), sorted([3, 1], key=Fn(lambda v: -v)), callable(Fn(1)))
class Empty: pass
print(bool(Empty()), Empty() == Empty(), len({Empty(), Empty()}))
try: Empty() + 1
except TypeError as e: print(e)
try: Empty()[0]
except TypeError as e: print(e)
try: Empty() < Empty()
except TypeError as e: print(e)
try: len(Empty())
except TypeError as e: print(e)
try: iter(Empty())
except TypeError as e: print(e)
try: Empty()()
except TypeError as e: print(e)
try: Empty()[0] = 1
except TypeError as e: print(e)
try: del Empty()[0]
except TypeError as e: print(e)
