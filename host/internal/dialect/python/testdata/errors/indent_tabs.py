if x:
        a()
	b()
