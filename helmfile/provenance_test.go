package helmfile_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// place is one of the sources of values of the project below, from the lowest to the highest.
type place struct {
	file  string // empty: the command line
	layer helmfile.Layer
	write func(leaves map[string]string) string
}

// nested writes leaves a.b: value as YAML, each on a line of its own.
func nested(indent string, leaves map[string]string) string {
	var b strings.Builder
	groups := map[string][]string{}
	for path, value := range leaves {
		group, key, _ := strings.Cut(path, ".")
		groups[group] = append(groups[group], fmt.Sprintf("%s  %s: %s\n", indent, key, value))
	}
	for group, lines := range groups {
		fmt.Fprintf(&b, "%s%s:\n%s", indent, group, strings.Join(lines, ""))
	}
	if len(groups) == 0 {
		b.WriteString(indent + "{}\n")
	}
	return b.String()
}

func plainFile(leaves map[string]string) string { return "# values\n" + nested("", leaves) }

// renderedFile writes leaves among actions that take, give and move lines.
func renderedFile(leaves map[string]string) string {
	if len(leaves) == 0 {
		return "{}\n"
	}
	return "{{/* a comment\n of three\n lines */ -}}\n{{ range list 1 2 3 }}\n# {{ . }}\n{{- end }}\n{{ if true }}\n" + nested("", leaves) + "{{ end }}\n"
}

func assignments(leaves map[string]string) string {
	var all []string
	for path, value := range leaves {
		all = append(all, path+"="+value)
	}
	return strings.Join(all, ",")
}

func setEntries(leaves map[string]string) string {
	var b strings.Builder
	for path, value := range leaves {
		fmt.Fprintf(&b, "      - name: %s\n        value: %s\n", path, value)
	}
	if len(leaves) == 0 {
		return " []\n"
	}
	return "\n" + b.String()
}

func inline(leaves map[string]string) string { return nested("          ", leaves) }

func statePlaces() []place {
	return []place{
		{"defaults.yaml", helmfile.LayerDefaults, plainFile},
		{"first.yaml", helmfile.LayerEnvironment, plainFile},
		{"second.yaml.gotmpl", helmfile.LayerEnvironment, renderedFile},
		{"given.yaml", helmfile.LayerParent, plainFile},
		{"", helmfile.LayerCommandLine, assignments},
	}
}

func releasePlaces() []place {
	return []place{
		{"chart/values.yaml", helmfile.LayerChart, plainFile},
		{"one.yaml", helmfile.LayerRelease, plainFile},
		{"helmfile.yaml.gotmpl", helmfile.LayerRelease, inline},
		{"two.yaml.gotmpl", helmfile.LayerRelease, renderedFile},
		{"helmfile.yaml.gotmpl", helmfile.LayerSet, setEntries},
		{"helmfile.yaml.gotmpl", helmfile.LayerSetString, setEntries},
	}
}

const provenanceState = `values: [defaults.yaml]
environments:
  default:
    values: [first.yaml, second.yaml.gotmpl]
---
# {{ range list 1 2 }}
# line
# {{ end }}
releases:
  - name: app
    chart: ./chart
    values:
      - one.yaml
      -
%s      - two.yaml.gotmpl
    set:%s    setString:%s`

// Each leaf is set in some of the layers, and each of them is found again, with its line.
func TestProvenance(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 30 {
		state, release := scatter(random, "s", statePlaces()), scatter(random, "r", releasePlaces())
		sp, rp := statePlaces(), releasePlaces()
		fsys := files(t)
		for i, p := range sp[:4] {
			fsys[p.file] = files(t, "f", p.write(state[i]))["f"]
		}
		for _, i := range []int{0, 1, 3} {
			fsys[rp[i].file] = files(t, "f", rp[i].write(release[i]))["f"]
		}
		text := fmt.Sprintf(provenanceState, rp[2].write(release[2]), rp[4].write(release[4]), rp[5].write(release[5]))
		fsys["helmfile.yaml.gotmpl"] = files(t, "f", text)["f"]
		o := &helmfile.Options{ValuesFiles: []string{"given.yaml"}}
		if set := assignments(state[4]); set != "" {
			o.SetString = []string{set}
		}
		r := resolve(t, fsys, "", o)
		require.NoError(t, r.Errors.Err(), text)
		lines := map[string][]string{}
		for name, f := range fsys {
			lines[name] = strings.Split(string(f.Data), "\n")
		}
		checkOrigins(t, r.Files[0].Values, state, sp, lines)
		checkOrigins(t, r.Releases()[0].Effective(), release, rp, lines)
	}
}

// scatter gives leaves to places. Every value names its leaf and its place, so that it is found in the text.
func scatter(random *rand.Rand, prefix string, places []place) []map[string]string {
	out := make([]map[string]string, len(places))
	for i := range places {
		out[i] = map[string]string{}
		for leaf := range 12 {
			if random.IntN(3) == 0 {
				out[i][fmt.Sprintf("group%d.leaf%d", leaf%3, leaf)] = fmt.Sprintf("%s-value-%d-%d-", prefix, leaf, i)
			}
		}
	}
	return out
}

func checkOrigins(t *testing.T, tree *helmfile.Value, set []map[string]string, places []place, lines map[string][]string) {
	t.Helper()
	want := map[string][]int{} // the places that set a leaf, highest first
	for i := len(places) - 1; i >= 0; i-- {
		for leaf := range set[i] {
			want[leaf] = append(want[leaf], i)
		}
	}
	found := 0
	tree.Leaves(func(path string, leaf *helmfile.Value) bool {
		if leaf.Len() == 0 && leaf.Kind() == helmfile.Map {
			return true
		}
		found++
		for _, i := range want[path] {
			require.NotNil(t, leaf, "%s was set in %s", path, places[i].layer)
			assert.Equal(t, set[i][path], leaf.Text(), path)
			assert.Equal(t, places[i].layer, leaf.Origin().Layer, path)
			pos := leaf.Origin().Pos
			assert.Equal(t, places[i].file, pos.File, path)
			if pos.File != "" {
				assert.Contains(t, lines[pos.File][pos.Line-1], set[i][path], "%s at %s", path, pos)
			}
			leaf = leaf.Overrode()
		}
		assert.Nil(t, leaf, "%s hides more than was set", path)
		return true
	})
	assert.Len(t, want, found)
}
