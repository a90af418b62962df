package libm

import (
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// This file compares with what CPython computes, recorded in testdata (see testdata/record.py).

var unary = map[string]func(float64) float64{
	"sin": Sin, "cos": Cos, "tan": Tan, "asin": Asin, "acos": Acos, "atan": Atan, "exp": Exp, "expm1": Expm1, "log": Log, "log2": Log2,
	"log10": Log10, "log1p": Log1p, "sinh": Sinh, "cosh": Cosh, "tanh": Tanh, "asinh": Asinh, "acosh": Acosh, "atanh": Atanh, "erf": Erf,
	"erfc": Erfc, "gamma": Gamma, "lgamma": Lgamma, "cbrt": Cbrt, "exp2": Exp2,
}

var binary = map[string]func(x, y float64) float64{
	"pow": Pow, "atan2": Atan2, "hypot": func(x, y float64) float64 { return Norm([]float64{x, y}) },
}

func float(t *testing.T, text string) float64 {
	bits, err := strconv.ParseUint(text, 16, 64)
	if err != nil {
		t.Fatal(err)
	}
	return math.Float64frombits(bits)
}

func same(x, y float64) bool {
	return math.Float64bits(x) == math.Float64bits(y) || x != x && y != y
}

// TestFunctions_recorded allows one result in a hundred to differ, in the last bit.
func TestFunctions_recorded(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) != len(unary)+len(binary) {
		t.Fatalf("%d recordings, %v", len(files), err)
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSpace(string(data)), "\n")
			if len(lines) < 100 {
				t.Fatalf("only %d recordings", len(lines))
			}
			different := 0
			for _, line := range lines {
				w := strings.Fields(line)
				want := float(t, w[len(w)-1])
				var got float64
				if f := unary[name]; f != nil {
					got = f(float(t, w[0]))
				} else {
					got = binary[name](float(t, w[0]), float(t, w[1]))
				}
				if same(got, want) {
					continue
				}
				different++
				if got != math.Nextafter(want, got) {
					t.Errorf("%s(%v) = %v, want %v", name, args(t, w), got, want)
				}
			}
			if different*100 > len(lines) {
				t.Errorf("%d of %d differ", different, len(lines))
			}
		})
	}
}

func args(t *testing.T, words []string) []float64 {
	var out []float64
	for _, w := range words[:len(words)-1] {
		out = append(out, float(t, w))
	}
	return out
}

func TestNorm_manyDimensions(t *testing.T) {
	if got := Norm([]float64{1, 2, 3}); got != 3.7416573867739413 {
		t.Errorf("got %v", got)
	}
	if got := Norm([]float64{1e200, 1e200, 1e200, 1e200}); got != 2e200 {
		t.Errorf("overflow: got %v", got)
	}
	if got := Norm([]float64{3e-320, 4e-320}); got != 5e-320 {
		t.Errorf("subnormal: got %v", got)
	}
}

func benchmark(b *testing.B, f func(float64) float64) {
	x, sum := 0.3, 0.0
	for b.Loop() {
		sum += f(x)
		x += 0.01
		if x > 50 {
			x = 0.3
		}
	}
	if sum == 0 {
		b.Log(sum)
	}
}

func BenchmarkSin(b *testing.B)   { benchmark(b, Sin) }
func BenchmarkGoSin(b *testing.B) { benchmark(b, math.Sin) }
func BenchmarkExp(b *testing.B)   { benchmark(b, Exp) }
func BenchmarkGoExp(b *testing.B) { benchmark(b, math.Exp) }
func BenchmarkLog(b *testing.B)   { benchmark(b, Log) }
func BenchmarkGoLog(b *testing.B) { benchmark(b, math.Log) }
func BenchmarkPow(b *testing.B)   { benchmark(b, func(x float64) float64 { return Pow(x, 2.7) }) }
func BenchmarkGoPow(b *testing.B) { benchmark(b, func(x float64) float64 { return math.Pow(x, 2.7) }) }
func BenchmarkTan(b *testing.B)   { benchmark(b, Tan) }
func BenchmarkAtan(b *testing.B)  { benchmark(b, Atan) }

// The float that is nearest to a multiple of pi/2 shows whether the argument is reduced with enough bits.
// Source: J.-M. Muller, Elementary Functions, section 11.2
func TestCos_hardestReduction(t *testing.T) {
	if got := Cos(6381956970095103 * 0x1p797); got != -4.68716592425462761112e-19 {
		t.Errorf("got %v", got)
	}
}
