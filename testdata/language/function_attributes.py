# function attributes
def f():
    f.n += 1
    return f.n
f.n = 0
print(f(), f(), f.n)
def count(func):
    def wrapper(*args, **kw):
        wrapper.calls += 1
        return func(*args, **kw)
    wrapper.calls = 0
    return wrapper
@count
def hello(name):
    """says hello"""
    return "hello " + name
hello("a"); hello("b")
print(hello.calls, hello.__name__)
def deco(func):
    def w(*a): return func(*a)
    w.__name__ = func.__name__
    w.__doc__ = func.__doc__
    w.extra = [1]
    return w
@deco
def g(x):
    "gdoc"
    return x
g.extra.append(2)
print(g.__name__, g.__doc__, g.extra, g(3))
del g.extra
print(hasattr(g, 'extra'), getattr(g, 'extra', None))
try:
    g.extra
except AttributeError as e:
    print(e)
try:
    del g.extra
except AttributeError as e:
    print(e)
class C:
    def m(self): return C.m.tag
    m.tag = "t"
print(C().m(), C.m.tag)
try:
    C().m.tag = 3
except AttributeError as e:
    print(e)
l = lambda: l.x
l.x = 9
print(l(), vars(l), l.__dict__)
setattr(f, 'z', 5)
print(f.z, sorted(f.__dict__))
cache = {}
def memo(fn):
    fn.cache = {}
    def inner(n):
        if n not in fn.cache:
            fn.cache[n] = fn(n)
        return fn.cache[n]
    inner.cache = fn.cache
    return inner
@memo
def fib(n): return n if n < 2 else fib(n-1) + fib(n-2)
print(fib(30), len(fib.cache))
def static():
    if not hasattr(static, "counter"):
        static.counter = 0
    static.counter += 1
    return static.counter
print([static() for _ in range(3)])
f.__name__ = "renamed"
print(f.__name__, f.__qualname__)
for i in range(3):
    f.last = i
print(f.last)
x = 5
try:
    x.foo = 1
except AttributeError as e:
    print(e)
try:
    [].foo = 1
except AttributeError as e:
    print(e)
try:
    print(x.foo)
except AttributeError as e:
    print(e)
try:
    None.foo
except AttributeError as e:
    print(e)
try:
    "abc".nope()
except AttributeError as e:
    print(e)
try:
    f.nope()
except AttributeError as e:
    print(e)
import math
try:
    math.nope
except AttributeError as e:
    print(e)
try:
    math.nope(1)
except AttributeError as e:
    print(e)
