if 1:
    x = """a
b"""
    y = 2z = 3