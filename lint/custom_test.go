package lint_test

import (
	"errors"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// compileAs makes rules that find something in every entity.
func compileAs(custom []lint.CustomRule) ([]*lint.Rule, error) {
	var rules []*lint.Rule
	for _, c := range custom {
		rules = append(rules, &lint.Rule{Name: c.Name, Levels: lint.Levels{Recommended: c.Severity}, Entity: func(p *lint.EntityPass) {
			p.Reportf("/metadata/name", "%s", c.Check.Text)
		}})
	}
	return rules, nil
}

const customConfig = `version: 1
extends: [base.yaml]
custom:
  - name: acme-own
    kinds: [Component]
    when: kind == 'x'
    check: |
      one
        two
    message: no ${name}
    help: ask
    url: https://acme.example
    at: /spec
    each: dependsOn
    severity: error
    required: true
rules:
  acme-base: info
overrides:
  - {paths: ["b.yaml"], rules: {acme-base: off}}
`

func TestCustomRulesAreRead(t *testing.T) {
	t.Parallel()
	fsys := files("c.yaml", customConfig, "base.yaml", "version: 1\ncustom: [{name: acme-base, check: base, message: m}]\n")
	c, err := lint.LoadConfig(fsys, "c.yaml", configRules(), &lint.ConfigOptions{Compile: compileAs})
	require.NoError(t, err)
	require.Len(t, c.Custom, 2)
	base, own := c.Custom[0], c.Custom[1]
	assert.Equal(t, "acme-base", base.Name)
	assert.Equal(t, "base.yaml:2:10", base.Position.String())
	assert.Equal(t, lint.CustomRule{
		Name: "acme-own", Kinds: []catalog.Kind{"Component"}, Severity: lint.Error, URL: "https://acme.example",
		Position: source.Position{File: "c.yaml", Line: 4, Column: 5},
		Each:     own.Each, When: own.When, Check: own.Check, Message: own.Message, Help: own.Help, At: own.At,
	}, own)
	assert.Equal(t, []string{"dependsOn", "kind == 'x'", "one\n  two", "no ${name}", "ask", "/spec"},
		[]string{own.Each.Text, own.When.Text, own.Check.Text, own.Message.Text, own.Help.Text, own.At.Text})
	assert.Equal(t, "c.yaml:6:19", own.When.Position(8).String())
	assert.Equal(t, "c.yaml:9:9", own.Check.Position(6).String())
	assert.Equal(t, "c.yaml:9:12", own.Check.Position(99).String())
	assert.Equal(t, source.Position{}, lint.Expression{Text: "x"}.Position(0))
	assert.Equal(t, map[string]lint.RuleConfig{
		"acme-own": {Severity: lint.Error, Required: true}, "acme-base": {Severity: lint.Info},
	}, c.Rules)

	r := run(t, lint.Linter{Rules: configRules(), Config: c}, files("a.yaml", groupYAML("a"), "b.yaml", groupYAML("b")), "a.yaml", "b.yaml")
	assert.Equal(t, []string{
		"a.yaml:4:9: info: base [acme-base]", "a.yaml:4:9: error: one\n  two [acme-own]", "b.yaml:4:9: error: one\n  two [acme-own]",
	}, lines(r.Diagnostics))
}

func TestCustomRulesThatAreWrong(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, config, want string }{
		{"names", `
  - {name: acme, check: a, message: b}
  - {check: a, message: b}
  - {name: tag-noise, check: a, message: b}
  - {name: acme-a, check: a, message: b}
  - {name: acme-a, check: a, message: b}
  - acme
  -
`, `c.yaml:3:12: "acme": a name has the form group-rest in kebab case
c.yaml:4:5: a custom rule needs a name
c.yaml:5:12: tag-noise is a rule that there is already; its severity can be set under rules
c.yaml:7:12: custom rule acme-a is there already, at c.yaml:6:5; its severity can be set under rules
c.yaml:8:5: a mapping is wanted here, not "acme"
c.yaml:9:4: a list item is empty`},
		{"members", `
  - {name: acme-a, chek: a, kinds: [componet]}
  - {name: acme-b, check: [a], message: b, severity: loud}
rules: {acme-c: off}
`, `c.yaml:3:5: custom rule acme-a needs a check
c.yaml:3:5: custom rule acme-a needs a message
c.yaml:3:20: unknown key "chek" (did you mean "check"?)
c.yaml:3:37: "componet": did you mean Component?
c.yaml:4:27: a text is wanted here, not a list
c.yaml:4:54: severity "loud" is none of off, info, warning, error
c.yaml:5:9: unknown rule "acme-c"`},
		{"a required rule", `
  - {name: acme-a, check: a, message: b, required: true}
rules: {acme-a: info}
`, `c.yaml:4:17: rule acme-a is required at level warning by a configuration that this one extends`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := lint.ParseConfig("c.yaml", []byte("version: 1\ncustom:"+tt.config), configRules(), &lint.ConfigOptions{Compile: compileAs})
			require.Error(t, err)
			assert.Equal(t, tt.want, err.Error())
		})
	}
}

func TestCustomRulesThatDoNotCompile(t *testing.T) {
	t.Parallel()
	const config = "version: 1\nfail-on: x\ncustom: [{name: acme-a, check: a, message: b}]\n"
	many := func(c []lint.CustomRule) ([]*lint.Rule, error) {
		return nil, source.Errors{{Pos: c[0].Check.Position(0), Err: errors.New("no")}}
	}
	_, err := lint.ParseConfig("c.yaml", []byte(config), nil, &lint.ConfigOptions{Compile: many})
	assert.EqualError(t, err, "c.yaml:2:10: \"x\" is none of error, warning, info, never\nc.yaml:3:32: no")
	one := func([]lint.CustomRule) ([]*lint.Rule, error) { return nil, errors.New("broken") }
	_, err = lint.ParseConfig("c.yaml", []byte("version: 1\ncustom: [{name: acme-a, check: a, message: b}]\n"), nil, &lint.ConfigOptions{Compile: one})
	assert.EqualError(t, err, "c.yaml:2:10: broken")
}

// TestCustomRulesAreNotForgotten checks that a configuration whose custom rules nobody has compiled cannot be used.
func TestCustomRulesAreNotForgotten(t *testing.T) {
	t.Parallel()
	c, err := lint.ParseConfig("c.yaml", []byte("version: 1\ncustom: [{name: acme-a, check: a, message: b}]\n"), nil, nil)
	require.NoError(t, err)
	_, err = (&lint.Linter{Config: c}).Run(t.Context(), fstest.MapFS{}, nil)
	assert.ErrorContains(t, err, "custom rule acme-a is in the configuration, but nothing has made a rule of it: see ConfigOptions.Compile")
}

func TestSchemasThatAreWrong(t *testing.T) {
	t.Parallel()
	fsys := files("platform/c.yaml", `version: 1
schemas:
  kinds:
    - {kind: Database, schema: no.json}
    - {kind: Queue, schema: bad.json}
    - {schema: good.json}
    - {kind: Topic, schema: good.json, apiVersion: x}
  annotations:
    a.io/a: {pattern: "["}
    a.io/b: {schema: bad.json}
    a.io/c: {help: x}
    a.io/d: x
    a.io/e: {values: [a], schema: none.json}
`, "platform/bad.json", "{", "platform/good.json", "{}")
	_, err := lint.LoadConfig(fsys, "platform/c.yaml", nil, nil)
	require.Error(t, err)
	assert.Equal(t, `platform/c.yaml:4:32: read JSON Schema: open platform/no.json: file does not exist
platform/c.yaml:5:7: read JSON Schema Queue: jsonschema: invalid json schema:///Queue: unexpected EOF
platform/c.yaml:6:7: custom kind without a name
platform/c.yaml:7:40: unknown key "apiVersion" (did you mean "apiVersions"?)
platform/c.yaml:9:23: error parsing regexp: missing closing ]: `+"`[`"+`
platform/c.yaml:10:22: read JSON Schema bad.json: jsonschema: invalid json schema:///bad.json: unexpected EOF
platform/c.yaml:11:13: a pattern, values or a schema is wanted for annotation a.io/c
platform/c.yaml:12:13: a mapping is wanted here, not "x"
platform/c.yaml:13:35: read JSON Schema: open platform/none.json: file does not exist`, err.Error())

	_, err = lint.ParseConfig("c.yaml", []byte("version: 1\nschemas: {kinds: [{kind: A, schema: a.json}]}\n"), nil, nil)
	assert.EqualError(t, err, "c.yaml:2:37: read JSON Schema: a.json cannot be read here: there are no files")
}

// TestAnnotationFormWithoutConfiguration checks a form that was made in Go.
func TestAnnotationFormWithoutConfiguration(t *testing.T) {
	t.Parallel()
	form := lint.AnnotationForm{Values: []string{"one", "three"}, Schema: []byte(`{"maxLength": 3}`)}
	faults, err := form.Check("thre")
	require.NoError(t, err)
	assert.Equal(t, []string{`"thre" is none of one, three (did you mean "three"?)`, `"thre": length must be <= 3, but got 4`}, faults)
	_, err = (&lint.AnnotationForm{Schema: []byte("{")}).Check("x")
	assert.Error(t, err)
}

func TestKinds(t *testing.T) {
	t.Parallel()
	fsys := files("c.yaml", "version: 1\nschemas: {kinds: [{kind: Database, apiVersions: [acme.io/v1], schema: d.json}]}\n",
		"d.json", `{"properties": {"spec": {"properties": {"engine": {"enum": ["postgres"]}}}}}`)
	c, err := lint.LoadConfig(fsys, "c.yaml", nil, nil)
	require.NoError(t, err)
	var found []string
	accepted := &lint.Rule{Name: "acme-accepted", Entity: func(p *lint.EntityPass) {
		for _, problem := range p.Document.Problems {
			found = append(found, fmt.Sprintf("%s: %s", problem.Range, problem.Message))
		}
	}}
	text := "apiVersion: acme.io/v1\nkind: Database\nmetadata:\n  name: a\nspec:\n  engine: oracle\n"
	run(t, lint.Linter{Rules: []*lint.Rule{accepted}, Config: c, Workers: 1}, files("a.yaml", text), "a.yaml")
	assert.Equal(t, []string{`a.yaml:6:11: spec.engine: value must be "postgres"`}, found)
}
