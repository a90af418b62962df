é, 日本, _x1, ªº, ﬁ = 1
ﬁ.ﬂ(ⅷ=2)
def 𝒻(𝓍): return 𝓍
class Ünï: pass
import ｏｓ as ｐ
x℘, ℮, a·b = 1
global_ = 𝐱.𝐲
