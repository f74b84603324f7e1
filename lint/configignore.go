package lint

import (
	"errors"
	"time"

	"github.com/goldenpath-go/goldenpath/source"
)

// Ignore silences rules for some files or entities: what a comment does where it stands, for findings that lie in many
// places, or in files that others write.
type Ignore struct {
	Scope
	Rules  []string     // names or aliases of the rules
	Reason string       // why
	Until  time.Time    // midnight, UTC, of its last day; zero: no end
	Range  source.Range // of its entry in the configuration; without a file, nothing is said of an ignore that silences nothing
}

// expired reports whether now is past the ignore's last day.
func (g *Ignore) expired(now func() time.Time) bool { return past(g.Until, now) }

// past reports whether now is after the last day; never for the zero value.
func past(last time.Time, now func() time.Time) bool {
	return now != nil && !last.IsZero() && !now().Before(last.AddDate(0, 0, 1))
}

// day is a date as it stands in a file.
type day struct{ time.Time }

var errDay = errors.New("write a day as 2027-01-31")

// UnmarshalText reads a date.
func (d *day) UnmarshalText(text []byte) error {
	at, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return errDay
	}
	d.Time = at
	return nil
}
