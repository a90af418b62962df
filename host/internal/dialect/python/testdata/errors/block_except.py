try:
    f()
except E as e:
pass
