package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/rest"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/unclear"
)

// Bot sends messages as an app of the workspace that has the scope chat:write. Token is required.
type Bot struct {
	Token string       // xoxb-…
	Base  string       // empty: https://slack.com/api
	HTTP  *http.Client // used, never changed; nil means http.DefaultClient
}

var (
	_ Sender  = (*Bot)(nil)
	_ Deleter = (*Bot)(nil)
	_ Sender  = (*Webhook)(nil)
)

// answer is what every method of Slack's Web API answers, with status 200 also when it failed.
type answer struct {
	OK      bool
	Error   string
	Channel string
	TS      string
}

// call calls a method. It is not repeated: nobody knows then whether Slack took it.
func (b *Bot) call(ctx context.Context, method string, body any) (a answer, err error) {
	client := rest.Client{
		Base: b.Base, HTTP: b.HTTP, MaxRetries: -1,
		Token: func(context.Context) (string, error) { return b.Token, nil },
	}
	if client.Base == "" {
		client.Base = "https://slack.com/api"
	}
	err = client.JSON(ctx, &rest.Request{Method: http.MethodPost, Path: []string{method}, Body: body}, &a)
	if err == nil && !a.OK {
		err = fmt.Errorf("%s: %s", method, a.Error)
	}
	return a, err
}

// Send sends a message.
func (b *Bot) Send(ctx context.Context, m Message) (Sent, error) {
	if m.Channel == "" {
		return Sent{}, scaffold.Errorf(scaffold.ErrInput, "a message needs a channel")
	}
	body := m.body()
	body["channel"] = m.Channel
	a, err := b.call(ctx, "chat.postMessage", body)
	return Sent{a.Channel, a.TS}, unclear.Mark(err)
}

// Delete deletes a message.
func (b *Bot) Delete(ctx context.Context, s Sent) error {
	a, err := b.call(ctx, "chat.delete", s)
	if a.Error == "message_not_found" {
		return nil
	}
	return err
}

func (m Message) body() map[string]any {
	body := map[string]any{"text": m.Text}
	if m.Blocks != nil {
		body["blocks"] = m.Blocks
	}
	if m.ThreadTS != "" {
		body["thread_ts"] = m.ThreadTS
	}
	return body
}

// Webhook sends messages to the one channel of an incoming webhook. URL is required, and a secret: it stands in no error.
type Webhook struct {
	URL  string
	HTTP *http.Client // used, never changed; nil means http.DefaultClient
}

// maxAnswer is how much of a webhook's answer is read: it is one word.
const maxAnswer = 200

// Send sends a message. The channel is that of the webhook, whatever m says.
func (h *Webhook) Send(ctx context.Context, m Message) (Sent, error) {
	body, err := json.Marshal(m.body())
	if err != nil {
		return Sent{}, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return Sent{}, errors.New("the webhook's address is no URL") // the reason would quote it
	}
	request.Header.Set("Content-Type", "application/json")
	own := http.Client{}
	if h.HTTP != nil {
		own = *h.HTTP
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := own.Do(request)
	if err != nil {
		return Sent{}, unclear.Mark(h.hide(err))
	}
	defer func() { _ = response.Body.Close() }()
	word, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return Sent{}, unclear.Mark(err)
	}
	if response.StatusCode != http.StatusOK {
		return Sent{}, h.hide(fmt.Errorf("webhook: %s: %s", response.Status, strings.TrimSpace(string(word))))
	}
	return Sent{}, nil
}

// hide returns err without the address.
func (h *Webhook) hide(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if !strings.Contains(err.Error(), h.URL) {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), h.URL, "***"))
}
