class A:
    def f(self): return ["A"]
    def __init__(self, **kw): self.log = ["A"]; super().__init__(**kw)
class B(A):
    def f(self): return ["B"] + super().f()
    def __init__(self, b=0, **kw): super().__init__(**kw); self.log.append(("B", b))
class C(A):
    def f(self): return ["C"] + super().f()
    def __init__(self, c=0, **kw): super().__init__(**kw); self.log.append(("C", c))
class D(B, C):
    def f(self): return ["D"] + super().f()
print(D().f(), [k.__name__ for k in D.__mro__], D(b=1, c=2).log)
try:
    class X(A, B): pass
except TypeError as e: print(str(e).split("\n")[0])
class Mixin:
    def hello(self): return f"hello from {self.name}"
class Named(Mixin):
    def __init__(self, n): self.name = n
print(Named("n").hello())
class LogDict(dict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
    def __missing__(self, k): return f"no {k}"
d = LogDict(); d["a"] = 2; print(d, d["a"], d["zz"], len(d), "a" in d, isinstance(d, dict), dict(d))
class Stack(list):
    def push(self, x): self.append(x)
    def peek(self): return self[-1]
s = Stack([1]); s.push(2); print(s, s.peek(), len(s), s + [3], s == [1, 2], s[0:1], [x for x in s], sorted(s, reverse=True))
class Str(str):
    def shout(self): return self.upper() + "!"
print(Str("hi").shout(), Str("a") + "b", len(Str("abc")), Str("x") == "x", "%s" % Str("q"))
class I(int):
    def __add__(self, o): return I(int(self) + int(o) + 100)
    def __repr__(self): return f"I({int(self)})"
print(I(3) + 4, I(3) * 2, I(5) > 3, [I(1)], I(7) == 7, int(I(2)), f"{I(9):03d}", range(I(2)))
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    @property
    def first(self): return self[0]
t = T(1, 2); print(t, t.first, t + (3,), len(t), t == (1, 2), hash(t) == hash((1, 2)))
class E(Exception):
    def __str__(self): return "custom " + str(self.args)
print(E(1, 2), repr(E("x")), E("x").args)
class Shape:
    def area(self): raise NotImplementedError("Subclasses must implement")
    def describe(self): return f"{type(self).__name__} {self.area():.2f}"
class Sq(Shape):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
print(Sq(3).describe())
try: Shape().describe()
except NotImplementedError as e: print("NotImplementedError", e)
class P:
    def __getattr__(self, n):
        if n.startswith("x_"): return n[2:]
        raise AttributeError(f"no {n}")
    def __setattr__(self, n, v): object.__setattr__(self, n, v if n != "neg" else -v)
    def __delattr__(self, n): print("del", n); super().__delattr__(n)
p = P(); p.neg = 4; p.k = 1; print(p.x_hello, p.neg, p.k); del p.k
try: p.other
except AttributeError as e: print(e)
class Q:
    def __getattribute__(self, n):
        if n == "magic": return 42
        return object.__getattribute__(self, n)
    def __init__(self): self.real = 1
print(Q().magic, Q().real)
class Desc:
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, obj, owner): return self if obj is None else getattr(obj, self.name, None)
    def __set__(self, obj, v):
        if v < 0: raise ValueError("negative")
        setattr(obj, self.name, v)
class HasDesc:
    x = Desc()
    def __init__(self, x): self.x = x
h = HasDesc(3); print(h.x, h._x, isinstance(HasDesc.x, Desc))
try: h.x = -1
except ValueError as e: print(e)
class Lazy:
    def __init__(self, f): self.f = f
    def __get__(self, o, t):
        v = self.f(o); o.__dict__[self.f.__name__] = v; return v
class U:
    @Lazy
    def big(self): print("computing"); return 99
u = U(); print(u.big, u.big)
class Ctx:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self): print("enter", self.n); return self
    def __exit__(self, t, v, tb): print("exit", self.n, t.__name__ if t else None, v); return self.swallow
with Ctx(1) as a, Ctx(2) as b: print(a.n + b.n)
with Ctx(3, True): raise ValueError("gone")
try:
    with Ctx(4), Ctx(5): raise KeyError("k")
except KeyError as e: print("out", e)
def early():
    with Ctx(6): return "ret"
print(early())
for i in range(3):
    with Ctx(i):
        if i == 1: continue
        if i == 2: break
