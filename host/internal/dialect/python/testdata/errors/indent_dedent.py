if x:
        a()
    b()
