package google_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/api/option"

	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/google"
	"github.com/goldenpath-go/goldenpath/onboarding/google/googletest"
)

const all = "all@example.com"

func person(email string) onboarding.Person { return onboarding.Person{Email: email} }

func give(t *testing.T, p *google.Provider, email string, g onboarding.Grant) onboarding.Outcome {
	t.Helper()
	out, err := p.Give(t.Context(), onboarding.Call{Person: person(email), Grant: g})
	require.NoError(t, err)
	return out
}

func classOf(t *testing.T, err error) onboarding.Class {
	t.Helper()
	var call *onboarding.CallError
	require.ErrorAs(t, err, &call)
	assert.Equal(t, "google", call.Provider)
	return call.Class
}

// TestObserve tells all that a person is in, over several pages, and what others decide.
func TestObserve(t *testing.T) {
	t.Parallel()
	d := googletest.New(all, "payments@example.com", "berlin@example.com", "synced@example.com", "parent@example.com")
	d.Label("berlin@example.com", "dynamic")
	d.Label("synced@example.com", "locked")
	for _, g := range []string{all, "berlin@example.com", "synced@example.com"} {
		d.Place(g, "ada@example.com")
	}
	d.Place("payments@example.com", "Ada@Example.com", "OWNER")
	d.Place("parent@example.com", "payments@example.com")
	p, _ := provider(t, d, google.Options{Inherited: true})
	h, err := p.Observe(t.Context(), person("ada@example.com"))
	require.NoError(t, err)
	assert.Equal(t, onboarding.Identity{ID: "ada@example.com", Source: onboarding.FromProvider}, h.Identity)
	assert.Equal(t, []onboarding.Held{
		{Grant: group(all, google.Member), State: onboarding.Done},
		{Grant: group("payments@example.com", google.Owner), State: onboarding.Done},
		{Grant: group("berlin@example.com", google.Member), State: onboarding.Manual, Detail: "a rule fills the group"},
		{Grant: group("synced@example.com", google.Member), State: onboarding.Manual, Detail: "the group is locked: it is filled from elsewhere"},
	}, h.Held)
	assert.Equal(t, []string{"ada@example.com is in parent@example.com by way of another group"}, h.Notes)
}

// TestRoles says what a role is at Google: managers and owners are members, too.
func TestRoles(t *testing.T) {
	t.Parallel()
	d := googletest.New(all)
	p, _ := provider(t, d, google.Options{})
	give(t, p, "ada@example.com", group(all, google.Owner))
	assert.Equal(t, []string{"ada@example.com MEMBER OWNER"}, d.Members(all))
	out := give(t, p, "ada@example.com", group(all, google.Manager))
	assert.Equal(t, group(all, google.Owner), out.Before)
	assert.Equal(t, []string{"ada@example.com MEMBER MANAGER"}, d.Members(all))
	give(t, p, "ada@example.com", group(all, ""))
	assert.Equal(t, []string{"ada@example.com MEMBER"}, d.Members(all))
	assert.Len(t, d.Writes(), 4, "a role is added before another is removed")
}

// TestExpires gives access that ends by itself.
func TestExpires(t *testing.T) {
	t.Parallel()
	d := googletest.New(all)
	end := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	p, _ := provider(t, d, google.Options{Expires: func(c onboarding.Call) time.Time {
		if c.Grant.Role == google.Member {
			return end
		}
		return time.Time{}
	}})
	give(t, p, "ada@example.com", group(all, ""))
	give(t, p, "grace@example.com", group(all, google.Owner))
	assert.Equal(t, []string{"ada@example.com MEMBER until 2026-12-01T00:00:00Z", "grace@example.com MEMBER OWNER"}, d.Members(all))
	h, err := p.Observe(t.Context(), person("ada@example.com"))
	require.NoError(t, err)
	assert.Equal(t, "until 2026-12-01", h.Held[0].Detail)
}

// TestConflicts says that what is there already is a success, and that changes of others at the same moment are waited for.
func TestConflicts(t *testing.T) {
	t.Parallel()
	_, err := readDescription() // here, since no program is started in a bubble
	require.NoError(t, err)
	for name, c := range map[string]struct {
		world  func(*googletest.Directory)
		writes int
	}{
		"others change it":     {func(d *googletest.Directory) { d.Aborts = 2 }, 3},
		"reads lag":            {func(d *googletest.Directory) { d.Lag = 2 }, 1},
		"operations take time": {func(d *googletest.Directory) { d.Unhurried = true }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := googletest.New(all)
				c.world(d)
				p, _ := provider(t, d, google.Options{})
				out := give(t, p, "ada@example.com", group(all, ""))
				assert.Equal(t, onboarding.Done, out.State)
				assert.True(t, out.Changed)
				assert.Len(t, d.Writes(), c.writes)
				give(t, p, "ada@example.com", group(all, "")) // the lag has it ask again, and be told that it is there
				assert.Equal(t, []string{"ada@example.com MEMBER"}, d.Members(all))
				out, err := p.Take(t.Context(), onboarding.Call{Person: person("ada@example.com"), Grant: group(all, "")})
				require.NoError(t, err)
				assert.Equal(t, onboarding.Done, out.State)
				_, err = p.Take(t.Context(), onboarding.Call{Person: person("ada@example.com"), Grant: group(all, "")})
				require.NoError(t, err)
				assert.Empty(t, d.Members(all))
			})
		})
	}
}

// TestConflictForever says that the waits have an end.
func TestConflictForever(t *testing.T) {
	t.Parallel()
	_, err := readDescription()
	require.NoError(t, err)
	synctest.Test(t, func(t *testing.T) {
		d := googletest.New(all)
		d.Aborts = 1000
		p, _ := provider(t, d, google.Options{})
		_, err := p.Give(t.Context(), onboarding.Call{Person: person("ada@example.com"), Grant: group(all, "")})
		assert.Equal(t, onboarding.ClassConflict, classOf(t, err))
		assert.Len(t, d.Writes(), 5)
	})
}

// TestFaults says what people are told.
func TestFaults(t *testing.T) {
	t.Parallel()
	d := googletest.New(all)
	d.Domain = "example.com"
	p, _ := provider(t, d, google.Options{})
	_, err := p.Give(t.Context(), onboarding.Call{Person: person("ada@example.com"), Grant: group("nobody@example.com", "")})
	assert.Equal(t, onboarding.ClassNotFound, classOf(t, err))
	require.ErrorContains(t, err, "there is no group nobody@example.com, or the credentials may not see it")
	out := give(t, p, "ada@example.org", group(all, ""))
	assert.Equal(t, onboarding.Outcome{
		State: onboarding.Blocked, Note: "waits for Google to know ada@example.org, or the group is gone",
		Identity: onboarding.Identity{ID: "ada@example.org", Source: onboarding.FromProvider},
	}, out)

	d.Disabled = true
	_, err = p.Observe(t.Context(), person("ada@example.com"))
	assert.Equal(t, onboarding.ClassUnsupported, classOf(t, err))
	require.ErrorContains(t, err, "the Cloud Identity API is not enabled in the project of the credentials")
	_, err = p.Give(t.Context(), onboarding.Call{Person: person("ada@example.com"), Grant: group(all, "")})
	assert.Equal(t, onboarding.ClassUnsupported, classOf(t, err))
}

// TestLimits says that a refusal for a limit is waited for as told, and that the membership is made once.
func TestLimits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		header http.Header
		took   time.Duration
		class  onboarding.Class // empty: it goes well
	}{
		"429 with Retry-After":   {429, http.Header{"Retry-After": {"20"}}, 21 * time.Second, ""},
		"429":                    {429, http.Header{}, time.Minute, ""},
		"429 for a day":          {429, http.Header{"Retry-After": {"86399"}}, 0, onboarding.ClassRate},
		"an error of the server": {503, http.Header{}, 0, onboarding.ClassTransient},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := googletest.New(all)
				d.Token = ""
				refused := false
				base := inprocess.Transport{Handler: d}
				limited := transport(func(r *http.Request) (*http.Response, error) {
					if r.Method != http.MethodPost || refused {
						return base.RoundTrip(r)
					}
					refused = true
					return &http.Response{StatusCode: c.status, Header: c.header, Body: http.NoBody, Request: r}, nil
				})
				p, err := google.New(t.Context(), nil, option.WithHTTPClient(&http.Client{Transport: limited}))
				require.NoError(t, err)
				start := time.Now()
				_, err = p.Give(t.Context(), onboarding.Call{Person: person("ada@example.com"), Grant: group(all, "")})
				assert.Equal(t, c.took, time.Since(start))
				if c.class != "" {
					assert.Equal(t, c.class, classOf(t, err))
					assert.Empty(t, d.Members(all))
					return
				}
				require.NoError(t, err)
				assert.Len(t, d.Writes(), 1)
			})
		})
	}
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestRedirect says that credentials go to no other server.
func TestRedirect(t *testing.T) {
	t.Parallel()
	hosts := []string{}
	elsewhere := transport(func(r *http.Request) (*http.Response, error) {
		hosts = append(hosts, r.URL.Host)
		return &http.Response{StatusCode: 302, Header: http.Header{"Location": {"https://evil.example/"}}, Body: http.NoBody, Request: r}, nil
	})
	p, err := google.New(t.Context(), nil, option.WithHTTPClient(&http.Client{Transport: elsewhere}))
	require.NoError(t, err)
	_, err = p.Observe(t.Context(), person("ada@example.com"))
	require.ErrorContains(t, err, "redirect to another server, evil.example, is not followed")
	assert.Equal(t, []string{"cloudidentity.googleapis.com"}, hosts)
}

// TestDescriptionBites says that requests which Google would refuse are caught.
func TestDescriptionBites(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, method, path, body, want string }{
		{"PUT in place of POST", "PUT", "/v1/groups/g1/memberships", `{}`, "there is no such operation"},
		{"a key that is a text", "POST", "/v1/groups/g1/memberships", `{"preferredMemberKey": "ada@example.com"}`, "expected object, but got string"},
		{"roles that are texts", "POST", "/v1/groups/g1/memberships", `{"roles": ["MEMBER"]}`, "expected object, but got string"},
		{"what only Google sets", "POST", "/v1/groups/g1/memberships", `{"name": "groups/g1/memberships/m1"}`, "there is no member /name"},
		{"a body that is null", "POST", "/v1/groups/g1/memberships", `null`, "expected object, but got null"},
		{"a parameter that is none", "GET", "/v1/groups:lookup?groupKey=all@example.com", "", "there is no parameter groupKey"},
		{"the address of a group in a path", "GET", "/v1/groups/all@example.com/members", "", "there is no such operation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := googletest.New(all)
			var found []string
			handler := described(t, d, func(fault string) { found = append(found, fault) })
			r, err := http.NewRequestWithContext(t.Context(), tt.method, "https://cloudidentity.googleapis.com"+tt.path, strings.NewReader(tt.body))
			require.NoError(t, err)
			r.Header.Set("Authorization", "Bearer "+d.Token)
			answer, err := inprocess.Transport{Handler: handler}.RoundTrip(r)
			require.NoError(t, err)
			require.NoError(t, answer.Body.Close())
			assert.Contains(t, strings.Join(found, "\n"), tt.want)
		})
	}
}
