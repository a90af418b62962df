import timeit
print(timeit.timeit("x = sum(range(10))", number=1000) > 0, timeit.timeit("f()", setup="def f(): return 1", number=10) > 0)
def g(): return 2
print(timeit.timeit("g()", globals=globals(), number=5) > 0, timeit.timeit("g()", "from __main__ import g", number=5) > 0)
t = timeit.Timer(g, setup="import math\nq = 1")
print(len(t.repeat(3, 10)), timeit.timeit(g, number=4) > 0)
n, s = timeit.Timer("for i in range(3):\n    pass").autorange()
print(n > 0)
try:
    timeit.timeit("1 +")
except SyntaxError as e:
    print(type(e))
import importlib, importlib.util, linecache, builtins
print(importlib.import_module("os.path").__name__, importlib.util.find_spec("nosuch"), importlib.util.find_spec("json") is not None)
print(__import__("os.path").__name__, __import__("os.path", fromlist=["join"]).__name__ in ("posixpath", "os.path"))
print(linecache.getline(__file__, 1).strip(), builtins.len([1]))
from importlib import import_module
print(import_module("math").pi)
try: import_module("nosuch.mod")
except ModuleNotFoundError as e: print(e)
