package helmfile_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// archive makes a file system of a txtar text.
func archive(t testing.TB, text string) (fsys map[string]string, pairs []string) {
	t.Helper()
	fsys = map[string]string{}
	for _, f := range txtar.Parse([]byte(text)).Files {
		fsys[f.Name] = string(f.Data)
		pairs = append(pairs, f.Name, string(f.Data))
	}
	return fsys, pairs
}

// summary is a release in one line.
func summary(r *helmfile.Release) string {
	values := "-"
	if v := r.Values(); v != nil {
		b, err := json.Marshal(known(v.Interface()))
		if err != nil {
			return err.Error()
		}
		values = string(b)
	}
	return fmt.Sprintf("%s enabled:%s installed:%s %s", r.ID(), r.Enabled, r.Installed, values)
}

// known replaces what is unknown by a word.
func known(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = known(v[k])
		}
	case []any:
		for i := range v {
			v[i] = known(v[i])
		}
	case *helmfile.Reason:
		return "?"
	}
	return v
}

func classes(es helmfile.Errors) []helmfile.Class {
	var out []helmfile.Class
	for _, e := range es {
		if !slices.Contains(out, e.Class) {
			out = append(out, e.Class)
		}
	}
	return out
}

func TestResolve(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, files, env string
		options          helmfile.Options
		want             []string
		classes          []helmfile.Class
	}{
		{
			name: "the paths of a base are relative to the file that names it",
			files: `-- helmfile.yaml --
bases: [base/base.yaml]
---
releases: [{name: a, chart: ./c, condition: on.enabled}]
-- base/base.yaml --
environments:
  default:
    values: [v.yaml]
-- v.yaml --
on: {enabled: true}
`,
			want: []string{"a enabled:yes installed:yes {}"},
		},
		{
			name: "a base may not have bases",
			files: `-- helmfile.yaml --
bases: [a.yaml]
-- a.yaml --
bases: [b.yaml]
-- b.yaml --
commonLabels: {a: b}
`,
			classes: []helmfile.Class{helmfile.ClassOther},
		},
		{
			name: "an inherited environment lies under the child's own",
			files: `-- helmfile.yaml --
environments:
  default:
    values: [{a: parent, b: parent}]
---
helmfiles: [{path: sub/x.yaml.gotmpl, inherits: [environments]}]
-- sub/x.yaml.gotmpl --
environments:
  default:
    values: [{b: child}]
---
releases: [{name: a, chart: ./c, values: [{got: {{ .Values | toJson }}}]}]
`,
			want: []string{`a enabled:yes installed:yes {"got":{"a":"parent","b":"child"}}`},
		},
		{
			name: "a file without the environment is passed over",
			env:  "staging",
			files: `-- helmfile.d/1.yaml --
environments: {production: {}}
---
releases: [{name: a, chart: ./c}]
-- helmfile.d/2.yaml --
environments: {staging: }
---
releases: [{name: b, chart: ./c}]
`,
			want: []string{"b enabled:yes installed:yes {}"},
		},
		{
			name: "values that are handed down make the environment known",
			env:  "staging",
			files: `-- helmfile.yaml --
environments: {staging: {}}
---
helmfiles: [{path: sub.yaml, values: [{x: 1}]}, other.yaml]
-- sub.yaml --
releases: [{name: a, chart: ./c}]
-- other.yaml --
releases: [{name: b, chart: ./c}]
`,
			want: []string{"a enabled:yes installed:yes {}"},
		},
		{
			name: "references that go round are refused",
			files: `-- helmfile.yaml --
releases: [{name: "x{{ .Release.Name }}", chart: ./c}]
`,
			classes: []helmfile.Class{helmfile.ClassOther},
		},
		{
			name: "fields refer to one another",
			files: `-- helmfile.yaml --
releases:
  - name: " {{ .Release.Labels.who }} "
    namespace: "ns-{{ .Release.Name }}"
    chart: ./c
    labels: {who: "{{ .Environment.Name }}"}
    valuesTemplate: [{n: "{{ .Release.Namespace }}", deep: [{x: "{{ .Release.Name }}"}]}]
    values: [{plain: "{{ .Release.Name }}"}]
`,
			want: []string{`ns-default/default enabled:yes installed:yes {"deep":[{"x":"default"}],"n":"ns-default","plain":"{{ .Release.Name }}"}`},
		},
		{
			name: "a command is not run, and what it decides is not known",
			files: `-- helmfile.yaml.gotmpl --
releases:
  - name: a
    chart: ./c
    condition: {{ exec "on" (list) }}
    values:
      - v: {{ exec "x" (list "y") | trim | upper | quote }}
        w: before-{{ exec "x" (list) }}
  - name: b
    chart: ./c
    installed: {{ exec "installed" (list) }}
`,
			want: []string{
				`a enabled:maybe installed:yes {"v":"?","w":"?"}`,
				`b enabled:yes installed:maybe {}`,
			},
		},
		{
			name:    "strictly, that is a fault",
			options: helmfile.Options{Strict: true},
			files: `-- helmfile.yaml.gotmpl --
releases: [{name: a, chart: ./c, condition: '{{ exec "on" (list) }}'}]
`,
			want:    []string{`a enabled:maybe installed:yes {}`},
			classes: []helmfile.Class{helmfile.ClassUnknown},
		},
		{
			name: "encrypted files may set any key",
			files: `-- helmfile.yaml --
environments:
  default:
    values: [{plain: {enabled: false}}]
    secrets: [s.yaml]
---
releases:
  - {name: a, chart: ./c, condition: hidden.enabled}
  - {name: b, chart: ./c, condition: plain.enabled}
  - {name: c, chart: "./{{ .Values.where.chart }}", values: [c.yaml.gotmpl]}
-- s.yaml --
hidden: ENC[AES256_GCM]
-- c.yaml.gotmpl --
a: {{ .Values.password }}
b: {{ .Values | get "x.y" }}
`,
			want: []string{
				"a enabled:maybe installed:yes {}", "b enabled:no installed:yes -", `c enabled:yes installed:yes {"a":"?","b":"?"}`,
			},
		},
		{
			name: "what is remote is not fetched",
			files: `-- helmfile.yaml --
bases: ["git::https://user:pw@example.test/x.git@base.yaml?ref=v1"]
helmfiles: ["https://example.test/helmfile.yaml"]
---
releases: [{name: a, chart: ./c, values: ["https://example.test/v.yaml", {a: "ref+vault://x/y#z", b: "ref+echo://here"}]}]
`,
			want: []string{`a enabled:yes installed:yes {"a":"?","b":"here"}`},
		},
		{
			name:    "insecure functions that are switched off are faults",
			options: helmfile.Options{Environ: map[string]string{"HELMFILE_DISABLE_INSECURE_FEATURES": "true"}},
			files: `-- helmfile.yaml.gotmpl --
releases: [{name: {{ exec "a" (list) }}, chart: ./c}]
`,
			classes: []helmfile.Class{helmfile.ClassTemplate},
		},
		{
			name: "a missing file is what the nearest handler says",
			files: `-- helmfile.yaml --
missingFileHandler: Info
releases:
  - {name: a, chart: ./c, values: [none.yaml, {a: 1}]}
  - {name: b, chart: ./c, values: [none.yaml], missingFileHandler: Error}
`,
			want:    []string{`a enabled:yes installed:yes {"a":1}`, `b enabled:yes installed:yes {}`},
			classes: []helmfile.Class{helmfile.ClassValuesMissing},
		},
		{
			name:    "the command line forces namespace and context",
			options: helmfile.Options{Namespace: "n", KubeContext: "k"},
			files: `-- helmfile.yaml --
releases:
  - {name: a, namespace: x, kubeContext: y, chart: ./c, needs: [b]}
  - {name: b, chart: ./c}
`,
			want: []string{`k/n/a enabled:yes installed:yes {}`, `k/n/b enabled:yes installed:yes {}`},
		},
		{
			name: "words of YAML 1.1 are booleans where a boolean is wanted",
			files: `-- helmfile.yaml --
releases:
  - {name: a, chart: ./c, installed: no}
  - {name: b, chart: ./c, installed: yes}
`,
			want: []string{"a enabled:yes installed:no -", "b enabled:yes installed:yes {}"},
		},
		{
			name: "all faults of a file are told",
			files: `-- helmfile.yaml --
environments: {default: {value: []}}
---
releases:
  - {name: a, chart: ./c, name: b}
  - {nam: a, chart: [x], installed: maybe}
`,
			want:    []string{"a enabled:yes installed:yes {}"},
			classes: []helmfile.Class{helmfile.ClassUnknownField, helmfile.ClassDuplicateKey, helmfile.ClassEmptyChart},
		},
		{
			name: "a variable that is not set leaves the release as it is, but for the field",
			files: `-- helmfile.yaml --
releases:
  - name: a
    chart: ./c
    setTemplate: [{name: image.tag, value: '{{ requiredEnv "IMAGE_TAG" }}'}]
`,
			want:    []string{"a enabled:yes installed:yes {}"},
			classes: []helmfile.Class{helmfile.ClassRequiredEnv},
		},
		{
			name: "a sub-helmfile without a path",
			files: `-- helmfile.yaml --
helmfiles: [{values: [{a: 1}]}]
releases: [{name: a, chart: ./c}]
`,
			want:    []string{"a enabled:yes installed:yes {}"},
			classes: []helmfile.Class{helmfile.ClassOther},
		},
		{
			name: "HCL is not evaluated",
			files: `-- helmfile.yaml --
environments: {default: {values: [v.hcl]}}
---
releases: [{name: a, chart: ./c, condition: x.enabled}]
-- v.hcl --
values { x = { enabled = true } }
`,
			want: []string{"a enabled:maybe installed:yes {}"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, pairs := archive(t, c.files)
			r := resolve(t, files(t, pairs...), c.env, &c.options)
			var got []string
			for _, release := range r.Releases() {
				got = append(got, summary(release))
			}
			assert.Equal(t, c.want, got, "%v", r.Errors)
			assert.Equal(t, c.classes, classes(r.Errors), "%v", r.Errors)
		})
	}
}

// One state answers for all environments at once, and the same each time.
func TestConcurrently(t *testing.T) {
	t.Parallel()
	state, err := helmfile.Load(shop(), "", &helmfile.Options{Environ: map[string]string{"IMAGE_TAG": "v7"}})
	require.NoError(t, err)
	one := func(env string) []string {
		r, err := state.Resolve(t.Context(), env)
		assert.NoError(t, err)
		var lines []string
		for _, release := range r.Releases() {
			lines = append(lines, summary(release))
		}
		return lines
	}
	want := map[string][]string{"staging": one("staging"), "production": one("production")}
	var wg sync.WaitGroup
	for range 8 {
		for env, lines := range want {
			wg.Go(func() { assert.Equal(t, lines, one(env)) })
		}
	}
	wg.Wait()
}
