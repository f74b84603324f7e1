package helmfile_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// What templates may call, and what it gives. A question mark is something that cannot be known.
func TestFunctions(t *testing.T) {
	t.Parallel()
	state := `environments:
  default:
    values: [{a: {b: found, list: [1, 2], "null": ~}, n: 3}]
---
releases:
  - name: app
    chart: ./c
    values:
      - got: `
	pairs := []string{
		"_h.tpl", `{{ define "greet" }}hello {{ .Environment.Name }}{{ end }}`, "note.txt", "a note\n", "some.yaml", "key: value\n", "d/1.txt", "", "d/2.txt", "",
	}
	for template, want := range map[string]any{
		`{{ .Values | get "a.b" }}`:                                         "found",
		`{{ .Values | get "a.x" "other" }}`:                                 "other",
		`{{ .Values | getOrNil "a.x.y" | default "nothing" }}`:              "nothing",
		`{{ .Values | getOrNil "a.b.c" | default "no map" }}`:               "no map",
		`{{ get "Environment.Name" . }}`:                                    "default",
		`{{ sprigGet .Values.a "b" }}`:                                      "found",
		`{{ required "it" .Values.a.b }}`:                                   "found",
		`{{ env "HOME_OF" | default "unset" }}`:                             "unset",
		`{{ env "GIVEN" }}-{{ requiredEnv "GIVEN" }}`:                       "yes-yes",
		`{{ expandenv "$GIVEN and ${GIVEN}" }}`:                             "yes and yes",
		`{{ readFile "note.txt" | trim }}`:                                  "a note",
		`{{ readDir "d" | toJson }}`:                                        []any{"d/1.txt", "d/2.txt"},
		`{{ len (readDirEntries "d") }}`:                                    2,
		`{{ isFile "note.txt" }}{{ isFile "d" }}{{ isDir "d" }}`:            "truefalsetrue",
		`{{ (fromYaml (readFile "some.yaml")).key }}`:                       "value",
		`{{ .Values.a.list | toYaml | nindent 10 }}`:                        []any{1, 2},
		`{{ setValueAtPath "a.b" "new" .Values | get "a.b" }}`:              "new",
		`{{ .Values.a.b }}{{ $_ := set .Values.a "b" 1 }}`:                  "found",
		`{{ include "greet" . }}`:                                           "hello default",
		`{{ tpl "{{ include \"greet\" . }}!" . }}`:                          "hello default!",
		`{{ define "own" }}{{ . | upper }}{{ end }}{{ include "own" "x" }}`: "X",
		`{{ eq .Environment.Name "default" | ternary "y" "n" }}`:            "y",
		`{{ .Values.n | add 1 }}`:                                           4,
		`{{ fetchSecretValue "ref+echo://text" }}`:                          "text",
		`{{ .Values.a.null | default "none" }}`:                             "none",
		`{{ date "2006-01-02" now }}`:                                       "2024-05-06T00:00:00Z",
		`{{ exec "git" (list "rev-parse" "HEAD") | trim }}`:                 "?",
		`{{ exec "git" (list) | sha256sum | trunc 8 }}`:                     "?",
		`{{ exec "git" (list) | b64enc | quote }}`:                          "?",
		`{{ printf "%s-%d" (exec "git" (list)) 1 }}`:                        "?",
		`{{ envExec (dict "A" "b") "git" (list) }}`:                         "?",
		`{{ (genCA "x" 1).Cert }}`:                                          "?",
		`{{ randAlphaNum 8 }}`:                                              "?",
		`{{ uuidv4 }}`:                                                      "?",
		`{{ getHostByName "example.test" }}`:                                "?",
		`{{ fetchSecretValue "ref+vault://a/b#c" }}`:                        "?",
		`{{ (expandSecretRefs (dict "a" "ref+vault://a/b#c")).a }}`:         "?",
		`{{ readFile "../outside" }}`:                                       "?",
		`{{ if eq (exec "a" (list)) "x" }}x{{ else }}y{{ end }}`:            "y",
		`{{ range splitList "," (exec "a" (list)) }}{{ . }}{{ end }}end`:    "end",
	} {
		t.Run(template, func(t *testing.T) {
			t.Parallel()
			fsys := files(t, append(pairs, "helmfile.yaml.gotmpl", state+template+"\n")...)
			now := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
			r := resolve(t, fsys, "", &helmfile.Options{Environ: map[string]string{"GIVEN": "yes"}, Now: now})
			require.NoError(t, r.Errors.Err())
			got := known(r.Releases()[0].Values().Get("got").Interface())
			if at, ok := got.(time.Time); ok {
				got = at.Format(time.RFC3339)
			}
			assert.Equal(t, want, got)
			if want == "?" || want == "y" && len(r.Unknowns) > 0 {
				assert.NotEmpty(t, r.Releases())
			}
		})
	}
}

// What is wrong in a template has a place and a class.
func TestTemplateFaults(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]helmfile.Class{
		`{{ .Values.missing }}`:                       helmfile.ClassMissingKey,
		`{{ if .Values.missing }}x{{ end }}`:          helmfile.ClassMissingKey,
		`{{ .Values | get "a.b" }}`:                   helmfile.ClassMissingKey,
		`{{ .Release.Name }}`:                         helmfile.ClassTemplate,
		`{{ nosuch }}`:                                helmfile.ClassTemplate,
		`{{ if }}`:                                    helmfile.ClassTemplate,
		`{{ fail "no" }}`:                             helmfile.ClassTemplate,
		`{{ required "it" "" }}`:                      helmfile.ClassTemplate,
		`{{ include "nosuch" . }}`:                    helmfile.ClassTemplate,
		`{{ readFile "nosuch" }}`:                     helmfile.ClassTemplate,
		`{{ setValueAtPath "a.b" 1 .Values }}`:        helmfile.ClassTemplate,
		`{{ fromYaml "a: [" }}`:                       helmfile.ClassTemplate,
		`{{ requiredEnv "NOT_SET" }}`:                 helmfile.ClassRequiredEnv,
		`{{ tpl "{{ .Values.missing }}" . }}`:         helmfile.ClassMissingKey,
		`{{ index (list 1 2) 7 }}`:                    helmfile.ClassTemplate,
		`{{ now | date "2006" | fromJson | toJson }}`: "",
	} {
		t.Run(template, func(t *testing.T) {
			t.Parallel()
			r := resolve(t, files(t, "helmfile.yaml.gotmpl", "# one\n# "+template+"\nreleases: [{name: a, chart: ./c}]\n"), "", nil)
			if want == "" {
				require.Empty(t, r.Errors)
				return
			}
			require.NotEmpty(t, r.Errors)
			assert.Equal(t, want, r.Errors[0].Class, "%v", r.Errors)
			assert.Equal(t, 2, r.Errors[0].Pos.Line, "%v", r.Errors)
		})
	}
}

// All that templates mention is told, executed or not.
func TestReferences(t *testing.T) {
	t.Parallel()
	r := resolve(t, files(t, "helmfile.yaml.gotmpl", `{{ if false }}{{ .Values.a.b }}{{ requiredEnv "R" }}{{ end }}
# {{ if eq .Environment.Name "production" }}{{ env "E" }}{{ end }}
releases: [{name: a, chart: ./c, values: [v.yaml.gotmpl]}]
`, "v.yaml.gotmpl", "{{ with $ }}{{ $.Values.x | default 1 }}{{ end }}"), "", nil)
	got := map[string]helmfile.RefKind{}
	for _, ref := range r.References {
		got[ref.Path+" "+ref.Pos.String()] = ref.Kind
	}
	assert.Equal(t, map[string]helmfile.RefKind{
		"a.b helmfile.yaml.gotmpl:1:18":        helmfile.RefValues,
		"R helmfile.yaml.gotmpl:1:47":          helmfile.RefRequiredEnv,
		"production helmfile.yaml.gotmpl:2:30": helmfile.RefEnvironment,
		"E helmfile.yaml.gotmpl:2:52":          helmfile.RefEnv,
		"x v.yaml.gotmpl:1:16":                 helmfile.RefValues,
	}, got)
}

// Words of YAML 1.1 are told where helm reads them otherwise.
func TestMisreadings(t *testing.T) {
	t.Parallel()
	r := resolve(t, files(t, "helmfile.yaml", "releases: [{name: a, chart: ./c, values: [v.yaml, {inline: yes}]}]\n", "v.yaml", "a: yes\n'y': 1\non: {n: 'no'}\n"), "", nil)
	assert.Equal(t, []string{"1:4 yes false", "3:1 on true", "3:6 n true"}, words(r))
	release := r.Releases()[0]
	assert.Equal(t, map[string]any{"a": "yes", "y": 1, "on": map[string]any{"n": "no"}, "inline": "yes"}, release.Values().Interface())
	assert.Equal(t, map[string]any{"a": true, "y": 1, "true": map[string]any{"false": "no"}, "inline": "yes"}, release.Effective().Interface())
}

func words(r *helmfile.Resolution) []string {
	var out []string
	for _, m := range r.Misreadings {
		out = append(out, fmt.Sprintf("%d:%d %s %t", m.Pos.Line, m.Pos.Column, m.Text, m.Key))
	}
	return out
}
