SIDES = 4


def area(a, b):
    return a * b
