package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/plan"
)

// Webhook writes to the channel of an incoming webhook. URL is required. Nobody can look whether a message was sent by it: a run that
// died while sending one stops there, and a human looks. It must not be copied or changed after its first use.
type Webhook struct {
	// URL is where messages are posted to. Whoever knows it can write there, so that no error and no log has it.
	URL    string
	Called string                       // name of the messenger; empty: slack-webhook
	Ops    []onboarding.Op              // after which it writes; nil: joining
	Label  func(onboarding.Item) string // names items; nil: Label
	// Connection says how it is reached; its Base does not count.
	Connection

	once   sync.Once
	shared *http.Client
}

var _ onboarding.Messenger = (*Webhook)(nil)

// Name returns Called, or slack-webhook.
func (w *Webhook) Name() string {
	if w.Called == "" {
		return "slack-webhook"
	}
	return w.Called
}

// Tells returns Ops, or joining.
func (w *Webhook) Tells() []onboarding.Op {
	if w.Ops == nil {
		return []onboarding.Op{onboarding.Joining}
	}
	return w.Ops
}

// Send posts the message. A webhook names no message: the id is empty. The error is a *onboarding.CallError with the first word of what
// Slack said; one that wraps plan.ErrUnclear says that the answer was lost.
func (w *Webhook) Send(ctx context.Context, m onboarding.Message) (string, error) {
	made := render(m, w.Label)
	body, err := json.Marshal(map[string]any{"text": made.text, "blocks": made.blocks, "mrkdwn": false, "unfurl_links": false})
	if err != nil {
		return "", failure(w.Name(), "webhook", err)
	}
	u, err := url.Parse(w.URL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return "", fault(w.Name(), onboarding.ClassInvalid, errors.New("the URL of the webhook is none")) // it is not shown: it is a secret, nearly
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return "", fault(w.Name(), onboarding.ClassInvalid, errors.New("the URL of the webhook is none"))
	}
	r.Header.Set("Content-Type", "application/json")
	w.once.Do(func() { w.shared = w.client() })
	got, err := w.shared.Do(r)
	if err != nil {
		return "", lost(w.Name(), "webhook", err)
	}
	said, err := io.ReadAll(got.Body) // the throttle bounds it
	_ = got.Body.Close()
	if err != nil {
		return "", lost(w.Name(), "webhook", err)
	}
	return "", w.judge(got.StatusCode, said, u)
}

// judge returns what an answer means: the text ok is what Slack says to a message that it took.
func (w *Webhook) judge(status int, said []byte, u *url.URL) error {
	word := strings.TrimSpace(string(said))
	if status == http.StatusOK && word == "ok" {
		return nil
	}
	class := classOfStatus(status)
	if known := classOfWord(word); known != onboarding.ClassInvalid {
		class = known
	}
	err := fmt.Errorf("webhook: %d %s%s", status, http.StatusText(status), hide(excerpt(said), w.URL, strings.TrimPrefix(u.Path, "/"), u.RawQuery))
	if status == http.StatusBadGateway || status == http.StatusGatewayTimeout {
		err = fmt.Errorf("%w: %w", plan.ErrUnclear, err)
	}
	return fault(w.Name(), class, err)
}

// lost returns the error of a message that was or was not sent.
func lost(name, method string, err error) error {
	out := failure(name, method, err)
	var call *onboarding.CallError
	if unclear(err) && errors.As(out, &call) {
		call.Err = fmt.Errorf("%w: %w", plan.ErrUnclear, call.Err)
	}
	return out
}

// neverSent reports whether there was no connection, so that nothing can have arrived.
func neverSent(err error) bool {
	var network *net.OpError
	return errors.As(err, &network) && network.Op == "dial"
}
