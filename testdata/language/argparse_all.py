import argparse
import sys
import os
import io
import contextlib
from multiprocessing import Pool


def run(parser, *lines):
    for line in lines:
        err = io.StringIO()
        try:
            with contextlib.redirect_stderr(err):
                print(parser.parse_args(line.split()))
        except SystemExit as e:
            print("exit", e.code, err.getvalue().strip().split("\n")[-1])


def even(text):
    n = int(text)
    if n % 2:
        raise argparse.ArgumentTypeError(f"{n} is odd")
    return n


class Upper(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (values.upper(), option_string))


def total(ns):
    return ns.a + ns.b


if __name__ == "__main__":
    p = argparse.ArgumentParser(prog="tool", description="A tool that does things, described in a text that is long enough to be wrapped.", epilog="The end.")
    p.add_argument("path", help="where to look")
    p.add_argument("rest", nargs="*", type=int, help="numbers")
    p.add_argument("-v", "--verbose", action="store_true", help="say more")
    p.add_argument("-n", "--count", type=int, default=3, metavar="N", help="how often (default: %(default)s)")
    p.add_argument("--mode", choices=["fast", "slow"], default="fast", help="a long help text that must be wrapped because it does not fit on one line at all")
    p.add_argument("-q", action="count", default=0)
    p.add_argument("-i", "--include", action="append")
    p.add_argument("--level", type=even)
    p.add_argument("--no-color", dest="color", action="store_false")
    p.add_argument("--very-long-option-name-here", metavar="VALUE", help="help on the next line")
    run(p, "x", "x 1 2 3 -v", "-n 5 x -qqq", "x --mode slow -i a -i b", "x --count=7 --level 4", "-n9 x", "x --verb", "x 5 6 --no-color", "-vqn2 x", "-- -x 1",
        "x -n abc", "x --nope", "x --level 3", "x y", "x -n", "x --ver=1", "x --very v")
    for line in p.format_help().split("\n"):
        if "-n" not in line and "-i" not in line:
            print(line)
    print(p.format_usage())
    q = argparse.ArgumentParser(prog="q", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    q.add_argument("--size", default=10, type=int, help="the size")
    q.add_argument("--pair", nargs=2, type=float)
    q.add_argument("--opt", nargs="?", const="C", default="D")
    q.add_argument("--many", nargs="+")
    q.add_argument("--up", action=Upper)
    q.add_argument("--flag", action=argparse.BooleanOptionalAction, default=True)
    q.add_argument("--const", action="store_const", const=42)
    q.add_argument("--version", action="version", version="%(prog)s 1.0")
    g = q.add_mutually_exclusive_group(required=True)
    g.add_argument("--one", action="store_true")
    g.add_argument("--two", action="store_true")
    grp = q.add_argument_group("special", "Special things.")
    grp.add_argument("--spec", help="specific")
    q.set_defaults(extra="e")
    run(q, "--one", "--two --pair 1 2.5", "--one --opt", "--one --opt x --many a b --up abc", "--one --no-flag --const", "--one --two", "", "--one --pair 1", "--one --many", "--version", "--one --spec=5 --size -3")
    s = argparse.ArgumentParser(prog="git")
    s.add_argument("--debug", action="store_true")
    subs = s.add_subparsers(dest="cmd", help="commands", required=True)
    c = subs.add_parser("clone", help="copy a repository")
    c.add_argument("url")
    c.set_defaults(func=lambda a: "cloning " + a.url)
    k = subs.add_parser("commit", help="record changes", aliases=["ci"])
    k.add_argument("-m", "--message", required=True)
    k.add_argument("files", nargs="*")
    run(s, "commit -m hi a b", "--debug ci -m x", "commit", "", "clone", "clone u v")
    a = s.parse_args(["clone", "http://x"])
    print(a.func(a), a.cmd, vars(a).keys() >= {"url"})
    print(s.format_help())
    print(c.format_usage(), end="")
    ns, rest = p.parse_known_args(["x", "--zzz", "-v"])
    print(ns.path, rest, ns.verbose, "path" in ns, argparse.Namespace(a=1) == argparse.Namespace(a=1), repr(argparse.Namespace(a=1, b="x")))
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("--base", type=int, default="7")
    child = argparse.ArgumentParser(prog="child", parents=[parent])
    child.add_argument("foo", nargs="?", default="dflt")
    run(child, "", "--base 3 bar", "--bas 4")
    r = argparse.ArgumentParser(prog="r")
    r.add_argument("cmd")
    r.add_argument("args", nargs=argparse.REMAINDER)
    run(r, "ls -l --all x")
    n = argparse.ArgumentParser(prog="n")
    n.add_argument("x", type=float)
    n.add_argument("y", type=float, nargs="?")
    run(n, "-5", "-1.5 -2", "a")
    with Pool(2) as pool:
        print(pool.map(total, [argparse.Namespace(a=1, b=2), argparse.Namespace(a=3, b=4)]))
