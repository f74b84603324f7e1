package github_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/github"
	"github.com/goldenpath-go/goldenpath/onboarding/github/githubtest"
)

// refusal is an answer in place of the service's.
type refusal struct {
	status  int
	body    string
	headers []string
}

// refusing has the first requests that write answered by refusals, which did nothing.
type refusing struct {
	next   http.RoundTripper
	method string
	mu     sync.Mutex
	with   []refusal
}

func (f *refusing) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.Method != f.method || len(f.with) == 0 {
		return f.next.RoundTrip(r)
	}
	with := f.with[0]
	f.with = f.with[1:]
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i < len(with.headers); i += 2 {
		h.Set(with.headers[i], with.headers[i+1])
	}
	body := http.NoBody
	answer := &http.Response{StatusCode: with.status, Header: h, Body: body, Request: r}
	if with.body != "" {
		answer.Body = readCloser{strings.NewReader(with.body)}
	}
	return answer, nil
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

func limited(t *testing.T, o *githubtest.Org, f *refusing, log *slog.Logger) *github.Provider {
	t.Helper()
	f.next = inprocess.Transport{Handler: o}
	p, err := github.New(gh.NewClient(&http.Client{Transport: f}).WithAuthToken(o.Token), []string{"acme"}, &github.Options{Log: log})
	require.NoError(t, err)
	return p
}

// TestLimits says that an invitation which was refused for a limit is sent once the limit has passed, and once only.
func TestLimits(t *testing.T) {
	t.Parallel()
	const secondary = `{"message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
		"documentation_url": "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"}`
	tests := []struct {
		name string
		with []refusal
		took time.Duration
	}{
		{"403 with Retry-After", []refusal{{403, secondary, []string{"Retry-After", "30"}}}, 31 * time.Second},
		{"429 with Retry-After", []refusal{{429, secondary, []string{"Retry-After", "30"}}}, 31 * time.Second},
		{"secondary limits without a time", []refusal{{403, secondary, nil}, {429, secondary, nil}}, 3 * time.Minute},
		{"nothing left", []refusal{{403, `{"message": "API rate limit exceeded"}`, []string{
			"X-RateLimit-Limit", "5000", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "946684860",
		}}}, time.Minute + time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				o := githubtest.New("acme", "payments")
				p := limited(t, o, &refusing{method: http.MethodPost, with: tt.with}, slog.New(slog.NewTextHandler(&log, nil)))
				start := time.Now()
				assert.Equal(t, onboarding.Pending, give(t, p, onboarding.Person{Email: ada}, organization("")).State)
				assert.Equal(t, tt.took, time.Since(start))
				assert.Equal(t, []string{"POST /orgs/acme/invitations"}, o.Writes())
				assert.Contains(t, log.String(), "limit is waited for")
			})
		})
	}
}

// TestLimitTooLong says that nobody waits for an hour: the error says how long.
func TestLimitTooLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := githubtest.New("acme")
		p := limited(t, o, &refusing{method: http.MethodPost, with: []refusal{{429, "", []string{"Retry-After", "3599"}}}}, nil)
		start := time.Now()
		_, err := p.Give(t.Context(), onboarding.Call{Person: onboarding.Person{Email: ada}, Grant: organization("")})
		var call *onboarding.CallError
		require.ErrorAs(t, err, &call)
		assert.Equal(t, onboarding.ClassRate, call.Class)
		assert.Equal(t, time.Hour, call.RetryIn)
		assert.Zero(t, time.Since(start))
		assert.Empty(t, o.Writes())
	})
}

// TestOutage says that an error of the server is waited out where a repetition is harmless, and that an invitation is not sent
// again before it was looked for.
func TestOutage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := githubtest.New("acme", "payments")
		p := limited(t, o, &refusing{method: http.MethodGet, with: []refusal{{status: 502}, {status: 503}}}, nil)
		give(t, p, onboarding.Person{Email: ada}, organization(""))
		p = limited(t, o, &refusing{method: http.MethodPost, with: []refusal{{status: 502}}}, nil)
		_, err := p.Give(t.Context(), onboarding.Call{Person: onboarding.Person{Email: "grace@example.com"}, Grant: organization("")})
		assert.Equal(t, onboarding.ClassTransient, classOf(t, err))
		assert.Equal(t, []string{ada}, o.Invited())
	})
}

// TestSpacing says that writes keep the distance that GitHub asks for.
func TestSpacing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := githubtest.New("acme")
		p := limited(t, o, &refusing{}, nil)
		start := time.Now()
		var wg sync.WaitGroup
		for _, email := range []string{"a@example.com", "b@example.com", "c@example.com"} {
			wg.Go(func() {
				_, err := p.Give(t.Context(), onboarding.Call{Person: onboarding.Person{Email: email}, Grant: organization("")})
				assert.NoError(t, err)
			})
		}
		wg.Wait()
		assert.Equal(t, 2*time.Second, time.Since(start))
	})
}
