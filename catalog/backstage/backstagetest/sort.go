package backstagetest

import (
	"slices"
	"strings"
)

// match is an entity in the answer to a query. An entity with several values in the field that is sorted by is there
// several times.
type match struct {
	item *item
	key  []string // what it is sorted by: the value in that field, if there is one, and the uid
}

// sorted returns the entities that are selected, in order. Only the first field counts, and entities without it are
// left out; without any field the order is that of the uids.
func (s *Server) sorted(selected test, order []orderField) []match {
	var matches []match
	for _, i := range s.items {
		if !selected(i) {
			continue
		}
		if len(order) == 0 {
			matches = append(matches, match{i, []string{i.uid}})
			continue
		}
		for _, r := range i.values(strings.ToLower(order[0].Field)) {
			matches = append(matches, match{i, []string{r.value, i.uid}})
		}
	}
	slices.SortStableFunc(matches, comparison(order))
	return matches
}

func comparison(order []orderField) func(a, b match) int {
	return func(a, b match) int {
		c := slices.Compare(a.key, b.key)
		if len(order) > 0 && order[0].Order == "desc" {
			return -c
		}
		return c
	}
}

func countItems(matches []match) int {
	seen := make(map[*item]bool, len(matches))
	for _, m := range matches {
		seen[m.item] = true
	}
	return len(seen)
}
