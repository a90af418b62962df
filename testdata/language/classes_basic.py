class Animal:
    count = 0
    kinds = []
    def __init__(self, name, sound="..."):
        self.name = name
        self.sound = sound
        Animal.count += 1
        self.kinds.append(type(self).__name__)
    def speak(self): return f"{self.name} says {self.sound}"
    def __repr__(self): return f"{self.__class__.__name__}({self.name!r})"
    @property
    def upper(self): return self.name.upper()
    @upper.setter
    def upper(self, v): self.name = v.lower()
    @upper.deleter
    def upper(self): self.name = ""
    @classmethod
    def make(cls, *names): return [cls(n) for n in names]
    @staticmethod
    def add(a, b=2): return a + b
class Dog(Animal):
    def __init__(self, name): super().__init__(name, sound="woof")
    def speak(self): return super().speak() + "!"
class Puppy(Dog):
    pass
a = Animal("cat", "meow"); d = Dog("rex"); p = Puppy("bit")
print(a.speak(), d.speak(), p.speak(), Animal.count, Dog.count, Animal.kinds is Dog.kinds, Animal.kinds)
print(a, d, [p], repr(p), str(a), f"{d}", f"{d!s:>10}|")
d.upper = "MAX"; print(d.name, d.upper); del d.upper; print(repr(d.name))
print(Puppy.make("a", "b"), Dog.add(1), d.add(3, b=4), Puppy.__mro__, Puppy.__bases__, Puppy.__name__, Puppy.__qualname__)
print(isinstance(p, Animal), issubclass(Puppy, Dog), type(p) is Puppy, type(p) == Dog, isinstance(p, (int, Dog)))
try: a.upper = 3
except AttributeError as e: print(e)
class R:
    @property
    def ro(self): return 1
try: R().ro = 2
except AttributeError as e: print(e)
print(hasattr(a, "x"), getattr(a, "x", "dflt"), getattr(a, "name"))
setattr(a, "x", 5); print(a.x, vars(a), a.__dict__); delattr(a, "x"); print(hasattr(a, "x"))
Dog.legs = 4; print(d.legs, p.legs); d.legs = 3; print(d.legs, Dog.legs, p.legs)
class Counter:
    total = 0
    def inc(self): self.total += 1; return self
print(Counter().inc().inc().total, Counter.total)
class Node:
    __slots__ = ("v", "next")
    def __init__(self, v, next=None): self.v, self.next = v, next
n = Node(1, Node(2)); print(n.v, n.next.v)
try: n.z = 1
except AttributeError as e: print(e)
def method(self): return self.name * 2
Animal.twice = method; print(d.twice(), a.twice())
m = a.speak; print(m(), m.__name__, m.__self__ is a, Animal.speak(a))
class Outer:
    class Inner:
        x = 1
        def f(self): return Outer.Inner.x
    def mk(self): return self.Inner()
print(Outer().mk().f(), Outer.Inner.__qualname__)
class Meta(type):
    def __new__(m, name, bases, ns): ns["tag"] = name.lower(); return super().__new__(m, name, bases, ns)
    def __call__(cls, *a): print("making", cls.__name__); return super().__call__(*a)
class WithMeta(metaclass=Meta):
    def __init__(self, v): self.v = v
print(WithMeta(3).v, WithMeta.tag, type(WithMeta).__name__)
class Base:
    subs = []
    def __init_subclass__(cls, /, tag=None, **kw): super().__init_subclass__(**kw); Base.subs.append((cls.__name__, tag))
class S1(Base, tag="one"): pass
class S2(S1): pass
print(Base.subs)
T = type("T", (Base,), {"x": 5, "f": lambda self: self.x}); print(T().f(), T.__name__, Base.subs[-1])
class Single:
    _inst = None
    def __new__(cls, *a):
        if cls._inst is None: cls._inst = super().__new__(cls)
        return cls._inst
print(Single() is Single())
class Priv:
    def __init__(self): self.__x = 1; self._y = 2
    def get(self): return self.__x
print(Priv().get(), Priv()._Priv__x, sorted(vars(Priv())))
try: Priv().__x
except AttributeError as e: print(e)
print(Animal.__doc__, Node.__module__, a.__class__.__name__, a.__module__)
print([n for n in dir(Counter) if not n.startswith("__")], callable(Counter), callable(Counter()))
