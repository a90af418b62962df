import operator
from operator import itemgetter, attrgetter, methodcaller, mul
from functools import reduce
from multiprocessing import Pool


class P:
    def __init__(self, name, age):
        self.name, self.age = name, age
        self.inner = [name]

    def greet(self, word, end="!"):
        return f"{word} {self.name}{end}"


people = [("bob", 30), ("alice", 25), ("carol", 35)]
if __name__ == "__main__":
    print(sorted(people, key=itemgetter(1)), sorted(people, key=itemgetter(1), reverse=True), list(map(itemgetter(0), people)))
    print(itemgetter(1, 0)("ab"), itemgetter(slice(1, 3))([1, 2, 3, 4]), itemgetter("a")({"a": 5}))
    p = P("dan", 3)
    print(attrgetter("name")(p), attrgetter("name", "age")(p), attrgetter("inner")(p), attrgetter("__class__.__name__")(p))
    print(methodcaller("greet", "hi", end="?")(p), methodcaller("upper")("abc"))
    print(operator.add(1, 2), operator.sub(5, 3), mul(3, 4), operator.truediv(1, 2), operator.floordiv(-7, 2), operator.mod(7, 3), operator.pow(2, 10))
    print(operator.lt(1, 2), operator.ge(1, 2), operator.eq("a", "a"), operator.ne(1, 1), operator.not_([]), operator.truth("x"))
    print(operator.and_(6, 3), operator.or_(6, 3), operator.xor(6, 3), operator.invert(5), operator.neg(3), operator.lshift(1, 4), operator.concat("a", "b"))
    print(operator.contains([1, 2], 2), operator.countOf([1, 1, 2], 1), operator.indexOf([3, 4], 4), operator.getitem([1, 2], 1), operator.is_(None, None))
    a = [1, 2]
    operator.setitem(a, 0, 9)
    operator.delitem(a, 1)
    a = operator.iadd(a, [7])
    print(a, reduce(mul, range(1, 6)), repr(itemgetter(1)), repr(attrgetter("a", "b")), repr(methodcaller("f", 1, x=2)), operator.index(True), operator.abs(-3))
    for bad in (lambda: itemgetter(), lambda: attrgetter(1), lambda: operator.add(1), lambda: itemgetter(5)([1]), lambda: attrgetter("zz")(p), lambda: operator.add(1, "a")):
        try:
            bad()
        except Exception as e:
            print(type(e).__name__, e)
    with Pool(2) as pool:
        print(pool.map(itemgetter(0), people), pool.starmap(operator.add, [(1, 2), (3, 4)]), pool.map(methodcaller("upper"), ["a"]), pool.map(attrgetter("real"), [1]))
