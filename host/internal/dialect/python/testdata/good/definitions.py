def f(): pass
def f(a, b=1, *args, c, d=2, **kw) -> int: return
def f(a, /, b, *, c): return 1, *x
def f(a: int, /, b: str = '', *args: x, c: y = 1, **kw: z) -> (yield): ...
def f(*args: *Ts): ...
def f(a,): ...
def f(**k,): ...
def f(*, a,): ...
@a
@b.c(d)[e]
@lambda f: f
def f():
    """doc"""
    global a, b
    a = 1

    def g():
        nonlocal c
        yield
        yield 1, 2
        x = yield from y
    c = 1
    return g
@a
async def f():
    async for x in y: pass
    else: pass
    async with a as b, c: pass
    await z
    return [x async for x in y if await x]
class C: pass
class C(): x = 1; y = 2;
@d
class C(A, *B, metaclass=M, **k):
    def f(self): pass

    # comment

    x: int = 1
