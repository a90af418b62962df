for i x:
    pass
