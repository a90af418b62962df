"""What the language's constructs cost, row by row: prints the name and the seconds an operation took, loop included.

Each row is a function that runs its construct n times; it is timed a few times and the best counts.
"""
import sys
import time

ROWS = []


def row(name, n):
    def keep(f):
        ROWS.append((name, n, f))
        return f
    return keep


class Counter:
    def __init__(self, n=0):
        self.n = n
        self.step = 1

    def get(self, i):
        return i

    def bump(self):
        self.n += 1


class Child(Counter):
    def get(self, i):
        return super().get(i)


class Lock:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False


def nothing():
    pass


def one(a):
    return a


def two(a, b=1):
    return a


def safe(a):
    try:
        return a + 1
    except ValueError:
        return 0


def count_up(n):
    i = 0
    while i < n:
        yield i
        i += 1


def visit(items):
    for x in items:
        yield x


def is_prime(k):
    if k < 2:
        return False
    i = 2
    while i * i <= k:
        if k % i == 0:
            return False
        i += 1
    return True


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


G = 0


@row("for range: pass", 300000)
def _(n):
    for i in range(n):
        pass


@row("while i < n: i += 1", 200000)
def _(n):
    i = 0
    while i < n:
        i += 1


@row("s += i*2-1", 100000)
def _(n):
    s = 0
    for i in range(n):
        s += i * 2 - 1


@row("float s += i*0.5", 100000)
def _(n):
    s = 0.0
    for i in range(n):
        s += i * 0.5


@row("i % 2 == 0", 100000)
def _(n):
    for i in range(n):
        if i % 2 == 0:
            pass


@row("i % k", 100000)
def _(n, k=7):
    for i in range(n):
        i % k


@row("a == b", 100000)
def _(n, a=7, b=8):
    for i in range(n):
        if a == b:
            pass


@row("s == 'text'", 100000)
def _(n, s="word"):
    for i in range(n):
        if s == "text":
            pass


@row("x in list", 100000)
def _(n, x=3, l=[1, 2, 3]):
    for i in range(n):
        x in l


@row("x in dict", 100000)
def _(n, x=3, d={1: 1, 3: 3}):
    for i in range(n):
        x in d


@row("try, no raise", 100000)
def _(n):
    for i in range(n):
        try:
            pass
        except ValueError:
            pass


@row("try in a function", 100000)
def _(n):
    for i in range(n):
        safe(i)


@row("try/finally", 100000)
def _(n):
    x = 0
    for i in range(n):
        try:
            x = i
        finally:
            x = 0


@row("raise and catch", 20000)
def _(n):
    for i in range(n):
        try:
            raise ValueError
        except ValueError:
            pass


@row("catch 1//0", 20000)
def _(n):
    z = 0
    for i in range(n):
        try:
            1 // z
        except ZeroDivisionError:
            pass


@row("with lock", 50000)
def _(n):
    lock = Lock()
    for i in range(n):
        with lock:
            pass


@row("f()", 100000)
def _(n):
    for i in range(n):
        nothing()


@row("f(a)", 100000)
def _(n):
    for i in range(n):
        one(i)


@row("f(a, b=2)", 100000)
def _(n):
    for i in range(n):
        two(i, b=2)


@row("c.m(i)", 100000)
def _(n):
    c = Counter()
    for i in range(n):
        c.get(i)


@row("self.x += 1 method", 100000)
def _(n):
    c = Counter()
    for i in range(n):
        c.bump()


@row("attribute get", 100000)
def _(n):
    c = Counter()
    for i in range(n):
        c.step


@row("attribute set", 100000)
def _(n):
    c = Counter()
    for i in range(n):
        c.step = i


@row("C(i)", 50000)
def _(n):
    for i in range(n):
        Counter(i)


@row("super().m()", 50000)
def _(n):
    c = Child()
    for i in range(n):
        c.get(i)


@row("generator next", 100000)
def _(n):
    for x in count_up(n):
        pass


@row("generator over a list", 100000)
def _(n):
    for x in visit([1] * n):
        pass


@row("next(generator)", 50000)
def _(n):
    g = count_up(n)
    for i in range(n):
        next(g)


@row("sum(genexp)", 100000)
def _(n):
    sum(i * i for i in range(n))


@row("for in genexp", 100000)
def _(n):
    for x in (i * i for i in range(n)):
        pass


@row("list.append", 100000)
def _(n):
    l = []
    for i in range(n):
        l.append(i)


@row("list comprehension", 100000)
def _(n):
    [i * 2 for i in range(n)]


@row("l[1]", 100000)
def _(n):
    l = [1, 2, 3]
    for i in range(n):
        l[1]


@row("d[k] = v", 100000)
def _(n):
    d = {}
    for i in range(n):
        d[i & 7] = i


@row("d.get", 100000)
def _(n):
    d = {1: 2}
    for i in range(n):
        d.get(1)


@row("f-string", 50000)
def _(n):
    for i in range(n):
        f"{i} and {n}"


@row("f-string with spec", 50000)
def _(n):
    for i in range(n):
        f"{i:>8} {n:.2f}"


@row("%-format", 50000)
def _(n):
    for i in range(n):
        "%d and %s" % (i, n)


@row("nonlocal inc()", 50000)
def _(n):
    c = 0

    def inc():
        nonlocal c
        c += 1
    for i in range(n):
        inc()


@row("global G += 1", 100000)
def _(n):
    global G
    for i in range(n):
        G += 1


@row("0 < i < 10", 100000)
def _(n):
    for i in range(n):
        0 < i < 10


@row("isinstance", 100000)
def _(n):
    c = Counter()
    for i in range(n):
        isinstance(c, Counter)


@row("for c in str", 200000)
def _(n):
    for c in "x" * n:
        pass


@row("a, b = p", 100000)
def _(n, p=(1, 2)):
    for i in range(n):
        a, b = p


@row("a, b = b, a", 100000)
def _(n, a=1, b=2):
    for i in range(n):
        a, b = b, a


@row("for a, b in pairs", 100000)
def _(n):
    for a, b in [(1, 2)] * n:
        pass


@row("enumerate", 100000)
def _(n):
    for i, x in enumerate([1] * n):
        pass


@row("zip", 100000)
def _(n):
    for a, b in zip(range(n), range(n)):
        pass


@row("len(l)", 100000)
def _(n):
    l = [1, 2]
    for i in range(n):
        len(l)


@row("i ** 2", 50000)
def _(n):
    for i in range(n):
        i ** 2


@row("is_prime(k), per step", 46340)
def _(n):
    is_prime(2147483647)


@row("fib(20), per call", 21891)
def _(n):
    fib(20)


@row("collatz step", 30000)
def _(n):
    x = 27
    for i in range(n):
        x = x // 2 if x % 2 == 0 else 3 * x + 1
        if x == 1:
            x = 27


@row("leibniz term", 50000)
def _(n):
    s, sign = 0.0, 1
    for i in range(n):
        s += sign / (2 * i + 1)
        sign = -sign


@row("LCG beyond 2^31", 50000)
def _(n):
    x = 12345
    for i in range(n):
        x = (x * 1103515245 + 12345) % 2147483648


only = sys.argv[1:]
for name, n, f in ROWS:
    if only and name not in only:
        continue
    best = 1e9
    for _ in range(4):
        t = time.perf_counter()
        f(n)
        best = min(best, time.perf_counter() - t)
    print("%s\t%.10f" % (name, best / n))
