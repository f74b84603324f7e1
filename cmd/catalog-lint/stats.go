package main

import (
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/goldenpath-go/goldenpath/lint"
)

// printStats prints the sizes of a run, and the findings of each rule that has any.
func (p *program) printStats(r *lint.Result) {
	found, silenced := map[string]int{}, map[string]int{}
	for i := range r.Diagnostics {
		found[r.Diagnostics[i].Rule]++
	}
	for i := range r.Suppressed {
		silenced[r.Suppressed[i].Rule]++
		found[r.Suppressed[i].Rule] += 0 // listed, even if all are silenced
	}
	// Standard error: what cannot be written there cannot be complained of either.
	w := tabwriter.NewWriter(p.stderr, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "files\t%d\ndocuments\t%d\nentities\t%d\nbytes\t%d\n", r.Stats.Files, r.Stats.Documents, r.Stats.Entities, r.Stats.Bytes)
	for _, rule := range slices.Sorted(maps.Keys(found)) {
		fmt.Fprintf(w, "%s\t%d", rule, found[rule])
		if n := silenced[rule]; n > 0 {
			fmt.Fprintf(w, "\t(%d more ignored)", n)
		}
		fmt.Fprintln(w)
	}
	_ = w.Flush()
}
