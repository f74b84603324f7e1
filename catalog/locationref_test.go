package catalog_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
)

func TestParseLocationRef(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       catalog.LocationRef
		err        error
	}{
		{"url", "url:https://a/b", catalog.LocationRef{Type: "url", Target: "https://a/b"}, nil},
		{"trimmed", " file :\u00a0./a ", catalog.LocationRef{Type: "file", Target: "./a"}, nil},
		{"not trimmed by JavaScript", "a:\u0085", catalog.LocationRef{Type: "a", Target: "\u0085"}, nil},
		{"own type", "github-org:https://a", catalog.LocationRef{Type: "github-org", Target: "https://a"}, nil},
		{"case of the type counts", "HTTP://a", catalog.LocationRef{Type: "HTTP", Target: "//a"}, nil},
		{"no colon", "a", catalog.LocationRef{}, catalog.ErrLocationForm},
		{"no type", " :a", catalog.LocationRef{}, catalog.ErrLocationForm},
		{"no target", "url:\ufeff", catalog.LocationRef{}, catalog.ErrLocationForm},
		{"bare URL", "https://a", catalog.LocationRef{}, catalog.ErrLocationURL},
		{"bare URL without TLS", "http://a", catalog.LocationRef{}, catalog.ErrLocationURL},
		{"script", "url:javascript:alert(1)", catalog.LocationRef{}, catalog.ErrLocationScript},
		{"script in disguise", "url:\x01 \x1fJ\na\tv\rascript\n:x", catalog.LocationRef{}, catalog.ErrLocationScript},
		{"no script", "url:javascript", catalog.LocationRef{Type: "url", Target: "javascript"}, nil},
		{"no script for its control character", "url:javascript\x1ax", catalog.LocationRef{Type: "url", Target: "javascript\x1ax"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := catalog.ParseLocationRef(tt.text)
			assert.Equal(t, tt.want, got)
			if tt.err == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tt.err)
			var refErr *catalog.LocationRefError
			require.ErrorAs(t, err, &refErr)
			assert.Equal(t, tt.text, refErr.Written)
			assert.ErrorContains(t, err, "location reference")
		})
	}
	assert.Equal(t, "url:https://a", catalog.LocationRef{Type: "url", Target: "https://a"}.String())
}
