"""Module doc."""
x = 1
def f():
    return x + extra
exec("x = 10\nextra = 5\ndef g(a, b=2):\n    return a + b + x\nclass C:\n    def m(self): return g(1)")
print(x, f(), g(1), C().m(), C, g.__module__, __doc__)
print(eval("x + 1"), eval("[i*x for i in range(3)]"), eval("sum(i for i in range(x))"))
d = {"y": 3}
exec("z = y * 2\nfor i in range(3):\n    z += i\nimport math\nprint(math.pi, len([1]))", d)
print(d["z"], d["i"], sorted(k for k in d if not k.startswith("__")))
def h(a):
    b = a * 2
    print(sorted(locals().items()))
    print(eval("a + b"))
    try:
        c = 3
        print(eval("a + b + c"), locals())
    finally:
        pass
h(4)
c = compile("x + 2; 'hi'; None; [1]", "<doctest>", "single")
exec(c)
globals()["newname"] = 42
print(newname)
del globals()["newname"]
try:
    newname
except NameError as e:
    print("NameError", e)
try:
    exec("a = nosuch", {})
except NameError as e:
    print(e)
try:
    eval("1 +")
except SyntaxError as e:
    print(e, e.lineno)
try:
    exec("x = 1\nif x\n  pass")
except SyntaxError as e:
    print(e.msg, e.lineno, e.offset, repr(e.text), e.filename)
import sys
m = sys.modules["__main__"]
print(m.x)
m.x = 77
print(x, vars(m)["x"], "x" in globals(), [n for n in dir() if n[0] != "_"])
exec("del x")
try:
    print(x)
except NameError as e:
    print(e)
exec("""
try:
    1/0
except ZeroDivisionError as e:
    print("caught", e)
while True:
    break
with open_it() as q:
    print(q)
def gen():
    yield 1
    yield 2
print(list(gen()), (w := 5), w)
a, *b = 1, 2, 3
print(a, b)
lst = [0]
lst[0] += 1
a += 5
print(lst, a, f"{a:03d}")
""", {"open_it": __import__("contextlib").nullcontext})
exec("print(l, g)", {"g": 1}, {"l": 2})
print(f.__code__.co_firstlineno, f.__code__.co_name, f.__globals__ is globals())
print(eval("len", {"len": 5}), eval("len([1,2])", {"len": lambda v: "shadow"}))
