import functools
from functools import partial, reduce, wraps, lru_cache, cache, cached_property, cmp_to_key, total_ordering, singledispatch, partialmethod
from multiprocessing import Pool


def power(base, exponent=2):
    return base ** exponent


cube = partial(power, exponent=3)
square_two = partial(power, 2)


def logged(f):
    """Prints calls."""
    @wraps(f)
    def inner(*args, **kwargs):
        """Inner doc."""
        print("call", f.__name__, args, kwargs)
        return f(*args, **kwargs)
    return inner


@logged
def add(a, b=1):
    """Adds."""
    return a + b


calls = []


@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@lru_cache(maxsize=2)
def slow(x, y=0):
    calls.append(x)
    return x + y


@cache
def fact(n):
    return n * fact(n - 1) if n else 1


@total_ordering
class Version:
    def __init__(self, major, minor):
        self.major, self.minor = major, minor

    def __eq__(self, other):
        return (self.major, self.minor) == (other.major, other.minor)

    def __lt__(self, other):
        return (self.major, self.minor) < (other.major, other.minor)

    def __repr__(self):
        return f"V{self.major}.{self.minor}"


class Data:
    def __init__(self, items):
        self.items = items

    @cached_property
    def total(self):
        print("computing")
        return sum(self.items)

    @lru_cache()
    def scaled(self, k):
        return self.total * k

    def move(self, dx, dy=0):
        return (dx, dy)

    right = partialmethod(move, 1)
    up = partialmethod(move, 0, dy=5)


@singledispatch
def show(x):
    return f"object {x!r}"


@show.register(int)
def show_int(x):
    return f"int {x}"


@show.register(list)
def _(x):
    return "list of " + ", ".join(show(i) for i in x)


def biggest(versions):
    return max(versions)


if __name__ == "__main__":
    print(cube(3), cube(3, exponent=1), square_two(5), cube.func is power, cube.args, cube.keywords)
    basetwo = partial(int, base=2)
    print(basetwo("1010"), partial(partial(max, 1), 2)(3))
    print(repr(partial(print, 1, sep="-")))
    print(add(1), add.__name__, add.__doc__, add.__wrapped__.__name__)
    print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + b, [], "x"))
    try:
        reduce(lambda a, b: a, [])
    except TypeError as e:
        print(e)
    print(fib(80), fib.cache_info())
    for i in (1, 2, 1, 3, 1, 2):
        slow(i)
    print(calls, slow.cache_info(), slow.cache_parameters())
    slow.cache_clear()
    print(slow.cache_info(), slow(1, y=2), slow.cache_info().misses)
    print(fact(20), fact.cache_info())
    try:
        slow([])
    except TypeError as e:
        print(e)
    a, b = Version(1, 2), Version(1, 10)
    print(a < b, a <= b, a > b, a >= b, sorted([b, a]), a != b)
    d = Data([1, 2, 3])
    print(d.total, d.total, d.scaled(3), d.scaled(3), "total" in d.__dict__)
    print(d.right(), d.right(7), d.up())
    print(sorted([3, 1, 2], key=cmp_to_key(lambda x, y: y - x)))
    print(sorted("bB aA".split(), key=cmp_to_key(lambda x, y: (x > y) - (x < y))))
    print(show(3), show("s"), show([1, "a", [2]]), show(True), show.dispatch(bool) is show_int)
    try:
        @total_ordering
        class Bad:
            pass
    except ValueError as e:
        print(e)
    with Pool(2) as pool:
        print(pool.map(cube, range(5)))
        print(pool.map(fib, range(10)))
        print(pool.map(partial(pow, 2), [3, 4]), pool.apply(biggest, ([a, b],)))
        print(pool.map(biggest, [[a, b], [b, a]]))
        print(pool.map(show, [1, "x"]))
