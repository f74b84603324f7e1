package dora_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
)

// tally has what the evidence of a metric adds up to.
type tally struct {
	roles   map[dora.Role]int // each event once
	seconds []float64
}

func tallyOf(t *testing.T, r *dora.Report, name string, m dora.Metric) tally {
	t.Helper()
	all, err := r.Explain(name, m)
	require.NoError(t, err)
	sum := tally{roles: map[dora.Role]int{}}
	seen := map[[5]string]bool{}
	for _, e := range all {
		key := [5]string{string(e.Role), e.Service, e.Deployment, e.Change}
		if m != dora.ChangeFailureRate {
			key[4] = e.Incident
		}
		if !seen[key] {
			seen[key] = true
			sum.roles[e.Role]++
		}
		if e.Seconds.Known {
			sum.seconds = append(sum.seconds, e.Seconds.Value)
		}
	}
	return sum
}

func (s tally) median() dora.Figure {
	n := len(s.seconds)
	if n == 0 {
		return dora.Figure{}
	}
	slices.Sort(s.seconds)
	return dora.Figure{Value: (s.seconds[(n-1)/2] + s.seconds[n/2]) / 2, Known: true}
}

// What explains a figure adds up to it.
func TestEvidenceAddsUp(t *testing.T) {
	t.Parallel()
	for seed := range uint64(150) {
		w := newWorld(seed)
		o := w.options()
		o.CountRedeploys, o.CountRollbacks = false, false
		r := dora.Calculate(w.history(t), marchWindow(), &o)
		for name, s := range r.Services {
			of := func(m dora.Metric) tally { return tallyOf(t, r, name, m) }
			df := of(dora.DeploymentFrequency).roles
			require.Equal(t, s.Deployments.Count, df[dora.Counted], "history %d, %s", seed, name)
			assert.Len(t, s.CountedIDs(), s.Deployments.Count)
			assert.Equal(t, s.Deployments.Redeploys, df[dora.Redeploy])
			assert.Equal(t, s.Deployments.Rollbacks, df[dora.WentBack])
			assert.Equal(t, s.Deployments.FailedAttempts, df[dora.FailedAttempt])

			lead := of(dora.LeadTimeForChanges)
			assert.Equal(t, s.LeadTime.N, lead.roles[dora.Shipped])
			assert.Equal(t, s.LeadTime.Negative, lead.roles[dora.NegativeAge])
			assert.Equal(t, s.LeadTime.P50, lead.median())

			failure := of(dora.ChangeFailureRate).roles
			attempts := failure[dora.FailedAttempt]
			assert.Equal(t, s.ChangeFailure.Failed, failure[dora.Failed]+attempts)
			assert.Equal(t, s.ChangeFailure.Total, failure[dora.Failed]+failure[dora.Counted]+attempts)
			assert.Len(t, s.FailedIDs, failure[dora.Failed])

			restore := of(dora.TimeToRestore)
			assert.Equal(t, s.Restore.N, restore.roles[dora.Restored])
			assert.Equal(t, s.Restore.Open, restore.roles[dora.StillOpen])
			assert.Equal(t, s.Restore.Negative, restore.roles[dora.NegativeLength])
			assert.Equal(t, s.Restore.P50, restore.median())

			recovery := of(dora.FailedRecovery)
			assert.Len(t, recovery.seconds, s.Recovery.N)
			assert.Equal(t, s.Recovery.Open, recovery.roles[dora.StillOpen])
			assert.Equal(t, s.Recovery.P50, recovery.median())

			rework := of(dora.ReworkRate).roles
			assert.Equal(t, s.Rework.N, rework[dora.Reworked]+rework[dora.WentBack])
			assert.Equal(t, s.Rework.Total, rework[dora.Reworked]+rework[dora.WentBack]+rework[dora.Counted])
		}
	}
}

func TestExplainErrors(t *testing.T) {
	t.Parallel()
	r := dora.Calculate(newWorld(1).history(t), marchWindow(), nil)
	_, err := r.Explain("nobody", dora.ReworkRate)
	require.EqualError(t, err, `"nobody" is neither a service nor a team of the report`)
	_, err = r.Explain("", "speed")
	require.EqualError(t, err, `"speed" is no metric`)
}

func TestSince(t *testing.T) {
	t.Parallel()
	now, before := &dora.Metrics{}, &dora.Metrics{}
	now.LeadTime.P50, before.LeadTime.P50 = dora.Figure{Value: 60, Known: true}, dora.Figure{Value: 120, Known: true}
	now.Restore.P50 = dora.Figure{Value: 5, Known: true}
	now.ChangeFailure.Rate, before.ChangeFailure.Rate = dora.Figure{Value: 0.5, Known: true}, dora.Figure{Known: true}
	got := now.Since(before)
	assert.Equal(t, dora.Move{Difference: dora.Figure{Value: -60, Known: true}, Ratio: dora.Figure{Value: 0.5, Known: true}}, got.LeadTime)
	assert.Equal(t, dora.Move{}, got.Restore)
	assert.Equal(t, dora.Move{Difference: dora.Figure{Value: 0.5, Known: true}}, got.FailureRate)
}
