package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"

	api "github.com/slack-go/slack"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// SCIM is the part of Slack that accounts are activated and deactivated by: on the plans Business+ and Enterprise. Token is required. It
// must not be copied or changed after its first use.
type SCIM struct {
	Token string // of an administrator, with the scope admin
	// Connection says how it is reached; an empty Base is https://api.slack.com/scim/v2/.
	Connection

	once   sync.Once
	shared *http.Client
}

const scimBase = "https://api.slack.com/scim/v2/"

// account is a user as SCIM has it: RFC 7643, section 4.1.
type account struct {
	ID     string `json:"id"`
	Active bool   `json:"active"`
	Emails []struct {
		Value string `json:"value"`
	} `json:"emails"`
}

// find returns the account of an address, also one that is deactivated; nil: there is none.
func (s *SCIM) find(ctx context.Context, name, email string) (*account, error) {
	quoted, err := json.Marshal(email) // RFC 7644, section 3.4.2.2: values are JSON
	if err != nil {
		return nil, failure(name, "SCIM", err)
	}
	var answer struct{ Resources []account }
	err = s.do(ctx, name, http.MethodGet, "Users?filter="+url.QueryEscape("email eq "+string(quoted)), nil, &answer)
	for _, a := range answer.Resources {
		for _, e := range a.Emails {
			if onboarding.SameEmail(e.Value, email) && userID.MatchString(a.ID) {
				return &a, err
			}
		}
	}
	return nil, err
}

// setActive activates or deactivates an account, by RFC 7644, section 3.5.2.
func (s *SCIM) setActive(ctx context.Context, name, id string, active bool) error {
	body := map[string]any{
		"schemas":    []string{"urn:ietf:params:scim:api:messages:2.0:PatchOp"},
		"Operations": []any{map[string]any{"op": "replace", "path": "active", "value": active}},
	}
	return s.do(ctx, name, http.MethodPatch, "Users/"+url.PathEscape(id), body, nil)
}

func (s *SCIM) do(ctx context.Context, name, method, target string, body, out any) error {
	s.once.Do(func() { s.shared = s.client() })
	base := s.Base
	if base == "" {
		base = scimBase
	}
	data := []byte{}
	if body != nil {
		data, _ = json.Marshal(body) // of what was written here
	}
	r, err := http.NewRequestWithContext(ctx, method, base+target, bytes.NewReader(data))
	if err != nil {
		return failure(name, "SCIM", err)
	}
	r.Header.Set("Authorization", "Bearer "+s.Token)
	r.Header.Set("Accept", "application/json")
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	got, err := s.shared.Do(r)
	if err != nil {
		return failure(name, "SCIM", err)
	}
	answer, err := io.ReadAll(got.Body) // the throttle bounds it
	_ = got.Body.Close()
	switch {
	case err != nil:
		return failure(name, "SCIM", err)
	case got.StatusCode >= 300:
		return failure(name, "SCIM", fmt.Errorf("%w%s", api.StatusCodeError{Code: got.StatusCode, Status: got.Status}, hide(excerpt(answer), s.Token)))
	case out == nil:
		return nil
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return failure(name, "SCIM", err)
	}
	return nil
}

const maxExcerpt = 200

// excerpt returns the begin of what a service said instead of an answer, quoted, after a colon; empty: it said nothing.
func excerpt(body []byte) string {
	text := strings.ToValidUTF8(string(bytes.TrimSpace(body[:min(len(body), maxExcerpt)])), "")
	if text == "" {
		return ""
	}
	return fmt.Sprintf(": %q", text)
}

// hide returns a text without secrets, with which some proxies answer.
func hide(text string, secrets ...string) string {
	for _, s := range secrets {
		if s != "" {
			text = strings.ReplaceAll(text, s, "***")
		}
	}
	return text
}
