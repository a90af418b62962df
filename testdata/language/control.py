def fizz(n):
    for i in range(1, n + 1):
        if i % 15 == 0: yield "FizzBuzz"
        elif i % 3 == 0: yield "Fizz"
        elif i % 5 == 0: yield "Buzz"
        else: yield i
print(*fizz(15))
for i in range(5):
    if i == 3: break
else: print("no break")
for i in range(2): pass
else: print("else", i)
n = 5
while n:
    n -= 1
    if n == 2: continue
    if n == 0: break
    print(n, end=" ")
else: print("never")
print()
def m(x):
    match x:
        case 0: return "zero"
        case 1 | 2: return "small"
        case int(v) if v > 100: return f"big {v}"
        case str() as s: return "str " + s
        case [a]: return f"one {a}"
        case [a, b, *rest]: return f"list {a} {b} {rest}"
        case {"type": "p", "x": x, **kw}: return f"map {x} {kw}"
        case {"k": [1, y]}: return f"nested {y}"
        case Point(x=0, y=yy): return f"on y {yy}"
        case Point(xx, yy): return f"pt {xx} {yy}"
        case None: return "none"
        case True: return "true"
        case float(): return "float"
        case (1.5 | 2.5): return "never"
        case _: return "other"
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
for v in (0, 2, 500, "s", [1], [1, 2, 3], (4, 5), {"type": "p", "x": 1, "z": 2}, {"k": [1, 9]}, Point(0, 3), Point(1, 2), None, 2.5, {}, object, 50): print(m(v))
def cmd(c):
    match c.split():
        case ["go", ("north" | "south") as d]: return "go " + d
        case ["get", obj] | ["take", obj]: return "got " + obj
        case ["quit"]: return "bye"
        case []: return "empty"
        case [first, *_]: return "unknown " + first
print(cmd("go north"), cmd("take x"), cmd("quit"), cmd(""), cmd("dance now"))
if (k := 10) > 5: print("walrus", k)
data = [1, 2, 3, 4]
print([y for x in data if (y := x * 2) > 4], any((w := x) > 2 for x in data), w)
while (line := data.pop()) > 2: print(line, end=",")
print(line)
x = 5 if True else 6; y = "a" if x > 10 else "b" if x > 3 else "c"; print(x, y)
def f(a, b=2, *args, c, d=4, **kw): return a, b, args, c, d, kw
print(f(1, c=3), f(1, 5, 6, 7, c=8, e=9), f(*[1, 2], **{"c": 3}), f(*(1,), c=0, *[2, 3]))
def g(*, a=1): return a
def h(a, /, b): return a + b
print(g(a=2), h(1, b=2), (lambda x, y=2, *a, **k: (x, y, a, k))(1, 3, 4, z=5))
def mut(x, acc=[]): acc.append(x); return acc
print(mut(1), mut(2), mut(3, []))
fs = [lambda: i for i in range(3)]; print([f() for f in fs]); fs = [lambda i=i: i for i in range(3)]; print([f() for f in fs])
def counter():
    c = 0
    def inc(by=1):
        nonlocal c
        c += by; return c
    def get(): return c
    return inc, get
inc, get = counter(); inc(); inc(5); print(get())
G = 1
def setg():
    global G, H
    G += 1; H = "new"
setg(); print(G, H)
def outer():
    x = "o"
    def mid():
        def inner(): nonlocal x; x = "i"
        inner()
    mid(); return x
print(outer())
def rec(n): return 1 if n <= 1 else n * rec(n - 1)
print(rec(20), rec(30))
def deco(arg):
    def wrap(f):
        def w(*a, **k): return f"{arg}:{f(*a, **k)}"
        w.__name__ = f.__name__
        return w
    return wrap
@deco("A")
@deco("B")
def hello(n): return "hi " + n
print(hello("x"), hello.__name__)
del x
try: print(x)
except NameError as e: print(e)
def unb():
    print(loc)
    loc = 1
try: unb()
except UnboundLocalError as e: print(e)
a = b = c = []; a.append(1); print(b, c)
i, j, *k = range(5); print(i, j, k); [p, [q, r]] = 1, (2, 3); print(p, q, r)
t = 1,; print(t, type(t)); print((1), (1,), not (1,) == 1)
x = 10; x += 5; x -= 3; x *= 2; x //= 5; x **= 3; x %= 50; x <<= 2; x |= 1; x ^= 3; x &= 0xff; x >>= 1; print(x)
y = 7.0; y /= 2; print(y, 7 // 2, -7 // 2, 7 % -3, -7 % 3, 7.5 // 2, 2 ** -1, 2 ** 0.5, 1e3, 5 / 2, 6 / 3, 0x1F, 0b11, 0o17, 1_000, ~5, -5 >> 1, 1 << 70)
print(int(3.9), int(-3.9), round(0.5), round(1.5), float(3), complex if False else "", 10 // 3 * 3 + 10 % 3, 3 == 3.0, 0.1 + 0.2 == 0.3, abs(-2.5), 1e308 * 10, -1e308 * 10, 17 // 0.5)
assert True, "ok"
pass
...
print(__name__, print.__name__, type(...).__name__, NotImplemented)
if __name__ == "__main__": print("main")
