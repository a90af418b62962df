def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ":", e)
class I:
    def __index__(self): return 1
t(lambda: b'abc'[1]); t(lambda: b'abc'[-1]); t(lambda: b'abc'[5]); t(lambda: list(b'ab')); t(lambda: [i for i in b'ab'])
t(lambda: [1, 2][I()]); t(lambda: "ab"[I()]); t(lambda: (1, 2)[I()]); t(lambda: [1, 2, 3][I():]); t(lambda: [0] * I())
t(lambda: [1]["a"]); t(lambda: [1][1.0]); t(lambda: "a"["b"]); t(lambda: (1,)[None]); t(lambda: {}[[]]); t(lambda: 5[0]); t(lambda: None[0])
t(lambda: [1][5]); t(lambda: ()[0]); t(lambda: ""[0]); t(lambda: {}["k"]); t(lambda: {}[(1, 2)])
def a1():
    x = 1
    x += 'a'
def a2():
    x = 'a'
    x += 1
def a3():
    l = []
    l += 5
def a4():
    l = [1]
    l[10] = 1
def a5():
    l = [1]
    l['a'] = 1
def a6():
    t = (1,)
    t[0] = 2
def a7():
    s = 'abc'
    s[0] = 'x'
def a8():
    d = {}
    d[[]] = 1
def a9():
    x = None
    x -= 1
def a10():
    x = {}
    x += {}
def a11(x=5, y=[]):
    x += y
def a12(x="s", y=None):
    x = x + y
def a13(x=[], y=()):
    return x + y
def a14():
    l = [1]
    del l[5]
def a15():
    d = {}
    del d['x']
def a16():
    x = 1
    x **= 'a'
def a17():
    x = 1
    x |= 'a'
def a18(): return 1 + None
def a19(): return "a" * "b"
def a20(): return [1] - [2]
def a21(): return -"a"
def a22(): return 1 @ 2
def a23(): return {} | 5
def a24(): return 5 % "a"
def a25(): return "a" % 5
def a26(): return "%d" % "a"
def a27(): return 1 << -1
def a28(): return 1 / 0
def a29(): return 1.0 / 0
def a30(): return 1 % 0
def a31(): return 1.0 // 0
def a32(): return 0 ** -1
def a33(): return divmod(1, 0)
def a34(): return 2.5 % 0
for f in (a1,a2,a3,a4,a5,a6,a7,a8,a9,a10,a11,a12,a13,a14,a15,a16,a17,a18,a19,a20,a21,a22,a23,a24,a25,a26,a27,a28,a30,a32,a33): t(f)
def f(a, b=2): return (a, b)
def g(a, *, k): return a
def h(*args, **kw): return args, kw
class C:
    def m(self, a): return a
    def __init__(self, v=0): pass
t(lambda: f(*5)); t(lambda: f(1, a=2)); t(lambda: f()); t(lambda: f(1, 2, 3)); t(lambda: f(1, c=3)); t(lambda: g(1)); t(lambda: g(1, 2))
t(lambda: f(**{'a': 1}, **{'a': 2})); t(lambda: h(**{1: 2})); t(lambda: f(*[1], *[2])); t(lambda: h(*"ab", **{'x': 1}, y=2))
t(lambda: C().m()); t(lambda: C().m(1, 2)); t(lambda: C(1, 2)); t(lambda: C(w=1)); t(lambda: C.m(1)); t(lambda: C().nope); t(lambda: C.nope)
t(lambda: len(5)); t(lambda: len()); t(lambda: len(1, 2)); t(lambda: int("x")); t(lambda: int([])); t(lambda: float("x")); t(lambda: ord("ab")); t(lambda: chr(-1)); t(lambda: abs("a")); t(lambda: sum(["a"])); t(lambda: max([])); t(lambda: min(5)); t(lambda: sorted(5)); t(lambda: sorted([1, "a"])); t(lambda: iter(5)); t(lambda: next([])); t(lambda: next(iter([]))); t(lambda: range("a")); t(lambda: isinstance(1, 2)); t(lambda: open()); t(lambda: round("a")); t(lambda: "a".join([1])); t(lambda: "abc".index("z")); t(lambda: [].pop()); t(lambda: {}.pop("a")); t(lambda: [].remove(1)); t(lambda: [].index(1)); t(lambda: set().pop()); t(lambda: dict(5)); t(lambda: list(5)); t(lambda: tuple(5)); t(lambda: set([[]])); t(lambda: hash([])); t(lambda: "a" + 1); t(lambda: 1 + "a"); t(lambda: [] + ()); t(lambda: undefined); t(lambda: (lambda x: x)()); t(lambda: [1, 2].append()); t(lambda: "x".split(1)); t(lambda: 5()); t(lambda: "a"()); t(lambda: None.x)
def u1(): a, b = 1
def u2(): a, b = [1]
def u3(): a, b = "abc"
def u4(): a, *b = []
def u5(): (a, b), c = (1, 2), 3; return a, b, c
def u6(): a, b = {1: 2, 3: 4}; return a, b
def u7(): a, b = (i for i in range(2)); return a, b
def u8():
    def inf():
        while True: yield 1
    a, b = inf()
def u9(): a, b, *c = "xyzt"; return a, b, c
def u10(): [a, b] = None
for f_ in (u1,u2,u3,u4,u5,u6,u7,u8,u9,u10): t(f_)
