# module variables written from functions, also in try bodies and comprehensions
x = 1
def set_global():
    global x, made
    x += 1
    made = "made"
    try:
        x += 10
    finally:
        x += 100
set_global()
print(x, made)  #> 112 made

# nonlocal through several functions, and through try
def counter():
    n = 0
    def outer():
        def inc():
            nonlocal n
            try:
                n += 1
            finally:
                n += 10
            return n
        return inc
    def read(): return n
    return outer(), read
inc, read = counter()
inc()
print(inc(), read())  #> 22 22

# parameters as cells
def param(a, b=2, *c, d=4, **e):
    def put():
        nonlocal a, b, c, d, e
        a, b, c, d, e = 5, 6, 7, 8, 9
    put()
    return a, b, c, d, e
print(param(1))  #> (5, 6, 7, 8, 9)

# a variable that only inner code binds
def late():
    try:
        v = 3
    except Exception:
        pass
    if v: return v
print(late())  #> 3

# deleted and unset variables
def unset():
    a = 1
    del a
    try:
        print(a)
    except Exception:
        print("unset")
unset()  #> unset
y = 5
del y
try:
    y
except Exception as e:
    print("unset too")  #> unset too

# := in every scope
def walrus(xs):
    if (n := len(xs)) > 1:
        print("n", n)
    def inner():
        nonlocal n
        return (n := n + 1)
    inner()
    out = [last := v for v in xs]
    return n, out, last
print(walrus([4, 5]))
#> n 2
#> (3, [4, 5], 5)
print([w := 7], w, (lambda q: (r := q) + r)(4))  #> [7] 7 8

# closures over loop variables of comprehensions
fs = [lambda: i for i in range(3)]
print([f() for f in fs])  #> [2, 2, 2]

# generators
def gen(n):
    for i in range(n):
        try:
            yield i
        finally:
            n = n
    return n
print(gen(3), [v for v in (j * 2 for j in range(3) if j)])  #> [0, 1, 2] [2, 4]

# a built-in name that the module assigns
print(len("abc"))  #> 3
len = 4
print(len)  #> 4
del len
print(len("ab"))  #> 2

def recursive(n):
    def fact(k): return 1 if k < 2 else k * fact(k - 1)
    return fact(n)
print(recursive(5))  #> 120
