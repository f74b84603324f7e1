package onboardingtest

import (
	"context"
	"slices"
	"strconv"
	"sync"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

var (
	_ onboarding.Messenger = (*Recorder)(nil)
	_ onboarding.Finder    = FindingRecorder{}
)

// Recorder is a messenger that remembers what it sent. Nobody can look there whether a message was sent: it is like a webhook.
// Its zero value is ready. It must not be copied.
type Recorder struct {
	Called string // name of the messenger; empty: recorder
	// Before is called before each message, and After when it is sent: an error is what Send then ends with. Nil: nothing.
	Before, After func(ctx context.Context, m onboarding.Message) error

	mu   sync.Mutex
	sent []onboarding.Message
}

// Name returns Called, or recorder.
func (r *Recorder) Name() string {
	if r.Called == "" {
		return "recorder"
	}
	return r.Called
}

// Tells returns all operations.
func (r *Recorder) Tells() []onboarding.Op {
	return []onboarding.Op{onboarding.Joining, onboarding.Moving, onboarding.Leaving}
}

// Send remembers the message.
func (r *Recorder) Send(ctx context.Context, m onboarding.Message) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if r.Before != nil {
		if err := r.Before(ctx, m); err != nil {
			return "", err
		}
	}
	r.mu.Lock()
	r.sent = append(r.sent, m)
	id := strconv.Itoa(len(r.sent))
	r.mu.Unlock()
	if r.After != nil {
		return id, r.After(ctx, m)
	}
	return id, nil
}

// Sent returns the messages so far.
func (r *Recorder) Sent() []onboarding.Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.sent)
}

// FindingRecorder is a Recorder that can look whether a message was sent.
type FindingRecorder struct{ *Recorder }

// Find looks for a message about the same person and operation.
func (r FindingRecorder) Find(_ context.Context, m onboarding.Message) (string, bool, error) {
	for i, one := range r.Sent() {
		if one.Op == m.Op && one.Person.Email == m.Person.Email {
			return strconv.Itoa(i + 1), true, nil
		}
	}
	return "", false, nil
}
