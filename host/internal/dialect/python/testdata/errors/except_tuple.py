try:
    f()
except A, B:
    pass
