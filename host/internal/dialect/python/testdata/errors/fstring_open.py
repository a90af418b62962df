x = f"a{b"
