# Proxies inside proxies, plain containers inside proxies, and proxies that travel.
import multiprocessing as mp


def fill(outer, n):
    outer["list"].append(n)
    outer["dict"][n] = outer["list"]


def give(pipe, m):
    pipe.send(m)
    pipe.close()


if __name__ == "__main__":
    with mp.Manager() as m:
        outer = m.dict()
        outer["list"] = m.list()
        outer["dict"] = m.dict()
        outer["plain"] = [1]
        outer["plain"].append(2)
        print("plain=%s" % outer["plain"])
        copy = outer["plain"]
        copy.append(2)
        outer["plain"] = copy
        print("assigned=%s" % outer["plain"])
        ps = [mp.Process(target=fill, args=(outer, n)) for n in range(3)]
        for p in ps:
            p.start()
        for p in ps:
            p.join()
        print("list=%s" % sorted(outer["list"][:]))
        outer["dict"][0].append("seen")
        print("same=%s" % ("seen" in outer["list"]))
        a = m.list()
        a.append(a)
        print("itself=%s %s" % (len(a), len(a[0][0])))
        b = m.list([m.list([1]), m.dict(k=1)])
        print("types=%s" % [type(x).__name__ for x in b])
        del a
        left, right = mp.Pipe()
        p = mp.Process(target=give, args=(right, b[1]))
        p.start()
        d = left.recv()
        p.join()
        d["new"] = 1
        print("travelled=%s" % b[1])
        with mp.Pool(2) as pool:
            pool.starmap(fill, [(outer, 10), (outer, 11)])
        print("pool=%s" % sorted(x for x in outer["list"][:] if x != "seen"))
        print("equal=%s %s" % (m.list([1]) == [1], m.list([1])[:] == [1]))
        print("getvalue=%s" % m.dict(a=[1, (2,)])._getvalue())
        import copy as copying
        print("deepcopy=%s" % type(copying.deepcopy(m.list([1]))).__name__)
