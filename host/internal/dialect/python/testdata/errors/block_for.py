for i in x:
# comment
print(i)
