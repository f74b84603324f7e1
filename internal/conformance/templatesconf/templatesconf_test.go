package templatesconf_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/internal/conformance/templatesconf"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// fewer is how many sets of values of each template are tried here; go run ./internal/conformance templates tries all.
const fewer = 2

func check(t *testing.T, path string) {
	t.Helper()
	for _, dialect := range []nunjucks.Dialect{nunjucks.Backstage4, nunjucks.Nunjucks3} {
		t.Run(dialect.String(), func(t *testing.T) {
			t.Parallel()
			result, err := templatesconf.Check(t.Context(), path, templatesconf.Options{
				Dialect: dialect, Sets: fewer, Report: func(d templatesconf.Difference) { t.Error(d) },
			})
			require.NoError(t, err)
			t.Log(result)
			assert.Zero(t, result.Unknown, "values are generated otherwise than they were: ask again, see answer.js")
			assert.NotZero(t, result.Passed)
		})
	}
}

func TestOwn(t *testing.T) {
	t.Parallel()
	check(t, "testdata/templates")
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	path, ok := beside.Path(t, "corpus/templates")
	if !ok {
		t.Log("the shared corpus is not present; TestOwn stands for it")
		return
	}
	check(t, path)
}
