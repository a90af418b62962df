import re
import copy
from multiprocessing import Pool

WORD = re.compile(r"\b\w+\b")


def words(s):
    return WORD.findall(s)


def show(p, s, flags=0):
    try:
        m = re.search(p, s, flags)
        print(repr(p), m, m and m.groups())
    except re.error as e:
        print(repr(p), "error:", e)


if __name__ == "__main__":
    m = re.match(r"(?P<first>\w+) (?P<last>\w+)", "Isaac Newton, physicist")
    print(m, m.group(), m.group(1, 2), m["first"], m.groupdict(), m.span("last"), m.start(2), m.end(), m.lastindex, m.lastgroup, m.string, m.re.pattern)
    print(re.search(r"\d+", "abc123def"), re.match("b", "abc"), re.fullmatch(r"a.c", "abc"), re.fullmatch("a", "ab"), re.search("(a)|(b)", "b").groups(), re.search("(a)|(b)", "b").groups("-"))
    print(re.findall(r"\d+", "1 22 333"), re.findall(r"(\w)(\d)", "a1 b2"), re.findall(r"(\w)\d", "a1 b2"), re.findall("x*", "axb"), re.findall(r"\bfoo\b", "foo foobar foo"))
    print([m.span() for m in re.finditer("a|", "banana")], [m.group() for m in re.finditer(r"\w+", "hello big world")])
    print(re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub(r"(?P<x>a)", r"<\g<x>\g<0>>", "banana"), re.sub("a", lambda m: m.group().upper(), "banana", count=2), re.subn("a", "o", "banana"), re.sub("x*", "-", "abxd"), re.sub(r"\s+", " ", " a   b "), re.sub("(a)(b)?", r"[\1\2]", "aab"))
    print(re.split(r"[,;]\s*", "a, b;c"), re.split(r"(-)", "a-b-c"), re.split(r"\W+", "Words, words, words."), re.split("x", "axbxc", maxsplit=1), re.split("", "abc"), re.split(r"(a)?b", "cbab"))
    print(re.escape("a.b*c[1] x"), re.escape("http://x.y/?z=1&w"), re.IGNORECASE | re.M == 10)
    print(re.findall("(?i)abc", "ABC abc"), re.findall("^a", "a\na", re.M), re.findall("a.b", "a\nb", re.S), re.compile("A", re.I).sub("x", "aAa"), re.search("(?s:a.b)c", "a\nbc"), re.findall(r"(?x) a  b # comment", "ab a b"))
    print(re.search(r"(?<=\$)\d+", "cost $42"), re.search(r"(?<!\$)\b\d+", "cost $42 7"), re.search(r"\w+(?=!)", "hey you!"), re.search(r"a(?!b)", "abac").span(), re.search(r"(\w)\1", "hello").group(), re.search(r"(?P<q>['\"]).*?(?P=q)", "say 'hi' \"x\"").group())
    print(re.findall(r"a{2,3}", "aaaaaaa"), re.findall(r"a{2}", "aaaaa"), re.findall("a{,2}b", "aaab"), re.findall(r"a+?", "aaa"), re.findall("<.*?>", "<a><b>"), re.search("a{x", "a{x"), re.findall(r"[\w.+-]+@[\w-]+\.[\w.]+", "me@x.org, you+z@a.b.co"))
    print(re.match(r"(\d+)-(\d+)?", "12-").groups(), re.match(r"((a)(b))c", "abc").lastindex, re.search(r"[]a]+", "x]a"), re.search(r"[^]a]+", "]ax"), re.search(r"[a\-z]+", "b-z"), re.search("[[]", "a[b"), re.findall(r"[^\d\s]+", "a1 b2"), re.findall(r"[\d\-]+", "1-2"))
    p = re.compile(r"(\d+)(?P<unit>[a-z]*)", re.IGNORECASE | re.MULTILINE)
    print(p, p.pattern, p.flags, p.groups, dict(p.groupindex), p.search("x 5KM", 1), p.match("x5", 1), p.fullmatch("5km"), p.findall("1a 2b"), p.search("12345", 0, 3).group())
    print(re.compile(b"a(.)").search(b"xaby").group(1), re.sub(rb"\d", b"#", b"a1b2"), re.findall(rb"\w+", b"ab cd"), re.compile("x") == re.compile("x"))
    print(re.search("é+", "caféé!"), re.findall(r"\w+", "naïve café 東京"), re.findall(r"\w+", "naïve", re.A), re.search(r"(?a:\w+)", "aé"), re.sub("é", "e", "été"), re.search("\U0001F600", "hi \U0001F600!").span())
    print(re.search(r"a++b", "aaab"), re.search(r"a++a", "aaa"), re.search(r"(?>a+)b", "aab"), re.search(r"(a)?(?(1)b|c)", "ab"), re.search(r"(a)?(?(1)b|c)", "c"), re.match(r"\Aab\Z", "ab"), re.search(r"b$", "ab\n").span(), re.search(r"b\Z", "ab\n"))
    for bad in ("(", ")", "*a", "a**", "[a", "(?P<n>a)(?P<n>b)", r"\2(a)", "(?z)", "[b-a]", "a{3,2}", r"\q", "(?P<1a>x)", "(?P=zz)", "abc\\"):
        show(bad, "x")
    for f in (lambda: re.sub("a", r"\9", "a"), lambda: re.match("(a)", "a").group(5), lambda: re.match("(a)", "a").group("q"), lambda: re.search("a", b"a"), lambda: re.search("a", 5), lambda: re.sub("a", r"\g<z>", "a")):
        try:
            f()
        except (re.error, IndexError, TypeError) as e:
            print(type(e).__name__ if not isinstance(e, re.error) else "error", e)
    log = '127.0.0.1 - - [10/Oct/2000:13:55:36] "GET /a.gif HTTP/1.0" 200 2326'
    m = re.match(r'(?P<ip>[\d.]+) \S+ \S+ \[(?P<when>[^\]]+)\] "(?P<req>[^"]*)" (?P<status>\d{3}) (?P<size>\d+|-)', log)
    print(m.groupdict())
    print(m.expand(r"\1: \g<status>"), bool(m), copy.copy(m) is m, copy.deepcopy(WORD).pattern)
    tokens = re.compile(r"(?P<NUM>\d+(\.\d*)?)|(?P<ID>[A-Za-z]+)|(?P<OP>[+\-*/=])|(?P<WS>\s+)")
    print([(t.lastgroup, t.group()) for t in tokens.finditer("x = 3.14*y") if t.lastgroup != "WS"])
    with Pool(2) as pool:
        print(pool.map(words, ["a b", "c d e"]), pool.map(WORD.findall, ["q r"]), pool.apply(re.sub, ("a", "b", "aa")))
