# What travels through queues, pipes, pools and as arguments, and how it arrives.
import multiprocessing as mp
import re
import collections
import datetime
import decimal
import enum
import dataclasses
import functools
import fractions


def t(label, f):
    try:
        print(re.sub("0x[0-9a-f]+", "0x", "%s=%r" % (label, f())))
    except BaseException as e:
        print("%s=%s|%s" % (label, type(e).__name__, re.sub("0x[0-9a-f]+", "0x", str(e))))


class Color(enum.Enum):
    RED = 1


@dataclasses.dataclass
class Point:
    x: int
    y: int = 0


class Slots:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a = a
        self.b = b


class State:
    def __init__(self, n):
        self.n = n
        self.hidden = "not sent"

    def __getstate__(self):
        return {"n": self.n}

    def __setstate__(self, state):
        self.n = state["n"]
        self.hidden = "restored"


class Reduced:
    def __init__(self, n):
        self.n = n

    def __reduce__(self):
        return (Reduced, (self.n + 1,))


class Node:
    def __init__(self):
        self.next = None


class Err(Exception):
    def __init__(self, code, text):
        super().__init__(code, text)
        self.code = code
        self.text = text


class D(dict):
    pass


class L(list):
    extra = 1


NT = collections.namedtuple("NT", "a b")


def echo(x):
    return x


def kind(x):
    return type(x).__name__


if __name__ == "__main__":
    values = [
        None, True, 0, -1, 2 ** 100, -2 ** 100, 1.5, float("inf"), "", "text \u20ac \U0001f600 \0", b"", b"bytes\0\xff", bytearray(b"ba"),
        (), (1,), [1, [2]], {}, {1: 2, "a": (3,), (1, 2): [4], None: 5, 1.5: 6}, set(), {1, 2}, frozenset([3]), range(3), range(0, 10, 3), slice(1, 2, 3),
        Ellipsis, NotImplemented, int, str, len, abs, Point(1), Point(1, 2), NT(1, 2), Color.RED, Color,
        collections.OrderedDict([(1, 2)]), collections.Counter("aab"), collections.deque([1, 2], 5), collections.defaultdict(list, {1: [2]}),
        datetime.date(2020, 1, 2), datetime.timedelta(3), decimal.Decimal("1.10"), fractions.Fraction(1, 3),
        D(a=1), L([1]), ValueError("v", 2), KeyError("k"), Err(3, "t"), OSError(2, "no", "f"), functools.partial(max, 5),
    ]
    q = mp.Queue()
    a, b = mp.Pipe()
    s = mp.SimpleQueue()
    with mp.Pool(1) as pool:
        for v in values:
            q.put(v)
            x = q.get()
            a.send(v)
            y = b.recv()
            s.put(v)
            z = s.get()
            w = pool.apply(echo, (v,))
            same = all(type(i) is type(v) and repr(i) == repr(v) for i in (x, y, z, w))
            print(type(v).__name__, repr(v), same, pool.apply(kind, (v,)))
        sl = pool.apply(echo, (Slots(1, [2]),))
        print(sl.a, sl.b)
        st = pool.apply(echo, (State(4),))
        print(st.n, st.hidden)
        print(pool.apply(echo, (Reduced(1),)).n)
        n = Node()
        n.next = n
        m = pool.apply(echo, (n,))
        print(m.next is m)
        l = [1]
        l.append(l)
        m = pool.apply(echo, (l,))
        print(m[1] is m, m)
        shared = [1]
        x, y = pool.apply(echo, ([shared, shared],))
        print(x is y)
        e = pool.apply(echo, (Err(3, "t"),))
        print(e.code, e.text, e.args)
        t("nan", lambda: pool.apply(echo, (float("nan"),)))
        t("negzero", lambda: pool.apply(echo, (-0.0,)))
        t("method", lambda: pool.apply(Point(3, 4).__eq__, (Point(3, 4),)))
        t("staticlike", lambda: pool.apply("abc".upper))
        t("class", lambda: pool.apply(Point, (5,)))
        t("kwargs", lambda: pool.apply(Point, (), {"x": 1, "y": 2}))
        t("partial", lambda: pool.map(functools.partial(pow, 2), range(4)))
        t("sorted", lambda: pool.apply(sorted, ([3, 1, 2],), {"reverse": True}))
