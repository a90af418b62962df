import sys, contextlib, warnings, traceback, time, timeit, uuid, types, weakref, inspect, sched, errno, gc, platform, random, os, math
from contextlib import *
class R:
    def __init__(s, n): s.n = n
    def __enter__(s): print("in", s.n); return s
    def __exit__(s, *a): print("out", s.n, a[0] and a[0].__name__); return False
with ExitStack() as st:
    a = st.enter_context(R(1)); b = st.enter_context(R(2))
    st.callback(print, "cb", 5)
    print("body", a.n, b.n)
try:
    with ExitStack() as st:
        st.enter_context(R(3))
        raise ValueError("x")
except ValueError as e: print("E", e)
with redirect_stdout(sys.stderr): print("to stderr")
@contextmanager
def bad():
    yield 1
    yield 2
try:
    with bad(): pass
except RuntimeError as e: print(e)
@contextmanager
def none():
    if False: yield
try:
    with none(): pass
except RuntimeError as e: print(e)
@contextmanager
def timer(label):
    print("start", label)
    yield
    print("stop", label)
@timer("deco")
def f(x): return x * 2
print(f(4), timer.__name__)
class K:
    @contextmanager
    def m(self, v):
        yield v + 1
with K().m(3) as v: print(v)
class C:
    def close(self): print("closed")
with closing(C()) as c: pass
with nullcontext(7) as n: print(n)
try:
    with suppress(KeyError): raise ValueError("not")
except ValueError as e: print("through", e)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    warnings.warn("one"); warnings.warn("two", DeprecationWarning)
    print(len(w), w[0].message, w[1].category.__name__)
warnings.filterwarnings("error", category=UserWarning)
try: warnings.warn("boom")
except UserWarning as e: print("raised", e)
warnings.filterwarnings("ignore")
warnings.warn("nothing")
def g(): raise KeyError("k")
try: g()
except KeyError as e:
    t = traceback.format_exc().splitlines()
    print(t[0], t[-1])
    print(traceback.format_exception_only(type(e), e))
    print(len(traceback.extract_tb(e.__traceback__)), traceback.extract_tb(e.__traceback__)[-1].name)
    print([x.strip().split("\n")[0][-6:] for x in traceback.format_tb(e.__traceback__)])
    try: raise ValueError("v") from e
    except ValueError as e2: print("direct cause" in traceback.format_exc(), len(traceback.format_exception(e2)))
print(traceback.format_exc())
print(timeit.timeit(lambda: 1, number=10) < 1, len(timeit.repeat(lambda: 1, repeat=3, number=5)))
u = uuid.UUID("12345678123456781234567812345678")
print(u, repr(u), u.hex, u.int, u.version, u.variant, uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid3(uuid.NAMESPACE_URL, "x"), uuid.uuid4().version, u == uuid.UUID(int=u.int), u < uuid.uuid4() or True)
ns = types.SimpleNamespace(a=1); ns.b = [ns.a]; print(ns, ns == types.SimpleNamespace(a=1, b=[1]))
class O: pass
o = O(); r = weakref.ref(o); print(r() is o)
def sig(a, b=2, *args, c, d=4, **kw): "doc"
print(inspect.signature(sig), list(inspect.signature(sig).parameters), inspect.getdoc(sig), inspect.isfunction(sig), inspect.isclass(O))
print(inspect.signature(lambda x, /, y: 0), inspect.signature(K.m if False else sig).parameters["d"].default)
s = sched.scheduler(time.time, time.sleep)
s.enter(0.02, 1, print, ("second",)); s.enter(0.01, 1, print, ("first",)); s.run()
print(errno.ENOENT, errno.errorcode[2], gc.collect() >= 0, gc.isenabled(), platform.system(), platform.python_implementation())
sys.stdout.write("w\n"); sys.stdout.flush()
old = sys.stdout
class W:
    def write(s, t): old.write("<" + t + ">")
    def flush(s): pass
sys.stdout = W(); print("x"); sys.stdout = old
print()
print(sys.getrecursionlimit()); sys.setrecursionlimit(3000)
def rec(n): return 0 if n == 0 else 1 + rec(n - 1)
print(rec(2000))
print(sys.exc_info(), sys.maxsize, sys.platform, sys.argv[0][-4:], "math" in sys.modules)
print(time.strftime("%Y", time.gmtime(0)), time.gmtime(0) == (1970, 1, 1, 0, 0, 0, 3, 1, 0))
try: sys.exit("bye")
except SystemExit as e: print(repr(e), e.code)
rr = random.Random(); rr.seed(5); st = rr.getstate(); x = rr.random(); rr.setstate(st); print(x == rr.random())
class MyR(random.Random):
    def twice(self): return self.random() * 2
print(MyR(3).twice())
print(10 ** 0.5, 2 ** 0.5, 1.1 ** 10, math.pow(1.1, 10))
