// Package statistics is Python's statistics.
//
//	data ──▶ exact fractions (data.go) ──▶ sums and squares without rounding ──▶ one rounding to the type of the data
package statistics
