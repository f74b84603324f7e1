package google_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/api/option"

	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	"github.com/goldenpath-go/goldenpath/internal/openapitest"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/google"
	"github.com/goldenpath-go/goldenpath/onboarding/google/googletest"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
)

// readDescription reads the discovery document that Google ships with its client.
var readDescription = sync.OnceValues(func() (*openapitest.Description, error) {
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "google.golang.org/api/cloudidentity/v1").Output()
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "cloudidentity-api.json"))
	if err != nil {
		return nil, err
	}
	return openapitest.ReadDiscovery(data)
})

func described(t *testing.T, d *googletest.Directory, report func(string)) http.Handler {
	t.Helper()
	description, err := readDescription()
	require.NoError(t, err)
	return description.Handler(d, report)
}

// wire is the way to a directory: with its token, and with faults that answer in its place.
type wire struct {
	token  string
	next   http.RoundTripper
	mu     sync.Mutex
	status int
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.status != 0 {
		return &http.Response{StatusCode: w.status, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
	}
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+w.token)
	return w.next.RoundTrip(r)
}

func (w *wire) set(status int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.status = status
}

// provider returns one for a directory, every request to which and every answer of which is as Google describes it.
func provider(t *testing.T, d *googletest.Directory, o google.Options) (*google.Provider, *wire) {
	t.Helper()
	handler := described(t, d, func(fault string) { assert.Fail(t, "not as Google describes it", fault) })
	w := &wire{token: d.Token, next: inprocess.Transport{Handler: handler}}
	p, err := google.New(t.Context(), &o, option.WithHTTPClient(&http.Client{Transport: w}))
	require.NoError(t, err)
	return p, w
}

func group(address, role string) onboarding.Grant {
	return onboarding.Grant{Provider: "google", Kind: google.Group, Object: address, Role: role}
}

func TestSuite(t *testing.T) {
	t.Parallel()
	onboardingtest.TestProvider(t, func(t *testing.T) *onboardingtest.Harness {
		t.Helper()
		d := googletest.New("all@example.com", "payments@example.com", "on-call@example.com")
		p, w := provider(t, d, google.Options{Retries: -1})
		return &onboardingtest.Harness{
			Provider: p,
			Grants:   []onboarding.Grant{group("all@example.com", ""), group("payments@example.com", google.Manager), group("on-call@example.com", "")},
			Missing:  group("nobody@example.com", google.Member),
			Writes:   func() int { return len(d.Writes()) },
			Break: func(_ *testing.T, c onboarding.Class) {
				w.set(map[onboarding.Class]int{onboarding.ClassAuth: 401, onboarding.ClassTransient: 503}[c])
			},
			Secrets: []string{d.Token},
		}
	})
}
