# deep recursion
import sys
def r(n): return r(n + 1)
try: r(0)
except RecursionError as e: print(type(e).__name__, str(e)[:32])
def depth(n):
    try: return depth(n + 1)
    except RecursionError: return n
d = depth(0)
print(900 < d < 1100)
class A:
    def __repr__(self): return repr(self)
    def __eq__(self, o): return self == o
    def __getattr__(self, n): return self.foo
    def __len__(self): return len(self)
    def __hash__(self): return hash(self)
for f in (lambda: repr(A()), lambda: A() == A(), lambda: A().x, lambda: len(A()), lambda: str(A()), lambda: hash(A()), lambda: f"{A()}", lambda: A() in [A()]):
    try: f()
    except RecursionError as e: print("RecursionError", str(e)[:32])
def g(n):
    yield n
    yield from g(n + 1)
c = 0
try:
    for x in g(0): c += 1
except RecursionError as e: print("gen", c > 100)
def walk(n):
    if n == 0: yield 0
    else:
        for x in walk(n - 1): yield x
print(list(walk(100)))
try: print(list(walk(2000)))
except RecursionError: print("walk deep")
l = []
l.append(l)
print(l)
d = {}
d['d'] = d
print(d)
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
print(even(400))
try: even(100000)
except RecursionError: print("even")
f = lambda n: f(n + 1)
try: f(0)
except RecursionError: print("lambda")
class N:
    def __init__(self, n): self.c = N(n + 1)
try: N(0)
except RecursionError: print("init")
def deep_try(n):
    try:
        return deep_try(n + 1)
    finally:
        pass
try: deep_try(0)
except RecursionError: print("try")
def comp(n): return [comp(n + 1) for _ in [1]]
try: comp(0)
except RecursionError: print("comp")
def srt(n): return sorted([1, 2], key=lambda x: srt(n + 1))
try: srt(0)
except RecursionError: print("sort")
x = []
for i in range(2000): x = [x]
try: repr(x)
except RecursionError: print("repr nested")
sys.setrecursionlimit(3000)
def cnt(n): return 0 if n == 0 else 1 + cnt(n - 1)
print(cnt(2500))
print(sys.getrecursionlimit())
