package report_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora/report"
)

// family is a metric of OpenMetrics with its samples by their labels.
type family struct {
	samples map[string]float64
	names   []string // that the labels team and service have
}

// What the text format of OpenMetrics 1.0 has, as far as there are gauges.
var (
	metaLine   = regexp.MustCompile(`^# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) ?(.*)$`)
	sampleLine = regexp.MustCompile(`^([a-zA-Z_:][a-zA-Z0-9_:]*)\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*",?)*)\} (\S+)$`)
	labelPair  = regexp.MustCompile(`([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"`)
)

// readOpenMetrics reads the text format strictly: families in one piece, no sample twice, units in the names, an end.
func readOpenMetrics(text string) (map[string]*family, error) {
	out := map[string]*family{}
	body, ok := strings.CutSuffix(text, "# EOF\n")
	if !ok {
		return nil, fmt.Errorf("there is no end")
	}
	current := ""
	for line := range strings.SplitSeq(strings.TrimSuffix(body, "\n"), "\n") {
		if m := metaLine.FindStringSubmatch(line); m != nil {
			if m[1] == "TYPE" {
				if out[m[2]] != nil || m[3] != "gauge" {
					return nil, fmt.Errorf("%q: twice, or no gauge", line)
				}
				current = m[2]
				out[current] = &family{samples: map[string]float64{}}
			}
			if m[2] != current || m[1] == "UNIT" && !strings.HasSuffix(current, "_"+m[3]) {
				return nil, fmt.Errorf("%q stands at the wrong place", line)
			}
			continue
		}
		m := sampleLine.FindStringSubmatch(line)
		if m == nil || m[1] != current {
			return nil, fmt.Errorf("%q is no sample of %s", line, current)
		}
		value, err := strconv.ParseFloat(m[3], 64)
		if _, twice := out[current].samples[m[2]]; twice || err != nil {
			return nil, fmt.Errorf("%q: twice, or %w", line, err)
		}
		out[current].samples[m[2]] = value
		for _, pair := range labelPair.FindAllStringSubmatch(m[2], -1) {
			if pair[1] != "scope" {
				out[current].names = append(out[current].names, strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n").Replace(pair[2]))
			}
		}
	}
	return out, nil
}

func TestOpenMetrics(t *testing.T) {
	t.Parallel()
	r := shop(t).report(nil)
	got, err := readOpenMetrics(string(bytesOf(t, format{write: report.OpenMetrics}, r)))
	require.NoError(t, err)
	assert.InDelta(t, float64(r.Org.Deployments.Count), got["dora_deployments"].samples[`scope="all"`], 0)
	assert.InDelta(t, r.Services["orders"].LeadTime.P50.Value, got["dora_lead_time_seconds"].samples[`scope="service",service="orders"`], 0)
	assert.InDelta(t, r.Teams["group:default/commerce"].ChangeFailure.Rate.Value, got["dora_change_failure_ratio"].samples[`scope="team",team="group:default/commerce"`], 0)
}

// Every warning is there, with its count.
func TestOpenMetricsWarnings(t *testing.T) {
	t.Parallel()
	r := one(t).report(nil)
	got, err := readOpenMetrics(string(bytesOf(t, format{write: report.OpenMetrics}, r)))
	require.NoError(t, err)
	require.NotEmpty(t, r.Warnings)
	want := map[string]float64{}
	for _, w := range r.Warnings {
		scope := `scope="all"`
		if w.Service != "" {
			scope = fmt.Sprintf(`scope="service",service="%s"`, w.Service)
		}
		want[fmt.Sprintf(`%s,kind="%s"`, scope, w.Kind)] = float64(w.Count)
	}
	assert.Equal(t, want, got["dora_warned_events"].samples)
}

func TestOpenMetricsNoData(t *testing.T) {
	t.Parallel()
	got, err := readOpenMetrics(string(bytesOf(t, format{write: report.OpenMetrics}, newCompany(t).report(nil))))
	require.NoError(t, err)
	assert.Empty(t, got["dora_lead_time_seconds"].samples, "no data is no sample")
	assert.Equal(t, map[string]float64{`scope="all"`: 0}, got["dora_deployments"].samples)
}

func TestOpenMetricsHostile(t *testing.T) {
	t.Parallel()
	r := hostile(t).report(nil)
	got, err := readOpenMetrics(string(bytesOf(t, format{write: report.OpenMetrics}, r)))
	require.NoError(t, err)
	var want []string
	for name := range r.Services {
		want = append(want, strings.ToValidUTF8(name, "\uFFFD"))
	}
	for name := range r.Teams {
		want = append(want, strings.ToValidUTF8(name, "\uFFFD"))
	}
	assert.ElementsMatch(t, want, got["dora_deployments"].names)
}
