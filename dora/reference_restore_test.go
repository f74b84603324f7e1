package dora_test

import (
	"math/big"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// restore are the figures of the incidents.
func (f *referenceSum) restore() map[string]any {
	var lengths []int64
	open, negative, short := 0, 0, 0
	var edges []time.Time
	var ended, all []int64
	for _, i := range f.incidents {
		end := i.Resolved
		if end.IsZero() {
			end = f.window.To
		}
		if !i.Opened.Before(f.window.From) && !end.Before(i.Started) {
			all = append(all, int64(end.Sub(i.Started)/time.Second))
			if !i.Resolved.IsZero() {
				ended = append(ended, all[len(all)-1])
			}
		}
		edges = append(edges, i.Started, end)
		switch {
		case i.Resolved.IsZero():
			open++
		case end.Before(f.window.From):
		case end.Before(i.Started):
			negative++
		default:
			lengths = append(lengths, int64(end.Sub(i.Started)/time.Second))
			if lengths[len(lengths)-1] < 60 {
				short++
			}
		}
	}
	return map[string]any{
		"n": len(lengths), "p50": quantileOf(lengths, 1, 2), "p90": quantileOf(lengths, 9, 10), "mean": average(lengths),
		"open": open, "negative": negative, "under_60s": short, "impaired_seconds": f.impaired(edges), "km_p50": kaplanMeierOf(ended, all),
	}
}

// impaired asks of each stretch between two edges whether an incident covers
// it.
func (f *referenceSum) impaired(edges []time.Time) int64 {
	edges = append(edges, f.window.From, f.window.To)
	slices.SortFunc(edges, time.Time.Compare)
	sum := time.Duration(0)
	for k, from := range edges[:len(edges)-1] {
		to := edges[k+1]
		hit := slices.ContainsFunc(f.incidents, func(i dora.Incident) bool {
			return !i.Started.After(from) && (i.Resolved.IsZero() || !i.Resolved.Before(to))
		})
		if hit && f.in(from) && !to.After(f.window.To) {
			sum += to.Sub(from)
		}
	}
	return int64(sum / time.Second)
}

// kaplanMeierOf tries every length as the answer.
func kaplanMeierOf(ended, all []int64) any {
	survival := big.NewRat(1, 1)
	for _, t := range slices.Compact(slices.Sorted(slices.Values(ended))) {
		atRisk, died := int64(0), int64(0)
		for _, v := range all {
			if v >= t {
				atRisk++
			}
		}
		for _, v := range ended {
			if v == t {
				died++
			}
		}
		survival.Mul(survival, big.NewRat(atRisk-died, atRisk))
		if survival.Cmp(big.NewRat(1, 2)) <= 0 {
			return float64(t)
		}
	}
	return nil
}
