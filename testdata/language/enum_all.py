from enum import Enum, IntEnum, StrEnum, Flag, IntFlag, auto, unique
import enum
import copy
from multiprocessing import Pool, Queue, Process


class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1

    @property
    def hexa(self):
        return {1: "#f00", 2: "#0f0", 3: "#00f"}[self.value]

    @classmethod
    def default(cls):
        return cls.GREEN

    def describe(self):
        return f"{self.name} is {self.value}"


class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def density(self):
        return round(self.mass / self.radius, 3)


class Level(IntEnum):
    LOW = 1
    MID = 5
    HIGH = 10


class Mode(StrEnum):
    READ = auto()
    WRITE = auto()


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


class Bits(IntFlag):
    A = 1
    B = 2
    C = 4


class Status(str, Enum):
    OK = "ok"
    BAD = "bad"


class Auto(Enum):
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    A = auto()
    B = 10
    C = auto()


class Weird(Enum):
    LISTY = [1, 2]
    DICTY = {"a": 1}

    @classmethod
    def _missing_(cls, value):
        return cls.LISTY


Animal = Enum("Animal", "CAT DOG")
Sizes = IntEnum("Sizes", {"S": 1, "L": 3})


def which(c):
    return c.name, c is Color.RED, c.describe() if isinstance(c, Color) else None


def send(q):
    q.put({"c": Color.BLUE, "p": Perm.R | Perm.W, "l": Level.HIGH, "a": Animal.DOG, "w": Weird.LISTY})


if __name__ == "__main__":
    print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color["BLUE"], Color.CRIMSON, Color.CRIMSON is Color.RED)
    print(list(Color), len(Color), [c.name for c in Color], list(Color.__members__), Color.RED in Color, Color, type(Color.RED), isinstance(Color.RED, Color))
    print(Color.RED == Color.RED, Color.RED == 1, Color.RED != Color.BLUE, Color.RED is Color(1), {Color.RED: "r"}[Color.RED], Color.RED.hexa, Color.default(), Color.BLUE.describe())
    for bad in (lambda: Color(9), lambda: Color["NOPE"], lambda: Color.RED < Color.BLUE, lambda: setattr(Color, "RED", 5)):
        try:
            bad()
        except Exception as e:
            print(type(e).__name__, e)
    try:
        class More(Color):
            PINK = 9
    except TypeError as e:
        print(e)
    try:
        @unique
        class U(Enum):
            A = 1
            B = 1
    except ValueError as e:
        print(e)
    print(Planet.EARTH.density, Planet.MARS, repr(Planet.MARS), Planet((0.64, 3.39)) is Planet.MARS, Planet.EARTH.mass)
    print(Level.HIGH > Level.LOW, Level.MID + 1, Level.HIGH == 10, str(Level.LOW), repr(Level.LOW), f"{Level.MID:>4}", "%d" % Level.MID, sorted([Level.HIGH, Level.LOW]), int(Level.MID), max(Level))
    print(Mode.READ, repr(Mode.READ), Mode.READ == "read", Mode.WRITE.upper(), Mode("write"), "x" + Mode.READ)
    print(Perm.R | Perm.W, repr(Perm.R | Perm.W), repr(Perm.X), Perm.RW, Perm.R in Perm.RW, Perm.X in Perm.RW, list(Perm.RW), list(Perm), ~Perm.R, Perm.RW & Perm.W, Perm(0), bool(Perm(0)), Perm.R ^ Perm.RW, len(Perm.RW), (Perm.R | Perm.X).value, Perm(5) is Perm.R | Perm.X)
    print(Bits.A | Bits.B, repr(Bits.A | Bits.B), Bits.A | 8, Bits.C & 6, Bits.A + 1, repr(Bits(3)), Bits.B in Bits(3))
    print(Status.OK, Status.OK == "ok", Status.OK.value, repr(Status.OK), f"{Status.OK}", Status("bad"), Status.OK.upper(), "%s" % Status.OK)
    print([a.value for a in Auto], Weird.LISTY, Weird("q"), Weird([1, 2]), repr(Weird.DICTY))
    print(list(Animal), Animal.CAT.value, Animal["DOG"], repr(Sizes.L), Sizes(3) is Sizes.L)
    print(copy.deepcopy(Color.RED) is Color.RED, copy.copy([Color.RED])[0] is Color.RED, enum.Enum is Enum, issubclass(Level, int))
    print({c: c.value for c in Color}, sorted(Color, key=lambda c: -c.value), [*reversed(Color)], Color.__name__, hash(Color.RED) == hash(Color.RED))
    match Color(3):
        case Color.RED:
            print("red")
        case Color.BLUE:
            print("blue")
    with Pool(2) as pool:
        print(pool.map(which, list(Color)), pool.map(Color, [1, 2, 3]), pool.map(which, [Animal.CAT])[0][0])
        print(pool.map(Planet.density.fget, [Planet.MARS]) if False else pool.map(repr, [Planet.MARS, Perm.RW, Level.LOW, Mode.READ]))
    q = Queue()
    p = Process(target=send, args=(q,))
    p.start()
    got = q.get()
    p.join()
    print(got, got["c"] is Color.BLUE, got["p"] is Perm.RW, got["a"] is Animal.DOG, got["w"] is Weird.LISTY)
