package lint_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
)

func TestTiers(t *testing.T) {
	t.Parallel()
	const all = "labels: {tier: gold, acme.io/tier: \"2\"}\n  annotations: {tier: \"1\"}\n  tags: [go, tier-3, tier-4]"
	tests := []struct {
		name, metadata, spec string
		config               *lint.TierConfig
		want                 []string
	}{
		{"none", "tags: [go]", "", nil, nil},
		{"everywhere", all, "tier: 0", nil, []string{
			"label:tier gold 0 /metadata/labels/tier a.yaml:5:18",
			"annotation:tier 1 2 /metadata/annotations/tier a.yaml:6:23",
			"spec:tier 0 1 /spec/tier a.yaml:11:9",
			"tag:tier- 3 4 /metadata/tags/1 a.yaml:7:14",
		}},
		{"empty", "labels: {tier: \"\"}", "", nil, nil},
		{"by key", all, "level: high\n  tier: 1", &lint.TierConfig{Keys: []string{"spec:level", "label:acme.io/tier"}, Order: []string{"high", "2"}}, []string{
			"spec:level high 1 /spec/level a.yaml:11:10",
			"label:acme.io/tier 2 2 /metadata/labels/acme.io~1tier a.yaml:5:38",
		}},
		{"not in the order", "labels: {tier: \"9\"}", "", &lint.TierConfig{Order: []string{"1", "2"}}, []string{"label:tier 9 0 /metadata/labels/tier a.yaml:5:18"}},
		{"no key", all, "", &lint.TierConfig{Keys: []string{}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(groupYAML("a"), "  name: a\n", "  name: a\n  "+tt.metadata+"\n", 1)
			if tt.spec != "" {
				text += "  " + tt.spec + "\n"
			}
			config := &lint.Config{}
			if tt.config != nil {
				config.Tier = *tt.config
			}
			var pass *lint.EntityPass
			look := &lint.Rule{Name: "look-tier", Entity: func(p *lint.EntityPass) { pass = p }}
			run(t, lint.Linter{Rules: []*lint.Rule{look}, Config: config}, files("a.yaml", text), "a.yaml")
			require.NotNil(t, pass)
			var got []string
			for _, tier := range pass.Facts.Tiers {
				got = append(got, tierText(tier))
			}
			assert.Equal(t, tt.want, got)
			assert.Equal(t, len(tt.want) > 0, pass.Facts.Tier.Stated())
			assert.Equal(t, config.Tier.Order, pass.TierOrder)
		})
	}
}

// Every kind has its type and lifecycle, and members that the model does not know, in a struct of its own.
func TestFactsOfEveryKind(t *testing.T) {
	t.Parallel()
	const members = "  type: x\n  lifecycle: y\n  tier: 1.5\n"
	tests := map[string]string{
		"Component": "x y 1.5", "API": "x y 1.5", "Resource": "x y 1.5", "System": "x y 1.5", "Domain": "x y 1.5", "Group": "x y 1.5",
		"User": "x y 1.5", "Location": "x y 1.5", "Template": "x y 1.5", "Environment": "x y 1.5",
	}
	for kind, want := range tests {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			version := "backstage.io/v1alpha1"
			if kind == "Template" {
				version = "scaffolder.backstage.io/v1beta3"
			}
			var got string
			look := &lint.Rule{Name: "look-facts", Entity: func(p *lint.EntityPass) {
				got = p.Facts.Type + " " + p.Facts.Lifecycle + " " + p.Facts.Tier.Value
			}}
			text := "apiVersion: " + version + "\nkind: " + kind + "\nmetadata:\n  name: a\nspec:\n" + members
			run(t, lint.Linter{Rules: []*lint.Rule{look}}, files("a.yaml", text), "a.yaml")
			assert.Equal(t, want, got)
		})
	}
}

func TestZeroConfig(t *testing.T) {
	t.Parallel()
	var none *lint.Config
	assert.Equal(t, lint.Error, none.Threshold())
	assert.Equal(t, lint.Error, (&lint.Config{}).Threshold())
	assert.False(t, none.Includes("a.yaml"))
	assert.False(t, none.Excludes("a.yaml"))
	c := &lint.Config{Include: []string{"a/*"}, Exclude: []string{"b/**"}}
	assert.True(t, c.Includes("a/x"))
	assert.True(t, c.Excludes("b/c/x"))
}
