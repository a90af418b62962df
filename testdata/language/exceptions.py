import sys
class AppError(Exception):
    """base"""
    def __init__(self, msg, code=1): super().__init__(msg); self.code = code
class SubError(AppError): pass
for cls, args in [(ValueError, ("v",)), (KeyError, ("k",)), (AppError, ("m", 5)), (SubError, ("s",)), (OSError, (2, "No such")), (Exception, ()), (IndexError, (1, 2)), (StopIteration, (3,)), (UnicodeError, ("u",)), (SystemExit, (4,)), (KeyboardInterrupt, ())]:
    try: raise cls(*args)
    except BaseException as e: print(type(e).__name__, e, repr(e), e.args, isinstance(e, Exception))
def f(n):
    try:
        if n == 0: return "ret"
        if n == 1: raise ValueError("one")
        if n == 2: raise KeyError("two")
        if n == 3: 1 / 0
        if n == 4: [][1]
        if n == 5: undefined
        if n == 6: int("x")
        if n == 7: None.x
        if n == 8: "a" + 1
        if n == 9: raise AppError("app", code=9)
        if n == 10: {}["zz"]
        if n == 11: assert n == 0, "assertion"
    except ValueError as e: return "VE", str(e)
    except (KeyError, IndexError) as e: return "LE", type(e).__name__, str(e)
    except ArithmeticError as e: return "AE", str(e)
    except AppError as e: return "App", e.code, str(e)
    except Exception as e: return "E", type(e).__name__, str(e)
    else: return "else"
    finally: print("f", n, end="; ")
for i in range(13): print(f(i))
try:
    try: raise ValueError("a")
    except ValueError as e: raise RuntimeError("b") from e
except RuntimeError as e: print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try: raise ValueError("a")
    except ValueError: raise RuntimeError("b")
except RuntimeError as e: print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try: raise ValueError("a")
    except ValueError: raise RuntimeError("b") from None
except RuntimeError as e: print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try: raise ValueError("x")
    except ValueError: raise
except ValueError as e: print("reraised", e)
def nested():
    for i in range(3):
        try:
            try:
                if i == 1: raise ValueError(i)
            finally:
                if i == 2: return "from finally"
        except ValueError: continue
print(nested())
def fin():
    try: return 1
    finally: return 2
print(fin())
def fin2():
    x = 1
    try: return x
    finally: x = 5
print(fin2())
try: raise
except RuntimeError as e: print(e)
try: raise 5
except TypeError as e: print(e)
try: raise ValueError from 5
except TypeError as e: print(e)
e = ValueError("saved")
try: raise e
except ValueError as x: print(x is e)
try:
    try: raise TypeError("t")
    except (ValueError, KeyError): print("no")
except TypeError: print("outer")
def gen():
    try: yield 1
    except ValueError as e: print("gen", e); yield 2
g = gen(); next(g); print(g.throw(ValueError("thrown")))
print(issubclass(KeyError, LookupError), issubclass(FileNotFoundError, OSError), issubclass(ZeroDivisionError, ArithmeticError), issubclass(RecursionError, RuntimeError), issubclass(KeyboardInterrupt, Exception), ConnectionResetError.__mro__[1:4], IOError is OSError)
try: assert False
except AssertionError as e: print(repr(e), str(e) == "")
try: assert (1, 2) == (1, 3), f"msg {1 + 1}"
except AssertionError as e: print(e)
class Bad(Exception):
    def __str__(self): return f"Bad<{self.args[0]}>"
try: raise Bad(7)
except Bad as b: print(b, repr(b), f"{b}", "%s" % b)
try:
    x = [1, 2, 3]
    x[10]
except IndexError as err: print(err.__class__.__name__, err)
else: print("never")
try: err
except NameError as n: print(n)
def chain():
    try: a()
    except Exception as e: raise LookupError("chained") from e
def a(): raise ValueError("root")
try: chain()
except LookupError as e:
    c = e
    while c: print(type(c).__name__, c); c = c.__cause__ or c.__context__
print(sys.exc_info())
try: 1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0].__name__, sys.exc_info()[1])
    try: {}[1]
    except KeyError: print(sys.exc_info()[0].__name__)
    print(sys.exc_info()[0].__name__)
ex = ExceptionGroup("eg", [ValueError(1), TypeError(2)])
print(repr(ex), ex.exceptions, ex.message)
err = ValueError("n"); err.add_note("a note"); print(err.__notes__)
class Retry(Exception): pass
tries = 0
while True:
    try:
        tries += 1
        if tries < 3: raise Retry
        break
    except Retry: continue
    finally: print("try", tries)
print(KeyError("a"), str(KeyError("a b")), KeyError(1), KeyError(), IndexError("x"), OSError("plain"), OSError(1, "m", "file"))
def check(v):
    if not isinstance(v, int): raise TypeError(f"expected int, got {type(v).__name__}")
    if v < 0: raise ValueError(f"negative: {v}")
    return v
for v in (1, -1, "a"):
    try: print(check(v))
    except (TypeError, ValueError) as e: print(f"{type(e).__name__}: {e}")
