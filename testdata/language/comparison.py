nan = float('nan')
print(nan == nan, nan != nan, nan in [nan], [nan] == [nan], nan < 1, (nan,) == (nan,))
d = {'a': 1, 'b': 2}
print(d.keys() == {'a', 'b'}, {'a', 'b'} == d.keys(), d.items() == {('a', 1), ('b', 2)}, d.keys() < {'a', 'b', 'c'}, d.keys() & {'a'} == {'a'})
print(frozenset([1, 2]) == {1, 2}, {1, 2} == frozenset([2, 1]), frozenset([1]) < {1, 2}, {1} <= frozenset([1]))
class P:
    def __init__(self, x): self.x = x
p = P(3)
print(p.__dict__ == {'x': 3}, {'x': 3} == p.__dict__, p == 3, p != 3, 3 == p, p in [3], p in [p])
print([True] == [1], (1, True) == (True, 1.0), True in [1], 1 in [True], True == 1, False == 0, True == 2, 1.0 == True, True < 2, False < True)
print({1: 'a'} == {1.0: 'a'}, {'x': True} == {'x': 1})
class E:
    def __init__(self, v): self.v = v
    def __eq__(self, other):
        if isinstance(other, E): return self.v == other.v
        return self.v == other
    def __hash__(self): return hash(self.v)
e = E(5)
print(e == 5, 5 == e, e in [1, 5], 5 in [e], [e] == [5], (5,) == (e,), e != 5, 5 != e, e in {5}, e in (1, 2))
print([1, 5].index(e), [5, 5].count(e))
print(bytes(b'a') == bytearray(b'a'), b'a' == 'a', bytearray(b'ab') == b'ab', b'a' in [bytearray(b'a')])
print(range(3) == range(0, 3), range(0) == range(1, 1), [1, 2] == (1, 2), range(3) == [0, 1, 2])
print([1, 2] < [1, 3], (1, 2) < (1, 2, 3), "a" < "b", [True] < [2], [1.5, 2] > [1])
for a, b in [(1, "a"), ([1], (1,)), (None, 1), ({}, {}), (1, [])]:
    try:
        print(a < b)
    except TypeError as x:
        print(x)
print(1 == "1", None == 0, None != None, [] == [], {} == [], not [] == [])
x = 5
print(x == 5 == 5.0, 1 < x < 10, 1 < x > 10, x in (1, 5), x not in [5], x in {5, 6}, 'a' in 'abc', x == None)
class L:
    def __lt__(self, o): return True
    def __gt__(self, o): return "gt"
    def __le__(self, o): return [1]
print(L() < 1, 1 < L(), 5 > L(), L() <= 2, L() > L())
class Cn:
    def __contains__(self, x): return x == 3
print(3 in Cn(), 4 in Cn(), 4 not in Cn())
class It:
    def __iter__(self): return iter([1, 2])
print(2 in It(), 5 in It())
class G:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i
print(3 in G(), 9 in G(), list(G()))
try:
    1 in 5
except TypeError as x:
    print(x)
try:
    1 in "abc"
except TypeError as x:
    print(x)
try:
    [] in {}
except TypeError as x:
    print(x)
a = b = [1]
print(a == b, a is b, a == [1.0], a != [1])
print(sorted([3, 1.5, True, False]), max(True, 0.5), min([True, False]))
