x = "C:\Users\me"
