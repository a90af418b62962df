d = {
    "a": 1,
    "b": 2
for x in d:
    pass
