package dora_test

import (
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// figures are the numbers of some services together.
func (r *reference) figures(all []*referenceService) map[string]any {
	f := referenceSum{reference: r, days: map[string]bool{}}
	for _, x := range all {
		f.add(x)
	}
	out := f.figures()
	out["counted_ids"], out["change_ids"] = r.trace(all)
	return out
}

// trace returns the deployments of the window, and what each name of one
// brought.
func (r *reference) trace(all []*referenceService) ([]string, map[string][]string) {
	counted, changes := []string{}, map[string][]string{}
	for _, x := range all {
		for _, d := range x.counted {
			if !r.in(d.at) {
				continue
			}
			counted = append(counted, d.ID)
			if len(d.changes) > 0 {
				shas := slices.Sorted(maps.Keys(d.changes))
				changes[d.ID] = slices.Compact(slices.Sorted(slices.Values(append(shas, changes[d.ID]...))))
			}
		}
	}
	slices.Sort(counted)
	return counted, changes
}

// referenceSum adds up services.
type referenceSum struct {
	*reference
	days                                    map[string]bool
	total, failed, count, redeploys, backs  int
	attempts, empty, negative, repairs, bad int
	ages, recoveries                        []int64
	medians                                 []*big.Rat
	rates                                   []*big.Rat
	incidents                               []dora.Incident
	failedIDs                               []string
}

func (f *referenceSum) place() *time.Location {
	if f.options.Location == nil {
		return time.UTC
	}
	return f.options.Location
}

func (f *referenceSum) touch(at time.Time) {
	f.count++
	f.days[at.In(f.place()).Format(time.DateOnly)] = true
}

func (f *referenceSum) add(x *referenceService) {
	before := f.count
	f.attempts += len(x.attempts)
	f.negative += x.negative
	f.empty += x.empty
	f.redeploys += len(x.redeploys)
	f.backs += len(x.rollbacks)
	for _, d := range x.counted {
		if f.in(d.at) {
			f.deployment(d)
		}
	}
	if f.options.CountRedeploys {
		for _, at := range x.redeploys {
			f.touch(at)
		}
	}
	if f.options.CountRollbacks {
		for _, at := range x.rollbacks {
			f.touch(at)
		}
	}
	for _, i := range x.incidents {
		if !slices.ContainsFunc(f.incidents, func(j dora.Incident) bool { return i.ID == j.ID }) {
			f.incidents = append(f.incidents, i)
		}
	}
	if len(x.counted) > 0 {
		from := f.window.From
		if x.since.After(from) && x.since.Before(f.window.To) {
			from = x.since
		}
		days := big.NewRat(int64(f.window.To.Sub(from)/time.Microsecond), 24*3600*1e6)
		f.rates = append(f.rates, new(big.Rat).Quo(big.NewRat(int64(f.count-before), 1), days))
	}
}

func (f *referenceSum) deployment(d *shipping) {
	f.total++
	f.touch(d.at)
	if d.Kind == dora.Hotfix || d.Rework {
		f.repairs++
	}
	own := slices.Sorted(maps.Values(d.changes))
	f.ages = append(f.ages, own...)
	if len(own) > 0 {
		f.medians = append(f.medians, middle(own))
	}
	if !d.failed() {
		return
	}
	f.failed++
	f.failedIDs = append(f.failedIDs, d.ID)
	if len(d.incidents) == 0 {
		f.recover(d, slices.MinFunc(d.failedBy, time.Time.Compare))
		return
	}
	var last time.Time
	for _, i := range d.incidents {
		if i.Resolved.IsZero() {
			f.bad++
			return
		}
		if i.Resolved.After(last) {
			last = i.Resolved
		}
	}
	f.recover(d, last)
}

func (f *referenceSum) recover(d *shipping, end time.Time) {
	if !end.Before(d.at) {
		f.recoveries = append(f.recoveries, int64(end.Sub(d.at)/time.Second))
	}
}

// middle returns the median as a fraction.
func middle(sorted []int64) *big.Rat {
	n := len(sorted)
	return big.NewRat(sorted[(n-1)/2]+sorted[n/2], 2)
}

// quantileOf is type 7, by fractions; nil of nothing.
func quantileOf(values []int64, num, den int64) any {
	n := int64(len(values))
	if n == 0 {
		return nil
	}
	slices.Sort(values)
	at := new(big.Rat).Mul(big.NewRat(n-1, 1), big.NewRat(num, den))
	below := new(big.Int).Quo(at.Num(), at.Denom()).Int64()
	rest := new(big.Rat).Sub(at, big.NewRat(below, 1))
	low, high := values[below], values[min(below+1, n-1)]
	return float(rest.Add(rest.Mul(rest, big.NewRat(high-low, 1)), big.NewRat(low, 1)))
}

func float(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}

func share(a, b int) any {
	if b == 0 {
		return nil
	}
	return float(big.NewRat(int64(a), int64(b)))
}

func average(values []int64) any {
	sum := int64(0)
	for _, v := range values {
		sum += v
	}
	return share(int(sum), len(values))
}

func (f *referenceSum) figures() map[string]any {
	failed, total := f.failed, f.total
	if f.options.CountFailedAttempts {
		failed, total = failed+f.attempts, total+f.attempts
	}
	slices.Sort(f.failedIDs)
	windowDays := f.window.To.Sub(f.window.From).Hours() / 24
	return map[string]any{
		"deployments": map[string]any{
			"count": f.count, "per_day": float64(f.count) / windowDays, "redeploys": f.redeploys, "rollbacks": f.backs,
			"failed_attempts": f.attempts, "empty": f.empty, "deploy_days": len(f.days),
			"per_service_per_day": middleRate(f.rates), "weeks": len(f.weeks()),
			"weeks_with_deploy": f.weeksWith(), "median_days_per_week": quantileOf(f.weeks(), 1, 2),
		},
		"lead_time": map[string]any{
			"n": len(f.ages), "p50": quantileOf(f.ages, 1, 2), "p90": quantileOf(f.ages, 9, 10), "p95": quantileOf(f.ages, 19, 20),
			"mean": average(f.ages), "negative": f.negative, "per_deploy_p50": middleRate(f.medians),
		},
		"change_failure": map[string]any{"failed": failed, "total": total, "rate": share(failed, total)},
		"restore":        f.restore(),
		"recovery": map[string]any{
			"n": len(f.recoveries), "p50": quantileOf(f.recoveries, 1, 2), "mean": average(f.recoveries), "open": f.bad,
		},
		"rework":     map[string]any{"n": f.backs + f.repairs, "total": f.total + f.backs, "rate": share(f.backs+f.repairs, f.total+f.backs)},
		"levels":     f.levels(failed, total),
		"failed_ids": append([]string{}, f.failedIDs...),
	}
}

func middleRate(rates []*big.Rat) any {
	if m := middleRat(rates); m != nil {
		return float(m)
	}
	return nil
}

func middleRat(rates []*big.Rat) *big.Rat {
	n := len(rates)
	if n == 0 {
		return nil
	}
	slices.SortFunc(rates, (*big.Rat).Cmp)
	sum := new(big.Rat).Add(rates[(n-1)/2], rates[n/2])
	return sum.Mul(sum, big.NewRat(1, 2))
}

// weeks returns the days with a deployment of each whole week: every day of
// the window is looked at by its name.
func (f *referenceSum) weeks() []int64 {
	out := []int64{}
	first := f.window.From.In(f.place()).AddDate(0, 0, -8)
	for n := range 200 {
		y, m, d := first.Date()
		day := time.Date(y, m, d+n, 0, 0, 0, 0, f.place())
		end := time.Date(y, m, d+n+7, 0, 0, 0, 0, f.place())
		if day.Weekday() != time.Monday || day.Before(f.window.From) || end.After(f.window.To) {
			continue
		}
		with := int64(0)
		for k := range 7 {
			if f.days[time.Date(y, m, d+n+k, 12, 0, 0, 0, f.place()).Format(time.DateOnly)] {
				with++
			}
		}
		out = append(out, with)
	}
	return out
}

func (f *referenceSum) weeksWith() int {
	n := 0
	for _, days := range f.weeks() {
		if days > 0 {
			n++
		}
	}
	return n
}

// levels are those of the founding table.
func (f *referenceSum) levels(failed, total int) map[string]any {
	out := map[string]any{"df": nil, "lt": nil, "cfr": nil, "ttr": nil, "overall": nil}
	names := []string{"elite", "high", "medium", "low"}
	worst := -1
	set := func(key string, level int) {
		out[key] = names[level]
		worst = max(worst, level)
	}
	pick := func(limits ...bool) int {
		for i, within := range limits {
			if within {
				return i
			}
		}
		return len(limits)
	}
	if r := middleRat(f.rates); r != nil {
		set("df", pick(r.Cmp(big.NewRat(1, 1)) > 0, r.Cmp(big.NewRat(1, 7)) >= 0, r.Cmp(big.NewRat(1, 30)) >= 0))
	}
	const day = 24 * 3600
	if v, ok := quantileOf(f.ages, 1, 2).(float64); ok {
		set("lt", pick(v < 3600, v <= day, v <= 30*day))
	}
	if total > 0 {
		set("cfr", pick(failed*100 <= 5*total, failed*100 <= 15*total, failed*100 <= 30*total))
	}
	if v, ok := f.restore()["p50"].(float64); ok {
		set("ttr", pick(v < 3600, v < day, v <= 7*day))
	}
	if worst >= 0 {
		out["overall"] = names[worst]
	}
	return out
}

// report returns the report in the form that packages of other languages have
// it.
func (r *reference) report() map[string]any {
	services, all := map[string]any{}, []*referenceService{}
	teams := map[string][]*referenceService{}
	for _, s := range r.named() {
		x := r.service(s)
		all = append(all, x)
		services[s.Name] = r.serviceFigures(x)
		for _, team := range r.above(s.Owner) {
			teams[team] = append(teams[team], x)
		}
	}
	teamFigures := map[string]any{}
	for name, members := range teams {
		figures := r.figures(members)
		names := []string{}
		for _, x := range members {
			names = append(names, x.name)
		}
		slices.Sort(names)
		figures["services"] = names
		teamFigures[name] = figures
	}
	return map[string]any{"services": services, "teams": teamFigures, "org": r.figures(all)}
}

// named returns the services that are declared, and those that events name.
func (r *reference) named() []dora.Service {
	out := slices.Clone(r.services)
	add := func(name string) {
		if !slices.ContainsFunc(out, func(s dora.Service) bool { return s.Name == name }) {
			out = append(out, dora.Service{Name: name})
		}
	}
	for _, d := range r.deployments {
		add(d.Service)
	}
	for _, i := range r.incidents {
		for _, name := range i.Services {
			add(name)
		}
	}
	return out
}

func (r *reference) above(owner string) []string {
	ref := func(s string) string { return "group:default/" + strings.ToLower(strings.TrimPrefix(s, "group:")) }
	if owner == "" {
		return []string{"unowned"}
	}
	out := []string{}
	for name := ref(owner); name != "" && !slices.Contains(out, name); {
		out = append(out, name)
		next := ""
		for _, g := range r.groups {
			if ref(g.Name) == name && g.Parent != "" {
				next = ref(g.Parent)
			}
		}
		name = next
	}
	return out
}

func (r *reference) serviceFigures(x *referenceService) map[string]any {
	figures := r.figures([]*referenceService{x})
	figures["quality"] = map[string]any{
		"merges": x.merges, "off_path": x.offPath, "duplicates": x.twice, "bots": x.bots, "unknown_sha": x.unknown,
	}
	figures["trend"] = r.trend(x)
	return figures
}

// trend has a row a month.
func (r *reference) trend(x *referenceService) []any {
	place := (&referenceSum{reference: r}).place()
	out := []any{}
	month := func(t time.Time) string { return t.In(place).Format("2006-01") }
	y, m, _ := r.window.From.In(place).Date()
	for n := range 24 {
		at := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, place)
		if !at.Before(r.window.To) {
			break
		}
		label := at.Format(time.DateOnly)
		failed, total := 0, 0
		var ages, lengths []int64
		within := func(all []time.Time, counts bool) (n int) {
			for _, when := range all {
				if counts && month(when) == month(at) {
					n++
				}
			}
			return n
		}
		for _, d := range x.counted {
			if !r.in(d.at) || month(d.at) != month(at) {
				continue
			}
			total++
			if d.failed() {
				failed++
			}
			ages = slices.AppendSeq(ages, maps.Values(d.changes))
		}
		for _, i := range x.incidents {
			if !i.Resolved.IsZero() && r.in(i.Resolved) && !i.Resolved.Before(i.Started) && month(i.Resolved) == month(at) {
				lengths = append(lengths, int64(i.Resolved.Sub(i.Started)/time.Second))
			}
		}
		count := total + within(x.redeploys, r.options.CountRedeploys) + within(x.rollbacks, r.options.CountRollbacks)
		attempts := within(x.attempts, r.options.CountFailedAttempts)
		out = append(out, []any{label, count, quantileOf(ages, 1, 2), share(failed+attempts, total+attempts), quantileOf(lengths, 1, 2)})
	}
	return out
}
