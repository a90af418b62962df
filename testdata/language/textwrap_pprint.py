import textwrap
import pprint
import fnmatch
from pprint import pprint as pp
from collections import OrderedDict, Counter, defaultdict, deque, namedtuple
from dataclasses import dataclass, field

text = """The quick brown fox -- a well-known, fast-moving animal -- jumps over the lazy dog. It's a state-of-the-art
  test!  With   odd spacing and a verylongwordthatdoesnotfitanywhereatall in-between."""
for w in (10, 20, 40, 79):
    print(textwrap.wrap(text, w))
print(textwrap.fill(text, 30, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten("Hello  world! This is long", width=12), textwrap.shorten("Hello world", width=11), textwrap.shorten(text, 40, placeholder="..."))
print(repr(textwrap.dedent("""
    hello
      world

    end
    """)), repr(textwrap.dedent("  a\n b\n")), repr(textwrap.indent("a\n\nb\n", "> ")), repr(textwrap.indent("a\n\nb", "+", lambda l: True)))
print(textwrap.wrap("abcdefghij klm", 4), textwrap.wrap("abcdefghij klm", 4, break_long_words=False), textwrap.wrap("a-b-c-d foo-bar", 5), textwrap.wrap("x " * 30, 20, max_lines=2), textwrap.wrap(""), textwrap.wrap("tab\there", 8), textwrap.wrap("end. Next one", 40, fix_sentence_endings=True))
tw = textwrap.TextWrapper(width=15, break_on_hyphens=False)
tw.initial_indent = "-> "
print(tw.wrap("well-known things are-here now"), tw.width, tw.fill("short"))
try:
    textwrap.wrap("x", 0)
except ValueError as e:
    print(e)

data = {"name": "Some long name here", "values": list(range(30)), "nested": {"k%d" % i: "v" * i for i in range(8)}, "t": (1, 2, 3), "s": {3, 1, 2}, "e": {}, "none": None}
pp(data)
pp(data, width=40, compact=True)
pp({"b": 1, "a": 2}), pp([1, 2]), pp("short"), pp({"b": 1, "a": 2}, sort_dicts=False), pp([[["deep", ["er"]]]], depth=2)
pp(["word " * 10, "x" * 90, "line one\nline two is here and long enough to wrap around the end of the eighty column limit\n"])
pp(list(range(40)), compact=True, width=50), pp([{"id": i, "tags": ["a" * 10] * 4} for i in range(3)], indent=4)
print(pprint.pformat({"x": [1] * 30}, width=30))
pp(Counter("the quick brown fox jumps over the lazy dog" * 3), width=40)
dd = defaultdict(list)
for i in range(6):
    dd["key%d" % i] = list(range(8))
pp(dd)
pp(deque(range(40))), pp(deque(["abc" * 5] * 6, maxlen=9), width=60)
pp((1,)), pp(("a" * 50, "b" * 50)), pp({"a" * 30, "b" * 30, "c" * 30}), pp(frozenset(["a" * 40, "b" * 40]))
P = namedtuple("P", "x y")
pp([P(i, "y" * 20) for i in range(4)])


@dataclass
class D:
    name: str
    items: list = field(default_factory=list)
    secret: int = field(default=1, repr=False)


pp(D("short")), pp(D("long" * 10, list(range(25)))), pp([D("a", [1]), D("b" * 60)])
pp({1: "a", "b": 2, (1, 2): 3, None: 4}), pp({"long_key_number_one_in_dict": {"another_long_key_here": "with a value that is long"}})
pp(b"bytes" * 30), pp(12345678, underscore_numbers=True), pprint.pp({"z": 1, "a": 2}), pprint.PrettyPrinter(indent=2, width=20).pprint({"abc": [1, 2, 3], "def": "ghi"})
print(pprint.pformat([]), pprint.pformat({}), pprint.pformat(()), pprint.pformat(set()), pprint.pformat(None), pprint.saferepr({"b": 1, "a": [1, {"z": 1, "y": 2}]}), pprint.isreadable([1]))
print(fnmatch.fnmatch("a.py", "*.py"), fnmatch.filter(["a.py", "b.txt", "c.py"], "[!b]*.py"), fnmatch.fnmatchcase("x1", "x[0-9]"), fnmatch.fnmatch("abc", "a?c"), fnmatch.fnmatch("a[b", "a[[]b"), fnmatch.fnmatch("", "*"), fnmatch.fnmatch("a/b", "*"))
