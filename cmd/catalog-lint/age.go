package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// age is a length of time as a flag: 7d, 36h or 90m; 0 means any.
type age time.Duration

// String returns the age in days if these are whole.
func (a *age) String() string {
	if d := time.Duration(*a); d%day != 0 {
		return d.String()
	}
	return strconv.FormatInt(int64(time.Duration(*a)/day), 10) + "d"
}

// Set reads an age.
func (a *age) Set(text string) error {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.ParseUint(days, 10, 16)
		if err != nil {
			return fmt.Errorf("%q is no number of days", text)
		}
		*a = age(time.Duration(n) * day)
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return fmt.Errorf("%q is no length of time: write 7d, 36h or 90m, or 0 for any", text)
	}
	*a = age(d)
	return nil
}

// Type is shown in help where no other word is.
func (a *age) Type() string { return "AGE" }
