// Package slack has slack:message, which sends a message to Slack: with a bot's token, or to an incoming webhook.
//
//	actions := slack.Actions(&slack.Bot{Token: token})  // or &slack.Webhook{URL: address}
//
// A message of a bot can be taken back, and undoing deletes it; people may have read it. One sent to a webhook stays.
package slack

import (
	"context"
	_ "embed" // schemas
	"encoding/json"
	"errors"
	"fmt"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// Message is a message to be sent.
type Message struct {
	Channel  string // id, or name with #; empty: that of the webhook
	Text     string
	Blocks   []any  // nil: none
	ThreadTS string // of the message it answers; empty: none
}

// Sent is a message that was sent. The zero value cannot be taken back.
type Sent struct {
	Channel string `json:"channel"` // id
	TS      string `json:"ts"`      // timestamp, which identifies the message in its channel
}

// Sender sends messages.
type Sender interface {
	// Send sends a message, once: it must not be repeated unless it is certain that it was not taken. An error that wraps
	// plan.ErrUnclear says that nobody knows.
	Send(ctx context.Context, m Message) (Sent, error)
}

// Deleter is a Sender that can take back what it sent.
type Deleter interface {
	// Delete deletes a message. One that is not there is no error.
	Delete(ctx context.Context, s Sent) error
}

var (
	//go:embed schema/message.input.json
	messageInput []byte
	//go:embed schema/message.output.json
	messageOutput []byte
)

// Actions returns the action. Without a sender it can be dry-run, not run.
func Actions(s Sender) []*scaffold.Action {
	a := &scaffold.Action{
		ID: "slack:message", Doc: "Sends a message to Slack.", Input: messageInput, Output: messageOutput, Effect: true, Once: true,
	}
	if s != nil {
		a.Run = sending{s}.run
	}
	if d, ok := s.(Deleter); ok {
		a.Undo = deleting{d}.undo
	}
	return []*scaffold.Action{a}
}

type sending struct{ sender Sender }

func (s sending) run(ctx context.Context, c *scaffold.Call) error {
	m := Message{Channel: c.Input.Text("channel"), Text: c.Input.Text("text"), ThreadTS: c.Input.Text("threadTs")}
	m.Blocks, _ = c.Input.Get("blocks").([]any)
	var sent Sent
	known, err := c.Earlier(&sent)
	if err != nil {
		return err
	}
	if !known {
		if sent, err = s.sender.Send(ctx, m); err != nil {
			return fmt.Errorf("send a message to Slack: %w", err)
		}
	}
	c.Output("channel", sent.Channel)
	c.Output("ts", sent.TS)
	if sent == (Sent{}) {
		return nil
	}
	return c.Undo(sent)
}

type deleting struct{ deleter Deleter }

func (d deleting) undo(ctx context.Context, data json.RawMessage) error {
	var was Sent
	if err := json.Unmarshal(data, &was); err != nil {
		return fmt.Errorf("read what to undo: %w", err)
	}
	if was == (Sent{}) {
		return errors.New("delete a message: none is known")
	}
	return d.deleter.Delete(ctx, was)
}
