package helmfile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// needGraph is what the releases of one file need of each other, by ID. Two releases with one ID are one node.
type needGraph struct {
	releases   []*Release
	ids        []string // of the releases, in their order
	first      map[string]*Release
	dependents map[string][]string
	open       map[string]int // needs that are not in a group yet
	groups     map[string]int
}

// groups returns releases such that each comes in the first group after all it needs.
func groups(releases []*Release) ([][]*Release, Errors) {
	g := newNeedGraph(releases)
	if faults := g.undefined(); len(faults) > 0 {
		return nil, faults
	}
	count, ok := g.sort()
	if !ok {
		return nil, Errors{g.cycle()}
	}
	out := make([][]*Release, count)
	for i, release := range releases {
		n := g.groups[g.ids[i]]
		out[n] = append(out[n], release)
	}
	return out, nil
}

func newNeedGraph(releases []*Release) *needGraph {
	g := &needGraph{
		releases: releases, first: map[string]*Release{}, dependents: map[string][]string{}, open: map[string]int{}, groups: map[string]int{},
	}
	for _, release := range releases {
		id := release.ID()
		g.ids = append(g.ids, id)
		if g.first[id] == nil {
			g.first[id] = release
		}
		for _, need := range release.Needs {
			g.dependents[need] = append(g.dependents[need], id)
			g.open[id]++
		}
	}
	return g
}

// sort gives every node its group, and returns how many there are; false when some are in a circle.
func (g *needGraph) sort() (int, bool) {
	var ready []string
	for id := range g.first {
		if g.open[id] == 0 {
			ready = append(ready, id)
		}
	}
	done, group := 0, 0
	for ; len(ready) > 0; group++ {
		var next []string
		for _, id := range ready {
			g.groups[id] = group
			done++
			for _, d := range g.dependents[id] {
				if g.open[d]--; g.open[d] == 0 {
					next = append(next, d)
				}
			}
		}
		ready = next
	}
	return group, done == len(g.first)
}

// undefined finds the needs that no release has.
func (g *needGraph) undefined() Errors {
	names := map[string]string{}
	for i := len(g.ids) - 1; i >= 0; i-- {
		names[g.releases[i].Name] = g.ids[i]
	}
	var faults Errors
	for i, release := range g.releases {
		for n, need := range release.Needs {
			if g.first[need] != nil {
				continue
			}
			e := fault(release.needPos(n), ClassNeedsUndefined, fmt.Errorf("release(s) %q depend(s) on an undefined release %q", g.ids[i], need))
			if near, ok := names[need[strings.LastIndex(need, "/")+1:]]; ok {
				e.Hint = "there is " + near + ": a need without a namespace means that of the release that has it"
			}
			faults = append(faults, e)
		}
	}
	return faults
}

// needPos returns the place of a need.
func (r *Release) needPos(i int) source.Position {
	if items := r.spec.Get("needs").Items(); i < len(items) {
		return items[i].pos()
	}
	return r.Pos
}

// cycle names a circle among the nodes that have no group.
func (g *needGraph) cycle() *Error {
	at := ""
	for _, id := range g.ids {
		if g.open[id] > 0 {
			at = id
			break
		}
	}
	// Whoever is left needs another that is left: following such needs ends where it has been.
	var path []string
	met := map[string]int{}
	for {
		if i, ok := met[at]; ok {
			path = append(path[i:], at)
			break
		}
		met[at] = len(path)
		path = append(path, at)
		needs := g.first[at].Needs
		i := slices.IndexFunc(needs, func(need string) bool { return g.open[need] > 0 })
		if i < 0 {
			break
		}
		at = needs[i]
	}
	if len(path) > 20 {
		path = append(path[:20:20], "…")
	}
	return fault(g.first[path[0]].needPos(0), ClassNeedsCycle, fmt.Errorf("cycle detected: %s", strings.Join(path, " -> ")))
}
