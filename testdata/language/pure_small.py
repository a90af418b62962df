import graphlib, colorsys, getopt, stat, reprlib, shlex
ts = graphlib.TopologicalSorter({"D": {"B", "C"}, "B": {"A"}})
ts.add("C", "A")
print(tuple(ts.static_order())[0], len(tuple(graphlib.TopologicalSorter({"D": ["B", "C"], "C": ["A"], "B": ["A"]}).static_order())))
try:
    list(graphlib.TopologicalSorter({1: [2], 2: [3], 3: [1]}).static_order())
except graphlib.CycleError as e:
    print(e, e.args, isinstance(e, ValueError))
t = graphlib.TopologicalSorter({1: [2], 3: [2]}); t.prepare()
while t: 
    n = t.get_ready(); print(n); t.done(*n)
try: t.done(9)
except ValueError as e: print(e)
for f in "rgb_to_yiq rgb_to_hls rgb_to_hsv yiq_to_rgb hls_to_rgb hsv_to_rgb".split():
    print(f, [tuple(round(x, 12) for x in getattr(colorsys, f)(*v)) for v in ((.2, .4, .4), (0, 0, 0), (1, .5, .25), (.9, .1, .3), (.3,.3,.3))])
print(getopt.getopt("-a -b -cfoo -d bar a1 a2".split(), "abc:d:"))
print(getopt.getopt("--condition=foo --testing --output-file abc.def -x a1 a2".split(), "x", ["condition=", "output-file=", "testing"]))
print(getopt.gnu_getopt("-o foo a1 --verb -- -x".split(), "o:x", ["verbose"]))
for a in (["-z"], ["--nope"], ["-o"], ["--verbose=3"], ["--ver"]):
    try: print(getopt.getopt(a, "o:", ["verbose", "version", "out="]))
    except getopt.GetoptError as e: print(e, e.opt, e.msg)
print(stat.filemode(0o100644), stat.filemode(0o040755), stat.filemode(0o104755), stat.S_ISDIR(0o040755), oct(stat.S_IMODE(0o100644)), stat.filemode(0o120777), stat.ST_SIZE)
print(reprlib.repr(list(range(100))), reprlib.repr("x" * 100), reprlib.repr({i: i for i in range(10)}), reprlib.repr(10 ** 100), reprlib.repr((1,)), reprlib.repr(set("abcdefgh")), reprlib.repr([[[[[[[[1]]]]]]]]))
r = reprlib.Repr(maxlevel=2, indent="--"); print(r.repr([1, [2, [3, [4]]], {"a": 1}]))
class L(list):
    @reprlib.recursive_repr()
    def __repr__(self): return "<" + "|".join(map(repr, self)) + ">"
m = L("abc"); m.append(m); print(m)
print(shlex.split("a 'b c' \"d e\\\"f\" g\\ h # no"), shlex.split("a # c", comments=True), shlex.join(["a b", "c'd", "", "e"]), shlex.quote("x;y"))
print(list(shlex.shlex("a && b || c; d >'abc'; (def \"ghi\")", punctuation_chars=True)))
print(list(shlex.shlex("say 'it''s' x-y=2 # c\nz")))
s = shlex.shlex("a.b,c", posix=True); s.whitespace += ","; s.whitespace_split = True; print(list(s))
try: shlex.split("a 'b")
except ValueError as e: print(e)
