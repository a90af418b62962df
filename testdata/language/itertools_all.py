import itertools
from itertools import *
import operator

print(list(islice(count(3), 4)), list(islice(count(0.5, 0.25), 3)), list(islice(count(10, -3), 4)))
print(list(islice(cycle("ab"), 5)), list(repeat("x", 3)), list(map(pow, range(4), repeat(2))))
print(list(accumulate([1, 2, 3, 4])), list(accumulate([3, 1, 4, 1], max)), list(accumulate([1, 2], initial=100)))
print(list(accumulate([], initial=None)), list(accumulate("abc")))
print(list(chain("ab", [1], (2,))), list(chain.from_iterable(["ab", "cd"])), list(chain()))
print(list(compress("ABCDEF", [1, 0, 1, 0, 1, 1])))
print(list(dropwhile(lambda x: x < 5, [1, 4, 6, 4, 1])), list(takewhile(lambda x: x < 5, [1, 4, 6, 4, 1])))
print(list(filterfalse(lambda x: x % 2, range(10))), list(filterfalse(None, [0, 1, "", "a"])))
print([(k, list(g)) for k, g in groupby("AAAABBBCCDAABBB")], [k for k, g in groupby("AAAABBBCCDAABBB")])
for key, group in groupby(sorted(["apple", "avocado", "banana", "blueberry", "cherry"]), key=lambda s: s[0]):
    print(key, *group)
print(list(islice("ABCDEFG", 2)), list(islice("ABCDEFG", 2, 4)), list(islice("ABCDEFG", 2, None)), list(islice("ABCDEFG", 0, None, 2)))
print(list(pairwise("ABCDE")), list(pairwise([1])))
print(list(starmap(pow, [(2, 5), (3, 2), (10, 3)])))
a, b, c = tee([1, 2, 3], 3)
print(next(a), next(a), list(b), list(a), list(c))
print(list(zip_longest("ABCD", "xy", fillvalue="-")), list(zip_longest([1], [2, 3])), list(zip_longest()))
print(list(product("AB", [1, 2])), list(product([0, 1], repeat=3)), list(product()), list(product("ab", [])))
print(list(permutations("ABC")), list(permutations(range(3), 2)), list(permutations([1], 2)), list(permutations([], 0)))
print(list(combinations("ABCD", 2)), list(combinations(range(4), 3)), list(combinations([1], 2)))
print(list(combinations_with_replacement("ABC", 2)), list(combinations_with_replacement([], 1)))
it = iter(range(10))
print(list(islice(it, 3)), list(islice(it, 2, 4)), list(it))
print(sum(1 for _ in permutations(range(6))), len(list(product(range(5), range(5)))))
for bad in (lambda: islice([1], -1), lambda: combinations([1], -1), lambda: product([1], repeat=-1), lambda: chain(1), lambda: islice([1], 0, 2, 0)):
    try:
        print(list(bad()))
    except Exception as e:
        print(type(e).__name__, e)
print(isinstance(count(), itertools.count), type(chain()).__name__)


def take(n, iterable):
    return list(islice(iterable, n))


def primes():
    yield 2
    found = []
    for n in count(3, 2):
        if all(n % p for p in takewhile(lambda p: p * p <= n, found)):
            found.append(n)
            yield n


def roundrobin(*iterables):
    pending = len(iterables)
    nexts = cycle(iter(it).__next__ for it in iterables)
    while pending:
        try:
            for nxt in nexts:
                yield nxt()
        except StopIteration:
            pending -= 1
            nexts = cycle(islice(nexts, pending))


def powerset(iterable):
    s = list(iterable)
    return chain.from_iterable(combinations(s, r) for r in range(len(s) + 1))


def sliding_window(iterable, n):
    from collections import deque
    it = iter(iterable)
    window = deque(islice(it, n - 1), maxlen=n)
    for x in it:
        window.append(x)
        yield tuple(window)


print(take(10, primes()), list(roundrobin("ABC", "D", "EF")), list(powerset([1, 2, 3])))
print(list(accumulate(range(1, 6), operator.mul)), list(sliding_window("ABCDEFG", 4))[:2])
