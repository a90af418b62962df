if 1:
	x = 1
	if 2:
		y = 2

	# comment
  # odd comment
	z = 3
if 1:
        a
        b = [1,
2,
   3]
\
c = 1 + \
    2
def f(a,
  b):
    pass # end
    
    
for i in x: \
    pass
x = (  # comment

    1 # more
    # and more
)
if x:
    pass
# at the end
