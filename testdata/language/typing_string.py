from __future__ import annotations
import typing
from typing import (Any, Callable, ClassVar, Dict, Generic, Iterable, Iterator, List, Literal, NamedTuple, NewType, Optional, Protocol,
                    Sequence, Set, Tuple, Type, TypedDict, TypeVar, Union, cast, get_type_hints, overload, runtime_checkable, TYPE_CHECKING, Final)
import string
from string import Template
from multiprocessing import Pool

if TYPE_CHECKING:
    import nothing_like_this

T = TypeVar("T")
K = TypeVar("K", bound=int)
UserId = NewType("UserId", int)
Vector = List[float]
LIMIT: Final = 10


class Stack(Generic[T]):
    def __init__(self) -> None:
        self.items: List[T] = []

    def push(self, item: T) -> None:
        self.items.append(item)

    def pop(self) -> T:
        return self.items.pop()


class Coord(NamedTuple):
    """A coordinate."""
    x: int
    y: int = 5
    label: Optional[str] = None

    def total(self) -> int:
        return self.x + self.y


class Movie(TypedDict):
    name: str
    year: int


@runtime_checkable
class Closes(Protocol):
    def close(self) -> None: ...


class Res:
    def close(self):
        return 1


Employee = NamedTuple("Employee", [("name", str), ("id", int)])


def scale(v: Vector, k: float = 2.0, *rest: int, cb: Callable[[int], str] | None = None) -> Vector:
    out: List[float] = [x * k for x in v]
    return out


def first(items: Sequence[T]) -> Optional[T]:
    return items[0] if items else None


def total(c):
    return c.total(), c._replace(x=1)


if __name__ == "__main__":
    s: Stack[int] = Stack()
    s.push(1)
    t = Stack[int]()
    t.push(2)
    print(s.pop(), t.pop(), scale([1, 2]), first([]), first([3]), cast(int, "x"), UserId(5) + 1, LIMIT)
    c = Coord(1)
    print(c, c.total(), c._fields, Coord(1, 2, "z")._asdict(), Coord.__doc__, c == (1, 5, None), isinstance(c, tuple), Employee("a", 1), c._field_defaults)
    try:
        Coord()
    except TypeError as e:
        print(e)
    m: Movie = {"name": "x", "year": 1}
    print(Movie(name="y", year=2), type(Movie(name="y", year=2)).__name__, m)
    print(List[int], Dict[str, int], Optional[int], Union[int, str, None], Union[int, int], Callable[[int, str], bool], Tuple[int, ...], Any, Literal["a", 1], T, ClassVar[int], Iterable[str], Type[int], List)
    print(isinstance([], List), isinstance(Res(), Closes), isinstance(3, Closes), Optional[int] == Union[int, None], List[int] == List[int], typing.get_args(Dict[str, int]), typing.get_origin(List[int]))
    print(string.ascii_lowercase, string.digits, string.ascii_uppercase[:3], len(string.punctuation), repr(string.whitespace), string.capwords("hello  big world"), string.hexdigits, len(string.printable))
    tpl = Template("$who likes ${what}, costs $$5 $missing")
    print(tpl.safe_substitute(who="tim", what="kung pao"), Template("$a-$b").substitute({"a": 1}, b=2))
    for bad in (lambda: tpl.substitute(who=1, what=2), lambda: Template("x $").substitute(), lambda: Template("a\nb $1").substitute()):
        try:
            bad()
        except (KeyError, ValueError) as e:
            print(type(e).__name__, e)
    print(string.Formatter().format("{0} {x!r:>6}", 1, x="q"))
    with Pool(2) as pool:
        print(pool.map(total, [c, Coord(7, 8)]), pool.map(tpl.safe_substitute, [{"who": "z"}]))
