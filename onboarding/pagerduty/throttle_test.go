package pagerduty_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	api "github.com/PagerDuty/go-pagerduty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/pagerduty"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/pagerduty"
)

// TestThrottled says that limits are waited for as PagerDuty says, faults of the server are outlasted where that does no harm, and
// both within bounds. No time passes.
func TestThrottled(t *testing.T) {
	t.Parallel()
	limit := func(seconds string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Ratelimit-Limit", "960")
			w.Header().Set("Ratelimit-Remaining", "0")
			w.Header().Set("Ratelimit-Reset", seconds)
			w.WriteHeader(http.StatusTooManyRequests)
		}
	}
	broken := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }
	slow := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	tests := []struct {
		name     string
		first    []http.HandlerFunc // before the account answers
		patience time.Duration
		atLeast  time.Duration
		class    onboarding.Class // empty: it succeeds
		retryIn  time.Duration
	}{
		{"a limit", []http.HandlerFunc{limit("7"), limit("5")}, 0, 12 * time.Second, "", 0},
		{"a limit that is too long", []http.HandlerFunc{limit("3600")}, time.Minute, 0, onboarding.ClassRate, 3601 * time.Second},
		{"faults", []http.HandlerFunc{broken, broken}, 0, 0, "", 0},
		{"faults that do not end", []http.HandlerFunc{broken, broken, broken, broken, broken, broken}, 0, 0, onboarding.ClassTransient, 0},
		{"a request that hangs", []http.HandlerFunc{slow}, 0, time.Minute, "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				account, left, start := &standin.Account{Token: token}, tt.first, time.Now()
				account.AddUser("Ada", "ada@example.com", "user")
				sound := validated(t, account)
				handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if len(left) == 0 {
						sound.ServeHTTP(w, r)
						return
					}
					next := left[0]
					left = left[1:]
					next(w, r)
				})
				client := api.NewClient(token, api.WithAPIEndpoint("https://pagerduty.example.com"))
				client.HTTPClient = inProcess{handler}
				p := &pagerduty.Provider{Client: client, From: from, Patience: tt.patience}
				h, err := p.Observe(t.Context(), ada())
				assert.GreaterOrEqual(t, time.Since(start), tt.atLeast)
				if tt.class == "" {
					require.NoError(t, err)
					assert.True(t, h.Identity.Known())
					return
				}
				var fault *onboarding.CallError
				require.ErrorAs(t, err, &fault)
				assert.Equal(t, tt.class, fault.Class)
				assert.Equal(t, tt.retryIn, fault.RetryIn)
			})
		})
	}
}

// TestCreateIsNotRepeated says that making a user is asked for once, and what comes of it is looked up.
func TestCreateIsNotRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		account, posts := &standin.Account{Token: token}, 0
		sound := validated(t, account)
		handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPost {
				sound.ServeHTTP(w, r)
				return
			}
			posts++
			sound.ServeHTTP(httptest.NewRecorder(), r) // it arrives, and the answer does not
			w.WriteHeader(http.StatusGatewayTimeout)
		})
		client := api.NewClient(token, api.WithAPIEndpoint("https://pagerduty.example.com"))
		client.HTTPClient = inProcess{handler}
		p := &pagerduty.Provider{Client: client, From: from}
		out, err := p.Give(t.Context(), call(ada(), "user", "", "user"))
		require.NoError(t, err, "it is there")
		assert.True(t, out.Changed, "and was not before")
		out, err = p.Give(t.Context(), call(ada(), "user", "", "user"))
		require.NoError(t, err)
		assert.False(t, out.Changed)
		assert.Equal(t, 1, posts)
	})
}
