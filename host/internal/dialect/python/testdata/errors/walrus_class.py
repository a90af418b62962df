class C:
    x = [(y := i) for i in z]
