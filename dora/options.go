package dora

import "time"

// Options says how [Calculate] counts. The zero value and nil are the rules
// of package documentation with the founding table of levels.
type Options struct {
	// Location is the time zone of days, weeks and months. Nil: UTC.
	Location *time.Location
	// Production are the patterns of the environments that count, matched
	// without letter case; * stands for any text. Empty: [DefaultProduction].
	Production []string
	// Lookback is how long before an incident's start the deployment may lie
	// that is blamed for it without being named. Zero: 24 hours; negative:
	// without limit.
	Lookback time.Duration
	// EachEnvironment counts a version in every production environment it
	// reaches, not only in the first.
	EachEnvironment bool
	// CountRedeploys and CountRollbacks add them to the frequency.
	CountRedeploys, CountRollbacks bool
	// CountFailedAttempts adds attempts that never reached production to the
	// failure rate, above and below the line.
	CountFailedAttempts bool
	// ExcludeBots leaves out the commits that no human wrote.
	ExcludeBots bool
	// Signals say what marks a deployment as failed. Empty: [ByIncident] and
	// [ByRollback].
	Signals []Signal
	// Benchmark has the limits of the levels. Nil: [Document].
	Benchmark *Benchmark
	// Bootstrap adds intervals of the medians of lead time, restore and
	// recovery that are drawn with a seed. Nil: none.
	Bootstrap *Bootstrap
	// Bucket is the step of the trend. Empty: [Month].
	Bucket Bucket
}

// Signal is what can mark a deployment as failed.
type Signal string

// The signals.
const (
	ByIncident Signal = "incident" // an incident that is linked to it
	ByRollback Signal = "rollback" // going back to what was before it
	ByRevert   Signal = "revert"   // a later deployment reverts one of its commits
	ByHotfix   Signal = "hotfix"   // the next deployment is a hotfix
	ByAttempt  Signal = "attempt"  // it never got there; see Options.CountFailedAttempts
)

// Bucket is a step of the trend, in local time.
type Bucket string

// The buckets. A Week begins on Monday, as in ISO 8601.
const (
	Day   Bucket = "day"
	Week  Bucket = "week"
	Month Bucket = "month"
)

const defaultLookback = 24 * time.Hour

// settings are the options with every default filled in.
type settings struct {
	Options
	signals map[Signal]bool
}

func (o *Options) fill() settings {
	s := settings{signals: map[Signal]bool{}}
	if o != nil {
		s.Options = *o
	}
	if s.Location == nil {
		s.Location = time.UTC
	}
	if len(s.Production) == 0 {
		s.Production = DefaultProduction()
	}
	if s.Lookback == 0 {
		s.Lookback = defaultLookback
	}
	if len(s.Signals) == 0 {
		s.Signals = []Signal{ByIncident, ByRollback}
	}
	for _, signal := range s.Signals {
		s.signals[signal] = true
	}
	if s.Benchmark == nil {
		s.Benchmark = Document()
	}
	if s.Bucket == "" {
		s.Bucket = Month
	}
	return s
}
