def f(n):
    for i in range(n):
        try:
            if i == 1: continue
            if i == 3: break
            if i == 4: return "never"
            print("body", i)
        except ValueError: print("no")
        else: print("else", i)
        finally: print("fin", i)
    else:
        return "loop else"
    return "broke"
print(f(2), f(5))
#> body 0
#> else 0
#> fin 0
#> fin 1
#> body 0
#> else 0
#> fin 0
#> fin 1
#> body 2
#> else 2
#> fin 2
#> fin 3
#> loop else broke

def handlers():
    for i in range(4):
        try:
            raise ValueError
        except KeyError: print("wrong")
        except ValueError as e:
            if i == 0: continue
            if i == 2: break
            print(i, e)
    try:
        return i
    finally:
        print("fin")
print(handlers())
#> 1 ValueError
#> fin
#> 2

def wins():
    while True:
        try:
            return 1
        finally:
            break
    try: raise KeyError
    finally: return 2
print(wins())  #> 2

def bare():
    try:
        try: raise KeyError
        except KeyError: raise
    except (ValueError, KeyError) as e: return e
print(bare())  #> KeyError

def nested():
    out = []
    for i in range(3):
        with "m" as m:
            for j in range(3):
                try:
                    if j == 1: continue
                    if i == 1: break
                    if i == 2: return out
                    out += [(i, j)]
                finally:
                    out += ["f"]
print(nested())
#> exit
#> exit
#> exit
#> [(0, 0), "f", "f", (0, 2), "f", "f", "f"]

def loop_else():
    i = 0
    while i < 3:
        i += 1
        try:
            if i == 2: break
        finally: print("w", i)
    else: print("never")
    for i in []: pass
    else: print("empty")
loop_else()
#> w 1
#> w 2
#> empty

for i in range(5):
    match (i, i + 1):
        case (1, _): continue
        case (3, x): break
        case (a, b) if a: print("guard", a, b)
        case (a, 1 | 2 as c): print(a, c)
#> 0 1
#> guard 2 3
print(i, x)  #> 3 4

