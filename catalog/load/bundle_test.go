package load_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
)

const api = `apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: orders}
spec:
  type: openapi
  lifecycle: production
  owner: team-a
  definition: {$openapi: ./api/openapi.yaml}
`

// growing returns a file whose first part is twice as large as the second, and so on.
func growing(parts int) string {
	var b strings.Builder
	for i := range parts {
		fmt.Fprintf(&b, "'%d': [{$ref: '#/%d'}, {$ref: '#/%d'}]\n", i, i+1, i+1)
	}
	return b.String() + fmt.Sprintf("'%d': end\n", parts)
}

func TestBundle(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files map[string]string // below api/
		want  string
		fails string // part of the message
	}{
		{
			name:  "without references to other files the text stays as it is",
			files: map[string]string{"openapi.yaml": "# comment\npaths: {$ref: '#/x'}\nx: {a: 1}\n"},
			want:  "# comment\npaths: {$ref: '#/x'}\nx: {a: 1}\n",
		},
		{
			name: "files, and files of files",
			files: map[string]string{
				"openapi.yaml":    "openapi: 3.0.0\npaths: {/: {$ref: paths/root.yaml}}\n",
				"paths/root.yaml": "get: {$ref: '../parts.json#/parts/a~1b/0'}\n",
				"parts.json":      `{"parts": {"a/b": [{"summary": "x"}]}}`,
			},
			want: `{"openapi":"3.0.0","paths":{"/":{"get":{"summary":"x"}}}}`,
		},
		{
			name: "what a file refers to in itself",
			files: map[string]string{
				"openapi.yaml": "a: {$ref: 'b.yaml#/x'}\nc: {$ref: '#/d'}\nd: 1\n",
				"b.yaml":       "x: {y: {$ref: '#/z'}}\nz: 2\n",
			},
			want: `{"a":{"y":2},"c":{"$ref":"#/d"},"d":1}`,
		},
		{
			name: "circles stay references",
			files: map[string]string{
				"openapi.yaml": "a: {$ref: 'b.yaml#/node'}\n",
				"b.yaml":       "node: {next: {$ref: '#/node'}}\n",
			},
			want: `{"a":{"next":{"$ref":"#/node"}}}`,
		},
		{
			name:  "other hosts stay",
			files: map[string]string{"openapi.yaml": "a: {$ref: 'https://example.com/x.yaml'}\n"},
			want:  "a: {$ref: 'https://example.com/x.yaml'}\n",
		},
		{name: "missing file", files: map[string]string{"openapi.yaml": "a: {$ref: x.yaml}\n"}, fails: "read shop/api/x.yaml: file does not exist"},
		{name: "missing part", files: map[string]string{"openapi.yaml": "a: {$ref: 'x.yaml#/b'}\n", "x.yaml": "c: 1\n"}, fails: "api/x.yaml has no /b"},
		{name: "broken file", files: map[string]string{"openapi.yaml": "a: {$ref: x.yaml}\n", "x.yaml": "c: @\n"}, fails: "found an error in the data"},
		{name: "broken definition", files: map[string]string{"openapi.yaml": "a: 1\na: 2\n"}, fails: "found an error in the data"},
		{
			name: "growth without end",
			files: map[string]string{
				"openapi.yaml": "a: {$ref: 'b.yaml#/0'}\n",
				"b.yaml":       growing(40),
			},
			fails: "grow without end",
		},
		{name: "several documents", files: map[string]string{"openapi.yaml": "a: 1\n---\nb: 2\n"}, fails: "expected to find exactly one document"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := &load.Options{BaseURL: shop, OpenAPI: true, ReadFile: func(name string) ([]byte, error) {
				for file, content := range test.files {
					if name == "shop/api/"+file {
						return []byte(content), nil
					}
				}
				return nil, os.ErrNotExist
			}}
			d := parse(t, api, o).Documents[0]
			if test.fails != "" {
				require.Len(t, d.Problems, 1)
				assert.Equal(t, "placeholder", d.Problems[0].Rule)
				assert.Contains(t, d.Problems[0].Message, test.fails)
				return
			}
			require.Empty(t, d.Problems)
			assert.Equal(t, test.want, d.Entity.Spec.(*catalog.APISpec).Definition)
		})
	}
}
