def f():
    while x:
    y = 1
