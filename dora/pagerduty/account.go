package pagerduty

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/internal/pagerduty"
	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// Account is an account of PagerDuty. Token is required. It may be used by many
// at once, and must not be changed meanwhile.
type Account struct {
	// Token is an API key; one that may only read is enough. It comes to
	// stand in no error.
	Token string
	// Base is where the API is. Empty: https://api.pagerduty.com; that of
	// Europe is https://api.eu.pagerduty.com.
	Base string
	// HTTP is used, and never changed. Nil: http.DefaultClient.
	HTTP *http.Client
	// MaxWait is the longest time to wait when PagerDuty asks for that; where
	// it asks for more, the request fails. Zero: two minutes.
	MaxWait time.Duration
}

// ServiceID is the annotation with the ID of a service in PagerDuty.
const ServiceID = "pagerduty.com/service-id"

// session is what one query of an account sends, and what that costs.
type session struct {
	client pagerduty.Client
	next   http.RoundTripper

	mu      sync.Mutex
	cost    dora.Cost
	refused time.Time // when we were told to wait; zero: we were not
}

func (a *Account) session() *session {
	s := &session{next: http.DefaultTransport}
	own := http.Client{}
	if a.HTTP != nil {
		own = *a.HTTP
	}
	if own.Transport != nil {
		s.next = own.Transport
	}
	own.Transport = s
	wait := a.MaxWait
	if wait == 0 {
		wait = 2 * time.Minute
	}
	s.client = pagerduty.Client{Token: a.Token, Base: a.Base, HTTP: &own, MaxWait: wait}
	return s
}

func (s *session) get(ctx context.Context, r *rest.Request, out any) error {
	return s.client.Do(ctx, r, out)
}

// RoundTrip counts what is sent.
func (s *session) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.cost.Requests++
	if !s.refused.IsZero() {
		s.cost.Waited += time.Since(s.refused)
		s.refused = time.Time{}
	}
	s.mu.Unlock()
	answer, err := s.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if answer.StatusCode == http.StatusTooManyRequests {
		s.refused = time.Now()
	}
	if left, err := strconv.Atoi(answer.Header.Get("Ratelimit-Remaining")); err == nil {
		s.cost.Remaining = left
	}
	if reset, err := strconv.ParseUint(answer.Header.Get("Ratelimit-Reset"), 10, 31); err == nil {
		s.cost.Reset = time.Now().Add(time.Duration(reset) * time.Second)
	}
	return answer, nil
}

// spent returns what was spent since it was last called.
func (s *session) spent() dora.Cost {
	s.mu.Lock()
	defer s.mu.Unlock()
	cost := s.cost
	s.cost.Requests, s.cost.Waited = 0, 0
	return cost
}

// names returns the services of a query by their ID in PagerDuty.
func names(services []dora.Service, id func(dora.Service) string) map[string][]string {
	out := map[string][]string{}
	for _, s := range services {
		of := s.Annotations[ServiceID]
		if id != nil {
			of = id(s)
		}
		if of != "" {
			out[of] = append(out[of], s.Name)
		}
	}
	return out
}
