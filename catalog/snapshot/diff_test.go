package snapshot_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

// entry reads an entry from words such as "component:orders service owner=group:shop dependsOn=component:billing".
func entry(t testing.TB, text string) snapshot.Entry {
	t.Helper()
	words := strings.Fields(text)
	e := snapshot.Entry{Ref: ref(t, words[0])}
	for _, word := range words[1:] {
		name, value, _ := strings.Cut(word, "=")
		switch name {
		case "type":
			e.Type = value
		case "lifecycle":
			e.Lifecycle = value
		case "in":
			e.Location = value
		case "title":
			e.Title = value
		case "owner":
			e.References = append(e.References, snapshot.Reference{Field: name, Relation: catalog.OwnedBy, Target: ref(t, value)})
		default:
			e.References = append(e.References, snapshot.Reference{Field: name, Relation: catalog.RelationType(name), Target: ref(t, value)})
		}
	}
	return e
}

func parsed(t testing.TB, created int, lines string) *snapshot.Snapshot {
	t.Helper()
	var entries []snapshot.Entry
	for line := range strings.Lines(lines) {
		if strings.TrimSpace(line) != "" {
			entries = append(entries, entry(t, line))
		}
	}
	h := snapshot.Header{Source: "https://backstage.acme.com", Created: time.Date(2026, 3, created, 0, 0, 0, 0, time.UTC)}
	s, err := snapshot.New(h, slices.Values(entries))
	require.NoError(t, err)
	return s
}

func example(t testing.TB) *snapshot.Diff {
	t.Helper()
	before := parsed(t, 1, `
		component:orders type=service owner=group:shop dependsOn=component:billing partOf=system:shop in=orders.yaml
		component:billing type=service lifecycle=production owner=group:money dependsOn=resource:ledger
		component:report owner=group:money dependsOn=component:orders dependsOn=component:billing
		component:legacy owner=group:shop in=legacy.yaml
		component:cart owner=group:shop dependsOn=component:legacy
		resource:ledger owner=group:money
		group:shop hasMember=user:ada
		user:ada memberOf=group:shop
	`)
	after := parsed(t, 2, `
		component:order-service type=service owner=group:shop dependsOn=component:billing partOf=system:shop in=orders.yaml
		component:billing type=service lifecycle=deprecated owner=group:shop dependsOn=resource:ledger title=Bills*@all*
		component:report owner=group:money dependsOn=component:order-service dependsOn=component:billing dependsOn=resource:ledger
		component:cart owner=group:shop dependsOn=component:legacy
		resource:ledger owner=group:money
		component:fresh in=fresh.yaml
		group:shop
		user:ada memberOf=group:shop
	`)
	return snapshot.Compare(before, after)
}

func TestDiffGolden(t *testing.T) {
	t.Parallel()
	d := example(t)
	for name, write := range map[string]func(*bytes.Buffer) error{
		"diff.txt":  func(b *bytes.Buffer) error { return d.WriteText(b) },
		"diff.md":   func(b *bytes.Buffer) error { return d.WriteMarkdown(b) },
		"diff.json": func(b *bytes.Buffer) error { return d.WriteJSON(b) },
	} {
		var b bytes.Buffer
		require.NoError(t, write(&b))
		golden(t, name, b.Bytes())
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	d := example(t)
	assert.Equal(t, []string{"component:default/fresh", "component:default/order-service"}, names(d.Added))
	assert.Equal(t, []string{"component:default/legacy", "component:default/orders"}, names(d.Removed))
	require.Len(t, d.Changed, 3)
	assert.Equal(t, []snapshot.FieldChange{
		{Name: "lifecycle", Before: "production", After: "deprecated"}, {Name: "title", After: "Bills*@all*"},
	}, d.Changed[0].Fields)
	assert.Equal(t, []snapshot.Reference{{Field: "owner", Relation: catalog.OwnedBy, Target: ref(t, "group:shop")}}, d.Changed[0].Added)
	assert.Equal(t, []string{
		"component:default/cart dependsOn component:default/legacy",
	}, lowered(d.Dangling))
	assert.NotContains(t, lowered(d.RemovedRelations), "user:default/ada memberOf group:default/shop", "the user says so still")
	assert.Equal(t, []snapshot.Rename{{
		From: ref(t, "orders"), To: ref(t, "order-service"),
		Evidence: []string{"1 entity refers to the one now and to the other before", "same references: 2", "same location", "same type"},
	}}, d.Renamed)
	assert.Equal(t, []catalog.Ref{ref(t, "fresh")}, d.Unowned)
}

func names(entries []snapshot.Entry) []string {
	var all []string
	for _, e := range entries {
		all = append(all, e.Ref.String())
	}
	return all
}

func TestNoChanges(t *testing.T) {
	t.Parallel()
	d := snapshot.Compare(shop(t), shop(t))
	assert.True(t, d.Empty())
	var b bytes.Buffer
	require.NoError(t, d.WriteText(&b))
	assert.Equal(t, "no changes\n", b.String())
	b.Reset()
	require.NoError(t, d.WriteJSON(&b))
	assert.NotContains(t, b.String(), "null")
	assert.True(t, json.Valid(b.Bytes()))
}

func TestRenames(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, before, after, want string }{
		{"references", "a owner=group:g dependsOn=c", "b owner=group:g dependsOn=c", "a b"},
		{"location", "a owner=group:g in=a.yaml", "b owner=group:g in=a.yaml", "a b"},
		{"owner alone", "a owner=group:g", "b owner=group:g", ""},
		{"another owner", "a owner=group:g dependsOn=c in=x", "b owner=group:h dependsOn=c in=x", ""},
		{"another kind", "a dependsOn=c in=x", "resource:b dependsOn=c in=x", ""},
		{"two that could be", "a dependsOn=c", "b dependsOn=c\nd dependsOn=c", ""},
		{"two that could have been", "a dependsOn=c\nb dependsOn=c", "d dependsOn=c", ""},
		{"the location decides", "a dependsOn=c in=a", "b dependsOn=c in=a\nd dependsOn=c in=d", "a b"},
		{"moved references", "a owner=group:g\nx dependsOn=a", "b owner=group:g\nx dependsOn=b", "a b"},
		{"moved to two", "a\nx dependsOn=a\ny dependsOn=a", "b\nc\nx dependsOn=b\ny dependsOn=c", ""},
		{"moved mostly to one", "a\nx dependsOn=a\ny dependsOn=a\nz dependsOn=a", "b\nc\nx dependsOn=b\ny dependsOn=c\nz dependsOn=b", "a b"},
		{"moved from two", "a\nb\nx dependsOn=a\ny dependsOn=b", "c\nx dependsOn=c\ny dependsOn=c", ""},
		{"moved to what was there", "a\nb\nx dependsOn=a", "b\nx dependsOn=b", ""},
		{"two at once", "a dependsOn=c\nb dependsOn=d", "a2 dependsOn=c\nb2 dependsOn=d", "a a2, b b2"},
		{"groups", "group:a hasMember=user:u", "group:b hasMember=user:u", "a b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := snapshot.Compare(parsed(t, 1, tt.before), parsed(t, 1, tt.after))
			var got []string
			for _, r := range d.Renamed {
				got = append(got, r.From.Name+" "+r.To.Name)
				assert.NotEmpty(t, r.Evidence)
			}
			assert.Equal(t, tt.want, strings.Join(got, ", "))
		})
	}
}

// TestTooManyMoves has an entity with so many new references that they say nothing of a rename.
func TestTooManyMoves(t *testing.T) {
	t.Parallel()
	all := func(prefix string) string {
		text, refs := "", "x"
		for i := range 30 {
			text += fmt.Sprintf("%s%d\n", prefix, i)
			refs += fmt.Sprintf(" dependsOn=%s%d", prefix, i)
		}
		return text + refs
	}
	d := snapshot.Compare(parsed(t, 1, all("a")), parsed(t, 1, all("b")))
	assert.Len(t, d.Removed, 30)
	assert.Empty(t, d.Renamed)
}

func TestDiffIsHarmless(t *testing.T) {
	t.Parallel()
	odd := snapshot.Entry{Ref: catalog.Ref{Kind: "x", Name: "`` @everyone <img src=x>\x1b[2J\u202e"}, Location: "`"}
	d := snapshot.Compare(made(t), made(t, odd))
	var text, markdown bytes.Buffer
	require.NoError(t, d.WriteText(&text))
	assert.Contains(t, text.String(), `<img src=x>\x1b[2j\xe2\x80\xae, in `)
	require.NoError(t, d.WriteMarkdown(&markdown))
	assert.Contains(t, markdown.String(), "- ```x:default/`` @everyone <img src=x>\\x1b[2j\\xe2\\x80\\xae```, in `` ` ``\n")
}

func TestMarkdownIsBounded(t *testing.T) {
	t.Parallel()
	var entries []snapshot.Entry
	group := snapshot.Entry{Ref: ref(t, "group:g")}
	for i := range 2000 {
		entries = append(entries, entry(t, fmt.Sprintf("c%04d owner=group:g in=%s", i, strings.Repeat("x", 60))))
		group.References = append(group.References, snapshot.Reference{Field: "members", Relation: catalog.HasMember, Target: ref(t, fmt.Sprintf("user:u%d", i))})
	}
	d := snapshot.Compare(made(t, entry(t, "group:g")), made(t, append(entries, group)...))
	var b bytes.Buffer
	require.NoError(t, d.WriteMarkdown(&b))
	assert.Less(t, b.Len(), 32<<10)
	assert.Contains(t, b.String(), "- … and 1950 more")
	assert.Contains(t, b.String(), "  - … and 1990 more")
}

// TestDiffAgainstGraphs compares with what the graphs of both say.
func TestDiffAgainstGraphs(t *testing.T) {
	t.Parallel()
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 2))
		before, after := randomCatalog(t, r), randomCatalog(t, r)
		a, b := made(t, before...), made(t, after...)
		d := snapshot.Compare(a, b)
		ga, gb := a.Graph(), b.Graph()
		was, is := lowered(slices.Collect(ga.Relations())), lowered(slices.Collect(gb.Relations()))
		require.Equal(t, minus(is, was), lowered(d.AddedRelations), "seed %d", seed)
		require.Equal(t, minus(was, is), lowered(d.RemovedRelations), "seed %d", seed)
		require.Equal(t, minus(texts(gb), texts(ga)), names(d.Added))
		require.Equal(t, minus(texts(ga), texts(gb)), names(d.Removed))

		var dangling []string
		for _, m := range gb.Missing() {
			if ga.Has(m.Ref) {
				dangling = append(dangling, lowered(m.By)...)
			}
		}
		require.ElementsMatch(t, dangling, lowered(d.Dangling))
		for _, c := range d.Changed {
			require.NotEmpty(t, len(c.Fields)+len(c.Added)+len(c.Removed))
		}
		back := snapshot.Compare(b, a)
		require.Equal(t, d.Added, back.Removed)
		require.Equal(t, d.AddedRelations, back.RemovedRelations)
		require.Len(t, back.Renamed, len(d.Renamed))
	}
}

// randomCatalog returns some of a few entities, with references to any of them.
func randomCatalog(t testing.TB, r *rand.Rand) []snapshot.Entry {
	types := []catalog.RelationType{
		catalog.DependsOn, catalog.DependencyOf, catalog.PartOf, catalog.HasPart, catalog.OwnedBy, catalog.HasMember, catalog.MemberOf,
	}
	var entries []snapshot.Entry
	for i := range 8 {
		if r.IntN(3) == 0 {
			continue
		}
		e := snapshot.Entry{Ref: ref(t, fmt.Sprintf("c%d", i)), Title: "ab"[:r.IntN(2)]}
		for range r.IntN(4) {
			relation := types[r.IntN(len(types))]
			e.References = append(e.References, snapshot.Reference{
				Field: "fg"[:r.IntN(3)], Relation: relation, Target: ref(t, fmt.Sprintf("c%d", r.IntN(8))),
			})
		}
		entries = append(entries, e)
	}
	return entries
}

func texts(g *catalog.Graph) []string {
	var all []string
	for ref := range g.All() {
		all = append(all, ref.String())
	}
	return all
}

// minus returns what is in a and not in b.
func minus(a, b []string) []string {
	known := maps.Collect(func(yield func(string, bool) bool) {
		for _, text := range b {
			if !yield(text, true) {
				return
			}
		}
	})
	var left []string
	for _, text := range a {
		if !known[text] {
			left = append(left, text)
		}
	}
	return left
}
