import json
from collections import OrderedDict, namedtuple, Counter
from dataclasses import dataclass, asdict
from datetime import datetime
from enum import IntEnum
from multiprocessing import Pool


class Enc(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, set):
            return sorted(o)
        if isinstance(o, datetime):
            return o.isoformat()
        return super().default(o)


class L(IntEnum):
    A = 1


P = namedtuple("P", "x y")


@dataclass
class D:
    a: int
    b: list


def tries(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    data = {"name": "Zoë", "n": [1, 2.5, -3e10, True, None], "t": (1, 2), "e": {}, "l": [], 5: "int", None: 1, True: "b", 1.5: "f", "q": "a\"b\\c\n\t\x01/", "big": 10**25, "u": "\U0001F600"}
    print(json.dumps(data))
    print(json.dumps(data, ensure_ascii=False))
    print(json.dumps(data, indent=2))
    print(json.dumps({"b": 1, "a": [1, {"z": 1, "y": 2}]}, sort_keys=True, indent=4), json.dumps([1, 2], separators=(",", ":")), json.dumps({"a": 1}, indent="\t"), json.dumps([[], {}], indent=1), json.dumps("x"), json.dumps(None), json.dumps(1.0), json.dumps(float("inf")), json.dumps(0.1 + 0.2))
    print(json.dumps({"s": {3, 1}, "d": datetime(2024, 1, 2)}, cls=Enc), json.dumps({1, 2}, default=list), json.dumps(P(1, 2)), json.dumps(L.A), json.dumps(Counter("aab")), json.dumps(asdict(D(1, [2]))), json.dumps(OrderedDict(z=1, a=2)), Enc(indent=1).encode({"a": {1}}))
    print(json.dumps({(1, 2): 3, "a": 1}, skipkeys=True), json.JSONEncoder().encode([1]), "".join(json.JSONEncoder().iterencode({"a": 1})))
    s = '{"a": [1, 2.5, -3e2, true, false, null, "x\\u00e9\\n\\ud83d\\ude00"], "b": {"c": {}}, "big": 123456789012345678901234567890, "n": NaN}'
    print(json.loads(s), json.loads(" [1 , 2 ] "), json.loads('"x"'), json.loads(b'{"k": "v"}'), json.loads("12"), json.loads("-0.5e-3"), type(json.loads("1.0")).__name__)
    print(json.loads('{"x": 1, "y": 2}', object_hook=lambda d: P(**d)), json.loads('{"b": 1, "a": 2}', object_pairs_hook=OrderedDict) == OrderedDict(b=1, a=2), json.loads("[1.1, 2]", parse_float=str, parse_int=lambda s: "i" + s))
    tries(lambda: json.loads(""), lambda: json.loads("{"), lambda: json.loads("[1 2]"), lambda: json.loads('{"a" 1}'), lambda: json.loads("{a: 1}"), lambda: json.loads('["x'), lambda: json.loads("[1]x"), lambda: json.loads('"\\q"'), lambda: json.loads('"a\nb"'), lambda: json.loads("nul"), lambda: json.loads("[\n1,\n  }"), lambda: json.loads(5), lambda: json.dumps({1, 2}), lambda: json.dumps({(1,): 2}), lambda: json.dumps(object), lambda: json.loads('"\\u12"'), lambda: json.loads("01"))
    a = []
    a.append(a)
    tries(lambda: json.dumps(a))
    try:
        json.loads('{"a": }')
    except json.JSONDecodeError as e:
        print(e.msg, e.pos, e.lineno, e.colno, isinstance(e, ValueError), e.doc)
    print(json.loads(json.dumps(data, indent=1))["name"] == "Zoë", json.JSONDecoder().raw_decode('{"a": 1} tail'))
    with Pool(2) as pool:
        print(pool.map(json.dumps, [{"a": 1}, [1]]), pool.map(json.loads, ["[1]", '{"x": null}']))
