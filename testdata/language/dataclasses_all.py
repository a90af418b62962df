from dataclasses import dataclass, field, asdict, astuple, replace, fields, is_dataclass, FrozenInstanceError, InitVar, make_dataclass, KW_ONLY
from typing import ClassVar, List, Optional
from multiprocessing import Pool, Process, Queue
import copy


@dataclass
class Point:
    x: int
    y: int = 0

    def dist(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5


@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int = 0
    label: str = field(default="", compare=False)


@dataclass
class Team:
    name: str
    members: List[str] = field(default_factory=list)
    boss: Optional[Point] = None
    count: ClassVar[int] = 0
    secret: str = field(default="s", repr=False)
    total: int = field(init=False)

    def __post_init__(self):
        self.total = len(self.members)
        Team.count += 1


@dataclass
class Base:
    a: int
    b: str = "b"


@dataclass
class Derived(Base):
    c: float = 1.5
    b: str = "derived"


@dataclass
class WithInit:
    base: int
    scale: InitVar[int] = 2
    result: int = 0

    def __post_init__(self, scale):
        self.result = self.base * scale


@dataclass
class KW:
    a: int
    _: KW_ONLY
    b: int = 1
    c: int


@dataclass(eq=False)
class ById:
    v: int


@dataclass(slots=True)
class Slotted:
    v: int


@dataclass
class Tree:
    v: int
    left: "Tree" = None
    right: "Tree" = None

    def total(self):
        return self.v + sum(t.total() for t in (self.left, self.right) if t)


@dataclass
class Task:
    id: int
    tags: dict = field(default_factory=dict)

    def run(self):
        self.tags["done"] = True
        return self


def shift(p):
    return Point(p.x + 1, p.y + 1)


def work(q, task):
    q.put(task.run())


if __name__ == "__main__":
    p = Point(3, 4)
    print(p, p.dist(), p == Point(3, 4), p != Point(1), Point(1), Point(y=2, x=1), repr(p))
    for bad in (lambda: Point(), lambda: Point(1, 2, 3), lambda: Point(1, z=3), lambda: Point(1, x=1), lambda: KW(1), lambda: KW(1, 2, 3), lambda: hash(p), lambda: p < p, lambda: Base()):
        try:
            bad()
        except TypeError as e:
            print(e)
    v = Version(1, 2, "x")
    print(v, v < Version(1, 3), v == Version(1, 2, "y"), hash(v) == hash(Version(1, 2)), sorted([Version(2), Version(1, 5), v]), {v: 1}[Version(1, 2)], max(v, Version(0, 9)))
    for bad in (lambda: setattr(v, "major", 5), lambda: delattr(v, "major")):
        try:
            bad()
        except FrozenInstanceError as e:
            print(type(e).__name__, e, isinstance(e, AttributeError))
    t = Team("a", ["x", "y"])
    u = Team("b")
    u.members.append("z")
    print(t, u, t.total, Team.count, t.secret, asdict(t), astuple(u))
    print(asdict(Team("n", boss=p)), [f.name for f in fields(Team)], is_dataclass(Team), is_dataclass(p), is_dataclass(3))
    print(replace(p, y=10), replace(v, minor=9), Derived(1), Derived(1, "q", 2.0), WithInit(5), WithInit(5, 10), KW(1, c=5))
    print(ById(1) == ById(1), Slotted(5), copy.copy(p), copy.deepcopy(t), p.__match_args__)
    try:
        Slotted(1).zz = 5
    except AttributeError as e:
        print(e)
    try:
        @dataclass
        class Bad:
            x: list = []
    except ValueError as e:
        print(e)
    try:
        @dataclass
        class Bad2(Base):
            d: int
    except TypeError as e:
        print(str(e)[:42])
    C = make_dataclass("C", ["x", ("y", int), ("z", int, field(default=5))])
    print(C(1, 2), C(1, 2, 3).z)
    match p:
        case Point(x=3, y=q):
            print("matched", q)
    match p:
        case Point(3, b):
            print("positional", b)
    tree = Tree(1, Tree(2), Tree(3, Tree(4)))
    print(tree.total(), tree)
    with Pool(2) as pool:
        print(pool.map(shift, [p, Point(8)]), pool.map(Point.dist, [p]), pool.starmap(Version, [(1,), (2, 3)]), pool.map(asdict, [t]))
        print(pool.map(Tree.total, [tree]), pool.map(hash, [v])[0] == hash(v))
    q = Queue()
    proc = Process(target=work, args=(q, Task(7)))
    proc.start()
    got = q.get()
    proc.join()
    print(got, got == Task(7, {"done": True}))
