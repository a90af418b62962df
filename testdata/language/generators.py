def count(n):
    i = 0
    while i < n:
        got = yield i
        if got: i = got
        else: i += 1
g = count(5); print(next(g), next(g), g.send(3), next(g)); 
try: next(g)
except StopIteration as e: print("stop", e.value)
def ret(): yield 1; return "done"
def outer():
    r = yield from ret(); print("got", r); yield from [5, 6]; return r
print(list(outer()))
def closing():
    try:
        while True: yield "x"
    except GeneratorExit: print("exit"); raise
    finally: print("fin")
c = closing(); next(c); c.close()
def thrower():
    while True:
        try: yield 1
        except ValueError as e: print("caught", e); yield "handled"
t = thrower(); next(t); print(t.throw(ValueError("v")), next(t))
try: t.throw(KeyError("k"))
except KeyError as e: print("through", e)
print(list(x * y for x in range(3) for y in range(x) if (x + y) % 2))
print(sum(i for i in range(100)), max((len(w), w) for w in ["a", "bcd"]), any(x > 2 for x in [1, 3]), all(x for x in []))
def fib():
    a, b = 0, 1
    while True: yield a; a, b = b, a + b
f = fib(); print([next(f) for _ in range(10)], next(f))
def take(n, it):
    for i, x in enumerate(it):
        if i >= n: return
        yield x
print(list(take(3, fib())), [*take(2, "abc")], tuple(take(1, [1])), set(take(2, [1, 1])), dict(take(1, [(1, 2)])))
def chain(*its):
    for it in its: yield from it
print(list(chain("ab", [1], (2,), {3: 4}, range(2), (i for i in "z"))))
def flatten(x):
    for e in x:
        if isinstance(e, list): yield from flatten(e)
        else: yield e
print(list(flatten([1, [2, [3, []], 4]])))
def pipeline(): 
    nums = (n for n in range(10)); ev = (n for n in nums if n % 2 == 0); return (n * n for n in ev)
print(list(pipeline()))
def acc():
    t = 0
    while True:
        v = yield t
        if v is None: return t
        t += v
a = acc(); next(a); a.send(1); print(a.send(5))
try: a.send(None)
except StopIteration as e: print(e.value)
try: acc().send(1)
except TypeError as e: print(e)
g = (i for i in [1, 2]); print(next(g), list(g), list(g), next(g, "default"))
def order():
    print("start"); yield 1; print("mid"); yield 2; print("end")
for x in order(): print("x", x)
def brk():
    try:
        for i in range(5): yield i
    finally: print("cleanup")
for i in brk():
    if i == 1: break
print("after")
def gen_with():
    class M:
        def __enter__(self): print("in"); return 7
        def __exit__(self, *a): print("out")
    with M() as m: yield m; yield m + 1
print(list(gen_with()))
class Tree:
    def __init__(self, v, *kids): self.v, self.kids = v, kids
    def __iter__(self):
        yield self.v
        for k in self.kids: yield from k
print(list(Tree(1, Tree(2, Tree(3)), Tree(4))))
def bad(): yield 1; raise ValueError("in gen")
try: list(bad())
except ValueError as e: print(e)
def stopper(): yield 1; raise StopIteration
try: list(stopper())
except RuntimeError as e: print(e)
it = iter(int, 1) if False else iter([1, 2].pop, 1); print(list(it))
z = zip(count(3), "ab"); print(list(z), list(map(lambda a, b: a + b, count(2), [10, 20])), list(filter(None, [0, 1, "", "a"])))
e = enumerate(["a"], 5); print(next(e), list(e), list(reversed([1, 2])), list(zip([1], [2], strict=True)))
def deleg():
    try: yield 1; yield 2
    except ValueError: yield "inner"
def top(): yield from deleg()
d = top(); next(d); print(d.throw(ValueError))
lz = []
def side(n):
    for i in range(n): lz.append(i); yield i
s = side(3); next(s); print(lz); next(s); print(lz); s.close(); print(list(s), lz)
data = [1, 2, 3]
def live():
    for x in data: yield x
l = live(); print(next(l)); data.append(4); print(list(l))
def squares(n):
    for i in range(n): yield i * i
sq = squares(4); print(next(sq)); print(sum(sq)); print(type(sq).__name__, squares.__name__)
def pairs():
    for a, b in [(1, 2), (3, 4)]: yield a, b
for a, b in pairs(): print(a + b)
x = 10
gx = (x + i for i in range(2)); x = 20; print(list(gx))
print([[j for j in range(i)] for i in range(3)], {i: {j for j in range(i)} for i in range(2)}, [y := 5, y ** 2], [(a, b) for a in "ab" for b in "cd" if a + b != "ad"])
