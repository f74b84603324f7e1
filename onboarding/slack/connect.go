package slack

import (
	"log/slog"
	"net/http"
	"path"
	"time"

	api "github.com/slack-go/slack"

	"github.com/goldenpath-go/goldenpath/internal/throttle"
)

// Connection says how Slack is reached. The zero value is good.
type Connection struct {
	Base string       // of the API, with a slash at its end; empty: Slack's
	HTTP *http.Client // used, never changed; nil: http.DefaultClient
	// Patience is how long a call may wait for limits and repetitions. 0: some minutes; negative: not at all.
	Patience time.Duration
	Log      *slog.Logger // told of waits, by host; nil: silence
}

// Connect returns a client that waits for limits as Slack says. Nil stands for the zero value.
func Connect(token string, c *Connection) *api.Client {
	if c == nil {
		c = &Connection{}
	}
	options := []api.Option{api.OptionHTTPClient(c.client())}
	if c.Base != "" {
		options = append(options, api.OptionAPIURL(c.Base))
	}
	return api.New(token, options...)
}

// client returns a client for HTTP that waits, and follows no redirection: what is sent has secrets in it.
func (c *Connection) client() *http.Client {
	own := http.Client{}
	if c.HTTP != nil {
		own = *c.HTTP
	}
	retries := 0
	if c.Patience < 0 {
		retries = -1
	}
	own.Transport = &throttle.Transport{Base: own.Transport, Patience: c.Patience, Retries: retries, Repeatable: reads, Log: c.Log}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// reads reports whether a request only reads. Slack's methods are all called by POST.
func reads(r *http.Request) bool {
	switch path.Base(r.URL.Path) {
	case "users.lookupByEmail", "users.info", "users.conversations", "usergroups.list", "usergroups.users.list", "conversations.history":
		return true
	}
	return false
}
