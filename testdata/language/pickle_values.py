# Values go to bytes and come back: equal, other objects, shared parts still shared.
import copy
import io
import pickle
import threading


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)


class Counted:
    def __init__(self):
        self.n, self.lock = 1, threading.Lock()

    def __getstate__(self):
        return {"n": self.n}

    def __setstate__(self, state):
        self.n, self.lock = state["n"] + 1, None


def twice(x):
    return 2 * x


values = [None, True, 12345678901234567890, 1.5, 2j, "text é", b"bytes", [1, [2]], (1, 2), {"a": {1, 2}}, frozenset([3]), range(3), Point(1, 2)]
for v in values:
    data = pickle.dumps(v)
    again = pickle.loads(data)
    print(type(data).__name__, again == v, type(again) is type(v))
inner = []
a, b = pickle.loads(pickle.dumps([inner, inner]))
print(a is b, a is inner)
loop = []
loop.append(loop)
same = pickle.loads(pickle.dumps(loop))
print(same[0] is same)
print(pickle.loads(pickle.dumps(twice))(21), pickle.loads(pickle.dumps(Point)) is Point, pickle.loads(pickle.dumps(len))("abc"))
print(pickle.loads(pickle.dumps(Counted())).n)
f = io.BytesIO()
for v in (1, "two", [3]):
    pickle.dump(v, f, pickle.HIGHEST_PROTOCOL)
f.seek(0)
while True:
    try:
        print(pickle.load(f))
    except EOFError as e:
        print("end", e)
        break
try:
    pickle.loads(b"hello")
except pickle.UnpicklingError as e:
    print("UnpicklingError", isinstance(e, pickle.PickleError))
try:
    pickle.loads(b"")
except EOFError as e:
    print("EOFError", e)
e = pickle.loads(pickle.dumps(ValueError("bad", 1)))
print(repr(e), pickle.DEFAULT_PROTOCOL, pickle.HIGHEST_PROTOCOL)
f = io.BytesIO()
pickle.Pickler(f).dump({"k": 1})
print(pickle.Unpickler(io.BytesIO(f.getvalue())).load())
