package dora

import (
	"math/big"
	"slices"
)

// pool gathers what the figures of a service, a team or all are made of.
// Pools add up; their figures do not.
type pool struct {
	total     int // deployments, also those that count for the failure rate only
	failed    int
	frequency int // deployments and whatever else the options count as such
	redeploys int
	rollbacks int
	attempts  int
	empty     int
	repairs   int // hotfixes and rework among the deployments
	days      days

	ages     []int64 // of changes, in seconds
	medians  []float64
	negative int
	zero     int

	outages    []int32 // numbers in calculation.known
	recoveries []int64
	unrepaired int

	rates     []rate // of the services ever deployed
	failedIDs []uint32
}

func (p *pool) add(q *pool) {
	p.total += q.total
	p.failed += q.failed
	p.frequency += q.frequency
	p.redeploys += q.redeploys
	p.rollbacks += q.rollbacks
	p.attempts += q.attempts
	p.empty += q.empty
	p.repairs += q.repairs
	p.days.addAll(q.days)
	p.ages = append(p.ages, q.ages...)
	p.medians = append(p.medians, q.medians...)
	p.negative += q.negative
	p.zero += q.zero
	p.outages = append(p.outages, q.outages...)
	p.recoveries = append(p.recoveries, q.recoveries...)
	p.unrepaired += q.unrepaired
	p.rates = append(p.rates, q.rates...)
	p.failedIDs = append(p.failedIDs, q.failedIDs...)
}

// metrics turns what was gathered into figures.
func (c *calculation) metrics(p *pool) Metrics {
	m := Metrics{
		Deployments:   c.frequencyOf(p),
		LeadTime:      leadTimeOf(p),
		ChangeFailure: c.failureOf(p),
		Restore:       c.restoreOf(p),
		Recovery:      recoveryOf(p),
		Rework:        reworkOf(p),
		FailedIDs:     c.failedIDs(p),
	}
	m.Levels = c.levelsOf(p, &m)
	m.FewData = fewData(&m)
	return m
}

func (c *calculation) frequencyOf(p *pool) Frequency {
	all := c.window.days()
	perWeek := p.days.perWeek(c.calendar)
	f := Frequency{
		Count:             p.frequency,
		PerDay:            known(float64(p.frequency) / all),
		PerDayCI95:        poissonInterval(p.frequency).times(1 / all),
		PerServicePerDay:  Figure{},
		DeployDays:        p.days.count(c.calendar),
		Weeks:             len(perWeek),
		WeeksWithDeploy:   len(perWeek) - zeros(perWeek),
		MedianDaysPerWeek: median(perWeek),
		Redeploys:         p.redeploys,
		Rollbacks:         p.rollbacks,
		FailedAttempts:    p.attempts,
		Empty:             p.empty,
	}
	if r := medianRate(p.rates); r != nil {
		v, _ := r.Float64()
		f.PerServicePerDay = known(v)
	}
	return f
}

func zeros(sorted []int64) int {
	n, _ := slices.BinarySearch(sorted, 1)
	return n
}

// medianRate returns the median as a fraction, nil of no rates.
func medianRate(rates []rate) *big.Rat {
	if len(rates) == 0 {
		return nil
	}
	perDay := make([]*big.Rat, len(rates))
	for i, r := range rates {
		perDay[i] = r.perDay()
	}
	slices.SortFunc(perDay, (*big.Rat).Cmp)
	n := len(perDay)
	sum := new(big.Rat).Add(perDay[(n-1)/2], perDay[n/2])
	return sum.Quo(sum, big.NewRat(2, 1))
}

func leadTimeOf(p *pool) LeadTime {
	slices.Sort(p.ages)
	slices.Sort(p.medians)
	return LeadTime{
		N: len(p.ages), P50: median(p.ages), P90: quantile(p.ages, 0.9), P95: quantile(p.ages, 0.95),
		Mean: mean(p.ages), P50CI95: medianInterval(p.ages), PerDeployP50: median(p.medians),
		Negative: p.negative, Zero: p.zero,
	}
}

func (c *calculation) failureOf(p *pool) ChangeFailure {
	failed, total := p.failed, p.total
	if c.options.CountFailedAttempts {
		failed, total = failed+p.attempts, total+p.attempts
	}
	return ChangeFailure{Failed: failed, Total: total, Rate: ratio(failed, total), CI95: wilson(failed, total)}
}

func recoveryOf(p *pool) Recovery {
	slices.Sort(p.recoveries)
	return Recovery{N: len(p.recoveries), P50: median(p.recoveries), Mean: mean(p.recoveries), Open: p.unrepaired}
}

func reworkOf(p *pool) Rework {
	n, total := p.rollbacks+p.repairs, p.total+p.rollbacks
	return Rework{N: n, Total: total, Rate: ratio(n, total)}
}

func (c *calculation) failedIDs(p *pool) []string {
	out := make([]string, len(p.failedIDs))
	for i, id := range p.failedIDs {
		out[i] = c.history.ids.at(id)
	}
	slices.Sort(out)
	return out
}

func (c *calculation) levelsOf(p *pool, m *Metrics) Levels {
	b := c.options.Benchmark
	restore := m.Restore.P50
	if b.Recovery {
		restore = m.Recovery.P50
	}
	l := Levels{
		LeadTime: b.below(m.LeadTime.P50, b.LeadTime),
		Restore:  b.below(restore, b.Restore),
	}
	if r := medianRate(p.rates); r != nil {
		l.Frequency = levelOf(r, b.Frequency, 1)
	}
	if f := m.ChangeFailure; f.Total > 0 {
		l.FailureRate = levelOf(big.NewRat(int64(f.Failed)*100, int64(f.Total)), b.FailureRate, -1)
	}
	l.Overall = worst(l.Frequency, l.LeadTime, l.FailureRate, l.Restore)
	return l
}

func fewData(m *Metrics) []string {
	var out []string
	if n := m.ChangeFailure.Total; n < 5 {
		out = append(out, "deployments")
	}
	if m.LeadTime.N < 6 {
		out = append(out, "lead_time")
	}
	if m.Restore.N < 3 {
		out = append(out, "restore")
	}
	return out
}
