package elsewhere_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/elsewhere"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

func ref(t *testing.T, text string) catalog.Ref {
	t.Helper()
	r, err := catalog.ParseRef(text, catalog.Ref{})
	require.NoError(t, err)
	return r
}

func snap(t *testing.T, h snapshot.Header, entries ...snapshot.Entry) *snapshot.Snapshot {
	t.Helper()
	s, err := snapshot.New(h, slices.Values(entries))
	require.NoError(t, err)
	return s
}

func TestLookup(t *testing.T) {
	t.Parallel()
	c := elsewhere.New(snap(t, snapshot.Header{}, snapshot.Entry{
		Ref: ref(t, "component:Orders"), Type: "service", Lifecycle: "production", Tier: "1", Location: "url:https://github.com/acme/shop/blob/main/x.yaml",
		References: []snapshot.Reference{{Field: "owner", Relation: catalog.OwnedBy, Target: ref(t, "group:shop")}},
	}), nil)
	assert.Nil(t, c.Lookup(ref(t, "component:other")))
	want := &lint.Facts{
		Ref: ref(t, "component:Orders"), Accepted: true, Type: "service", Lifecycle: "production", External: true,
		Tier:  lint.Tier{Value: "1", Key: "snapshot"},
		Tiers: []lint.Tier{{Value: "1", Key: "snapshot"}},
		Refs:  []lint.RefFact{{Field: "owner", Relation: catalog.OwnedBy, Target: ref(t, "group:shop")}},
	}
	assert.Equal(t, want, c.Lookup(ref(t, "component:orders")))
	assert.Equal(t, []*lint.Facts{want}, slices.Collect(c.All()))
	assert.Equal(t, []string{"orders"}, slices.Collect(c.Names("COMPONENT", "Default")))
	assert.Empty(t, c.Partial())
	for range c.All() {
		break
	}
}

func TestPartial(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC)
	made := func(days int) snapshot.Header { return snapshot.Header{Created: now.AddDate(0, 0, -days)} }
	clock := func() time.Time { return now }
	const day = 24 * time.Hour
	tests := []struct {
		name    string
		header  snapshot.Header
		options elsewhere.Options
		want    string
	}{
		{"no limit", made(100), elsewhere.Options{Now: clock}, ""},
		{"no clock", made(100), elsewhere.Options{MaxAge: day}, ""},
		{"young", made(1), elsewhere.Options{Now: clock, MaxAge: day}, ""},
		{"from the future", made(-1), elsewhere.Options{Now: clock, MaxAge: day}, ""},
		{"old", made(2), elsewhere.Options{Now: clock, MaxAge: day}, "the snapshot was made on 2026-03-06, and may be 1 day old at most"},
		{"older than some days", made(8), elsewhere.Options{Now: clock, MaxAge: 7 * day}, "the snapshot was made on 2026-02-28, and may be 7 days old at most"},
		{"older than some hours", made(1), elsewhere.Options{Now: clock, MaxAge: 90 * time.Minute}, "the snapshot was made on 2026-03-07, and may be 1h30m0s old at most"},
		{"of unknown age", snapshot.Header{}, elsewhere.Options{Now: clock, MaxAge: day}, "the snapshot does not say when it was made"},
		{"a part", made(1), elsewhere.Options{Partial: "it has groups only"}, "it has groups only"},
		{"made of a part", snapshot.Header{Partial: "kind=group"}, elsewhere.Options{}, "the snapshot has only kind=group"},
		{"an old part", snapshot.Header{Partial: "kind=group"}, elsewhere.Options{Now: clock, MaxAge: day}, "the snapshot has only kind=group"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := elsewhere.New(snap(t, tt.header), &tt.options)
			assert.Equal(t, tt.want, c.Partial())
			assert.Equal(t, strings.Contains(tt.want, " old at most") || tt.header.Created.IsZero() && tt.options.MaxAge > 0, c.Stale() != "")
		})
	}
}

// orders returns a catalog file with one component.
func orders(extra string) string {
	return "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: orders\nspec:\n  type: service\n  lifecycle: production\n  owner: group:shop\n" + extra
}

// linted returns the findings for catalog-info.yaml beside a snapshot of entries, served at BaseURL.
func linted(t *testing.T, text, base string, entries ...snapshot.Entry) []string {
	t.Helper()
	entries = append(entries, snapshot.Entry{Ref: ref(t, "group:shop"), Location: "ldap:default/shop"})
	l := lint.Linter{
		Rules:     rules.All(),
		Elsewhere: elsewhere.New(snap(t, snapshot.Header{}, entries...), &elsewhere.Options{BaseURL: base}),
		Load:      load.Options{BaseURL: base},
	}
	r, err := l.Run(t.Context(), fstest.MapFS{"catalog-info.yaml": {Data: []byte(text)}}, []string{"catalog-info.yaml"})
	require.NoError(t, err)
	require.Empty(t, r.Errors)
	found := []string{}
	for _, d := range r.Diagnostics {
		found = append(found, d.Range.String()+": "+d.Message+" ["+d.Rule+"]")
	}
	return found
}

// TestOwnEntities lints a component that the snapshot has, too.
func TestOwnEntities(t *testing.T) {
	t.Parallel()
	const base = "https://github.com/acme/shop/blob/main/"
	tests := []struct{ name, base, location, conflict string }{
		{"the same file", base, "url:https://github.com/acme/shop/blob/main/catalog-info.yaml", ""},
		{"shown in another way", base, "url:https://github.com/acme/shop/tree/main/catalog-info.yaml", ""},
		{"moved within the repository", base, "url:https://github.com/acme/shop/tree/main/old/catalog-info.yaml", ""},
		{"on another branch", base, "url:https://github.com/Acme/Shop/tree/develop/catalog-info.yaml", ""},
		{"raw", base, "url:https://raw.githubusercontent.com/acme/shop/main/catalog-info.yaml", ""},
		{"of the repository that this is a fork of", base, "url:https://github.com/upstream/shop/blob/main/catalog-info.yaml", ""},
		{"on Backstage's disk", base, "file:/app/catalog-info.yaml", ""},
		{"a path", base, "services/catalog-info.yaml", ""},
		{"unknown", base, "", ""},
		{"no address to compare", "", "url:https://github.com/acme/other/blob/main/catalog-info.yaml", ""},
		{"another repository", base, "url:https://github.com/acme/other/blob/main/catalog-info.yaml", "https://github.com/acme/other/blob/main/catalog-info.yaml"},
		{"another host", base, "url:https://gitlab.com/acme/shop/-/blob/main/catalog-info.yaml", "https://gitlab.com/acme/shop/-/blob/main/catalog-info.yaml"},
		{"without a type", base, "https://github.com/acme/other/blob/main/catalog-info.yaml", "https://github.com/acme/other/blob/main/catalog-info.yaml"},
		{"no repository", base, "ldap:default/orders", "ldap:default/orders"},
		{"GitLab", "https://gitlab.com/a/b/shop/-/blob/main/", "url:https://gitlab.com/a/b/shop/-/tree/main/x.yaml", ""},
		{"GitLab, another", "https://gitlab.com/a/b/shop/-/blob/main/", "url:https://gitlab.com/a/c/till/-/tree/main/x.yaml", "https://gitlab.com/a/c/till/-/tree/main/x.yaml"},
		{"Azure", "https://dev.azure.com/a/b/_git/shop?path=/", "url:https://dev.azure.com/a/b/_git/shop?path=/x.yaml", ""},
		{"Azure, another", "https://dev.azure.com/a/b/_git/shop?path=/", "url:https://dev.azure.com/a/b/_git/till?path=/x.yaml", "https://dev.azure.com/a/b/_git/till?path=/x.yaml"},
		{"some host", "https://files.example.com/shop/", "url:https://files.example.com/shop/x.yaml", ""},
		{"some host, another folder", "https://files.example.com/shop/", "url:https://files.example.com/till/x.yaml", ""},
		{"no URL", base, "url:%zz", "%zz"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := []string{}
			if tt.conflict != "" {
				want = append(want, "catalog-info.yaml:4:9: component:default/orders is in the catalog from "+tt.conflict+
					": whichever is read first stays, the other is lost [name-conflict]")
			}
			got := linted(t, orders(""), tt.base, snapshot.Entry{Ref: ref(t, "component:orders"), Location: tt.location})
			assert.Equal(t, want, got)
		})
	}
}

// TestFormerEntities lints a file from which a component was removed that another one refers to still.
func TestFormerEntities(t *testing.T) {
	t.Parallel()
	const base = "https://github.com/acme/shop/blob/main/"
	const dangling = "catalog-info.yaml:10:7: dependsOn component:default/billing does not exist [ref-exists]"
	tests := []struct {
		name, base, location string
		want                 []string
	}{
		{"this file", base, "url:https://github.com/acme/shop/tree/main/catalog-info.yaml", []string{dangling}},
		{"a file that is gone", base, "url:https://github.com/acme/shop/tree/main/old.yaml", []string{dangling}},
		{"another branch", base, "url:https://github.com/acme/shop/tree/next/catalog-info.yaml", []string{}},
		{"another repository", base, "url:https://github.com/acme/till/tree/main/catalog-info.yaml", []string{}},
		{"nobody knows", base, "", []string{}},
		{"nobody knows of the linted", "", "url:https://github.com/acme/shop/tree/main/catalog-info.yaml", []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := linted(t, orders("  dependsOn:\n    - component:billing\n"), tt.base,
				snapshot.Entry{Ref: ref(t, "component:billing"), Location: tt.location})
			assert.Equal(t, tt.want, got)
		})
	}
}

// TestAcrossRepositories has findings that need both sides.
func TestAcrossRepositories(t *testing.T) {
	t.Parallel()
	text := orders("  dependsOn:\n    - component:billing\n    - component:bilingual\n")
	text = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: orders\n  labels: {tier: \"1\"}\n" + text[len("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: orders\n"):]
	billing := snapshot.Entry{Ref: ref(t, "component:billing"), References: []snapshot.Reference{
		{Field: "dependsOn", Relation: catalog.DependsOn, Target: ref(t, "component:ledger")},
	}}
	ledger := snapshot.Entry{Ref: ref(t, "component:ledger"), Tier: "3", References: []snapshot.Reference{
		{Field: "dependsOn", Relation: catalog.DependsOn, Target: ref(t, "component:orders")},
	}}
	bilingual := snapshot.Entry{Ref: ref(t, "component:bilinguals")}
	assert.Equal(t, []string{
		"catalog-info.yaml:11:7: depends on something of a lower tier: component:default/orders (tier 1) -> component:default/billing -> component:default/ledger (tier 3) [tier-inversion]",
		"catalog-info.yaml:11:7: dependsOn goes round in a circle: component:default/billing -> component:default/ledger -> component:default/orders -> component:default/billing [graph-dependency-cycle]",
		"catalog-info.yaml:12:7: dependsOn component:default/bilingual does not exist [ref-exists]",
	}, slices.Sorted(slices.Values(linted(t, text, "", billing, ledger, bilingual))))
}

// TestTierOf makes a snapshot that says of tiers what a linter would.
func TestTierOf(t *testing.T) {
	t.Parallel()
	file := load.Parse(t.Context(), "x.yaml", []byte(orders("  criticality: gold\n")), nil)
	e := file.Documents[0].Entity
	config := &lint.Config{Tier: lint.TierConfig{Keys: []string{"label:tier", "spec:criticality"}}}
	assert.Equal(t, "gold", snapshot.NewEntry(e, &snapshot.Options{Tier: lint.TierOf(config)}).Tier)
	assert.Empty(t, lint.TierOf(nil)(e))
}
