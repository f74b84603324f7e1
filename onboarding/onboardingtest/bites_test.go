package onboardingtest_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
)

// faultVariable says which fault the provider of TestFaulty has.
const faultVariable = "ONBOARDINGTEST_FAULT"

// faulty is a provider with one fault.
type faulty struct {
	*onboardingtest.Memory
	fault string
}

// Observe forgets rotations, takes what has lapsed for pending, or finds the wrong person.
func (p faulty) Observe(ctx context.Context, person onboarding.Person) (*onboarding.Holding, error) {
	if p.fault == "finds by a part of the address" && strings.Contains(person.Email, "person2") {
		person.Email = strings.Replace(person.Email, "person2", "person1", 1)
	}
	h, err := p.Memory.Observe(ctx, person)
	if err != nil {
		return h, err
	}
	for i := range h.Held {
		held := &h.Held[i]
		switch {
		case p.fault == "forgets rotations" && held.Kind == onboardingtest.RotationKind:
			held.State = onboarding.Manual
		case p.fault == "takes lapsed for pending":
			held.Lapsed = false
		case p.fault == "knows no imposed roles":
			held.Fixed = false
		case p.fault == "holds a thing twice" && i == 0:
			h.Held = append(h.Held, *held)
		}
	}
	return h, nil
}

// Give guesses, repeats itself, forgets what was before or ignores that it was cancelled.
func (p faulty) Give(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	switch p.fault {
	case "ignores cancellation":
		ctx = context.WithoutCancel(ctx)
	case "writes again":
		if _, err := p.Memory.Take(ctx, c); err != nil {
			return onboarding.Outcome{}, err
		}
	}
	out, err := p.Memory.Give(ctx, c)
	switch {
	case err != nil && p.fault == "tells secrets":
		err = &onboarding.CallError{Provider: "memory", Class: onboarding.ClassOf(err), Err: errors.New("https://" + secret + "@host")}
	case err != nil && p.fault == "returns bare errors":
		err = errors.Unwrap(err)
	case p.fault == "forgets what was before":
		out.Before = onboarding.Grant{}
	case p.fault == "guesses" && out.State == onboarding.Blocked:
		out = onboarding.Outcome{State: onboarding.Done}
	case p.fault == "says nothing":
		out.Note = ""
	}
	return out, err
}

// Take fails where there is nothing to take.
func (p faulty) Take(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	out, err := p.Memory.Take(ctx, c)
	if err == nil && !out.Changed && p.fault == "cannot take what is not there" {
		err = &onboarding.CallError{Provider: "memory", Class: onboarding.ClassNotFound, Err: errors.New("not found")}
	}
	return out, err
}

// TestFaulty passes, unless the environment names a fault.
func TestFaulty(t *testing.T) {
	onboardingtest.TestProvider(t, func(*testing.T) *onboardingtest.Harness {
		h := harness(onboardingtest.Invited, true)
		h.Provider = faulty{h.Provider.(*onboardingtest.Memory), os.Getenv(faultVariable)}
		return h
	})
}

// TestSuiteBites: each fault is found, by the check that is about it.
func TestSuiteBites(t *testing.T) {
	t.Parallel()
	for fault, check := range map[string]string{
		"finds by a part of the address": "people_are_kept_apart",
		"forgets rotations":              "given,_given_again",
		"takes lapsed for pending":       "lapsed",
		"knows no imposed roles":         "imposed_roles",
		"holds a thing twice":            "given,_given_again",
		"ignores cancellation":           "cancelled",
		"writes again":                   "given,_given_again",
		"tells secrets":                  "what_is_not_there",
		"returns bare errors":            "faults",
		"forgets what was before":        "roles",
		"guesses":                        "an_unknown_identity",
		"says nothing":                   "asked_for,_and_waiting",
		"cannot take what is not there":  "a_stranger_has_nothing",
	} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			program, err := os.Executable()
			require.NoError(t, err)
			cmd := exec.CommandContext(t.Context(), program, "-test.run=^TestFaulty$", "-test.v")
			cmd.Env = append(os.Environ(), faultVariable+"="+fault)
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			require.ErrorAs(t, err, &exit, "the suite passes")
			assert.Contains(t, string(out), "--- FAIL: TestFaulty/"+check)
		})
	}
}
