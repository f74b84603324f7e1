package standin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
)

// Slack is a workspace of Slack. Token and Channels are required.
type Slack struct {
	Token    string            // that requests must bear
	Channels map[string]string // ids by name: #platform

	mu       sync.Mutex
	messages []SlackMessage
	sent     int
}

// SlackMessage is a message that people can read.
type SlackMessage struct {
	Channel string `json:"channel"` // id
	TS      string `json:"ts"`
	Text    string `json:"text"`
}

// Messages returns all messages that were not deleted, in order.
func (s *Slack) Messages() []SlackMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]SlackMessage{}, s.messages...)
}

// Clear deletes all messages.
func (s *Slack) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages = nil
}

// Post posts a message to the channel of this name, and returns it; false when there is no such channel.
func (s *Slack) Post(channel, text string) (SlackMessage, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, ok := s.Channels[channel]
	if !ok {
		return SlackMessage{}, false
	}
	s.sent++
	m := SlackMessage{id, fmt.Sprintf("1767225600.%06d", s.sent), text}
	s.messages = append(s.messages, m)
	return m, true
}

// ServeHTTP answers a request as Slack's Web API does: with status 200 also when it refuses.
func (s *Slack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in SlackMessage
	body, err := readBody(r)
	if err == nil {
		err = json.Unmarshal(body, &in)
	}
	if err != nil || r.Header.Get("Authorization") != "Bearer "+s.Token {
		say(w, http.StatusOK, object{"ok": false, "error": "invalid_auth"})
		return
	}
	switch r.Method + " " + r.URL.Path {
	case "POST /chat.postMessage":
		m, ok := s.Post(in.Channel, in.Text)
		if !ok {
			say(w, http.StatusOK, object{"ok": false, "error": "channel_not_found"})
			return
		}
		say(w, http.StatusOK, object{"ok": true, "channel": m.Channel, "ts": m.TS})
	case "POST /chat.delete":
		if !s.remove(in) {
			say(w, http.StatusOK, object{"ok": false, "error": "message_not_found"})
			return
		}
		say(w, http.StatusOK, object{"ok": true, "channel": in.Channel, "ts": in.TS})
	default:
		say(w, http.StatusOK, object{"ok": false, "error": "unknown_method"})
	}
}

func (s *Slack) remove(m SlackMessage) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.IndexFunc(s.messages, func(other SlackMessage) bool { return other.Channel == m.Channel && other.TS == m.TS })
	if at < 0 {
		return false
	}
	s.messages = slices.Delete(s.messages, at, at+1)
	return true
}
