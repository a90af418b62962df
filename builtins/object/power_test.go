package object

import (
	"bufio"
	"math"
	"math/big"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestFloatPower compares with results of the C library, recorded from CPython. The C library is right for all but one
// in some hundred arguments, so almost all must agree.
func TestFloatPower(t *testing.T) {
	f, err := os.Open("testdata/power.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n, differ := 0, 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var v [3]float64
		for i, s := range strings.Split(lines.Text(), "\t") {
			v[i], _ = strconv.ParseFloat(s, 64)
		}
		n++
		if got := FloatPower(v[0], v[1]); got != v[2] {
			differ++
			t.Logf("%v ** %v = %v, recorded %v", v[0], v[1], got, v[2])
			if math.Abs(got-v[2]) > 1e-15*math.Abs(v[2]) {
				t.Errorf("%v ** %v = %v, far from %v", v[0], v[1], got, v[2])
			}
		}
	}
	if n < 1000 || differ > n/200 {
		t.Errorf("%d of %d differ", differ, n)
	}
}

// TestPowerExact compares integer powers with their exact values, rounded once.
func TestPowerExact(t *testing.T) {
	for x := 1.0; x < 200; x += 0.37 {
		for y := 3; y < 60; y += 7 {
			exact := new(big.Float).SetPrec(20000).SetInt64(1)
			for range y {
				exact.Mul(exact, new(big.Float).SetPrec(20000).SetFloat64(x))
			}
			want, _ := exact.Float64()
			if got := FloatPower(x, float64(y)); got != want {
				t.Errorf("%v ** %d = %v, want %v", x, y, got, want)
			}
		}
	}
}

func BenchmarkFloatPower(b *testing.B) {
	for i := range b.N {
		FloatPower(1.5+float64(i%7), 2.7)
	}
}

// TestQuickPower compares the quick way with the slow one where it claims to know.
func TestQuickPower(t *testing.T) {
	unsure := 0
	const n = 200000
	seed := uint64(1)
	next := func() float64 {
		seed = seed*6364136223846793005 + 1442695040888963407
		return float64(seed>>11) / (1 << 53)
	}
	for range n {
		x, y := math.Exp(20*next()-10), 120*next()-60
		got, ok := quickPower(x, y)
		if !ok {
			unsure++
			continue
		}
		if want := expDouble(mulDouble(logDouble(x), double{y, 0})); got != want {
			t.Fatalf("%v ** %v = %v, want %v", x, y, got, want)
		}
	}
	if unsure > n/500 {
		t.Errorf("%d of %d unsure", unsure, n)
	}
	t.Logf("%d of %d unsure", unsure, n)
}
