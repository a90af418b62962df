try:
    f()
except*:
    pass
