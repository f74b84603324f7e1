package lint

import "github.com/goldenpath-go/goldenpath/catalog"

// GraphAsking is [View.Graph], asking for so many entities elsewhere one by one at most.
func GraphAsking(v *View, most int, types ...catalog.RelationType) *catalog.Graph {
	return v.graph(most, types)
}

// CyclesAsking is [View.Cycles], asking for so many entities elsewhere before it looks at all of them.
func CyclesAsking(v *View, most int, t catalog.RelationType) []catalog.Cycle {
	return v.cycles(most, t)
}
