package scaffold_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// TestShownInput checks that what is computed from a secret does not show, while the action gets it.
func TestShownInput(t *testing.T) {
	t.Parallel()
	tmpl := parse(t, `  steps:
    - { id: use, action: use, input: { loud: '${{ secrets.token | upper }}', length: '${{ secrets.token | length }}' } }
`)
	var given string
	use := &scaffold.Action{ID: "use", DryRun: true, Run: func(_ context.Context, c *scaffold.Call) error {
		given = scaffold.JSON(c.Input, "")
		return nil
	}}
	runner := scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: []*scaffold.Action{use}}
	result, err := runner.DryRun(t.Context(), tmpl, scaffold.Request{Secrets: map[string]string{"token": "s3cret"}})
	require.NoError(t, err)
	assert.Equal(t, `{"loud":"S3CRET","length":6}`, given)
	assert.Equal(t, `{"loud":"***","length":3}`, scaffold.JSON(result.Steps[0].Input, ""))
}

// TestHoles checks that an item of a list that becomes undefined is a hole, as in JavaScript: schemas do not see it, and each
// passes over it.
func TestHoles(t *testing.T) {
	t.Parallel()
	tmpl := parse(t, `  steps:
    - { id: list, action: use, input: { list: [a, '${{ nothing }}'] } }
    - { id: each, each: [a, '${{ nothing }}', b], action: use, input: { list: ['${{ each.key }}'] } }
`)
	var given []string
	use := &scaffold.Action{
		ID: "use", DryRun: true, Input: []byte(`{"properties":{"list":{"type":"array","items":{"type":"string"}}}}`),
		Run: func(_ context.Context, c *scaffold.Call) error {
			given = append(given, scaffold.JSON(c.Input, ""))
			return nil
		},
	}
	runner := scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: []*scaffold.Action{use}}
	_, err := runner.DryRun(t.Context(), tmpl, scaffold.Request{})
	require.NoError(t, err)
	assert.Equal(t, []string{`{"list":["a",null]}`, `{"list":["0"]}`, `{"list":["2"]}`}, given)
}
