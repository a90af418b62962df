l = [3, 1, 2]
l.append(4); l.extend([5, 6]); l.insert(0, 9); l.remove(1); print(l, l.pop(), l.pop(0), l, l.index(2), l.count(3), len(l))
l.sort(); print(l); l.sort(reverse=True, key=lambda x: x % 3); print(l); l.reverse(); print(l, l[::-1], l[1:3], l[-2:], l[::2], l[:], sorted(l, key=lambda x: -x))
l[1:3] = ["a", "b", "c"]; print(l); l[::2] = [0] * len(l[::2]); print(l); del l[1:3]; print(l); del l[0]; print(l); l.clear(); print(l, bool(l))
m = [[0] * 3 for _ in range(2)]; m[0][1] = 5; print(m, [list(r) for r in zip(*m)], sum(map(sum, m)), [x for r in m for x in r])
a = [1, 2]; b = a; b += [3]; print(a, a is b, a + [4], a * 2, [1, 2] == a[:2], 2 in a, a.copy() is a, [*a, *b], list(range(5))[1:-1])
x, *y = a; print(x, y); (p, q), r = [1, 2], 3; print(p, q, r)
try: l.remove(99)
except ValueError as e: print(e)
try: [].pop()
except IndexError as e: print(e)
d = {"a": 1, "b": 2}
d["c"] = 3; d.update(d=4, a=10); d.update({"e": 5}); d |= {"f": 6}; print(d, len(d), "a" in d, d.get("z"), d.get("z", 0), d.pop("a"), d.pop("zz", None), d.setdefault("g", []), d.setdefault("b", 9), d)
print(list(d), list(d.keys()), list(d.values()), list(d.items()), d.keys() & {"b", "q"}, d.popitem(), sorted(d.items(), key=lambda kv: -kv[1]), {**d, "b": 0}, d | {"z": 1}, dict(d) == d, dict(a=1), dict([("x", 1)]), dict.fromkeys("ab", 0))
for k, v in d.items(): print(k, v, end="; ")
print({k: v * 2 for k, v in d.items() if v > 2}, {v: k for k, v in d.items()}, min(d, key=d.get), sum(d.values()), max(d.values()), list(reversed(d)))
del d["b"]; print(d); kv = d.keys(); d["new"] = 0; print(kv, d.items(), d.values())
try: d["nope"]
except KeyError as e: print("KeyError", e, repr(e))
try:
    for k in d: d[k + "x"] = 1
except RuntimeError as e: print(e)
nested = {"a": {"b": [1, {"c": 2}]}}; print(nested["a"]["b"][1]["c"], nested.get("x", {}).get("y"))
g = {}
for w in ["apple", "avocado", "banana"]: g.setdefault(w[0], []).append(w)
print(g)
s = {1, 2, 3}; t = {2, 3, 4}
print(s | t, s & t, s - t, s ^ t, s <= t, {2} < s, s.isdisjoint({9}), s.union([7]), s.intersection(t), s.difference(t), s.symmetric_difference(t), len(s), 1 in s, set(), {1, 1}, set("aab") == {"a", "b"})
s.add(5); s.discard(1); s.discard(99); s.update([6, 7]); s -= {2}; s |= {8}; s &= {3, 5, 8}; print(sorted(s), s.issubset({3, 5, 8, 9}), s.issuperset({3}), s.pop() in (3, 5, 8), frozenset([1, 2]), {frozenset([1]): 1})
try: s.remove(99)
except KeyError as e: print("KeyError", e)
try: {[]: 1}
except TypeError as e: print(e)
try: {[1]}
except TypeError as e: print(e)
tp = (1, "a", 2.5); print(tp[0], tp[-1], tp[1:], tp + (3,), tp * 2, len(tp), "a" in tp, tp.index("a"), tp.count(1), (1,), (), tuple("ab"), (1, 2) < (1, 3), tp == (1, "a", 2.5), hash((1, 2)) == hash((1, 2)))
try: tp[0] = 5
except TypeError as e: print(e)
a, b = 1, 2; a, b = b, a; print(a, b)
print(list(zip([1, 2], "ab", (True, False))), list(enumerate("ab")), list(map(lambda x, y: x * y, [1, 2], [3, 4])), list(filter(lambda x: x > 1, [1, 2, 3])), list(reversed(range(3))), sum([0.1] * 3), min(3, 1, 2), max([1, 5], key=lambda x: -x), abs(-3), any([0, 1]), all([]), divmod(17, 5), pow(2, 10), pow(3, -1), pow(2, 5, 7))
print(sorted([("b", 1), ("a", 2), ("a", 1)]), sorted(["bb", "a", "ccc"], key=len), sorted([3, 1, 2], reverse=True), sorted({"z": 1, "y": 2}), sorted("hello", key=str.lower), sorted([[2, 1], [1, 2]]))
print(range(5), list(range(2, 10, 3)), list(range(5, 0, -2)), range(10)[3], range(10)[2:5], 5 in range(10), len(range(0, 10, 3)), range(3) == range(0, 3), list(range(0)), range(10).index(4))
print([i if i % 2 else -i for i in range(5)], [(i, j) for i in range(2) for j in range(2) if i != j], {i % 3 for i in range(10)}, [[i * j for j in range(3)] for i in range(3)], sum(i for i in range(5) if i % 2), [x for x in [[]] if not x])
print(slice(1, 5, 2), [0, 1, 2, 3, 4, 5][slice(1, 5, 2)], [1, 2, 3][-100:100], "abc"[slice(None)], [1, 2, 3, 4][::-2], [1, 2, 3][5:])
q = [1, 2, 3]
for x in q:
    if x < 3: q.append(x + 10) if len(q) < 6 else None
print(q)
for i in range(len(q) - 1, -1, -1):
    if q[i] > 10: del q[i]
print(q)
import copy
o = [1, [2, 3], {"k": [4]}]; sh = copy.copy(o); dp = copy.deepcopy(o); o[1].append(9); o[2]["k"].append(8); print(sh, dp)
r = []; r.append(r); print(r); dd = {}; dd["self"] = dd; print(dd)
print(1 < 2 < 3, 1 < 3 > 2, not 1 == 2, 5 if [] else 6, [] or {} or "end", 0 and 1, None is None, [] is [], 1 != 2, (1, 2) != [1, 2], type(1) is int, id(a) == id(a))
ba = bytearray(b"abc"); ba[0] = 65; ba.append(100); ba += b"e"; print(ba, bytes(ba), ba[1:3], ba.decode(), list(ba), len(ba), b"b" in ba)
