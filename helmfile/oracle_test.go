package helmfile_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// TestLikeHelmfile has what helmfile v1.8.0 answered: the effective values of release a, or the class of its error.
func TestLikeHelmfile(t *testing.T) {
	t.Parallel()
	release := func(fields string) string {
		return "releases:\n- name: a\n  chart: ./charts/a\n" + fields
	}
	environment := func(values string) string {
		return "environments:\n  default:\n    values:\n" + values + "---\n" + release("  values: [show.yaml.gotmpl]\n")
	}
	for name, c := range map[string]struct {
		state string
		args  helmfile.Options
		want  string // JSON, or the class
	}{
		"a key that is a number, in the values of an environment": {environment("    - a: {1: b}\n"), helmfile.Options{}, "other"},
		"at the top of a file of them":                            {environment("    - numbers.yaml\n"), helmfile.Options{}, `{"env":{"1":"a"},"v":{"1":"a"}}`},
		"below the top":                                           {environment("    - nested.yaml\n"), helmfile.Options{}, "other"},
		"at the top of a release's values":                        {release("  values: [{1: a}]\n"), helmfile.Options{}, "other"},
		"below":                                                   {release("  values: [{a: {1: b}}]\n"), helmfile.Options{}, `{"a":{"1":"b"}}`},
		"at the top of a template of them":                        {release("  valuesTemplate: [{1: a}]\n"), helmfile.Options{}, `{"1":"a"}`},
		"below in one":                                            {release("  valuesTemplate: [{a: {1: b}}]\n"), helmfile.Options{}, "other"},
		"the command line's values are not those of the environment": {environment("    - {a: old}\n"), helmfile.Options{Set: []string{"a=new"}}, `{"env":{"a":"old"},"v":{"a":"new"}}`},
		"of the environment in a state file that is rendered":        {"environments:\n  default:\n    values: [{a: old}]\n---\n" + release("  values: [{got: '{{ .Environment.Values.a }}'}]\n"), helmfile.Options{Set: []string{"a=new"}}, `{"got":"new"}`},
		"a value and a text of the command line":                     {environment("    - {a: {b: 1}}\n"), helmfile.Options{Set: []string{"a=5"}, SetString: []string{"a=6"}}, `{"env":{"a":{"b":1}},"v":{"a":5}}`},
		"a release that is null":                                     {"releases:\n- ~\n- name: a\n  chart: ./charts/a\n", helmfile.Options{}, `{}`},
		"a word for a boolean":                                       {release("  installed: Yes\n  createNamespace: OFF\n"), helmfile.Options{}, `{}`},
		"a base and a helmfile that are null":                        {"bases: [~]\n---\nhelmfiles: [~]\n" + release(""), helmfile.Options{}, `{}`},
		"a name with =":                                              {release("  set: [{name: a=b, value: x}]\n"), helmfile.Options{}, `{"a":"b=x"}`},
		"no name":                                                    {release("  set: [{name: '', value: x}, {name: .a, value: x}]\n"), helmfile.Options{}, `{}`},
		"an empty key":                                               {release("  set: [{name: a..b, value: x}]\n"), helmfile.Options{}, "other"},
		"a path through a number":                                    {release("  values: [{a: 1}]\n  set: [{name: a.b, value: x}]\n"), helmfile.Options{}, "other"},
		"a path through nothing":                                     {release("  values: [{a: ~}]\n  set: [{name: a.b, value: x}]\n"), helmfile.Options{}, `{"a":{"b":"x"}}`},
		"a reference in a list":                                      {release("  set: [{name: a, values: ['ref+echo://xy']}]\n"), helmfile.Options{}, `{"a":["xy"]}`},
		"a reference of one sign":                                    {release("  values: [{a: 'ref+echo://x'}]\n  set: [{name: b, value: 'ref+echo://y'}]\n"), helmfile.Options{}, `{"a":"ref+echo://x","b":"ref+echo://y"}`},
		"a template that is no boolean":                              {release("  verifyTemplate: '{{ .Release.Name }}'\n"), helmfile.Options{}, "yaml"},
		"an unknown field of a template that is inherited":           {release("  inherit: [{template: t, foo: x}]\n"), helmfile.Options{}, "yaml"},
		"an inherited template of a base":                            {"bases: [base.yaml]\ndefaultInherit: [u]\n---\n" + release(""), helmfile.Options{}, `{"t":1,"u":1}`},
		"a text for the llm":                                         {"llm: x\n" + release(""), helmfile.Options{}, "yaml"},
		"a field that the llm does not have":                         {"llm: {key: x}\n" + release(""), helmfile.Options{}, "unknown-field"},
		"an anchor that is not there":                                {"commonLabels: *x\n" + release(""), helmfile.Options{}, "other"},
		"a merge of nothing":                                         {"commonLabels: {<<: ~}\n" + release(""), helmfile.Options{}, "other"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := "helmfile.yaml"
			if strings.Contains(c.state, "got:") {
				state += ".gotmpl"
			}
			fsys := files(t, state, c.state, "show.yaml.gotmpl", "v: {{ .Values | toJson }}\nenv: {{ .Environment.Values | toJson }}\n",
				"numbers.yaml", "# numbers\n1: a\n", "nested.yaml", "a:\n  1: b\n",
				"base.yaml", "defaultInherit: t\ntemplates: {t: {values: [{t: 1}]}, u: {values: [{u: 1}]}}\n")
			r := resolve(t, fsys, "default", &c.args)
			if len(r.Errors) > 0 {
				assert.Equal(t, c.want, string(r.Errors[0].Class), r.Errors)
				return
			}
			require.Len(t, r.Releases(), 1)
			got, err := json.Marshal(r.Releases()[0].Effective().Interface())
			require.NoError(t, err)
			assert.JSONEq(t, c.want, string(got))
		})
	}
}

// TestSelectorsBelow: which releases of a sub-helmfile are selected, with and without helmfile's experiment.
func TestSelectorsBelow(t *testing.T) {
	t.Parallel()
	const releases = "releases:\n- {name: s1, chart: ./c, labels: {t: x}}\n- {name: s2, chart: ./c, labels: {t: y}}\n"
	for name, c := range map[string]struct {
		entry, experiment string
		want              []string
	}{
		"as above":                       {"s.yaml", "", []string{"s1"}},
		"none of its own":                {"{path: s.yaml, selectors: []}", "", []string{"s1", "s2"}},
		"a null":                         {"{path: s.yaml, selectors: [~]}", "", []string{"s1", "s2"}},
		"said explicitly":                {"s.yaml", "explicit-selector-inheritance", []string{"s1", "s2"}},
		"all experiments":                {"s.yaml", "true", []string{"s1", "s2"}},
		"said explicitly to be as above": {"{path: s.yaml, selectorsInherited: true}", "explicit-selector-inheritance", []string{"s1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := files(t, "deep/helmfile.yaml", "bases: [base.yaml]\n", "deep/base.yaml", "helmfiles: ["+c.entry+"]\n", "deep/s.yaml", releases)
			s, err := helmfile.Load(fsys, "deep/helmfile.yaml", &helmfile.Options{Selectors: []string{"t=x"}, Environ: map[string]string{"HELMFILE_EXPERIMENTAL": c.experiment}})
			require.NoError(t, err)
			r, err := s.Resolve(t.Context(), "default")
			require.NoError(t, err)
			require.Empty(t, r.Errors)
			var names []string
			for _, rel := range r.Releases() {
				names = append(names, rel.Name)
			}
			assert.Equal(t, c.want, names)
		})
	}
}
