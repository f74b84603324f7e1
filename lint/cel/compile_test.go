package cel_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/cel"
	"github.com/goldenpath-go/goldenpath/source"
)

func TestErrorsHavePlaces(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, config, want string }{
		{"plain", `
  - name: acme-a
    check: metdata.name == 'x'
    message: x
`, `c.yaml:4:12: custom rule acme-a: check: unknown name "metdata"; did you mean metadata?`},
		{"quoted", `
  - {name: acme-a, check: "'\x61' == ownr", message: 'it''s ${nme}'}
`, `c.yaml:3:38: custom rule acme-a: check: unknown name "ownr"; did you mean owner?
c.yaml:3:63: custom rule acme-a: message: unknown name "nme"; did you mean name?`},
		{"block", `
  - name: acme-a
    message: x
    check: |

      kind == 'Component' &&
        spec.lifecyle == 'é' && ownr == 'x'
`, `c.yaml:8:13: custom rule acme-a: check: unknown field "lifecyle"; did you mean lifecycle?
c.yaml:8:33: custom rule acme-a: check: unknown name "ownr"; did you mean owner?`},
		{"folded", `
  - name: acme-a
    check: >-
      kind == 'Component' &&
      metadata.lables.size() == 0 ||
      catalog.get(owner).typ == 'x'
    message: >
      one
      ${two}
`, `c.yaml:6:15: custom rule acme-a: check: unknown field "lables"; did you mean labels?
c.yaml:7:25: custom rule acme-a: check: unknown field "typ"; did you mean type?
c.yaml:10:9: custom rule acme-a: message: unknown name "two"`},
		{"over lines", `
  - name: acme-a
    check: kind == 'x' &&
      nam == 'y'
    message: "one \
      ${two}"
`, `c.yaml:5:7: custom rule acme-a: check: unknown name "nam"; did you mean name?
c.yaml:7:9: custom rule acme-a: message: unknown name "two"`},
		{"syntax", `
  - {name: acme-a, check: "kind = 'x'", message: "${"}
  - {name: acme-b, check: "kind ==", message: "${name"}
  - {name: acme-c, check: "kind == 'x", message: "${name +}"}
  - {name: acme-d, check: "kind in [a, , b]", message: x}
`, `c.yaml:3:33: custom rule acme-a: check: a single = compares nothing; write ==
c.yaml:3:51: custom rule acme-a: message: ${ without its }
c.yaml:4:35: custom rule acme-b: check: the expression ends too early
c.yaml:4:48: custom rule acme-b: message: ${ without its }
c.yaml:5:36: custom rule acme-c: check: a text without its closing quote
c.yaml:5:59: custom rule acme-c: message: the expression ends too early
c.yaml:6:40: custom rule acme-d: check: unexpected ','`},
		{"types", `
  - {name: acme-a, check: "size(dependsOn)", when: "name", each: "1", message: x}
  - {name: acme-b, check: "name + 1 == 'x'", message: x}
  - {name: acme-c, check: "namespace == 'x'", message: x}
  - {name: acme-d, check: "size(dependents) > 0 && catalog.ownedBy(owner).size() == 1", message: x}
  - {name: acme-e, check: "catalog.exists(1)", at: "'x'", message: x}
  - {name: acme-f, check: "'x'.matches('[')", at: catalog.get(owner).metadata, message: x}
  - {name: acme-g, check: "it == 'x'", at: references, message: x}
`, `c.yaml:3:28: custom rule acme-a: check is a number, not true or false
c.yaml:3:53: custom rule acme-a: when is a text, not true or false
c.yaml:3:67: custom rule acme-a: each is a number, not a list
c.yaml:4:33: custom rule acme-b: check: + cannot be applied to (string, int)
c.yaml:5:28: custom rule acme-c: check: namespace is a reserved word of CEL; a field of that name is reached through what has it, as in entity.namespace
c.yaml:6:33: custom rule acme-d: check: this list may not be whole: ask it with exists, all or in, or say known(…) for the part of it that is known
c.yaml:6:67: custom rule acme-d: check: this list may not be whole: ask it with exists, all or in, or say known(…) for the part of it that is known
c.yaml:7:42: custom rule acme-e: check: exists cannot be applied to Catalog.(int)
c.yaml:7:53: custom rule acme-e: at: a field of the file is wanted here, such as spec.owner or metadata.labels['tier'], or a JSON pointer
c.yaml:8:28: custom rule acme-f: check: error parsing regexp: missing closing ]: ` + "`[`" + `
c.yaml:8:51: custom rule acme-f: at: a field of the file is wanted here, such as spec.owner or metadata.labels['tier'], or a JSON pointer
c.yaml:9:28: custom rule acme-g: check: unknown name "it"
c.yaml:9:44: custom rule acme-g: at: a field of the file is wanted here, such as spec.owner or metadata.labels['tier'], or a JSON pointer`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := lint.ParseConfig("c.yaml", []byte("version: 1\ncustom:"+tt.config), nil, &lint.ConfigOptions{Compile: compile})
			require.Error(t, err)
			assert.Equal(t, tt.want, err.Error())
			var own *cel.Error
			assert.ErrorAs(t, err, &own)
		})
	}
}

// TestRulesWithoutAFile compiles rules that were made in Go, which have no places.
func TestRulesWithoutAFile(t *testing.T) {
	t.Parallel()
	rules, err := cel.Rules([]lint.CustomRule{
		{Name: "acme-a", Check: lint.Expression{Text: "nam == ''"}, Message: lint.Expression{Text: "x"}},
	}, nil)
	var errs source.Errors
	require.ErrorAs(t, err, &errs)
	assert.Empty(t, rules)
	assert.Equal(t, source.Position{}, errs[0].Pos)
	var own *cel.Error
	require.True(t, errors.As(err, &own))
	assert.Equal(t, &cel.Error{Rule: "acme-a", Message: `check: unknown name "nam"; did you mean name?`}, own)

	rules, err = cel.Rules(nil, nil)
	require.NoError(t, err)
	assert.Empty(t, rules)
}

// TestRulesAreRules checks what the other parts of the linter are told about a custom rule.
func TestRulesAreRules(t *testing.T) {
	t.Parallel()
	c := configure(t, `custom:
  - name: acme-owner
    kinds: [Component, api]
    each: references
    when: it.field == 'owner'
    check: catalog.get(it.ref).metadata.labels.area == metadata.labels['area'] && '${x}' in metadata.tags
    message: "${name} is   not of its owner's area"
    help: |
      Ask around.
    url: https://wiki.acme.example
    severity: error
    at: spec.owner
  - {name: acme-name, check: name != 'x', message: x, severity: off}
`)
	require.Len(t, c.Own, 2)
	r := c.Own[0]
	assert.Equal(t, "acme-owner", r.Name)
	assert.Equal(t, "… is not of its owner's area", r.Title())
	assert.Equal(t, lint.Error, r.Levels.In(lint.Strict))
	assert.NotNil(t, r.Catalog)
	assert.Equal(t, []lint.Keep{
		{Kinds: []catalog.Kind{"Component", "api"}, Pointers: []string{"/metadata/labels/area", "/metadata/tags", "/metadata/tags/${x}", "/spec/owner"}},
		{Pointers: []string{"/metadata/labels/area"}},
	}, r.Keep)
	assert.Equal(t, "# acme-owner: … is not of its owner's area\n\nAsk around.\n\nhttps://wiki.acme.example\n\nOf entities of kind Component, api.\n"+
		"\n### Each\n\n```cel\nreferences\n```\n\n### When\n\n```cel\nit.field == 'owner'\n```\n"+
		"\n### Check\n\n```cel\ncatalog.get(it.ref).metadata.labels.area == metadata.labels['area'] && '${x}' in metadata.tags\n```\n\nA rule of c.yaml:3:5\n", r.Doc)
	assert.NotNil(t, c.Own[1].Entity)
	assert.Equal(t, lint.Off, c.Own[1].Levels.In(lint.Strict))
}
