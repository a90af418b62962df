a or b or c and d and not e
not not a
a < b <= c != d == e > f >= g is h is not i in j not in k
a | b ^ c & d << e >> f + g - h * i / j // k % l @ m
-a ** -b ** c
~+-a
a if b else c if d else e
(a if b else c) if d else e
lambda: 0
lambda a, /, b, c=1, *d, e, f=2, **g: (a, b)
lambda *, a: a
lambda *a, **k: (yield)
lambda a=1, /: a
(a := 1, b)
[a := 1, b]
{a := 1, b}
f(a := 1)
x[a := 1]
x[a:b], x[:], x[::], x[a:], x[:b], x[::c], x[a:b:c], x[a, b:c], x[a,], x[...], x[*a], x[*a, b], x[b, *a]
x.y.z[0](1)(2).w
f(), f(a), f(a,), f(*a), f(**k), f(a, *b, c, d=1, *e, f=2, **g, **h), f(a for a in b)
f(a)(b for b in c)
()
(a,)
(a, b,)
((a), (b))
[]
[a]
[*a, b, *c]
{}
{a}
{*a, b}
{a: b}
{a: b, **c, d: e,}
{**a}
[a for a in b]
[a for a, *b in c if d if e for f in g]
{a for a in b}
{a: b for a, b in c}
(a for a in b)
(a async for a in b)
[(a := b) for b in c]
[lambda: a for a in b]
(yield)
x = yield
x = yield a, *b
x += yield from y
x = y = *a, b
await x
(await x).y
(
    a
    +
    b
)
None, True, False, ..., Ellipsis
