from pathlib import Path, PurePath, PurePosixPath
import configparser
import io
import os
from multiprocessing import Pool


def tries(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, str(e).split(" OR ")[0])


def stem(p):
    return p.stem, p / "x"


if __name__ == "__main__":
    p = Path("/usr/local/../lib/python3.11/file.tar.gz")
    print(p, repr(p), p.parts, p.name, p.suffix, p.suffixes, p.stem, p.parent, p.parent.parent, p.root, p.anchor, p.is_absolute(), len(p.parents), str(p.parents[1]))
    print(Path("a//b/./c/"), Path("."), Path(""), Path("/"), Path("a", "b", "c"), Path("a") / "b" / "c.txt", "x" / Path("y"), Path("a", "/b"), Path("a").joinpath("b", "c"), PurePath("q/w"), repr(PurePath("q")))
    q = Path("dir/data.csv")
    print(q.with_name("z.txt"), q.with_suffix(".json"), q.with_suffix(""), q.with_stem("new"), q.relative_to("dir"), q.match("*.csv"), q.match("dir/*"), q.match("x/*"), q.as_posix(), os.fspath(q), q.is_relative_to("dir"), Path(".bashrc").suffix == "", Path("a.b.").suffix)
    print(q == Path("dir/data.csv"), q < Path("e"), {q: 1}[Path("dir") / "data.csv"], sorted([Path("b"), Path("a/c"), Path("a")]), isinstance(q, PurePath), q != "dir/data.csv", f"{q}", str(q) + "!", hash(q) == hash(Path("dir/data.csv")), Path("/a b").as_uri())
    tries(lambda: q.relative_to("other"), lambda: q.with_suffix("json"), lambda: Path("/").with_name("x"), lambda: q / 5, lambda: q.with_name("a/b"))
    c = configparser.ConfigParser()
    c.read_string("""
[DEFAULT]
home = /home
debug: no

[server]
# comment
Host = localhost
port = 8080
path = %(home)s/srv
multi = one
  two
    three
ratio = 0.5
percent = 50%%

[empty]
""")
    print(c.sections(), c["server"]["host"], c.get("server", "PORT"), c.getint("server", "port"), c.getfloat("server", "ratio"), c.getboolean("server", "debug"), c["server"]["path"], repr(c["server"]["multi"]), c["server"]["percent"], c.has_option("server", "nope"), "server" in c, "zz" in c, list(c), len(c), c.options("empty"), c.get("server", "x", fallback="fb"), c["server"].get("q", "dd"), c["server"].getint("port"), dict(c["empty"]), c["server"])
    c["new"] = {"a": 1, "B": "two"}
    c.add_section("more")
    c.set("more", "key", "v")
    c["more"]["k2"] = "v2"
    c.remove_option("server", "multi")
    c.remove_section("empty")
    out = io.StringIO()
    c.write(out)
    print(out.getvalue())
    print(c.items("more"), [k for k in c["new"]], c.defaults())
    tries(lambda: c["nope"], lambda: c.get("server", "nope"), lambda: c.get("nope", "x"), lambda: c.getint("server", "host"), lambda: c.getboolean("server", "host"), lambda: c.add_section("more"), lambda: c.set("more", "x", 5), lambda: c["server"]["zz"], lambda: configparser.ConfigParser().read_string("x = 1"))
    r = configparser.RawConfigParser()
    r.optionxform = str
    r.read_dict({"s": {"Key": "%(x)s"}})
    print(r["s"]["Key"], r.options("s"))
    with Pool(2) as pool:
        print(pool.map(stem, [q, Path("a/b.c")]))
