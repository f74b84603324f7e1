package dora_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/source"
)

// Every fault is told with its line and column, and the lines around it count.
func TestReadErrors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ line, want string }{
		"cut off":          {`{"type":"service","name":"x`, `2:26: the text does not end`},
		"cut in an object": {`{"type":"service"`, `2:18: the object does not end: a comma or } is missing`},
		"no object":        {`["type"]`, `2:1: not a JSON object`},
		"text behind":      {`{"type":"group","name":"g"} x`, `2:29: something after the object`},
		"no type":          {`{"name":"x"}`, `2:1: no type: it is service, group, commit, deployment or incident`},
		"unknown type":     {`{"type":"deploy"}`, `2:9: type is "deploy": it is service, group, commit, deployment or incident`},
		"wrong type":       {`{"type":"service","name":7}`, `2:26: name is no text`},
		"bad time":         {`{"type":"incident","id":"i","opened_at":"yesterday"}`, `2:41: opened_at is no time such as 2026-03-02T09:00:00Z: "yesterday"`},
		"bad flag":         {`{"type":"commit","sha":"a","bot":"yes"}`, `2:34: bot is neither true nor false`},
		"bad list":         {`{"type":"service","name":"é","paths":{}}`, `2:38: paths is no list of texts`},
		"bad literal":      {`{"type":"service","name":nul}`, `2:26: not a JSON value`},
		"not UTF-8":        {"{\"type\":\"service\",\"name\":\"\xff\"}", `2:26: name is no text: the text is not UTF-8`},
		"NUL":              {"{\"type\":\"service\",\"name\":\"\x00\"}", `2:26: name is no text: invalid character '\x00' in string literal`},
		"no name":          {`{"type":"service"}`, `2:1: service without a name`},
		"no time":          {`{"type":"deployment","service":"s","id":"d"}`, `2:1: deployment "d" of service "s" has no time`},
		"no author date":   {`{"type":"commit","repo":"r","sha":"c"}`, `2:1: commit c of "r" has no author date`},
		"never opened":     {`{"type":"incident","id":"i"}`, `2:1: incident "i" was never opened`},
		"statuses":         {`{"type":"deployment","service":"s","id":"d","statuses":[{"state":1}]}`, `2:56: statuses is no list of {state, at}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, err := dora.Read("e.jsonl", strings.NewReader(`{"type":"service","name":"first"}`+"\r\n"+c.line+"\n\n"+`{"type":"service","name":"last"}`))
			require.EqualError(t, err, "e.jsonl:"+c.want)
			var at *source.Error
			require.ErrorAs(t, err, &at)
			names := []string{}
			for s := range h.Services() {
				names = append(names, s.Name)
			}
			assert.Equal(t, []string{"first", "last"}, names)
		})
	}
}

func TestReadTellsAHundredErrors(t *testing.T) {
	t.Parallel()
	_, err := dora.Read("e.jsonl", strings.NewReader(strings.Repeat("{}\n", 1000)))
	var all source.Errors
	require.ErrorAs(t, err, &all)
	assert.Len(t, all, 100)
}

func TestReadLongLines(t *testing.T) {
	t.Parallel()
	long := `{"type":"service","name":"x","more":"` + strings.Repeat("a", 15<<20) + `"}`
	h, err := dora.Read("e.jsonl", strings.NewReader(long))
	require.NoError(t, err)
	var out bytes.Buffer
	_, err = h.WriteTo(&out)
	require.NoError(t, err)
	assert.Equal(t, len(long)+1, out.Len())
	_, err = dora.Read("e.jsonl", strings.NewReader(strings.Repeat("a", 17<<20)))
	require.ErrorContains(t, err, "line 1: longer than 16777216 bytes")
}

type broken struct{}

var errBroken = errors.New("broken pipe")

func (broken) Read([]byte) (int, error) { return 0, errBroken }

func TestReadErrorOfTheReader(t *testing.T) {
	t.Parallel()
	_, err := dora.Read("e.jsonl", io.MultiReader(strings.NewReader("{}\n"), broken{}))
	require.ErrorIs(t, err, errBroken)
	require.ErrorContains(t, err, "e.jsonl:1:1: no type")
}

// Of members that are there twice the last one counts, as with encoding/json;
// fields that are not ours are written again, unless their record was
// replaced.
func TestReadMembers(t *testing.T) {
	t.Parallel()
	h, err := dora.Read("e.jsonl", strings.NewReader(`{"type":"service","name":"a","name":"b","x":{"y":[1]}}
{"type":"group","name":"g","color":"red"}
{"type":"group","name":"g"}
`))
	require.NoError(t, err)
	var out bytes.Buffer
	_, err = h.WriteTo(&out)
	require.NoError(t, err)
	assert.Equal(t, `{"type":"service","name":"b","x":{"y":[1]}}
{"type":"group","name":"g"}
`, out.String())
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(week))
	f.Add([]byte(`{"type":"incident","id":"i","services":["s"],"opened_at":"2026-03-03T10:20:00.5+02:00","caused_by_change":false,"x":[{"a":"\u00e9"}]}`))
	f.Add([]byte("{\"type\":\"deployment\",\"service\":\"s\",\"id\":\"\\ud800\",\"created_at\":\"0001-01-01T00:00:00Z\",\"status\":\"queued\"}\r\n{"))
	f.Add([]byte(`{"type":"commit","sha":"a","authored_at":"9999-12-31T23:59:59Z","parents":["a",""],"paths":[null]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		first, _ := dora.Read("fuzz", bytes.NewReader(data))
		var written bytes.Buffer
		_, err := first.WriteTo(&written)
		require.NoError(t, err)
		second, err := dora.Read("written", bytes.NewReader(written.Bytes()))
		require.NoError(t, err, "%q", written.String())
		assert.Equal(t, reported(t, first), reported(t, second))
	})
}

func reported(t *testing.T, h *dora.History) string {
	t.Helper()
	data, err := json.Marshal(dora.Calculate(h, marchWindow(), nil))
	require.NoError(t, err)
	return string(data)
}

// The sizes and times of hostile histories: each must end soon and say
// something.
func TestHostileHistories(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)
	deploy := func(t *testing.T, h *dora.History, id string, at time.Time) {
		t.Helper()
		require.NoError(t, h.AddDeployment(dora.Deployment{
			Service: "s", ID: id, SHA: id, Environment: "production", Created: at, Status: dora.Success,
		}))
	}
	t.Run("very many incidents", func(t *testing.T) {
		t.Parallel()
		h := &dora.History{}
		deploy(t, h, "d", at)
		for i := range 1_000_000 {
			opened := at.Add(time.Duration(i) * time.Second)
			require.NoError(t, h.AddIncident(dora.Incident{
				ID: fmt.Sprint(i), Services: []string{"s"}, Opened: opened, Resolved: opened.Add(time.Duration(i%7000) * time.Second),
			}))
		}
		got := dora.Calculate(h, marchWindow(), nil).Services["s"]
		assert.Equal(t, 1, got.ChangeFailure.Failed)
		assert.Equal(t, 1_000_000, got.Restore.N)
	})
	t.Run("very many rollbacks", func(t *testing.T) {
		t.Parallel()
		h := &dora.History{}
		for i := range 20_000 {
			deploy(t, h, fmt.Sprint("d", i), at.Add(time.Duration(i)*time.Second))
			require.NoError(t, h.AddDeployment(dora.Deployment{
				Service: "s", ID: fmt.Sprint("r", i), SHA: "d0", Environment: "production", Status: dora.Success,
				Created: at.Add(time.Duration(i)*time.Second + 500*time.Millisecond),
			}))
		}
		got := dora.Calculate(h, marchWindow(), nil).Services["s"]
		assert.Equal(t, 19_999, got.Deployments.Rollbacks)
	})
	t.Run("far dates", func(t *testing.T) {
		t.Parallel()
		h := &dora.History{}
		deploy(t, h, "oldest", time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC))
		deploy(t, h, "old", time.Date(1600, 1, 1, 0, 0, 1, 0, time.UTC))
		deploy(t, h, "newest", time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))
		deploy(t, h, "new", time.Date(2999, 12, 31, 0, 0, 0, 0, time.UTC))
		w := dora.Window{From: time.Date(1500, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC)}
		got := dora.Calculate(h, w, nil)
		assert.Equal(t, 2, got.Org.Deployments.Count)
		assert.Positive(t, got.Org.Deployments.PerDay.Value)
	})
	t.Run("empty windows", func(t *testing.T) {
		t.Parallel()
		h := &dora.History{}
		deploy(t, h, "d", at.AddDate(0, 0, -1))
		for _, w := range []dora.Window{{}, {From: at, To: at}, {From: at, To: at.AddDate(0, 0, -3)}} {
			r := dora.Calculate(h, w, nil)
			assert.False(t, r.Org.Deployments.PerDay.Known)
			_, err := json.Marshal(r)
			require.NoError(t, err)
		}
	})
}
