package dora

import (
	"slices"
)

// pool gathers what the figures of a service, a team or all are made of.
// Pools add up; their figures do not.
type pool struct {
	service   *service // of a service alone
	total     int      // deployments, also those that count for the failure rate only
	failed    int
	frequency int // deployments and whatever else the options count as such
	redeploys int
	rollbacks int
	attempts  int
	empty     int
	unknown   int // deployments of unknown commits, of a service alone
	repairs   int // hotfixes and rework among the deployments
	days      days

	ages     sample // of changes, in seconds
	medians  sample // of deployments, twice the seconds
	negative int
	zero     int

	outages    []int32 // numbers in calculation.known, ascending
	recoveries sample
	unrepaired int

	steps    []step  // of the trend, of a service alone
	stepAges []int64 // the ages by step, sorted within it

	rates     []rate // of the services ever deployed
	failedIDs []string
	warnings  []Warning // of a service alone
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
	p.ages.join(&q.ages)
	p.medians.join(&q.medians)
	p.negative += q.negative
	p.zero += q.zero
	p.recoveries.join(&q.recoveries)
	p.unrepaired += q.unrepaired
	p.rates = append(p.rates, q.rates...)
	p.failedIDs = append(p.failedIDs, q.failedIDs...)
}

// metrics turns what was gathered into figures.
func (c *calculation) metrics(p *pool) Metrics {
	m := Metrics{
		Deployments:   c.frequencyOf(p),
		LeadTime:      c.leadTimeOf(p),
		ChangeFailure: c.failureOf(p),
		Restore:       c.restoreOf(p),
		Recovery:      c.recoveryOf(p),
		Rework:        reworkOf(p),
		FailedIDs:     append([]string{}, p.failedIDs...),
	}
	m.Levels = c.levelsOf(&m)
	if len(p.rates) > 0 {
		own := medianRate(p.rates)
		m.Deployments.PerServicePerDay = known(own.float())
		m.Levels.Frequency = levelOf(own, c.options.Benchmark.Frequency, 1)
		m.Levels.Overall = worst(m.Levels.Overall, m.Levels.Frequency)
	}
	m.FewData = fewData(p.total, &m)
	return m
}

func (c *calculation) frequencyOf(p *pool) Frequency {
	with, perWeek := p.days.perWeek(c.calendar)
	f := Frequency{
		Count:             p.frequency,
		DeployDays:        p.days.count(),
		Weeks:             len(c.calendar.weeks),
		WeeksWithDeploy:   with,
		MedianDaysPerWeek: perWeek,
		Redeploys:         p.redeploys,
		Rollbacks:         p.rollbacks,
		FailedAttempts:    p.attempts,
		Empty:             p.empty,
	}
	if all := float64(c.to-c.from) / dayMicros; all > 0 {
		f.PerDay = known(float64(p.frequency) / all)
		f.PerDayCI95 = c.poisson(p.frequency).times(1 / all)
	}
	return f
}

func (c *calculation) poisson(count int) Interval {
	i, ok := c.intervals[count]
	if !ok {
		i = poissonInterval(count)
		c.intervals[count] = i
	}
	return i
}

// medianRate returns the median of some rates, at least one.
func medianRate(rates []rate) fraction {
	slices.SortFunc(rates, rate.compare)
	n := len(rates)
	a, b := rates[(n-1)/2].perDay(), rates[n/2].perDay()
	if a == b {
		return a
	}
	return a.mean(b)
}

func (c *calculation) leadTimeOf(p *pool) LeadTime {
	l := LeadTime{N: p.ages.n, Mean: p.ages.mean(), Negative: p.negative, Zero: p.zero}
	in := &c.search
	l.P50, l.P90, l.P95 = p.ages.quantile(0.5, in), p.ages.quantile(0.9, in), p.ages.quantile(0.95, in)
	l.P50CI95, l.P50Bootstrap95 = p.ages.interval(in), p.ages.bootstrap(c.options.Bootstrap)
	l.PerDeployP50 = p.medians.quantile(0.5, in).half()
	return l
}

func (c *calculation) failureOf(p *pool) ChangeFailure {
	failed, total := p.failed, p.total
	if c.options.CountFailedAttempts {
		failed, total = failed+p.attempts, total+p.attempts
	}
	return ChangeFailure{Failed: failed, Total: total, Rate: ratio(failed, total), CI95: wilson(failed, total)}
}

func (c *calculation) recoveryOf(p *pool) Recovery {
	all := &p.recoveries
	return Recovery{
		N: all.n, P50: all.quantile(0.5, &c.search), Mean: all.mean(),
		P50Bootstrap95: all.bootstrap(c.options.Bootstrap), Open: p.unrepaired,
	}
}

func reworkOf(p *pool) Rework {
	n, total := p.rollbacks+p.repairs, p.total+p.rollbacks
	return Rework{N: n, Total: total, Rate: ratio(n, total)}
}

func (c *calculation) levelsOf(m *Metrics) Levels {
	b := c.options.Benchmark
	restore := m.Restore.P50
	if b.Recovery {
		restore = m.Recovery.P50
	}
	l := Levels{
		LeadTime: b.below(m.LeadTime.P50, b.LeadTime),
		Restore:  b.below(restore, b.Restore),
	}
	if f := m.ChangeFailure; f.Total > 0 {
		l.FailureRate = levelOf(fraction{num: uint64(f.Failed) * 100, den: uint64(f.Total)}, b.FailureRate, -1)
	}
	l.Overall = worst(l.LeadTime, l.FailureRate, l.Restore)
	return l
}

func fewData(deployments int, m *Metrics) []string {
	var out []string
	if deployments < 5 {
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
