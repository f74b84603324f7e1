package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// maxFailed is how many failed deployments are listed: the latest.
const maxFailed = 100

// failedDeployment is one with all reasons why it counts as failed.
type failedDeployment struct {
	Service, ID, At string
	Reasons         []string

	at time.Time
}

// failed returns the failed deployments, the latest first, and how many there
// are in all.
func failed(r *dora.Report) ([]failedDeployment, int, error) {
	list, err := r.Explain("", dora.ChangeFailureRate)
	if err != nil {
		return nil, 0, err
	}
	var out []failedDeployment
	at := map[[2]string]int{}
	for _, e := range list {
		if e.Role != dora.Failed {
			continue
		}
		id := [2]string{e.Service, e.Deployment}
		if _, ok := at[id]; !ok {
			at[id] = len(out)
			out = append(out, failedDeployment{Service: clip(e.Service, longName), ID: clip(e.Deployment, longName), At: minute(e.At), at: e.At})
		}
		d := &out[at[id]]
		d.Reasons = append(d.Reasons, clip(e.Reason, 2*longName))
	}
	slices.SortStableFunc(out, func(a, b failedDeployment) int {
		return cmp.Or(b.at.Compare(a.at), cmp.Compare(a.Service, b.Service), cmp.Compare(a.ID, b.ID))
	})
	return out[:min(len(out), maxFailed)], len(out), nil
}
