"""Module docstring."""
import a, b.c, d as e, f.g as h
from a import b
from a.b import c as d, e
from . import a
from .a import (b, c as d,)
from ... import a
from ....a.b import *
a = b = c
a, b = c, d = e
[a, *b] = (c, *d), = e
(a) = (b.c) = (d[0]) = 1
a.b[c].d = e
x: int
x: int = 1
(x): int = 1
x.y: int
x[0]: int = 1, 2
x += 1; x -= 1; x *= 1; x @= 1; x /= 1; x //= 1; x %= 1; x **= 1; x >>= 1; x <<= 1; x &= 1; x ^= 1; x |= 1
(x) += yield_
del a, b.c, d[0], (e, f), [g, (h)], (i)
del (j), 
assert a
assert a, b
raise
raise a
raise a from b
pass; pass;
if a: pass
elif b: pass
elif c:
    pass
else: pass
while a:
    break
else:
    continue_
for a, (b, *c), [d.e, f[0]] in g, h: continue
else: pass
for x in *a, b: pass
try: pass
except: pass
try:
    pass
except A: pass
except (B, C) as e:
    pass
except:
    pass
else:
    pass
finally:
    pass
try: pass
finally: pass
try: pass
except* A as e: pass
except* (B, C): pass
with a: pass
with a as b, c as (d, e), f: pass
with (a): pass
with (a, b): pass
with (a as b, c,): pass
with (a, b) as c: pass
with (a).b as c, (d): pass
with (yield_): pass
with (a if b else c) as d.e: pass
with (a as b): pass
