package helmfile

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func FuzzSplitParts(f *testing.F) {
	for _, s := range []string{"", "a: 1\n---\nb: 2\n", "---\n---\n---", "a\r\n---\r\nb", "a\n--- \nb", "environments:\nreleases:\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) {
		unix := strings.ReplaceAll(content, "\r\n", "\n")
		lines := strings.Split(unix, "\n")
		var texts []string
		for _, p := range SplitParts(content) {
			texts = append(texts, p.Text)
			first, _, _ := strings.Cut(p.Text, "\n")
			require.Equal(t, lines[p.Line-1], first)
		}
		require.Equal(t, unix, strings.Join(texts, "\n---\n"))
		policy("helmfile.yaml", unix)
		for _, p := range apart(SplitParts(content)) {
			_, shared := sharedPart(topKeys(p.Text))
			require.False(t, shared)
		}
	})
}

func FuzzSelector(f *testing.F) {
	for _, s := range []string{"a=b", "a!=b,c=d", "a", "=", "a=b=c", "name=x/y.z+1-2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSelector(text)
		if err != nil {
			var e *Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, ClassSelector, e.Class)
			return
		}
		require.Equal(t, text, s.String())
		labels := map[string]string{}
		for _, term := range s.Terms {
			if !term.Not {
				labels[term.Label] = term.Value
			}
		}
		require.False(t, s.Matches(labels) && s.clashes(s))
	})
}

// take returns the next byte, or 0 at the end.
func take(data *[]byte) byte {
	if len(*data) == 0 {
		return 0
	}
	b := (*data)[0]
	*data = (*data)[1:]
	return b
}

// regular makes a map in which a key says what it holds: a and b a map, c a text, d a list. It has no null and no {}.
func regular(data *[]byte, depth int) *Value {
	v := emptyMap()
	v.fields = map[string]*Value{"c": textValue(string(rune('a'+take(data)%26)), nil)}
	b := take(data)
	for i, key := range []string{"a", "b"} {
		if depth > 0 && b&(1<<i) != 0 {
			v.fields[key] = regular(data, depth-1)
		}
	}
	if b&4 != 0 {
		v.fields["d"] = &Value{kind: List, items: []*Value{textValue(string(rune('a'+b%26)), nil)}}
	}
	return v
}

// grow makes a value of bytes: each says what comes next.
func grow(data *[]byte, depth int) *Value {
	if len(*data) == 0 {
		return textValue("end", nil)
	}
	b := (*data)[0]
	*data = (*data)[1:]
	switch kind := b % 5; {
	case kind == 0:
		return &Value{}
	case kind == 1 && depth > 0:
		v := &Value{kind: List}
		for range b / 5 % 4 {
			v.items = append(v.items, grow(data, depth-1))
		}
		return v
	case kind <= 3 && depth > 0:
		v := emptyMap()
		v.fields = map[string]*Value{}
		for i := range int(b / 5 % 4) {
			v.fields[string(rune('a'+(i+int(b)/20)%4))] = grow(data, depth-1)
		}
		return v
	}
	return textValue(string(rune('a'+b%26)), nil)
}

func growMap(data *[]byte) *Value {
	v := emptyMap()
	v.fields = map[string]*Value{"a": grow(data, 3), "b": grow(data, 3), "c": grow(data, 2)}
	return v
}

func FuzzMerge(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, []byte{3, 8, 2, 9, 1, 44, 12, 90}, []byte{0, 7, 7, 8, 250, 3})
	f.Add([]byte{}, []byte{13}, []byte{0})
	f.Fuzz(func(t *testing.T, x, y, z []byte) {
		a, b, c := regular(&x, 3), regular(&y, 3), regular(&z, 3)
		assert.True(t, equal(mergeA(mergeA(a, b), c), mergeA(a, mergeA(b, c))), "A is associative without null, {} and changes of type")
		a, b = growMap(&x), growMap(&y)
		for name, merge := range map[string]func(a, b *Value) *Value{"A": mergeA, "B": mergeB, "C": mergeC} {
			before, over := a.Interface(), b.Interface()
			got := merge(a, b)
			assert.Equal(t, before, a.Interface(), "%s changes nothing it is given", name)
			assert.Equal(t, over, b.Interface(), "%s changes nothing it is given", name)
			assert.True(t, equal(got, merge(got, b)), "%s twice is %s once", name, name)
			assert.True(t, equal(a, merge(a, emptyMap())), "%s with nothing is nothing", name)
			assert.True(t, equal(a, merge(nil, a)), "%s on nothing is all", name)
			for k := range b.fields {
				assert.Contains(t, got.Keys(), k)
			}
		}
	})
}

// small bounds what one input of a fuzz target may cost.
func small() Limits {
	return Limits{Output: 1 << 16, Nodes: 10_000, Depth: 50, Steps: 2_000, Files: 50, FileSize: 1 << 16}
}

// answers resolves whatever it is given; what is wrong has a class.
func answers(t *testing.T, fsys fstest.MapFS, o *Options) {
	t.Helper()
	s, err := Load(fsys, "", o)
	require.NoError(t, err)
	r, err := s.Resolve(t.Context(), "")
	require.NoError(t, err)
	for _, e := range r.Errors {
		require.NotEmpty(t, e.Class)
		require.NotZero(t, e.Stages)
		require.NotEmpty(t, e.Error())
	}
	for _, release := range r.Releases() {
		if v := release.Effective(); v != nil {
			v.Leaves(func(_ string, leaf *Value) bool { return leaf.Interface() != errors.ErrUnsupported })
		}
	}
}

func FuzzTemplate(f *testing.F) {
	for _, s := range []string{
		"releases:\n- name: a\n  chart: {{ .Values.a }}\n", "{{ exec \"a\" (list) | upper }}", "{{ range $i, $e := .Values }}{{ $e }}{{ end }}",
		"{{ if eq .Environment.Name (requiredEnv \"A\") }}a: b{{ else }}c: d{{ end }}", "{{ define \"x\" }}{{ . }}{{ end }}{{ include \"x\" 1 | indent 4 }}",
		"releases:\n- name: {{ now | date \"2006\" }}\n  chart: ./c\n  values:\n  - {{ toJson .Values | nindent 4 }}", "{{ set .Values \"a\" .Values }}",
		"{{ tpl \"{{ . }}\" (dict \"a\" 1) }}{{ fromYaml \"a: [b\" }}", "{{ with $x := genCA \"a\" 1 }}{{ $x.Cert }}{{ end }}", "{{ index (list 1) 5 }}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		answers(t, fstest.MapFS{"helmfile.yaml.gotmpl": {Data: []byte(text)}}, &Options{Limits: small(), Environ: map[string]string{"B": "b"}})
	})
}

func FuzzState(f *testing.F) {
	f.Add("environments:\n  default:\n    values: [v.yaml, {a: {enabled: true}}]\n---\nreleases:\n- name: x\n  chart: ./c\n  condition: a.enabled\n", "a: 1")
	f.Add("templates:\n  t: {inherit: {template: t}}\nreleases:\n- inherit: [{template: t}]\n", "[")
	f.Add("releases:\n- name: '{{ .Release.Namespace }}'\n  namespace: '{{ .Release.Name }}x'\n  chart: c\n  needs: [a/b/c]\n  set: [{name: 'a[1].b', value: x}]\n  values: [v.yaml]\n", "a: *a")
	f.Add("bases: [helmfile.yaml]\nhelmfiles: [{path: helmfile.yaml, selectors: [a=b]}]\nhelmDefaults: {kubeContext: x}\n", "")
	f.Fuzz(func(t *testing.T, state, values string) {
		for _, compatible := range []bool{false, true} {
			answers(t, fstest.MapFS{"helmfile.yaml": {Data: []byte(state)}, "v.yaml": {Data: []byte(values)}, "c/values.yaml": {Data: []byte(values)}},
				&Options{Limits: small(), Compatible: compatible, Strict: compatible, Set: []string{"a.b=c,d[0]=1"}})
		}
	})
}

func FuzzPaths(f *testing.F) {
	for _, s := range []string{"a.b[0].c", `a\.b=1`, "[", "a[", "a[-1]", "a[99999999999]", "..", "a.b=1,c=null,d[1].e=true"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if v, err := setState(emptyMap(), text, false); err == nil {
			require.NotNil(t, v.Interface())
		}
		if _, err := setHelm(emptyMap(), text, textValue("x", &Value{origin: &Origin{}})); err != nil {
			require.NotEmpty(t, err.Error())
		}
	})
}
