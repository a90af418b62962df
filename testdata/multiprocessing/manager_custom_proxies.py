# Proxy types of a script: exposed, generators, method_to_typeid, MakeProxyType.
import operator
from multiprocessing.managers import BaseManager, BaseProxy, MakeProxyType, NamespaceProxy


class Foo:
    def f(self):
        return "you called Foo.f()"

    def g(self):
        return "you called Foo.g()"

    def _h(self):
        return "you called Foo._h()"


def baz():
    for i in range(5):
        yield i * i


class GeneratorProxy(BaseProxy):
    _exposed_ = ["__next__"]

    def __iter__(self):
        return self

    def __next__(self):
        return self._callmethod("__next__")


def get_operator_module():
    return operator


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def total(self):
        return self.x + self.y

    def twin(self):
        return Point(self.y, self.x)


class PointProxy(NamespaceProxy):
    _exposed_ = ("__getattribute__", "__setattr__", "__delattr__", "total", "twin")

    def total(self):
        return self._callmethod("total")

    def twin(self):
        return self._callmethod("twin")


class MyManager(BaseManager):
    pass


MyManager.register("Foo1", Foo)
MyManager.register("Foo2", Foo, exposed=("g", "_h"))
MyManager.register("baz", baz, proxytype=GeneratorProxy)
MyManager.register("operator", get_operator_module)
MyManager.register("Point", Point, PointProxy, method_to_typeid={"twin": "Twin"})
MyManager.register("Twin", proxytype=PointProxy, create_method=False)
SizedProxy = MakeProxyType("SizedProxy", ("__len__", "append"))
MyManager.register("sized", list, SizedProxy)

if __name__ == "__main__":
    manager = MyManager()
    manager.start()
    f1, f2 = manager.Foo1(), manager.Foo2()
    print(f1.f(), f1.g(), hasattr(f1, "_h"), sorted(f1._exposed_) == sorted(["f", "g"]))
    print(f2.g(), f2._h(), hasattr(f2, "f"), sorted(f2._exposed_) == sorted(["g", "_h"]))
    print([i for i in manager.baz()])
    op = manager.operator()
    print(op.add(23, 45), op.pow(2, 10))
    p = manager.Point(1, 2)
    p.x = 10
    print(p.x, p.y, p.total())
    t = p.twin()
    print(type(t).__name__, t.x, t.y)
    s = manager.sized([1, 2])
    s.append(3)
    print(len(s), type(s).__name__, str(s), s._getvalue())
    print(hasattr(s, "pop"))
    manager.shutdown()
