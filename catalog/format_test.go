package catalog_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/catalog"
)

func TestFormats(t *testing.T) {
	t.Parallel()
	a := func(n int) string { return strings.Repeat("a", n) }
	subdomain253 := strings.Repeat("a.", 126) + "a"
	subdomain254 := strings.Repeat("a.", 126) + "aa"
	name := []string{"a", "A", "0", "a.b", "a..b", "a-_.b", "a_b", "0-9", a(62), a(63)}
	notName := []string{"", "-a", "a-", ".a", "a.", "_a", "a_", "a b", "a\n", "\na", "ä", "a/b", "a:b", a(64), a(61) + "ä" + "a"}
	tests := []struct {
		name   string
		is     func(string) bool
		yes    []string
		no     []string
		prefix bool // PREFIX/ may stand before
	}{
		{"name", catalog.IsObjectName, name, notName, false},
		{"namespace", catalog.IsNamespace,
			[]string{"a", "0", "a-b", "a--b", "0a", a(62), a(63)},
			[]string{"", "A", "-a", "a-", "-", "a.b", "a_b", "a\n", "ä", a(64)}, false},
		{"kind", catalog.IsKind,
			[]string{"a", "Component", "K8s", a(62), a(63)},
			[]string{"", "8k", "a-b", "a.b", "a_b", "Kind\n", "Ä", a(64)}, false},
		{"api version", catalog.IsAPIVersion,
			[]string{"v1", "1", "V1alpha1", a(62), a(63)},
			[]string{"", "v1-1", "v1.1", "v1\n", a(64)}, true},
		{"label key", catalog.IsLabelKey, name, notName[:len(notName)-4], true},
		{"annotation key", catalog.IsAnnotationKey, name, notName[:len(notName)-4], true},
		{"label value", catalog.IsLabelValue, append([]string{""}, name...), notName[1:], false},
		{"tag", catalog.IsTag,
			[]string{"a", "0", ":", "+", "#", "a-b", "c++", "c#", "a:b", "::", a(62), a(63)},
			[]string{"", "A", "-a", "a-", "a--b", "-", "a_b", "a.b", "a b", "a\n", "ä", a(64)}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, s := range tt.yes {
				assert.True(t, tt.is(s), "%q", s)
			}
			for _, s := range tt.no {
				assert.False(t, tt.is(s), "%q", s)
			}
			for _, prefix := range []string{"a", "a.b", "a-b.c", "0.0", a(62), a(63), subdomain253} {
				assert.Equal(t, tt.prefix, tt.is(prefix+"/v1"), "%q", prefix)
			}
			for _, prefix := range []string{"", "A", "a_b", "a..b", ".a", "a.", "-a", "a-", "a/b", a(64), subdomain254} {
				assert.False(t, tt.is(prefix+"/v1"), "%q", prefix)
			}
			assert.False(t, tt.is("a/"))
			assert.False(t, tt.is("a/"+a(64)))
		})
	}
	assert.Len(t, subdomain253, 253)
	assert.Len(t, subdomain254, 254)
}

func TestIsBlank(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", " ", "\t\n\v\f\r", "\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000\ufeff"} {
		assert.True(t, catalog.IsBlank(s), "%q", s)
	}
	for _, s := range []string{"a", " a ", "\u0085", "\u200b", "\x00", "\u180e"} {
		assert.False(t, catalog.IsBlank(s), "%q", s)
	}
}

func TestIsURL(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"https://a", "http:x", "urn:", "mailto:", "localhost:3000", " http://x ", "http://a/%zz"} {
		assert.True(t, catalog.IsURL(s), "%q", s)
	}
	for _, s := range []string{"", "www.example.com", "//h", "http://", "http://1.2.3.256", "git@github.com:a/b"} {
		assert.False(t, catalog.IsURL(s), "%q", s)
	}
}

func FuzzIsURL(f *testing.F) {
	for _, s := range []string{"https://github.com/a/b", "http:x", "a@b:c", "http://[::1]:80/", "http://ä.xn--a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if catalog.IsURL(s) {
			assert.True(t, catalog.IsURL("\n"+s+" "), "what is around does not matter")
			assert.False(t, catalog.IsURL("/"+strings.TrimSpace(s)), "a scheme begins with a letter")
		}
	})
}
