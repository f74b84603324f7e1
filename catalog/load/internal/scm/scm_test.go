package scm

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readLines decodes a file of JSON values, one a line.
func readLines[T any](t *testing.T, path string) []T {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	var rows []T
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var row T
		require.NoError(t, json.Unmarshal(lines.Bytes(), &row))
		rows = append(rows, row)
	}
	require.NoError(t, lines.Err())
	require.NotEmpty(t, rows)
	return rows
}

// TestResolveRecorded compares with what ScmIntegrations.resolveUrl of Backstage's integration 2.1.2 returns, null
// where it throws.
func TestResolveRecorded(t *testing.T) {
	t.Parallel()
	for _, row := range readLines[struct {
		Base, URL string
		Resolved  *string
	}](t, "testdata/resolve.jsonl") {
		got, ok := NewResolver("", row.Base).Resolve(row.URL)
		if assert.Equal(t, row.Resolved != nil, ok, "%q at %s", row.URL, row.Base) && ok {
			assert.Equal(t, *row.Resolved, got, "%q at %s", row.URL, row.Base)
		}
	}
}

// TestRepositoryRecorded compares with what git-url-parse 15.0.0 returns, null where it throws.
func TestRepositoryRecorded(t *testing.T) {
	t.Parallel()
	for _, row := range readLines[struct {
		URL        string
		Repository *struct{ Host, Owner, Name, FullName, Path string }
	}](t, "testdata/repository.jsonl") {
		got, ok := fileAt(row.URL)
		if assert.Equal(t, row.Repository != nil, ok, row.URL) && ok {
			want := row.Repository
			assert.Equal(t, file{want.Host, want.Owner, want.Name, want.FullName, want.Path}, got, row.URL)
		}
	}
}

func TestSameRepository(t *testing.T) {
	t.Parallel()
	const base = "https://github.com/acme/shop/blob/main/catalog-info.yaml"
	tests := []struct {
		target string
		want   bool
	}{
		{"https://github.com/acme/shop/tree/main/api.yaml", true},
		{"https://github.com/acme/shop/raw/other/api.yaml", true},
		{"https://github.com/acme/other/blob/main/api.yaml", false},
		{"https://github.com/acme/other", true}, // no file
		{"https://example.com/api.yaml", true},  // no repository
		{"https://raw.githubusercontent.com/acme/other/main/api.yaml", true},
		{"https://raw.githubusercontent.com/acme/other/main/src/api.yaml", true},       // src is taken for the type of the path, main for the name
		{"https://raw.githubusercontent.com/acme/other/main/src/main/api.yaml", false}, // and now main for the ref
		{"https://gitlab.com/acme/shop/-/blob/main/api.yaml", false},
		{"urn:x", true},
		{"not a URL", true},
	}
	for _, test := range tests {
		t.Run(test.target, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.want, NewResolver("", base).SameRepository(test.target))
		})
	}
	assert.True(t, NewResolver("", "https://example.com/x.yaml").SameRepository(base))
}

func TestIsPublicFile(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"https://github.com/acme/shop/blob/main/api.yaml":         true,
		"https://gitlab.com/acme/web/shop/-/blob/main/api.yaml":   true,
		"https://bitbucket.org/acme/shop/src/main/api.yaml":       true,
		"https://github.com/acme/shop":                            false, // no file
		"https://raw.githubusercontent.com/acme/shop/main/a.yaml": false,
		"https://raw.githubusercontent.com/a/b/main/x/src/y/z":    true, // as in [TestSameRepository]
		"https://git.example.com/acme/shop/blob/main/api.yaml":    false,
		"https://example.com/api.yaml":                            false,
		"./api.yaml":                                              false,
		"":                                                        false,
	} {
		assert.Equal(t, want, IsPublicFile(address), address)
	}
}

func TestWithin(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, root, at, want string }{
		{"same folder", "https://github.com/acme/shop/blob/main/", "https://github.com/acme/shop/tree/main/a/b.yaml", "a/b.yaml"},
		{"pattern", "https://github.com/acme/shop/tree/main/", "https://github.com/acme/shop/tree/main/**/*.yaml", "**/*.yaml"},
		{"escaped", "https://github.com/acme/shop/blob/main/", "https://github.com/acme/shop/tree/main/a%20b/%C3%A4.yaml", "a b/ä.yaml"},
		{"query and fragment", "https://github.com/acme/shop/blob/main/", "https://github.com/acme/shop/blob/main/a?x#y", "a"},
		{"part of the repository", "https://github.com/acme/shop/blob/main/services/", "https://github.com/acme/shop/tree/main/a.yaml", ""},
		{"another branch", "https://github.com/acme/shop/blob/main/", "https://github.com/acme/shop/blob/next/a.yaml", ""},
		{"case of the host", "https://GitHub.com/acme/shop/blob/main/", "https://github.com/acme/shop/blob/main/a", "a"},
		{"GitHub Enterprise", "https://github.acme.com/acme/shop/blob/main/", "https://github.acme.com/acme/shop/edit/main/a", "a"},
		{"other hosts", "https://gitlab.com/acme/shop/-/blob/main/", "https://gitlab.com/acme/shop/-/blob/main/a", "a"},
		{"no URL", "https://github.com/acme/shop/blob/main/", "group:a", ""},
		{"bad escape", "https://example.com/", "https://example.com/%zz", ""},
		{"no text", "https://example.com/", "https://example.com/%ff", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.want, NewResolver(test.root, "").Within(test.at))
		})
	}
}

func FuzzResolve(f *testing.F) {
	for _, target := range []string{"./a", "/a", "//h", "?q", "#f", "\\x", "https:", "%2e%2e/a", "ä 😀"} {
		f.Add(target, "https://github.com/acme/shop/blob/main/x.yaml")
		f.Add(target, "https://dev.azure.com/org/project/_git/repo?path=/x.yaml")
	}
	f.Fuzz(func(t *testing.T, target, base string) {
		target, base = strings.ToValidUTF8(target, "\ufffd"), strings.ToValidUTF8(base, "\ufffd") // as files are read
		r := NewResolver(base, base)
		resolved, ok := r.Resolve(target)
		if !ok {
			return
		}
		again, ok := r.Resolve(resolved)
		assert.True(t, ok, "%q", resolved)
		if _, parses := parse(base, nil); parses {
			assert.Equal(t, resolved, again)
		}
		r.SameRepository(resolved)
		r.Within(resolved)
	})
}
