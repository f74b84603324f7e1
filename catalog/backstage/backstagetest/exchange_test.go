package backstagetest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
)

var update = flag.Bool("update", false, "write testdata/exchanges.jsonl anew from the notes of the recording")

const recorded = "testdata/exchanges.jsonl"

// TestExchangesAreThoseRecorded compares the exchanges with the notes that were taken when they were made, where these
// are at hand.
func TestExchangesAreThoseRecorded(t *testing.T) {
	t.Parallel()
	have, err := backstagetest.Exchanges()
	require.NoError(t, err)
	assert.Greater(t, len(have), 100)
	notes, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "spec", "backstage-api.md"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Log("the notes are not at hand: only read the exchanges")
		return
	}
	require.NoError(t, err)
	want := readNotes(t, string(notes))
	if *update {
		require.NoError(t, os.WriteFile(recorded, marshal(t, want), 0o644))
		return
	}
	assert.Equal(t, string(marshal(t, want)), string(marshal(t, have)))
}

func marshal(t *testing.T, exchanges []backstagetest.Exchange) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for _, x := range exchanges {
		require.NoError(t, e.Encode(x))
	}
	return b.Bytes()
}

// readNotes reads what the notes have for the catalog: a heading with the name, a line with request and status, the
// body of the request, and that of the answer in a fence.
func readNotes(t *testing.T, notes string) []backstagetest.Exchange {
	t.Helper()
	_, notes, _ = strings.Cut(notes, "\n## Catalog: recorded pairs\n")
	notes, _, found := strings.Cut(notes, "\n## Scaffolder: recorded pairs\n")
	require.True(t, found)
	var exchanges []backstagetest.Exchange
	answers := map[string]json.RawMessage{}
	for _, section := range strings.Split(notes, "\n### ")[1:] {
		x := readSection(t, section, answers)
		answers[x.Name] = x.Answer
		exchanges = append(exchanges, x)
	}
	return exchanges
}

func readSection(t *testing.T, section string, answers map[string]json.RawMessage) backstagetest.Exchange {
	t.Helper()
	name, rest, _ := strings.Cut(section, "\n")
	head := regexp.MustCompile("`([A-Z]+) /catalog(\\S*)` → \\*\\*(\\d+)\\*\\*").FindStringSubmatch(rest)
	require.NotNil(t, head, name)
	x := backstagetest.Exchange{Name: name, Method: head[1], Target: head[2]}
	x.Status, _ = strconv.Atoi(head[3])
	if body := regexp.MustCompile("(?m)^request: `(.*)`$").FindStringSubmatch(rest); body != nil {
		x.Body = body[1]
	}
	fence := regexp.MustCompile("(?s)```(?:json)?\n(.*?)\n```").FindStringSubmatch(rest)
	switch count := regexp.MustCompile(`array of (\d+) entities`).FindStringSubmatch(rest); {
	case count != nil:
		x.Count, _ = strconv.Atoi(count[1])
	case strings.Contains(rest, "(same entity)"):
		x.Answer = answers["by-name"]
	case fence != nil:
		var compact bytes.Buffer
		require.NoError(t, json.Compact(&compact, []byte(fence[1])), name)
		x.Answer = compact.Bytes()
	default:
		require.Contains(t, rest, "(empty body)", name)
	}
	return x
}
