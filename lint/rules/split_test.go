package rules_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/elsewhere"
)

// Rules that look at other entities than the one they report. Of a repository they must say beside a snapshot of the
// whole catalog what they say of it when the whole catalog is linted: the same, or the latter nothing that they do not
// say then.
var (
	sameBesideSnapshot = []string{
		"api-providers", "api-unprovided", "group-empty", "name-conflict", "owner-exists", "owner-placeholder",
		"ref-deprecated-target", "ref-exists", "resource-unused", "system-empty", "tier-inversion", "tier-unstable",
	}
	lessBesideSnapshot = []string{"graph-cycle", "graph-dependency-cycle", "group-hierarchy", "owner-consistent", "owner-reachable", "ref-near-miss"}
)

// split is a random catalog in three repositories, r0 to r2, whose references lead anywhere and now and then nowhere.
type split struct {
	*rand.Rand
	whole memory
}

const members = 12 // of each kind

func newSplit(seed uint64) *split {
	s := &split{rand.New(rand.NewPCG(seed, 7)), memory{}}
	for _, kind := range []string{"Component", "API", "Resource", "System", "Domain", "Group", "User"} {
		for i := range members {
			if s.IntN(10) > 0 { // else it is missing
				file := fmt.Sprintf("r%d/%s%d/catalog-info.yaml", s.IntN(3), strings.ToLower(kind), i)
				s.whole[file] = s.entity(kind, i)
			}
		}
	}
	return s
}

func (s *split) name(kind string) string {
	return fmt.Sprintf("%s:%s-%c", kind, kind, 'a'+rune(s.IntN(members)))
}

// maybe returns a line with a field, or nothing.
func (s *split) maybe(field, kind string) string {
	if s.IntN(2) == 0 {
		return ""
	}
	return fmt.Sprintf("  %s: %s\n", field, s.name(kind))
}

// list returns a field with up to most references.
func (s *split) list(field string, most int, kinds ...string) string {
	var b strings.Builder
	for range s.IntN(most + 1) {
		fmt.Fprintf(&b, "    - %s\n", s.name(kinds[s.IntN(len(kinds))]))
	}
	if b.Len() == 0 {
		return ""
	}
	return "  " + field + ":\n" + b.String()
}

func (s *split) entity(kind string, i int) string {
	head := fmt.Sprintf("apiVersion: backstage.io/v1alpha1\nkind: %s\nmetadata:\n  name: %s-%c\n", kind, strings.ToLower(kind), 'a'+rune(i))
	if (kind == "Component" || kind == "Resource") && s.IntN(2) == 0 {
		head += fmt.Sprintf("  labels: {tier: %q}\n", fmt.Sprint(1+s.IntN(3)))
	}
	lifecycle := "  lifecycle: " + []string{"production", "experimental", "deprecated"}[s.IntN(3)] + "\n"
	owner := "  owner: " + s.name("group") + "\n"
	if s.IntN(10) == 0 {
		owner = "  owner: guest\n"
	}
	head += "spec:\n"
	switch kind {
	case "Component":
		return head + "  type: service\n" + lifecycle + owner + s.maybe("system", "system") + s.maybe("subcomponentOf", "component") +
			s.list("providesApis", 2, "api") + s.list("consumesApis", 2, "api") + s.list("dependsOn", 3, "component", "resource")
	case "API":
		return head + "  type: grpc\n" + lifecycle + owner + s.maybe("system", "system") + "  definition: x\n"
	case "Resource":
		return head + "  type: database\n" + owner + s.maybe("system", "system") + s.list("dependsOn", 1, "resource") + s.list("dependencyOf", 1, "component")
	case "System":
		return head + owner + s.maybe("domain", "domain")
	case "Domain":
		return head + owner + s.maybe("subdomainOf", "domain")
	case "Group":
		children := s.list("children", 2, "group")
		if children == "" {
			children = "  children: []\n"
		}
		return head + "  type: team\n" + s.maybe("parent", "group") + children + s.list("members", 1, "user")
	}
	memberOf := s.list("memberOf", 2, "group")
	if memberOf == "" {
		memberOf = "  memberOf: []\n"
	}
	return head + memberOf
}

func address(file string) string {
	repository, name, _ := strings.Cut(file, "/")
	return "https://github.com/acme/" + repository + "/blob/main/" + name
}

// snapshot returns a snapshot of the whole catalog.
func (s *split) snapshot(t *testing.T) *snapshot.Snapshot {
	t.Helper()
	var entries []snapshot.Entry
	for file, text := range s.whole {
		for _, d := range load.Parse(t.Context(), file, []byte(text), nil).Documents {
			require.True(t, d.OK, text)
			e := snapshot.NewEntry(d.Entity, &snapshot.Options{Tier: lint.TierOf(nil)})
			e.Location = "url:" + address(file)
			entries = append(entries, e)
		}
	}
	snap, err := snapshot.New(snapshot.Header{}, slices.Values(entries))
	require.NoError(t, err)
	return snap
}

// part returns the files of a repository.
func (s *split) part(repository string) memory {
	part := memory{}
	for file, text := range s.whole {
		if name, ok := strings.CutPrefix(file, repository+"/"); ok {
			part[name] = text
		}
	}
	return part
}

func splitConfig() *lint.Config {
	config := closedConfig(slices.Concat(sameBesideSnapshot, lessBesideSnapshot)...)
	config.References.Catalog = "open" // the snapshot says what there is, or that all was linted
	return config
}

// findings returns those of some rules in a folder. Of the others than those that are to be the same no more than what is
// before the example that they give.
func findings(found []lint.Diagnostic, names []string, folder string) map[string]bool {
	texts := map[string]bool{}
	for _, d := range among(names, found) {
		if file, ok := strings.CutPrefix(d.Range.File, folder); ok {
			message := d.Message
			if slices.Contains(lessBesideSnapshot, d.Rule) {
				message, _, _ = strings.Cut(message, ": ")
			}
			texts[fmt.Sprintf("%s:%d %s: %s", file, d.Range.Line, d.Rule, message)] = true
		}
	}
	return texts
}

// TestSplit says that a snapshot never makes a rule say what the whole catalog would contradict, nor pass over what it
// shows, of a few hundred random catalogs.
func TestSplit(t *testing.T) {
	t.Parallel()
	config, closed := splitConfig(), splitConfig()
	closed.References.Catalog = "closed"
	seen := map[string]int{}
	for seed := range uint64(100) {
		s := newSplit(seed)
		all := whole{fsys: s.whole.fs(), files: slices.Sorted(maps.Keys(s.whole))}
		want := all.lint(t, lint.Linter{Config: closed})
		snap := s.snapshot(t)
		for _, repository := range []string{"r0", "r1", "r2"} {
			part := s.part(repository)
			base := "https://github.com/acme/" + repository + "/blob/main/"
			got := whole{fsys: part.fs(), files: slices.Sorted(maps.Keys(part))}.lint(t, lint.Linter{
				Config: config, Load: load.Options{BaseURL: base}, Elsewhere: elsewhere.New(snap, &elsewhere.Options{BaseURL: base}),
			})
			same := findings(got, sameBesideSnapshot, "")
			require.Equal(t, findings(want, sameBesideSnapshot, repository+"/"), same, "seed %d, %s", seed, repository)
			for _, d := range got {
				seen[d.Rule]++
			}
			less, most := findings(got, withoutCycles(), ""), findings(want, withoutCycles(), repository+"/")
			for text := range less {
				require.True(t, most[text], "seed %d, %s: %s", seed, repository, text)
			}
			if len(among(cycles, got)) > 0 {
				require.NotEmpty(t, among(cycles, want), "seed %d, %s", seed, repository)
			}
		}
	}
	for _, name := range slices.Concat(sameBesideSnapshot, withoutCycles(), cycles) {
		if name != "name-conflict" && name != "ref-near-miss" { // which must not be found
			assert.Positive(t, seen[name], "%s was never found, so nothing was tested", name)
		}
	}
}

func withoutCycles() []string {
	return slices.DeleteFunc(slices.Clone(lessBesideSnapshot), func(name string) bool { return slices.Contains(cycles, name) })
}

// TestPartialSnapshot says that a snapshot which may lack entities makes no rule say that something is not there.
func TestPartialSnapshot(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		s := newSplit(seed)
		part := s.part("r0")
		l := lint.Linter{Config: splitConfig(), Elsewhere: elsewhere.New(s.snapshot(t), &elsewhere.Options{Partial: "half of it was fetched"})}
		found := whole{fsys: part.fs(), files: slices.Sorted(maps.Keys(part))}.lint(t, l)
		absences := []string{"api-unprovided", "group-empty", "owner-exists", "owner-reachable", "ref-exists", "resource-unused", "system-empty"}
		require.Empty(t, shown(among(absences, found)), "seed %d", seed)
	}
}
