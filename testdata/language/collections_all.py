from collections import deque, Counter, OrderedDict, defaultdict, namedtuple, ChainMap, UserDict, UserList
import collections.abc
from collections.abc import Iterable, Mapping, Sequence, Callable, Hashable, MutableMapping, Sized
from multiprocessing import Pool
import copy

Point = namedtuple("Point", ["x", "y"])
Employee = namedtuple("Employee", "name, age, title", defaults=["worker"])


class Vec(namedtuple("Vec", "x y")):
    __slots__ = ()

    @property
    def length(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)


def move(p):
    return p._replace(x=p.x + 1)


def tally(words):
    return Counter(words)


def group(pairs):
    d = defaultdict(list)
    for k, v in pairs:
        d[k].append(v)
    return d


def spin(d):
    d.rotate(1)
    return d


class LowerDict(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)


class Squares(Sequence):
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        if not 0 <= i < self.n:
            raise IndexError(i)
        return i * i


class Table(MutableMapping):
    def __init__(self):
        self.rows = {}

    def __getitem__(self, k):
        return self.rows[k]

    def __setitem__(self, k, v):
        self.rows[k] = v

    def __delitem__(self, k):
        del self.rows[k]

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


class LRU(OrderedDict):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def __setitem__(self, k, v):
        super().__setitem__(k, v)
        self.move_to_end(k)
        if len(self) > self.size:
            self.popitem(last=False)


def main():
    d = deque([1, 2, 3], maxlen=4)
    d.append(4)
    d.append(5)
    d.appendleft(0)
    print(d, len(d), d[0], d[-1], list(reversed(d)), d.maxlen, 3 in d)
    d.rotate(1)
    print(d, d.pop(), d.popleft(), d, d.index(2), d.count(2))
    d.extend("ab")
    d.extendleft("xy")
    print(d)
    e = deque("abc")
    e.insert(1, "z")
    e.remove("b")
    del e[0]
    e[0] = "q"
    print(e, e + deque([1]), e * 2, e == deque(["q", "c"]), deque([1, 2]) < deque([1, 3]), bool(deque()))
    e.reverse()
    print(e, copy.copy(e), e.copy() == e, [x for x in e])
    try:
        deque().pop()
    except IndexError as err:
        print(err)
    try:
        for x in e:
            e.append(x)
    except RuntimeError as err:
        print(err)

    c = Counter("abracadabra")
    print(c, c.most_common(2), c["z"], sum(c.values()), c.total(), sorted(c.elements())[:6])
    c.update("aaa")
    c.subtract({"b": 5})
    print(c, +c, -c, c + Counter(a=1), c - Counter(a=1), Counter(a=3) & Counter(a=1, b=2), Counter(a=3) | Counter(a=1, b=2))
    del c["nothing"]
    print(Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), dict(Counter([1, 1, 2])), Counter(), isinstance(c, dict))
    for word, n in Counter("the cat the dog the end".split()).most_common():
        print(word, n)

    o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
    o.move_to_end("a")
    o.move_to_end("c", last=False)
    print(list(o.items()), o.popitem(), o.popitem(last=False), list(o), o == {"b": 2}, list(reversed(o)))
    lru = LRU(2)
    for i in range(4):
        lru[i] = i
    print(list(lru.items()), len(lru))

    dd = defaultdict(list)
    dd["a"].append(1)
    dd["a"].append(2)
    print(dd, dd["b"], len(dd), dd.get("zz"), "zz" in dd, dd.default_factory is list, dict(dd))
    counts = defaultdict(int)
    for ch in "hello":
        counts[ch] += 1
    print(counts, sorted(counts.items()))
    tree = defaultdict(lambda: defaultdict(int))
    tree["x"]["y"] += 1
    print(tree["x"]["y"], {k: dict(v) for k, v in tree.items()})
    try:
        defaultdict(None)["a"]
    except KeyError as err:
        print("KeyError", err)

    p = Point(1, y=2)
    x, y = p
    print(p, p.x, p[1], x + y, p._fields, p._asdict(), p._replace(y=9), Point._make([5, 6]), p == (1, 2), len(p), tuple(p))
    print(Employee("Bob", 42), Employee._field_defaults, isinstance(p, tuple), {p: 1}[Point(1, 2)], p < Point(2, 0), Point.__name__)
    print("%s-%s" % p, max(p), sorted([Point(2, 1), Point(1, 5)]), p + (3,), Point.__doc__)
    for bad in (lambda: Point(1), lambda: Point(1, 2, 3), lambda: Point(1, 2, z=3), lambda: Point._make([1]), lambda: namedtuple("A", "a a"), lambda: namedtuple("A", "def")):
        try:
            bad()
        except (TypeError, ValueError) as err:
            print(type(err).__name__, err)
    try:
        p.x = 5
    except AttributeError as err:
        print(err)
    v = Vec(3, 4)
    print(v.length, v + Vec(1, 1), v, namedtuple("R", "a def a", rename=True)._fields)

    cm = ChainMap({"a": 1}, {"a": 2, "b": 3})
    cm["c"] = 4
    print(cm["a"], cm["b"], sorted(cm), len(cm), cm.maps, dict(cm), cm.new_child({"z": 0})["z"], cm.parents, cm.get("q", "-"))
    ld = LowerDict({"A": 1})
    ld["BB"] = 2
    ld.update(CC=3)
    print(ld, ld["bb"], "a" in ld, list(ld.items()), len(ld), ld.pop("a"), ld.get("nope"))
    ul = UserList([3, 1, 2])
    ul.append(0)
    ul.sort()
    print(ul, ul[0], ul[1:], len(ul), ul + [9], 3 in ul)

    sq = Squares(5)
    print(list(sq), 9 in sq, list(reversed(sq)), sq.index(4), sq.count(1))
    t = Table()
    t.update(a=1, b=2)
    print(dict(t), t.pop("a"), t.setdefault("c", 5), list(t.items()), t == {"b": 2, "c": 5}, "b" in t, t.get("x"), len(t))
    print([isinstance(z, Iterable) for z in ([], "", 1, {}, sq, iter([]), range(1))], isinstance({}, Mapping), isinstance([], Sequence))
    print(isinstance(len, Callable), isinstance([], Hashable), isinstance((), Hashable), isinstance(t, Mapping), isinstance(sq, Sized), issubclass(dict, Mapping))
    print(isinstance(main, Callable), isinstance((i for i in []), collections.abc.Iterator), isinstance({1}, collections.abc.Set))

    with Pool(2) as pool:
        print(pool.map(move, [p, Point(8, 9)]))
        total = sum(pool.map(tally, ["aab", "bcc"]), Counter())
        print(total, total.most_common(1))
        g = pool.apply(group, ([("a", 1), ("b", 2), ("a", 3)],))
        print(g, g["zzz"])
        print(pool.map(spin, [deque([1, 2, 3]), deque([4, 5], maxlen=2)]))
        print(pool.map(len, [ld, OrderedDict(a=1)]))
    d1 = [1, [2, 3], {"a": [4]}]
    d2 = copy.deepcopy(d1)
    d3 = copy.copy(d1)
    d1[1].append(99)
    d1[2]["a"].append(5)
    print(d2, d3, copy.deepcopy(dd), copy.deepcopy(deque([[1]])), copy.copy(p))


if __name__ == "__main__":
    main()
