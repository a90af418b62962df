from abc import ABC, ABCMeta, abstractmethod
import abc
import copy
from multiprocessing import Pool


class Shape(ABC):
    def __init__(self, name):
        self.name = name

    @abstractmethod
    def area(self):
        """Area."""

    @property
    @abstractmethod
    def sides(self):
        ...

    def describe(self):
        return f"{self.name} {self.area():.2f} {self.sides}"


class Square(Shape):
    def __init__(self, a):
        super().__init__("square")
        self.a = a

    def area(self):
        return self.a ** 2

    @property
    def sides(self):
        return 4


class Half(Shape):
    def area(self):
        return super().area()


class Base(metaclass=ABCMeta):
    @classmethod
    @abstractmethod
    def make(cls):
        pass

    @staticmethod
    @abc.abstractmethod
    def helper():
        pass


class Impl(Base):
    @classmethod
    def make(cls):
        return cls()

    @staticmethod
    def helper():
        return "helped"


@Shape.register
class Foreign:
    pass


def area(s):
    return s.area()


class Node:
    def __init__(self, v):
        self.v = v
        self.next = None
        self.items = [v]


class Custom:
    def __init__(self):
        self.log = []

    def __copy__(self):
        c = Custom()
        c.log.append("copied")
        return c

    def __deepcopy__(self, memo):
        c = Custom()
        c.log.append("deep")
        return c


if __name__ == "__main__":
    for cls in (Shape, Half, Base):
        try:
            cls("x") if cls is not Base else cls()
        except TypeError as e:
            print(type(e).__name__, str(e).split(" with")[0])
    print(Square(3).describe(), Impl.make().helper(), isinstance(Foreign(), Shape), issubclass(Square, Shape), type(Shape).__name__)
    with Pool(2) as pool:
        print(pool.map(area, [Square(2), Square(5)]))
    n = Node(1)
    n.next = n
    m = copy.deepcopy(n)
    s = copy.copy(n)
    n.items.append(2)
    print(m.next is m, m.items, s.items, s.next is n, copy.copy(Custom()).log, copy.deepcopy([Custom()])[0].log)
    shared = [1]
    both = copy.deepcopy([shared, shared, (shared, 2), {"k": shared}, {3}, frozenset([4])])
    both[0].append(5)
    print(both, copy.deepcopy((1, 2)), copy.deepcopy(bytearray(b"x")), copy.copy({1: [2]}))
    err = copy.copy(ValueError("a", 1))
    print(repr(err))
