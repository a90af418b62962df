x = [
    "a"
    b
]
