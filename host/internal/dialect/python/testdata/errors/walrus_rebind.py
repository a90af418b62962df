x = [i for z in w if (i := 0) for i in y]
