package helmfile_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// files makes a file system of names and contents that take turns.
func files(t testing.TB, pairs ...string) fstest.MapFS {
	t.Helper()
	require.Zero(t, len(pairs)%2)
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

func resolve(t testing.TB, fsys fstest.MapFS, environment string, o *helmfile.Options) *helmfile.Resolution {
	t.Helper()
	s, err := helmfile.Load(fsys, "", o)
	require.NoError(t, err)
	r, err := s.Resolve(t.Context(), environment)
	require.NoError(t, err)
	return r
}

// bomb returns YAML in which each anchor holds nine of the one before.
func bomb(levels int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for i := range levels {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 9), ", "))
	}
	return b.String()
}

const oneRelease = "releases:\n  - name: app\n    chart: ./chart\n"

// Inputs that would cost more than they may are refused, with the class that says so.
func TestHostile(t *testing.T) {
	t.Parallel()
	template := func(text string) []string { return []string{"helmfile.yaml.gotmpl", text + "\n" + oneRelease} }
	for name, pairs := range map[string][]string{
		"loop without output":      template(`{{ range until 1000000 }}{{ range until 1000000 }}{{ end }}{{ end }}`),
		"loop with output":         template(`{{ range until 1000000 }}# {{ . }} {{ end }}`),
		"defined template":         template(`{{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}`),
		"include":                  template(`{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}`),
		"tpl":                      template(`{{ $t := "{{ tpl . . }}" }}{{ tpl $t $t }}`),
		"until":                    template(`{{ until 2000000000 | len }}`),
		"untilStep":                template(`{{ untilStep 0 2000000000 1 | len }}`),
		"repeat":                   template(`{{ repeat 2000000000 "x" }}`),
		"indent":                   template(`{{ indent 2000000000 "x" }}`),
		"doubled text":             template(`{{ $x := "xxxxxxxx" }}{{ range until 60 }}{{ $x = print $x $x }}{{ end }}`),
		"doubled list":             template(`{{ $x := list 1 2 3 }}{{ range until 60 }}{{ $x = concat $x $x }}{{ end }}`),
		"shared maps":              template(`{{ $x := dict "a" "b" }}{{ range until 60 }}{{ $x = dict "a" $x "b" $x }}{{ end }}{{ toJson $x }}`),
		"shared maps written":      template(`{{ $x := dict "a" "b" }}{{ range until 60 }}{{ $x = dict "a" $x "b" $x }}{{ end }}{{ $x }}`),
		"shared maps as YAML":      template(`{{ $x := dict "a" "b" }}{{ range until 60 }}{{ $x = dict "a" $x "b" $x }}{{ end }}{{ toYaml $x }}`),
		"a map in itself":          template(`{{ $x := dict }}{{ $_ := set $x "x" $x }}{{ $x }}`),
		"a map in its list":        template(`{{ $x := dict }}{{ $_ := set $x "x" (list $x) }}{{ toYaml $x }}`),
		"merged into itself":       template(`{{ $x := dict "y" (dict) }}{{ $_ := merge $x.y (dict "z" $x) }}{{ toYaml $x }}`),
		"replaced":                 template(`{{ $x := repeat 100000 "x" }}{{ replace "x" $x $x | len }}`),
		"replaced by expression":   template(`{{ $x := repeat 100000 "x" }}{{ regexReplaceAll "x" $x $x | len }}`),
		"aliases":                  {"helmfile.yaml", oneRelease + "    values: [v.yaml]\n", "v.yaml", bomb(12)},
		"aliases in a state file":  {"helmfile.yaml", "values:\n  - {" + strings.ReplaceAll(strings.TrimSpace(bomb(12)), "\n", ", ") + "}\n" + oneRelease},
		"aliases from a text":      {"helmfile.yaml.gotmpl", `{{ $x := readFile "v.yaml" | fromYaml }}` + "\n" + oneRelease, "v.yaml", bomb(12)},
		"deep lists":               {"helmfile.yaml", oneRelease + "    values: [v.yaml]\n", "v.yaml", "a: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000)},
		"deep maps":                {"helmfile.yaml", oneRelease + "    values: [v.yaml]\n", "v.yaml", strings.Repeat("{a: ", 5000) + strings.Repeat("}", 5000)},
		"a large file":             {"helmfile.yaml", oneRelease + "    values: [v.yaml]\n", "v.yaml", strings.Repeat("# x\n", 1<<19)},
		"helmfiles in a circle":    {"helmfile.yaml", "helmfiles: [a.yaml]\n", "a.yaml", "helmfiles: [b.yaml]\n", "b.yaml", "helmfiles: [a.yaml]\n"},
		"a flood of helmfiles":     {"helmfile.yaml", "helmfiles: [a.yaml]\n", "a.yaml", "helmfiles: [b.yaml, b.yaml, b.yaml]\n", "b.yaml", "helmfiles: [a.yaml, a.yaml]\n"},
		"templates inheriting two": {"helmfile.yaml", inheritingTwice(40) + "releases:\n  - name: app\n    inherit: [{template: t0}]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := resolve(t, files(t, pairs...), "", &helmfile.Options{Limits: helmfile.Limits{Steps: 200_000, Nodes: 100_000, Files: 1000}})
			require.NotEmpty(t, r.Errors)
			assert.Equal(t, helmfile.ClassLimit, r.Errors[0].Class, "%v", r.Errors[0])
		})
	}
}

func inheritingTwice(n int) string {
	var b strings.Builder
	b.WriteString("templates:\n")
	for i := range n {
		fmt.Fprintf(&b, "  t%d: {chart: ./c, inherit: [{template: t%d}, {template: t%d}]}\n", i, i+1, i+1)
	}
	fmt.Fprintf(&b, "  t%d: {chart: ./c}\n", n)
	return b.String()
}
