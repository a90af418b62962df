"""Where exceptions have passed: walks __traceback__, so that no path of a file is printed."""
def show(f, *args):
    try:
        f(*args)
    except BaseException as e:
        report(e)
def report(e):
    for label, x in (("cause", e.__cause__), ("context", e.__context__)):
        if x is not None and not (label == "context" and e.__cause__ is not None):
            print(label + ":")
            report(x)
    tb, out = e.__traceback__, []
    while tb:
        out.append("%s:%d" % (tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    if len(out) > 12:
        out = out[:3] + ["..."] + out[-2:]
    print("%s(%s)" % (type(e).__name__, e), " ".join(out))
def a(x):
    return b(x)
def b(x):
    with Manager():
        try:
            return 10 // x
        finally:
            pass
class Manager:
    def __enter__(self): return self
    def __exit__(self, *exc): return False
show(a, 0)
class C:
    def __init__(self, v): self.v = self.check(v)
    def check(self, v): return int(v)
    @property
    def p(self): return self.v / 0
    def __add__(self, o): return self.p
    def __getitem__(self, k): raise IndexError("no %r" % k)
    def __str__(self): return self.p
    def __eq__(self, o): return self.p
    def __len__(self): return self.p
    def __call__(self, x): return self.p
    def __iter__(self): raise TypeError("no iteration")
for f in (lambda: C(3) + 1, lambda: C(1)[2], lambda: list(C(1)), lambda: str(C(1)), lambda: C(1) == 2, lambda: len(C(1)), lambda: C("x"), lambda: f"{C(1)}", lambda: C(1)(2)):
    show(f)
def gen(n):
    for i in range(n):
        if i == 2: raise KeyError("k")
        yield i
def consume():
    for x in gen(5): pass
def delegate():
    yield from gen(9)
show(consume)
show(lambda: [x for x in delegate()] if False else list(delegate()))
def again():
    try: raise ValueError("one")
    except ValueError as e: raise e
def bare():
    try: a(0)
    except ZeroDivisionError: raise
def chained():
    try: a(0)
    except ZeroDivisionError as e: raise RuntimeError("two") from e
def during():
    try: a(0)
    except ZeroDivisionError:
        cleanup()
def cleanup(): raise OSError("three")
def hidden():
    try: a(0)
    except ZeroDivisionError: raise RuntimeError("four") from None
def saved():
    try: a(0)
    except ZeroDivisionError as e: kept = e
    raise kept
for f in (again, bare, chained, during, saved): show(f)
class Failing:
    def __enter__(self): return self
    def __exit__(self, t, v, tb):
        if t: raise RuntimeError("in exit")
def failing():
    with Failing():
        a(0)
show(failing)
def r(n): return r(n + 1)
show(r, 0)
def deco(f):
    def wrapper(*a, **k): return f(*a, **k)
    return wrapper
@deco
def target(x): return {"a": x}["b"]
show(target, 1)
show(lambda: sorted([1, 2], key=lambda x: C(x).p))
show(lambda: sum(map(lambda x: 1 // x, [1, 0])))
show(len, 5)
show(lambda: a())
show(lambda: undefined)
def early():
    try:
        return a(0)
    except ZeroDivisionError:
        return "handled"
    finally:
        print("finally")
print(early())
