package backstagetest

import (
	"cmp"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// item is an entity of the server.
type item struct {
	entity *catalog.Entity
	ref    string
	uid    string
	// What follows is made anew after each change of any entity.
	relations []catalog.Relation
	document  map[string]any // the entity as it is served
	rows      []row
}

// add adds an entity, unless there already is one with its ref; Backstage is silent about that too.
func (s *Server) add(e *catalog.Entity) {
	ref := e.Ref().String()
	if s.byRef[ref] != nil {
		return
	}
	own := *e
	if own.Metadata.UID == "" {
		own.Metadata.UID = madeUID(ref)
	}
	if own.Metadata.Etag == "" {
		own.Metadata.Etag = hash("etag " + ref)
	}
	s.byRef[ref] = &item{entity: &own, ref: ref, uid: own.Metadata.UID}
	s.stale = true
}

// remove removes the entities that fit.
func (s *Server) remove(fits func(*item) bool) {
	maps.DeleteFunc(s.byRef, func(_ string, i *item) bool { return fits(i) })
	s.stale = true
}

// hash is the one that Backstage makes names of.
func hash(s string) string {
	sum := sha1.Sum([]byte(s))
	return hex.EncodeToString(sum[:])
}

func madeUID(ref string) string {
	h := hash("uid " + ref)
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:32]}, "-")
}

// refreshIndex makes relations, documents and rows for the entities as they are.
func (s *Server) refreshIndex() {
	if !s.stale {
		return
	}
	s.items = slices.SortedFunc(maps.Values(s.byRef), func(a, b *item) int {
		return cmp.Or(strings.Compare(a.uid, b.uid), strings.Compare(a.ref, b.ref))
	})
	edges := map[string][]catalog.Relation{}
	for _, i := range s.items {
		relations, err := catalog.Relations(i.entity)
		if err != nil {
			continue // Backstage would not have let it in
		}
		for _, r := range relations {
			edges[r.Source.Key()] = append(edges[r.Source.Key()], r)
		}
	}
	for _, i := range s.items {
		i.relations = sorted(edges[i.ref])
		i.document = i.serve()
		i.rows = rowsOf(i)
	}
	s.stale = false
}

// sorted orders the relations of one entity, and makes one of those that both sides state.
func sorted(relations []catalog.Relation) []catalog.Relation {
	compare := func(a, b catalog.Relation) int {
		return cmp.Or(strings.Compare(string(a.Type), string(b.Type)), a.Target.Compare(b.Target))
	}
	slices.SortFunc(relations, compare)
	return slices.CompactFunc(relations, func(a, b catalog.Relation) bool { return compare(a, b) == 0 })
}

// serve returns the entity as plain JSON values, with its relations.
func (i *item) serve() map[string]any {
	document := plain(i.entity)
	relations := make([]any, len(i.relations))
	for n, r := range i.relations {
		relations[n] = map[string]any{"type": string(r.Type), "targetRef": r.Target.String()}
	}
	document["relations"] = relations
	return document
}

// plain returns an entity as plain JSON values.
func plain(e *catalog.Entity) map[string]any {
	var document map[string]any
	if data, err := json.Marshal(e); err == nil {
		err = json.Unmarshal(data, &document)
		if err == nil {
			return document
		}
	}
	return map[string]any{} // cannot be: an entity holds plain values
}
