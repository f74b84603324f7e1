package cel_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPlaces checks where findings stand, and what they are known by; for rules that ask about the catalog, which see
// only what is kept, as for those that do not.
func TestPlaces(t *testing.T) {
	t.Parallel()
	tests := []struct {
		check, more string // further keys of the rule
		at, pointer string
	}{
		{"owner == null", "", "15:10", "/spec/owner"},
		{"has(spec.team)", "", "12:1", "/spec/team"},
		{"spec.lifecycle == 'retired'", "", "14:14", "/spec/lifecycle"},
		{"spec.replicas > 5", "", "17:13", "/spec/replicas"},
		{"metadata.labels.tier == '2'", "", "6:11", "/metadata/labels/tier"},
		{"metadata.labels['acme.io/team'] == 'a'", "", "5:3", "/metadata/labels/acme.io~1team"},
		{"'acme.io/team' in metadata.labels", "", "5:3", "/metadata/labels/acme.io~1team"},
		{"'go' in metadata.tags", "", "3:1", "/metadata/tags/go"},
		{"metadata.links.size() > 3", "", "10:3", "/metadata/links"},
		{"tier == '2'", "", "6:11", "/metadata/labels/tier"},
		{"rank > 9", "", "6:11", "/metadata/labels/tier"},
		{"size(dependsOn) > 5", "", "20:3", "/spec/dependsOn"},
		{"name == 'x'", "", "4:9", "/metadata/name"},
		{"kind == 'x'", "", "2:7", "/kind"},
		{"file == 'x'", "", "4:9", "/metadata/name"},
		{"false", "", "4:9", "/metadata/name"},
		{"references.size() == 0", "", "4:9", "/metadata/name"},

		// The part that does not hold decides, and in it what comes last.
		{"has(spec.owner) && (kind == 'x' || spec.lifecycle == 'y') && has(spec.team)", "", "14:14", "/spec/lifecycle"},
		{"tier == '1' && lifecycle == 'x'", "", "14:14", "/spec/lifecycle"},

		// Where the rule says.
		{"false", "at: metadata.labels", "5:3", "/metadata/labels"},
		{"false", "at: \"metadata.annotations['a.io/x']\"", "8:13", "/metadata/annotations/a.io~1x"},
		{"false", "at: /spec/dependsOn/1", "20:33", "/spec/dependsOn/1"},
		{"false", "at: owner", "15:10", "/spec/owner"},
		{"name == 'x'", "at: spec.nowhere", "12:1", "/spec/nowhere"},

		// At the item.
		{"it != 'resource:default/db'", "each: dependsOn", "20:33", "/spec/dependsOn/1"},
		{"it.field != 'system'", "each: references", "16:11", "/spec/system"},
		{"it.url == ''", "each: metadata.links", "11:7", "/metadata/links/0"},
		{"it != 'b.io/y'", "each: metadata.annotations", "9:13", "/metadata/annotations/b.io~1y"},
		{"it != 'orders'", "each: spec.providesApis", "19:18", "/spec/providesApis/0"},
		{"it != 'b' || name == 'x'", "each: \"['a', 'b']\"", "4:9", "/metadata/name"},
	}
	for _, tt := range tests {
		for _, catalog := range []bool{false, true} {
			name, when, at := "entity", "ref == 'component:default/orders'", tt.at
			if catalog {
				name, when = "catalog", when+" && catalog.exists(ref)"
				if kept := keptPlaces()[tt.pointer]; kept != "" {
					at = kept
				}
			}
			t.Run(name+"/"+tt.check+" "+tt.more, func(t *testing.T) {
				t.Parallel()
				r := run(t, configure(t, "custom:\n  - name: acme-rule\n    when: "+strconv.Quote(when)+"\n    check: "+strconv.Quote(tt.check)+"\n    message: x\n    "+tt.more+"\n"), small)
				require.Len(t, r.Diagnostics, 1, "%v", r.Errors)
				d := r.Diagnostics[0]
				assert.Equal(t, "a.yaml:"+at, d.Range.Position.String())
				assert.Equal(t, tt.pointer, d.Pointer)
				assert.Equal(t, "component:default/orders", d.Entity.String())
				assert.Positive(t, d.Range.EndOffset-d.Range.Offset)
			})
		}
	}
}

// keptPlaces are the places of items of which only the list is kept.
func keptPlaces() map[string]string {
	return map[string]string{"/metadata/links/0": "10:3", "/metadata/annotations/b.io~1y": "7:3"}
}
