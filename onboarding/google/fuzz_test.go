package google_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/api/option"

	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/google"
	"github.com/goldenpath-go/goldenpath/onboarding/google/googletest"
)

// FuzzNames gives addresses of all kinds to a provider: no path and no search changes its meaning, and nobody else gains or loses a
// group.
func FuzzNames(f *testing.F) {
	for _, s := range []string{
		"ada@example.com", "o'brien@example.com", "'||email@example.com", "' || 'x' in labels || 'a@example.com", `\@example.com`, `\'@example.com`,
		"../../users@example.com", "a\nb@example.com", "%2e%2e@example.com", "a?b=c@example.com", "аda@example.com", "", "@", "a@b@c", "grace@example.com", "GRACE@example.com",
	} {
		f.Add(s, all)
		f.Add("ada@example.com", s)
		f.Add(s, s)
	}
	sound := regexp.MustCompile(`^/v1/(groups:lookup|groups/-/memberships:searchDirectGroups|groups/g[12]/memberships(:lookup|/m\d+(:modifyMembershipRoles)?)?)$`)
	search := regexp.MustCompile(`^member_key_id == '([^'\\]|\\['\\])*' && 'cloudidentity\.googleapis\.com/groups\.discussion_forum' in labels$`)
	f.Fuzz(func(t *testing.T, email, object string) {
		d := googletest.New(all, "board@example.com")
		d.Token = ""
		d.Place("board@example.com", "grace@example.com", "OWNER")
		base := inprocess.Transport{Handler: d}
		watched := transport(func(r *http.Request) (*http.Response, error) {
			assert.Regexp(t, sound, r.URL.EscapedPath())
			if q := r.URL.Query(); q.Has("query") {
				assert.Regexp(t, search, q.Get("query"))
			}
			return base.RoundTrip(r)
		})
		p, err := google.New(t.Context(), &google.Options{Retries: -1}, option.WithHTTPClient(&http.Client{Transport: watched}))
		require.NoError(t, err)
		c := onboarding.Call{Person: person(email), Grant: group(object, "")}
		h, err := p.Observe(t.Context(), c.Person)
		if err == nil && !strings.EqualFold(email, "grace@example.com") {
			assert.Empty(t, h.Held)
		}
		if strings.EqualFold(object, "board@example.com") {
			return
		}
		_, _ = p.Give(t.Context(), c) // refused or not, what counts is what was asked, and of whom
		for _, line := range d.Members(all) {
			assert.Equal(t, email+" MEMBER", line)
		}
		_, _ = p.Take(t.Context(), c)
		assert.Empty(t, d.Members(all))
		assert.Equal(t, []string{"grace@example.com MEMBER OWNER"}, d.Members("board@example.com"))
	})
}
