package catalog_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/catalog"
)

func TestWellKnownAnnotations(t *testing.T) {
	t.Parallel()
	all := catalog.WellKnownAnnotations()
	known := make(map[string]bool)
	for _, a := range all {
		assert.False(t, known[a.Key], a.Key)
		known[a.Key] = true
		assert.True(t, catalog.IsAnnotationKey(a.Key), a.Key)
		assert.NotEmpty(t, a.Form, a.Key)
		assert.NotEmpty(t, a.ReadBy, a.Key)
		assert.False(t, a.Form.Accepts(" "), a.Key)
	}
	for _, a := range all {
		if a.Successor != "" {
			assert.True(t, a.Deprecated, a.Key)
			assert.True(t, known[a.Successor], a.Successor)
		}
	}
	all[0].Key = "changed"
	assert.NotEqual(t, "changed", catalog.WellKnownAnnotations()[0].Key)
}

func TestAnnotationForms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		form    catalog.AnnotationForm
		yes, no []string
	}{
		{catalog.FormText, []string{"a b", "ä"}, []string{"", " ", "\n"}},
		{catalog.FormName, []string{"PABC123", "a-b/c"}, []string{"a b"}},
		{catalog.FormTrue, []string{"true"}, []string{"True", "yes"}},
		{catalog.FormNumber, []string{"0", "4711"}, []string{"-1", "1.5", "x"}},
		{catalog.FormURL, []string{"https://a/b"}, []string{"a/b", "www.a.com"}},
		{catalog.FormHost, []string{"gitlab.com", "h:8080"}, []string{"https://h", "h/", "a b"}},
		{catalog.FormPath, []string{"docs/adr", "/x"}, nil},
		{catalog.FormPathOrURL, []string{"docs/adr", "https://a"}, nil},
		{catalog.FormLocation, []string{"url:https://a/b/", "file:./x"}, []string{"https://a", "a", "url:", "dir"}},
		{catalog.FormTechDocs, []string{"dir:.", "url:https://a/b"}, []string{"dir:", "url:a", "github:https://a", "."}},
		{catalog.FormRef, []string{"component:a", "template:default/b"}, []string{"a", "default/b", "k:"}},
		{catalog.FormSlug, []string{"acme/shop"}, []string{"acme", "acme/", "/shop", "a/b/c", "a b/c", "https://github.com/a/b"}},
		{catalog.FormDeepSlug, []string{"a/b", "a/b/c/d"}, []string{"a", "a//b"}},
		{catalog.FormTripleSlug, []string{"github/acme/shop"}, []string{"acme/shop", "a/b/c/d"}},
		{catalog.FormOptionalOwner, []string{"shop", "acme/shop"}, []string{"a/b/c", "a b"}},
		{catalog.FormList, []string{"a, b"}, nil},
		{catalog.FormLabelValue, []string{"shop", "a.b_c"}, []string{"a b", "-a", "a/b"}},
		{catalog.FormNamespace, []string{"prod", "a-b"}, []string{"Prod", "a.b"}},
		{catalog.FormSelector,
			[]string{"app=shop", "app == shop, tier!=web", "a/b in (c, d),e", "!x", "! x", "x notin (a)", "a=", "a in (,b)"},
			[]string{"app shop", "app=a b", "a in b", "a in ()x", "(a)", "a,", ",a", "a within (b)", "=a", "a in (b"}},
		{catalog.FormDuration, []string{"PT4H", "P1DT2H", "P1Y2M3W4D", "PT0.5S", "PT1H30M"},
			[]string{"4h", "P", "PT", "P1H", "PT1D", "P1DT", "PTH", "PT1M1H", "P1D2Y", "pt4h", "P1"}},
		{catalog.FormCoverage, []string{"scm-only", "enabled"}, []string{"true"}},
		{catalog.FormBase64, []string{"YQ==", "YWI", "YQ\n=="}, []string{"a", "ä", "a-b_"}},
		{catalog.FormUUID, []string{"123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"},
			[]string{"123e4567", "123e4567-e89b-12d3-a456-42661417400g", "123e4567ae89b-12d3-a456-426614174000"}},
		{catalog.FormARN, []string{"arn:aws:iam::123456789012:role/x"}, []string{"role/x", "arn:aws:iam"}},
		{"a form of one's own", []string{"x"}, []string{" "}},
	}
	for _, tt := range tests {
		t.Run(string(tt.form), func(t *testing.T) {
			t.Parallel()
			for _, value := range tt.yes {
				assert.True(t, tt.form.Accepts(value), "%q", value)
			}
			for _, value := range tt.no {
				assert.False(t, tt.form.Accepts(value), "%q", value)
			}
		})
	}
}
