x = 3
print "a"
