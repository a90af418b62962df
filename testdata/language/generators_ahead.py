def naturals():
    n = 0
    while True:
        yield n
        n += 1
def rare():
    n = 1
    while True:
        s = 0
        d = 1
        while d < n:
            if n % d == 0: s += d
            d += 1
        if s == n: yield n
        n += 1
g = rare()
print(next(g), next(g), next(g))
def div(n):
    for i in range(n, -2, -1):
        yield 10 // i
try:
    for x in div(5): print(x, end=" ")
except ZeroDivisionError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno, end=" ")
        tb = tb.tb_next
    print(e)
g = naturals()
for x in g:
    if x == 10: break
print(next(g), next(g))
g.close()
print(list(g), next(g, "end"))
g = naturals(); next(g); next(g); next(g)
try: g.throw(ValueError("v"))
except ValueError as e: print("thrown", e)
print(list(g))
def ret(n):
    for i in range(n): yield i
    return n * 10
def outer():
    r = yield from ret(3)
    print("r", r)
print(list(outer()))
g = ret(1); print(next(g))
try: next(g)
except StopIteration as e: print(e.value)
g = naturals(); next(g); print(g.send("x"), g.send(None))
print(sum(x for x in ret(100)), list(zip(naturals(), "abc")), [a * b for a, b in zip(ret(3), ret(3))])
sq = (i * i for i in range(1000)); print(next(sq), next(sq), sum(sq))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
for f in fib():
    if f > 10 ** 20: print(f); break
def cd(n):
    while n > 0:
        yield n
        n -= 1
print(list(cd(5)), list(cd(0)), [*cd(200)][-1])
try:
    for i in cd("a"): pass
except TypeError as e: print(e)
