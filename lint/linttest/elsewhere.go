package linttest

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/elsewhere"
)

// organisation is where the repositories of a case are served: the linted one, which is called here, and those that make
// up the rest of the catalog.
const (
	organisation    = "https://github.com/acme/"
	branch          = "/blob/main/"
	elsewhereFolder = "elsewhere/"
)

// surroundings give l the address of the linted files and the rest of the catalog, if the case has one.
func (s *scenario) surroundings(l *lint.Linter) error {
	if s.elsewhere == nil {
		return nil
	}
	l.Load.BaseURL = organisation + "here" + branch
	snap, err := snapshot.New(snapshot.Header{}, s.entries)
	if err != nil {
		return err
	}
	l.Elsewhere = elsewhere.New(snap, &elsewhere.Options{BaseURL: l.Load.BaseURL})
	return nil
}

// entries yields the entities elsewhere.
func (s *scenario) entries(yield func(snapshot.Entry) bool) {
	for _, name := range slices.Sorted(maps.Keys(s.elsewhere)) {
		repository, path, _ := strings.Cut(name, "/")
		o := &snapshot.Options{Tier: lint.TierOf(nil)}
		for _, d := range load.Parse(context.Background(), path, []byte(s.elsewhere[name]), nil).Documents {
			if d.Entity == nil {
				continue
			}
			e := snapshot.NewEntry(d.Entity, o)
			e.Location = "url:" + organisation + repository + branch + path
			if !yield(e) {
				return
			}
		}
	}
}
