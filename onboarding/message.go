package onboarding

import "context"

// Messenger tells people. What it sends cannot be taken back and is sent once.
type Messenger interface {
	// Name is what the messenger is called in keys and reports: slack. It never changes.
	Name() string
	// Tells are the operations after which it sends something.
	Tells() []Op
	// Send sends a message, and returns what names it there, if anything does. An error that wraps plan.ErrUnclear says that
	// nobody knows whether it arrived.
	Send(ctx context.Context, m Message) (id string, err error)
}

// Finder is a Messenger that can look whether a message was sent, after a run that died between sending and writing it down.
type Finder interface {
	Messenger
	// Find returns what names the message, and whether it was sent.
	Find(ctx context.Context, m Message) (id string, sent bool, err error)
}

// Message says what happened to a person. It is made of the same items as the report, so that it tells what is so.
type Message struct {
	Op     Op
	Person Person
	Items  []Item // as they are when it is sent, without messages
	Tasks  []Task
}

// Task is something that a person reads or does.
type Task struct {
	Title string `json:"title" yaml:"title"`
	URL   string `json:"url,omitempty" yaml:"url,omitempty"` // empty: none
}
