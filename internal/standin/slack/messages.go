package slack

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// direct returns the id of the conversation of the app with somebody.
func direct(user string) string { return "D" + strings.TrimPrefix(user, "U") }

// conversation returns the id of a conversation that the app may write to; empty: there is none.
func (w *Workspace) conversation(id string) string {
	if u := w.user(id); u != nil && !u.deleted {
		return direct(u.id)
	}
	c := w.channel(id)
	if c != nil && slices.Contains(c.users, app) || slices.ContainsFunc(w.users, func(u *user) bool { return direct(u.id) == id }) {
		return id
	}
	return ""
}

func (w *Workspace) open(args url.Values) object {
	u := w.user(args.Get("users"))
	if u == nil || u.deleted {
		return refuse("user_not_found")
	}
	return object{"channel": object{"id": direct(u.id)}}
}

func (w *Workspace) history(args url.Values) object {
	id := w.conversation(args.Get("channel"))
	if id == "" {
		return refuse("channel_not_found")
	}
	all := []Message{}
	for _, m := range slices.Backward(w.messages) {
		if m.Channel == id {
			if args.Get("include_all_metadata") != "1" {
				m.Metadata = nil
			}
			all = append(all, m)
		}
	}
	page, next := part(all, args)
	return object{"messages": page, "has_more": next["next_cursor"] != "", "response_metadata": next}
}

func (w *Workspace) post(args url.Values) object {
	id := w.conversation(args.Get("channel"))
	if id == "" {
		return refuse("channel_not_found")
	}
	m, wrong := readMessage(args)
	if wrong != "" {
		return w.harm("invalid_blocks", "chat.postMessage: %s", wrong)
	}
	m.Channel, m.TS = id, w.stamp()
	w.messages = append(w.messages, m)
	return object{"channel": id, "ts": m.TS, "message": m}
}

func (w *Workspace) update(args url.Values) object {
	i := slices.IndexFunc(w.messages, func(m Message) bool { return m.Channel == args.Get("channel") && m.TS == args.Get("ts") })
	if i < 0 {
		return refuse("message_not_found")
	}
	m, wrong := readMessage(args)
	if wrong != "" {
		return w.harm("invalid_blocks", "chat.update: %s", wrong)
	}
	m.Channel, m.TS, m.Edited = w.messages[i].Channel, w.messages[i].TS, w.messages[i].Edited+1
	w.messages[i] = m
	return object{"channel": m.Channel, "ts": m.TS, "text": m.Text}
}

func (w *Workspace) stamp() string { return fmt.Sprintf("1767225600.%06d", len(w.messages)+1) }

func readMessage(args url.Values) (m Message, wrong string) {
	m.Text = args.Get("text")
	if blocks := args.Get("blocks"); blocks != "" && json.Unmarshal([]byte(blocks), &m.Blocks) != nil {
		return m, "the blocks are no list"
	}
	if data := args.Get("metadata"); data != "" {
		if json.Unmarshal([]byte(data), &m.Metadata) != nil || m.Metadata["event_type"] == nil || m.Metadata["event_payload"] == nil {
			return m, "the metadata has no type or no payload"
		}
	}
	return m, check(m)
}

// check returns what is wrong with a message by the limits of Block Kit; empty: nothing.
func check(m Message) string {
	switch {
	case m.Text == "":
		return "there is no text"
	case len(m.Blocks) > 50:
		return "there are more than 50 blocks"
	}
	for _, b := range m.Blocks {
		text, _ := b["text"].(object)
		said, _ := text["text"].(string)
		n, kind := utf8.RuneCountInString(said), fmt.Sprint(b["type"], " ", text["type"])
		switch {
		case kind != "header plain_text" && kind != "section plain_text" && kind != "section mrkdwn":
			return "there is no block of " + kind
		case b["type"] == "header" && (n == 0 || n > 150):
			return "a header has 1 to 150 characters"
		case n == 0 || n > 3000:
			return "a text has 1 to 3000 characters"
		case text["type"] == "mrkdwn" && text["emoji"] != nil || text["type"] == "plain_text" && text["verbatim"] != nil:
			return "a text has a member of the other kind"
		}
	}
	return ""
}

// hook takes a message of the incoming webhook.
func (w *Workspace) hook(r *http.Request, body []byte) (int, string) {
	w.writes++
	var m Message
	switch {
	case w.word != "":
		return hookStatus(w.word), w.word
	case r.URL.Path != w.Webhook:
		return http.StatusNotFound, "no_service"
	case r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" || json.Unmarshal(body, &m) != nil:
		w.harm("", "webhook: the payload cannot be read")
		return http.StatusBadRequest, "invalid_payload"
	}
	if wrong := check(m); wrong != "" {
		w.harm("", "webhook: %s", wrong)
		return http.StatusBadRequest, "invalid_payload"
	}
	m.Channel, m.TS = "webhook", w.stamp()
	w.messages = append(w.messages, m)
	return http.StatusOK, "ok"
}

// hookStatus returns the status with which a webhook says a word.
func hookStatus(word string) int {
	switch word {
	case "action_prohibited", "invalid_token":
		return http.StatusForbidden
	case "channel_not_found", "no_service":
		return http.StatusNotFound
	case "channel_is_archived":
		return http.StatusGone
	case "rollup_error":
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}
