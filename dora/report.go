package dora

import (
	"encoding/json"
	"time"
)

// Report has the figures of a window: of every service, of every team and
// what is above it, and of all.
type Report struct {
	// Window is what was asked for.
	Window Window
	// Benchmark names the table of the levels.
	Benchmark string
	// Bootstrap is that of the options. Nil: there are no such intervals.
	Bootstrap *Bootstrap
	// Services are the figures by name of the service.
	Services map[string]*ServiceMetrics
	// Teams are the figures by reference to the owner, [Unowned] for
	// services without one. A group contains those below it.
	Teams map[string]*TeamMetrics
	// Org has the figures of all services.
	Org *Metrics
	// Trend are the steps of all services together.
	Trend []TrendPoint
	// Warnings are what the numbers do not say by themselves, those of all
	// first, then by service.
	Warnings []Warning

	calculation *calculation
}

// Metrics are the figures of a service, a team or all. Durations are in
// seconds. A team's are those of all its changes, deployments and incidents
// together, never the mean of its services' figures.
type Metrics struct {
	Deployments   Frequency     `json:"deployments"`
	LeadTime      LeadTime      `json:"lead_time"`
	ChangeFailure ChangeFailure `json:"change_failure"`
	Restore       Restore       `json:"restore"`
	Recovery      Recovery      `json:"recovery"`
	Rework        Rework        `json:"rework"`
	Levels        Levels        `json:"levels"`
	// FailedIDs are the deployments that failed, sorted.
	FailedIDs []string `json:"failed_ids"`
	// FewData names the figures with too few events to rely on:
	// "deployments" (under 5), "lead_time" (under 6), "restore" (under 3).
	FewData []string `json:"few_data,omitempty"`
}

// Frequency is how often versions reach production.
type Frequency struct {
	Count int `json:"count"`
	// PerDay is Count by the days of the window, with its exact Poisson
	// interval.
	PerDay     Figure    `json:"per_day"`
	PerDayCI95 *Interval `json:"per_day_ci95"`
	// PerServicePerDay is the median of the services' own rates, of those
	// that were ever deployed: owning many services is no merit.
	PerServicePerDay Figure `json:"per_service_per_day"`
	// DeployDays are the local days with a deployment; Weeks the whole ISO
	// weeks of the window, WeeksWithDeploy those with one, and
	// MedianDaysPerWeek the median number of days with one a week.
	DeployDays        int    `json:"deploy_days"`
	Weeks             int    `json:"weeks"`
	WeeksWithDeploy   int    `json:"weeks_with_deploy"`
	MedianDaysPerWeek Figure `json:"median_days_per_week"`
	// Redeploys brought what was live already, Rollbacks what was live
	// before, FailedAttempts nothing.
	Redeploys      int `json:"redeploys"`
	Rollbacks      int `json:"rollbacks"`
	FailedAttempts int `json:"failed_attempts"`
	// Empty are deployments of a known commit that brought no change.
	Empty int `json:"empty"`
}

// LeadTime is the age of changes when they reach production: from the
// author's date to the end of the first deployment that has them.
type LeadTime struct {
	N       int       `json:"n"`
	P50     Figure    `json:"p50"`
	P90     Figure    `json:"p90"`
	P95     Figure    `json:"p95"`
	Mean    Figure    `json:"mean"`
	P50CI95 *Interval `json:"p50_ci95"`
	// P50Bootstrap95 is there with Options.Bootstrap alone.
	P50Bootstrap95 *Interval `json:"p50_bootstrap95,omitempty"`
	// PerDeployP50 is the median of the deployments' own medians.
	PerDeployP50 Figure `json:"per_deploy_p50"`
	// Negative are changes dated after their deployment, which are left out.
	Negative int `json:"negative"`
	// Zero are changes of age 0, as those of lightweight tags.
	Zero int `json:"zero"`
}

// ChangeFailure is the share of deployments that failed in production.
type ChangeFailure struct {
	Failed int       `json:"failed"`
	Total  int       `json:"total"`
	Rate   Figure    `json:"rate"`
	CI95   *Interval `json:"ci95"`
}

// Restore is how long incidents last that were resolved in the window.
type Restore struct {
	N    int    `json:"n"`
	P50  Figure `json:"p50"`
	P90  Figure `json:"p90"`
	Mean Figure `json:"mean"`
	// P50Bootstrap95 is there with Options.Bootstrap alone.
	P50Bootstrap95 *Interval `json:"p50_bootstrap95,omitempty"`
	// Open are the incidents that were not resolved at the window's end.
	Open int `json:"open"`
	// KMP50 is the Kaplan-Meier median of those opened in the window, open
	// ones as at least as long as they have lasted: the honest figure while
	// long incidents are open.
	KMP50 Figure `json:"km_p50"`
	// ImpairedSeconds is the time of the window with at least one incident.
	ImpairedSeconds int64 `json:"impaired_seconds"`
	// Negative were resolved before they began and are left out; Under60s
	// lasted less than a minute.
	Negative int `json:"negative"`
	Under60s int `json:"under_60s"`
}

// Recovery is how long failed deployments of the window stayed unrepaired.
type Recovery struct {
	N    int    `json:"n"`
	P50  Figure `json:"p50"`
	Mean Figure `json:"mean"`
	// P50Bootstrap95 is there with Options.Bootstrap alone.
	P50Bootstrap95 *Interval `json:"p50_bootstrap95,omitempty"`
	// Open are those not recovered from at the window's end.
	Open int `json:"open"`
}

// Rework is the share of rollbacks and repairs among all that was deployed.
type Rework struct {
	N     int    `json:"n"`
	Total int    `json:"total"`
	Rate  Figure `json:"rate"`
}

// ServiceMetrics are the figures of a service.
type ServiceMetrics struct {
	Metrics
	Quality Quality      `json:"quality"`
	Trend   []TrendPoint `json:"trend"`

	calculation *calculation
	no          uint32 // of the service
}

// TeamMetrics are the figures of a team.
type TeamMetrics struct {
	Metrics
	// Services are the names of the team's services and of those of the
	// groups below it, sorted.
	Services []string     `json:"services"`
	Trend    []TrendPoint `json:"trend"`
}

// Quality counts what was left out of the figures of a service, and why.
type Quality struct {
	// Merges are commits with several parents; OffPath touch none of the
	// service's paths; Duplicates were shipped before under another SHA by a
	// cherry-pick; Bots are commits of bots where those are left out.
	Merges     int `json:"merges"`
	OffPath    int `json:"off_path"`
	Duplicates int `json:"duplicates"`
	Bots       int `json:"bots"`
	// UnknownSHA are deployments of the window without a commit, or of one
	// that is not in the history.
	UnknownSHA int `json:"unknown_sha"`
}

// TrendPoint has the figures of a step of the trend. In JSON it is [bucket,
// count, lead time p50, failure rate, restore p50].
type TrendPoint struct {
	// Bucket is the local day with which the step begins.
	Bucket      string
	Count       int
	LeadTime    Figure
	FailureRate Figure
	Restore     Figure
	// Failed and Total are what FailureRate is made of; JSON does not have
	// them.
	Failed, Total int
}

// MarshalJSON returns the five values as a list.
func (p TrendPoint) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{p.Bucket, p.Count, p.LeadTime, p.FailureRate, p.Restore})
}

// UnmarshalJSON reads the five values.
func (p *TrendPoint) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&p.Bucket, &p.Count, &p.LeadTime, &p.FailureRate, &p.Restore})
}

func (w Window) days() float64 { return float64(w.To.UnixMicro()-w.From.UnixMicro()) / dayMicros }

// Before returns the window of equal length that ends where w begins, for
// comparing a report with the one before it.
func (w Window) Before() Window {
	return Window{From: w.From.Add(-w.To.Sub(w.From)), To: w.From}
}

// Days returns the window of the last n days before to.
func Days(n int, to time.Time) Window { return Window{to.AddDate(0, 0, -n), to} }
