package doraconf

import (
	"fmt"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// config is the configuration of a case.
type config struct {
	From, To            time.Time
	TZ                  string
	Production          []string
	LookbackHours       *float64 `json:"lookback_hours"`
	EnvPolicy           string   `json:"env_policy"`
	CountRedeploys      bool     `json:"count_redeploys"`
	CountRollbacks      bool     `json:"count_rollbacks"`
	CountFailedAttempts bool     `json:"count_failed_attempts"`
	ExcludeBots         bool     `json:"exclude_bots"`
	Signals             []dora.Signal
	Benchmark           string
	Bucket              dora.Bucket

	tolerance float64
}

// options turns the configuration into that of the package. There 0 hours of
// lookback mean no limit.
func (c config) options() (*dora.Options, error) {
	o := &dora.Options{
		Production: c.Production, EachEnvironment: c.EnvPolicy == "each",
		CountRedeploys: c.CountRedeploys, CountRollbacks: c.CountRollbacks, CountFailedAttempts: c.CountFailedAttempts,
		ExcludeBots: c.ExcludeBots, Signals: c.Signals, Bucket: c.Bucket,
	}
	if c.LookbackHours != nil {
		o.Lookback = time.Duration(*c.LookbackHours * float64(time.Hour))
		if o.Lookback == 0 {
			o.Lookback = -1
		}
	}
	var err error
	if o.Location, err = time.LoadLocation(c.TZ); err != nil {
		return nil, err
	}
	switch c.Benchmark {
	case "", "doc":
	case "2021":
		o.Benchmark = dora.Report2021()
	case "2023":
		o.Benchmark = dora.Report2023()
	default:
		return nil, fmt.Errorf("benchmark %q is none of doc, 2021, 2023", c.Benchmark)
	}
	return o, nil
}
