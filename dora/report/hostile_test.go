package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/goldenpath-go/goldenpath/dora/report"
)

// steering says that a text has what steers a terminal or turns text around.
func steering(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r != '\n' && r != '\u200c' && r != '\u200d' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
	})
}

func TestHostileText(t *testing.T) {
	t.Parallel()
	r := hostile(t).report(nil)
	text := string(bytesOf(t, format{write: report.Text}, r))
	assert.False(t, steering(text))
	table := strings.Split(strings.Split(text, "\n\n")[1], "\n")
	assert.Len(t, table, 2+len(r.Teams)+len(r.Services))
	for _, line := range table {
		assert.Less(t, len([]rune(line)), 200)
	}
}

func TestHostileExplain(t *testing.T) {
	t.Parallel()
	r := hostile(t).report(nil)
	text := string(bytesOf(t, format{write: explained}, r))
	assert.False(t, steering(text))
	assert.Equal(t, 1+r.Org.ChangeFailure.Failed, strings.Count(text, "\n"))
}

func TestHostileMarkdown(t *testing.T) {
	t.Parallel()
	r := hostile(t).report(nil)
	text := string(bytesOf(t, format{write: report.Markdown}, r))
	assert.False(t, steering(text))
	_, table, _ := strings.Cut(text, "\n\n")
	table, _, _ = strings.Cut(table, "\n\n")
	lines := strings.Split(table, "\n")
	require.Len(t, lines, 3+len(r.Teams)+len(r.Services))
	escaped := regexp.MustCompile(`\\.`)
	for _, line := range lines {
		bare := escaped.ReplaceAllString(line, "")
		assert.Equal(t, 8, strings.Count(bare, "|"), line)
		bare = strings.TrimSuffix(strings.Replace(strings.Replace(bare, "**", "", 1), "** |", " |", 1), "\n")
		assert.NotRegexp(t, `[<>\[\]*_`+"`"+`$~]|://|www\.`, bare)
		assert.NotRegexp(t, `[@#][^&]`, strings.ReplaceAll(bare, "&#8203;", "&"), "a mention or a reference")
	}
}

func TestHostileJSON(t *testing.T) {
	t.Parallel()
	r := hostile(t).report(nil)
	var got struct {
		Services map[string]json.RawMessage
	}
	require.NoError(t, json.Unmarshal(bytesOf(t, format{write: report.JSON}, r), &got))
	for name := range r.Services {
		assert.Contains(t, got.Services, strings.ToValidUTF8(strings.ReplaceAll(name, "\xff\xfe", "\uFFFD\uFFFD"), "\uFFFD"))
	}
	assert.Len(t, got.Services, len(r.Services))
}

// TestHostileHTML makes sure that a page has the same elements whatever things are named.
func TestHostileHTML(t *testing.T) {
	t.Parallel()
	hostilePage := bytesOf(t, format{write: report.HTML}, hostile(t).report(nil))
	tame := newCompany(t)
	for i := range hostileNames() {
		tame.thrice(i, fmt.Sprintf("name %02d", i))
	}
	tamePage := bytesOf(t, format{write: report.HTML}, tame.report(nil))
	assert.Equal(t, elements(t, tamePage), elements(t, hostilePage))
	assert.NotContains(t, string(hostilePage), "\u202e")
	for name := range elements(t, hostilePage) {
		assert.NotRegexp(t, `^(script|img|a|link|iframe|object|base) | (on[a-z]+|href|src|srcset|style|xlink:href)\b`, name)
	}
}

// elements counts the elements of a page by name, class and names of attributes.
func elements(t *testing.T, page []byte) map[string]int {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	require.NoError(t, err)
	out := map[string]int{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		words := []string{n.Data}
		for _, a := range n.Attr {
			words = append(words, a.Key)
			if a.Key == "class" {
				words = append(words, "="+a.Val)
			}
		}
		slices.Sort(words[1:])
		out[strings.Join(words, " ")]++
	}
	return out
}
