import csv
import io
from io import StringIO
from array import array
import copy
from multiprocessing import Pool


def tries(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


def double(a):
    return array(a.typecode, [x * 2 for x in a])


if __name__ == "__main__":
    text = 'name,age,quote\nBob,42,"He said ""hi"", ok"\n"Al\nice",7,\n\nlast,1'
    for row in csv.reader(StringIO(text)):
        print(row)
    r = csv.reader(["a;b;'c;d'", "1;2;3"], delimiter=";", quotechar="'")
    print(next(r), r.line_num, list(r))
    print(list(csv.reader(["1,2.5,\"x\""], quoting=csv.QUOTE_NONNUMERIC)), list(csv.reader(["a, b"], skipinitialspace=True)), list(csv.reader(["a\\,b,c"], escapechar="\\")), list(csv.reader(["a\tb"], "excel-tab")), list(csv.reader([""])))
    out = StringIO()
    w = csv.writer(out)
    print(w.writerow(["a", 1, 2.5, None, "x,y", 'q"q', "new\nline"]), w.writerow([""]), w.writerow([]), w.writerows([[1, 2], (3, 4)]))
    print(repr(out.getvalue()))
    for kw in ({"quoting": csv.QUOTE_ALL}, {"delimiter": "|", "lineterminator": "\n"}, {"quoting": csv.QUOTE_NONNUMERIC}, {"quoting": csv.QUOTE_NONE, "escapechar": "\\"}, {"doublequote": False, "escapechar": "!"}, {"dialect": "unix"}):
        o = StringIO()
        csv.writer(o, **kw).writerow(["a,b", 1, 'c"d', "e|f", None])
        print(repr(o.getvalue()))
    d = csv.DictReader(StringIO("x,y\n1,2\n3\n4,5,6\n"))
    print(d.fieldnames, list(d), d.line_num)
    print(list(csv.DictReader(["1,2", "3"], fieldnames=["a", "b"], restval="-")), next(csv.DictReader(["h1,h2", "a,b,c"], restkey="rest")))
    o = StringIO()
    dw = csv.DictWriter(o, fieldnames=["a", "b"], restval="?")
    dw.writeheader()
    dw.writerow({"a": 1, "b": 2})
    dw.writerows([{"b": 5}, {"a": "x y"}])
    print(repr(o.getvalue()))
    csv.register_dialect("pipes", delimiter="|", quoting=csv.QUOTE_MINIMAL)
    print(list(csv.reader(["a|b"], dialect="pipes")), sorted(csv.list_dialects()), csv.Sniffer().sniff("a;b;c\n1;2;3\n").delimiter)
    tries(lambda: dw.writerow({"zz": 1}), lambda: csv.writer(5), lambda: csv.reader([], "nope"), lambda: csv.writer(o, quoting=csv.QUOTE_NONE).writerow(["a,b"]), lambda: list(csv.reader([b"x"])), lambda: csv.reader([], delimiter="ab"), lambda: csv.writer(o).writerow(5))

    a = array("i", [1, 2, 3])
    a.append(4)
    a.extend([5, 6])
    a.insert(0, 0)
    print(a, a[1], a[-1], a[1:3], len(a), a.typecode, a.itemsize, a.tolist(), sum(a), max(a), 3 in a, a.index(3), a.count(1), a.pop(), a.pop(0))
    a[0] = 10
    a.reverse()
    a.remove(10)
    print(a, a + array("i", [9]), a * 2, a == array("i", [5, 4, 3, 2]), a < array("i", [6]), list(reversed(a)), [x for x in a])
    print(array("d", [1.5, 2]), array("f", [0.1])[0], array("u", "hé"), array("b"), array("B", b"\x01\xff"), array("h", [1, -1]).tobytes(), copy.copy(a) == a, array("H", range(3)).tolist())
    b = array("q")
    b.frombytes(array("q", [1, 2]).tobytes())
    b.byteswap()
    print(b)
    a[1:2] = array("i", [7, 8])
    del a[0]
    print(a)
    tries(lambda: array("i", [1.5]), lambda: array("b", [200]), lambda: array("B", [-1]), lambda: a[99], lambda: array("i", "abc"), lambda: a.append("x"), lambda: array("i").pop(), lambda: a.remove(999), lambda: a.extend(array("d", [1])), lambda: array("I", [-1]))
    with Pool(2) as pool:
        print(pool.map(double, [array("i", [1, 2]), array("d", [0.5])]))
