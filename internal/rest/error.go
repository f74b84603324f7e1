package rest

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Error is an answer whose status is none of success.
type Error struct {
	Method     string
	URL        string // without user and query
	Status     int
	Name       string        // of the server's {"error": {"name", "message"}}; "" when the body had none
	Message    string        // of the same; else the start of what the body says, on one line
	Body       []byte        // as it came
	RetryAfter time.Duration // when the server said so; else 0
	Attempts   int           // how often the request was sent
}

// Error says what was asked, and what the answer was.
func (e *Error) Error() string {
	text := strings.TrimSpace(fmt.Sprintf("%s %s: %d %s", e.Method, e.URL, e.Status, http.StatusText(e.Status)))
	if e.Name != "" {
		text += ": " + e.Name
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	return text + attempts(e.Attempts)
}

func attempts(n int) string {
	if n < 2 {
		return ""
	}
	return fmt.Sprintf(" (after %d attempts)", n)
}

// refused makes the error of an answer. Some proxies answer with what they were sent, the token included.
func (c *call) refused(r *Response, token string, attempt int) error {
	hide := func(text string) string { return text }
	if token != "" {
		hide = strings.NewReplacer(token, "[token]").Replace
	}
	r.Body = []byte(hide(string(r.Body)))
	e := &Error{
		Method:     c.request.Method,
		URL:        c.shown,
		Status:     r.Status,
		Message:    r.excerpt(),
		Body:       r.Body,
		RetryAfter: RetryAfter(r.Header),
		Attempts:   attempt,
	}
	var said struct {
		Error struct{ Name, Message string }
	}
	if json.Unmarshal(r.Body, &said) == nil && said.Error.Name+said.Error.Message != "" {
		e.Name, e.Message = hide(said.Error.Name), hide(said.Error.Message)
	}
	return e
}

const maxExcerpt = 200

// excerpt returns the start of the body on one line, after the type of content if that is not JSON; "" for no body.
func (r *Response) excerpt() string {
	body := r.Body[:min(len(r.Body), maxExcerpt)]
	text := strings.Join(strings.FieldsFunc(strings.ToValidUTF8(string(body), ""), func(c rune) bool {
		return unicode.IsSpace(c) || unicode.IsControl(c) || c == utf8.RuneError
	}), " ")
	if text == "" {
		return ""
	}
	if len(r.Body) > maxExcerpt {
		text += "…"
	}
	if r.isJSON() {
		return text
	}
	return r.contentType() + ": " + text
}

func (r *Response) contentType() string {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return "unknown content"
	}
	return kind
}

func (r *Response) isJSON() bool {
	kind := r.contentType()
	return kind == "application/json" || strings.HasSuffix(kind, "+json")
}
