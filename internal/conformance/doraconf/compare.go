package doraconf

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/goldenpath-go/goldenpath/dora"
)

// tolerance is how far apart floats may be, relatively.
const tolerance = 1e-9

// compare returns where the report differs from what is expected.
func (c *testCase) compare() []Difference {
	got, err := c.report()
	if err != nil {
		return []Difference{{c.name, "", "a report", err.Error()}}
	}
	d := differ{name: c.name, tolerance: max(tolerance, c.config.tolerance)}
	d.object("", c.expect, got)
	return d.found
}

// report returns the figures as JSON values.
func (c *testCase) report() (map[string]any, error) {
	o, err := c.config.options()
	if err != nil {
		return nil, err
	}
	report := dora.Calculate(c.history, dora.Window{From: c.config.From, To: c.config.To}, o)
	data, err := json.Marshal(report)
	if err != nil {
		return nil, err
	}
	var out map[string]any
	if err := json.Unmarshal(data, &out); err != nil {
		return nil, err
	}
	return out, addCounts(out)
}

// addCounts adds the number of changes by deployment, which the answers of
// organisations have in place of the changes themselves, and over all the
// number of deployments with any.
func addCounts(report map[string]any) error {
	all := 0
	for name, s := range report["services"].(map[string]any) {
		changes, ok := s.(map[string]any)["change_ids"].(map[string]any)
		if !ok {
			return fmt.Errorf("service %s: no change_ids", name)
		}
		counts := map[string]any{}
		for id, list := range changes {
			counts[id] = float64(len(list.([]any)))
		}
		all += len(counts)
		s.(map[string]any)["changes_per_deployment"] = counts
	}
	report["org"].(map[string]any)["changes_per_deployment"] = float64(all)
	return nil
}

// differ gathers differences.
type differ struct {
	name      string
	tolerance float64
	found     []Difference
}

func (d *differ) tell(path string, want, got any) {
	d.found = append(d.found, Difference{d.name, path, show(want), show(got)})
}

func show(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	if len(data) > 300 {
		return string(data[:300]) + "…"
	}
	return string(data)
}

func (d *differ) object(path string, want map[string]any, got any) {
	have, ok := got.(map[string]any)
	if !ok {
		d.tell(path, want, got)
		return
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		d.value(path+"/"+key, want[key], have[key])
	}
}

func (d *differ) value(path string, want, got any) {
	switch want := want.(type) {
	case map[string]any:
		d.object(path, want, got)
	case []any:
		d.list(path, want, got)
	case float64:
		if f, ok := got.(float64); !ok || !d.near(want, f) {
			d.tell(path, want, got)
		}
	default:
		if want != got {
			d.tell(path, want, got)
		}
	}
}

func (d *differ) list(path string, want []any, got any) {
	have, ok := got.([]any)
	if !ok || len(have) != len(want) {
		d.tell(path, want, got)
		return
	}
	for i := range want {
		d.value(fmt.Sprintf("%s/%d", path, i), want[i], have[i])
	}
}

// near compares integers exactly and floats relatively.
func (d *differ) near(a, b float64) bool {
	if a == math.Trunc(a) && b == math.Trunc(b) {
		return a == b
	}
	return math.Abs(a-b) <= d.tolerance*max(math.Abs(a), math.Abs(b))
}
