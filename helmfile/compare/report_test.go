package compare_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/helmfile/compare"
)

var update = flag.Bool("update", false, "write what the reports say into testdata/*.golden")

// report is what all reports of the package can do.
type report interface {
	WriteText(w io.Writer) error
	WriteMarkdown(w io.Writer) error
	WriteJSON(w io.Writer) error
}

// shop resolves the helmfile in testdata.
func shop(t testing.TB, o *helmfile.Options, environments ...string) []*helmfile.Resolution {
	t.Helper()
	text, err := os.ReadFile("testdata/shop.txtar")
	require.NoError(t, err)
	return resolve(t, archive(t, string(text)), o, environments...)
}

func reports(t *testing.T) map[string]report {
	t.Helper()
	rs := shop(t, nil, "development", "staging", "production")
	basket, orders := rs[2].Releases()[4], rs[2].Releases()[1]
	require.Equal(t, []string{"basket", "orders"}, []string{basket.Name, orders.Name})
	values := compare.ValueExplanations{}
	for _, path := range []string{"image.tag", "build", "env[name=DB_PASSWORD].value", "nothing", "autoscaling", ".Values.redis.password", "replicas.x"} {
		e, err := compare.ExplainValue(rs[2], orders, path, nil)
		require.NoError(t, err)
		values = append(values, *e)
	}
	return map[string]report{
		"diff": compare.Compare(rs[1], rs[2], nil), "promote": compare.Promote(rs[1], rs[2], nil), "matrix": compare.NewMatrix(rs, nil),
		"explain": compare.Explain(rs[1:], "shared/redis", nil),
		"value":   values, "list": compare.List(rs[2]), "values": compare.ListValues(rs[2], basket, nil),
	}
}

// TestReports holds what the reports say to the golden files, which -update writes.
func TestReports(t *testing.T) {
	t.Parallel()
	for name, r := range reports(t) {
		for ending, write := range map[string]func(io.Writer) error{"txt": r.WriteText, "md": r.WriteMarkdown, "json": r.WriteJSON} {
			t.Run(name+"."+ending, func(t *testing.T) {
				t.Parallel()
				var b bytes.Buffer
				require.NoError(t, write(&b))
				file := "testdata/shop." + name + "." + ending + ".golden"
				if *update {
					require.NoError(t, os.WriteFile(file, b.Bytes(), 0o600))
				}
				want, err := os.ReadFile(file)
				require.NoError(t, err)
				assert.Equal(t, string(want), b.String())
				for _, secret := range []string{"hunter2", "topsecret"} {
					assert.NotContains(t, b.String(), secret)
				}
			})
		}
	}
}

func TestJSONHasNoNullLists(t *testing.T) {
	t.Parallel()
	rs := resolve(t, archive(t, "-- helmfile.yaml --\nenvironments: {a: {}, b: {}}\n---\nreleases: []\n"), nil, "a", "b")
	for _, r := range []report{
		compare.Compare(rs[0], rs[1], nil), compare.Promote(rs[0], rs[1], nil), compare.NewMatrix(rs, nil), compare.NewMatrix(nil, nil),
		compare.Explanations(nil), compare.ValueExplanations(nil), compare.Explain(rs, "x", nil), compare.List(rs[0]),
	} {
		var b bytes.Buffer
		require.NoError(t, r.WriteJSON(&b))
		assert.NotContains(t, b.String(), "null")
		assert.True(t, json.Valid(b.Bytes()))
		require.NoError(t, r.WriteText(&b))
		require.NoError(t, r.WriteMarkdown(&b))
	}
}
