def t(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__ + ":", e)
def unpack(s):
    a, b = s
    return a, b
t(unpack, "xy"); t(unpack, "xyz"); t(unpack, [1, 2]); t(unpack, {1: 2, 3: 4}); t(unpack, iter("ab")); t(unpack, b"ab"); t(unpack, range(2)); t(unpack, {5, 6}); t(unpack, 7)
def unpack3(s):
    [a, (b, c)] = s
    return a, b, c
t(unpack3, [1, "xy"]); t(unpack3, (1, 2))
for a, b in ["ab", "cd"]: print(a, b)
for w in ["ab"]:
    x, y = w
    print(x, y)
words = ["hi", "yo"]
print([p + q for p, q in words], {p: q for p, q in words})
class CM:
    def __init__(self, v): self.v = v
    def __enter__(self): return self.v
    def __exit__(self, *a):
        print("exit", a[0].__name__ if a[0] else None)
        return True
with CM((1, 2)) as (a, b):
    print(a, b)
with CM((1, 2, 3)) as (a, b):
    print("no")
with CM([1, 2, 3]) as (a, *b), CM(5) as c:
    print(a, b, c)
class O: pass
o = O()
with CM(3) as o.x: print(o.x)
d = {}
with CM(4) as d["k"]: print(d)
for i in [1, 0, 2, 'a', 4]:
    try:
        print(10 // i)
    except ZeroDivisionError:
        print("zero")
        continue
    except TypeError as e:
        print("type", e)
    else:
        print("else")
    finally:
        print("fin", i)
def gen():
    for i in range(4):
        try:
            if i == 2: raise ValueError(i)
            yield i
        except ValueError as e:
            yield -1
print(list(gen()))
it = iter([1, 2, 0, 4])
for x in it:
    try: print(8 // x)
    except ZeroDivisionError: print("z")
def first(n):
    for i in range(n):
        try:
            if i == 3: return i
            if i == 1: continue
            if i == 9: break
        except Exception: pass
    else: return "none"
print(first(5), first(2))
class A:
    def f(self): return "A.f"
    def g(self): return "A.g"
class B(A):
    def f(self):
        def inner(): return super(B, self).f()
        def inner2(): return __class__.__name__
        l = lambda: super(B, self).g()
        return inner(), inner2(), l(), [super(B, self).f() for _ in range(2)]
    def h(self):
        def inner():
            return super().f()
        try: return inner()
        except Exception as e: return type(e).__name__, str(e)
    def k(self):
        return (lambda self: super().g())(self)
    @classmethod
    def c(cls): return super().__name__ if False else cls.__name__
print(B().f(), B().h(), B().k(), B.c())
f = lambda x, /, y=2, *, z=3: (x, y, z)
print(f(1), f(1, 5, z=6))
t(lambda: f(x=1))
t(lambda: f(1, 2, 3))
def pos(a, b, /, c): return a, b, c
print(pos(1, 2, 3), pos(1, 2, c=3))
t(lambda: pos(1, b=2, c=3))
t(lambda: pos(1))
def kw(a, /, **k): return a, k
print(kw(1, a=2))
g = (lambda: (yield 5))
print(list(g()))
l = lambda: (yield from [1, 2])
print(list(l()))
a = b = c = 0
a, b, c = b + 1, a + 2, 3
print(a, b, c)
l = [1, 2, 3]
l[0], l[2] = l[2], l[0]
print(l)
i = 0
i, l[i] = 2, 9
print(i, l)
class P: pass
p = P()
p.x, p.y = 1, 2
p.x, p.y = p.y, p.x
print(p.x, p.y)
(a, b), [c, *d], e = (1, 2), "xyz", 5
print(a, b, c, d, e)
*a, = "ab"
print(a)
a, *b, c = range(6)
print(a, b, c)
x = y = []
x.append(1)
print(y)
def ret_try():
    for i in range(3):
        try:
            return i
        finally:
            print("f")
print(ret_try())
def nested():
    try:
        try:
            1 / 0
        finally:
            print("inner")
    except ZeroDivisionError as e:
        print("caught", e)
        try:
            raise KeyError("k") from e
        except KeyError as k:
            print(repr(k.__cause__), repr(k.__context__), k.__suppress_context__)
    try:
        print(e)
    except UnboundLocalError as u:
        print(u)
    return "done"
print(nested())
def while_else(n):
    while n > 0:
        n -= 1
        if n == 5: break
    else:
        return "else"
    return "break"
print(while_else(3), while_else(9))
print(globals()['a'], locals() is globals()) if False else None
