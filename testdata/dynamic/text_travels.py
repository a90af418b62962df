import multiprocessing as mp
ns = {}
exec('''
base = 10
def add(x):
    return helper(x) + base
def helper(x):
    return x * factor
class P:
    def __init__(self, v): self.v = v
    def area(self): return self.v * base
    def __repr__(self): return f"P({self.v})"
''', ns)
ns["factor"] = 3
exec("def here(x):\n    return x + offset\noffset = 7\nsq = lambda v: v * v")
if __name__ == "__main__":
    with mp.Pool(2) as pool:
        print(pool.map(ns["add"], range(4)))
        print(pool.map(here, range(4)))
        print(pool.map(sq, range(4)))
        print(pool.map(lambda v: v + base2, range(3)) if (globals().__setitem__("base2", 5) or True) else 0)
        P = ns["P"]
        print(pool.map(P.area, [P(1), P(2)]), pool.map(P, [3]))
        f = eval("lambda a, k=2: a * k")
        print(pool.map(f, [1, 2]))
    p = mp.Process(target=ns["add"], args=(1,)); p.start(); p.join(); print(p.exitcode)
    q = mp.Queue(); q.put(ns["add"]); g = q.get(); print(g(5), g is ns["add"])
