package compare_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/helmfile/compare"
)

// TestReleases checks which releases are taken for one, and what of their entries differs.
func TestReleases(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, releases string // with E for the environment's name
		want           []string
	}{
		{"the same", "- {name: app, chart: r/app, version: 1.0.0}", nil},
		{"another namespace", "- {name: app, chart: r/app, namespace: ns-E}", []string{"changed namespace"}},
		{"another name", "- {name: app-E, chart: r/app}", []string{"changed name"}},
		{"an environment in both names", "- {name: E-app, namespace: E, chart: r/app}", []string{"changed name", "changed namespace"}},
		{"a chart", "- {name: app, chart: E/app}", []string{"changed chart"}},
		{"a chart behind a password", "- {name: app, chart: 'https://user:topsecret-E@example.com/app.tgz'}", []string{"changed chart"}},
		{"labels", "- {name: app, chart: r/app, labels: {env: E, same: x, on-E: ''}}", []string{"changed labels.env", "only-a labels.on-a", "only-b labels.on-b"}},
		{"needs", "- {name: db-E, chart: r/db}\n- {name: app, chart: r/app, needs: [db-E]}", []string{"changed needs", "changed name"}},
		{"two of one name", "- {name: app, namespace: x, chart: r/app}\n- {name: app, namespace: ns-E, chart: r/app}", []string{"changed namespace"}},
		{"only in one", "- {name: app, chart: r/app}\n{{ if eq .Environment.Name \"b\" }}\n- {name: b, chart: r/b}\n{{ end }}", []string{"only b: b"}},
		{"a deadline", "- {name: app, chart: r/app, timeout: {{ if eq .Environment.Name \"b\" }}60{{ else }}30{{ end }}}", []string{"changed timeout"}},
		{"unknown", "- {name: app, chart: r/app, version: '{{ exec \"x\" list }}', labels: {l: '{{ exec \"x\" list }}'}}", []string{"untold version", "untold labels.l"}},
		{"in two ways off", "- {name: app, chart: r/app, installed: {{ eq .Environment.Name \"a\" }}}", []string{"changed status"}},
		{"perhaps on", "- {name: app, chart: r/app, installedTemplate: '{{ exec \"x\" list }}'}", []string{"untold status"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := "-- helmfile.yaml.gotmpl --\nenvironments: {a: {}, b: {}}\n---\nreleases:\n" + tt.releases + "\n"
			text = strings.NewReplacer("E-", "{{ .Environment.Name }}-", "-E", "-{{ .Environment.Name }}", ": E", ": {{ .Environment.Name }}").Replace(text)
			rs := resolve(t, archive(t, text), nil, "a", "b")
			d := compare.Compare(rs[0], rs[1], nil)
			assert.Equal(t, tt.want, differences(d))
			var out bytes.Buffer
			require.NoError(t, d.WriteJSON(&out))
			require.NoError(t, compare.NewMatrix(rs, nil).WriteJSON(&out))
			assert.NotContains(t, out.String(), "topsecret")
			assert.True(t, compare.Compare(rs[0], rs[0], nil).Empty())
		})
	}
}

func differences(d *compare.Diff) []string {
	var got []string
	for _, s := range d.OnlyA {
		got = append(got, "only a: "+s.Name)
	}
	for _, s := range d.OnlyB {
		got = append(got, "only b: "+s.Name)
	}
	for _, c := range d.Everywhere {
		got = append(got, string(c.Kind)+" "+c.Path)
	}
	for _, r := range d.Changed {
		for _, c := range r.Fields {
			got = append(got, string(c.Kind)+" "+c.Path)
		}
	}
	return got
}

func TestExplain(t *testing.T) {
	t.Parallel()
	text := "-- helmfile.yaml --\nenvironments:\n  a: {values: [{redis: {enabled: false}, web: {enabled: 'true'}}]}\n---\nreleases:\n" +
		"- {name: redis, namespace: x, chart: r/redis, condition: redis.enabled, labels: {tier: db}}\n" +
		"- {name: web, chart: r/web, condition: web.enabled}\n- {name: job, chart: r/job, installed: false}\n- {name: app, chart: r/app}\n"
	r := resolve(t, archive(t, text), nil, "a")[0]
	for _, tt := range []struct {
		release, selector string
		status            compare.Status
		says              string
	}{
		{"redis", "", compare.Off, "redis.enabled is false"}, {"x/redis", "", compare.Off, "redis.enabled is false"},
		{"web", "", compare.Off, "web.enabled"}, {"job", "", compare.Off, "installed is false (helmfile.yaml:7)"},
		{"app", "", compare.On, "it has no condition"}, {"app", "name=app", compare.On, "it has no condition"},
		{"redis", "tier!=db", compare.Off, "the selectors leave it out: its labels are chart=redis, name=redis, namespace=x, tier=db"},
		{"nothing", "", compare.None, "no release has this name"},
	} {
		t.Run(tt.release+" "+tt.selector, func(t *testing.T) {
			t.Parallel()
			var selectors []helmfile.Selector
			if tt.selector != "" {
				s, err := helmfile.ParseSelector(tt.selector)
				require.NoError(t, err)
				selectors = append(selectors, s)
			}
			es := compare.Explain([]*helmfile.Resolution{r}, tt.release, selectors)
			require.Len(t, es, 1)
			assert.Equal(t, tt.status, es[0].Status)
			assert.Contains(t, strings.Join(es[0].Reasons, "\n"), tt.says)
		})
	}
}

func TestExplainUndefinedEnvironment(t *testing.T) {
	t.Parallel()
	text := "-- helmfile.yaml.gotmpl --\nenvironments: {a: {}, b: {}}\n---\nhelmfiles: [sub.yaml]\nreleases:\n- {name: x, chart: r/x}\n" +
		"{{ if eq .Environment.Name \"a\" }}\n- {name: y, chart: r/y}\n{{ end }}\n" +
		"-- sub.yaml --\nenvironments: {a: {}}\n---\nreleases: [{name: z, namespace: n, chart: r/z}]\n"
	rs := resolve(t, archive(t, text), nil, "a", "b", "undefined")
	for name, want := range map[string][]string{
		"y": {"helmfile.yaml.gotmpl:7 defines it for a; templates or selectors leave it out here"},
		"z": {"sub.yaml:3 defines it for a, and is passed over here: it has no environment b"},
	} {
		es := compare.Explain(rs, name, nil)
		require.Len(t, es, 3)
		assert.Equal(t, compare.On, es[0].Status)
		assert.Equal(t, compare.None, es[1].Status)
		assert.Equal(t, want, es[1].Reasons)
		assert.Equal(t, es[0].Release, es[1].Release)
		assert.Equal(t, compare.None, es[2].Status)
		assert.Len(t, es[2].Reasons, 2, "it is not defined at all")
	}
}

func TestExplainValueBadPath(t *testing.T) {
	t.Parallel()
	a, _ := two(t, "x: 1", "x: 1")
	for _, path := range []string{"a[", "a..b", "a[b]", "a."} {
		_, err := compare.ExplainValue(a, a.Releases()[0], path, nil)
		require.Error(t, err, path)
		assert.Contains(t, err.Error(), path)
	}
}

// TestHostileTexts checks that what files contain can neither act on a terminal nor as Markdown.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	evil := `"@team ![x](http://evil) <img src=x> | \u001b[2J\u202e\n# head ` + "`code`" + `"`
	a, b := two(t, "x: "+evil, "x: other\n"+evil+": 1")
	d := compare.Compare(a, b, nil)
	var text, page bytes.Buffer
	require.NoError(t, d.WriteText(&text))
	require.NoError(t, d.WriteMarkdown(&page))
	for _, out := range []string{text.String(), page.String()} {
		assert.NotContains(t, out, "\x1b")
		assert.NotContains(t, out, "\u202e")
		assert.NotContains(t, out, "\n# head")
	}
	for line := range strings.Lines(page.String()) {
		if strings.HasPrefix(line, "|") && strings.Contains(line, "evil") {
			assert.Equal(t, 7, strings.Count(line, "|")-strings.Count(line, `\|`), line)
			assert.Contains(t, line, "``")
		}
	}
}

// TestSecretsFiles checks that what an encrypted file may set is not said to be absent.
func TestSecretsFiles(t *testing.T) {
	t.Parallel()
	text := "-- helmfile.yaml --\nenvironments: {a: {}, b: {}}\n---\nreleases:\n- name: app\n  chart: ./app\n  values: ['{{ .Environment.Name }}.yaml']\n" +
		"  secrets: ['s.{{ .Environment.Name }}.yaml']\n  missingFileHandler: Info\n" +
		"-- app/Chart.yaml --\nname: app\n-- a.yaml --\nm: {x: 1}\n-- b.yaml --\nm: {}\n-- s.b.yaml --\nm: ENC[AES256_GCM,data:x]\nsops: {}\n"
	rs := resolve(t, archive(t, text), nil, "a", "b")
	d := compare.Compare(rs[0], rs[1], nil)
	assert.True(t, d.Empty())
	assert.Equal(t, 1, d.Untold())
	require.Len(t, d.Changed, 1)
	require.Len(t, d.Changed[0].Values, 1)
	assert.Equal(t, compare.Unknown, d.Changed[0].Values[0].B.State)
	assert.Contains(t, d.Changed[0].Values[0].B.Why, "encrypted")
}
