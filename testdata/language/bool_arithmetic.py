total = 0
flag = True
total += flag
total += (3 > 2)
def ok(): return True
n = 0
n += ok()
n = n + ok() * 3
print(total, n, flag + flag, flag * 3, -flag, ~flag, +flag, flag / 2, flag // 1, flag % 2, flag ** 2, 2 ** flag, flag << 2, flag | 4, flag & 1, flag ^ flag, True & False)
def add(a, b): return a + b
print(add(True, 2), add(1.5, True), add(True, True))
class C:
    def __init__(self): self.ready = False; self.count = 0
    def check(self, x): return x > 2
    def run(self):
        for i in range(5):
            self.count += self.check(i)
        self.ready = True
        return self.count + self.ready
print(C().run())
flags = [x % 2 == 0 for x in range(5)]
print(sum(flags), flags[0] + flags[1], flags.count(True))
t = 0
for f in flags: t += f
print(t)
d = {'a': True}
d['b'] = False
s = 0
for k, v in d.items(): s += v
print(s, d['a'] + 1, sum(d.values()))
print([10, 20][True], "ab"[False], (1, 2)[True], [1,2,3][True:])
print({1: 'a', True: 'b'}, {True: 'x', 1: 'y'}, {0: 1, False: 2})
print(int(True), float(True), str(True), abs(True), round(True), divmod(True, 2), pow(True, 2), bool(0))
print(True + True, sum([True, 1, 2.5]), max(True, 2), f"{True:d} {True:5} {True}", "%d %s" % (True, True))
print(isinstance(True, int), isinstance(1, bool), issubclass(bool, int), type(True + 0), True is True, hash(True) == hash(1))
print(range(True, 3), list(range(True)), "a" * True, [1] * False, True * "x", True * [0])
lookup = {n: n > 2 for n in range(4)}
print(lookup, sum(lookup[k] for k in lookup), lookup[3] - lookup[0])
results = list(map(lambda x: x > 1, [1, 2, 3]))
c = 0
for r in results: c += r
print(c)
a, b = True, False
print(a + b, a - b, a > b, a >= 1, b < 1, a == 1, a != 1, a and 5, b or 7, not a)
x = [1, 2, 3]
x[True] = 9
print(x, x.index(True), x.pop(False), x.insert(True, 5), x)
import math
print(math.sqrt(True), math.floor(True), "abc".find("b", True), "abc".replace("a", "b", True))
def g(n, verbose=False): return n + verbose
print(g(1), g(1, True), g(1, verbose=True))
count = 0
for ch in "hello world":
    count += ch in "aeiou"
print(count)
count += not count
print(count, (5 > 3) + (2 > 1), (5 > 3) * 10, 3 - (1 == 1), -(2 > 1))
def reduce(f, l):
    it = iter(l)
    a = next(it)
    for x in it: a = f(a, x)
    return a
print(reduce(lambda a, b: a + b, [True, True, False]), reduce(lambda a, x: a + x, flags))
