while True  # forever
    pass
