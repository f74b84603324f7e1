package backstagetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// answer is what a route has to say: a body that becomes JSON, or none.
type answer struct {
	status int
	body   any
	link   string // of the next page
}

// handler answers a request with the server's state at rest. An error that is no [*problem] is an internal one.
type handler func(r *http.Request) (*answer, error)

func ok(body any) (*answer, error) { return &answer{status: http.StatusOK, body: body}, nil }

// problem is an error in Backstage's own form.
type problem struct {
	status  int
	name    string
	message string
	cause   *problem
}

func (p *problem) Error() string { return p.name + ": " + p.message }

func (p *problem) values() map[string]any {
	values := map[string]any{"name": p.name, "message": p.message}
	if p.cause != nil {
		values["cause"] = p.cause.values()
	}
	return values
}

func inputError(format string, args ...any) error {
	return &problem{http.StatusBadRequest, "InputError", fmt.Sprintf(format, args...), nil}
}

func notFound(format string, args ...any) error {
	return &problem{http.StatusNotFound, "NotFoundError", fmt.Sprintf(format, args...), nil}
}

// answer makes an HTTP handler of a route.
func (s *Server) answer(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a, err := s.ask(h, r)
		if err != nil {
			a = refusal(r, err)
		}
		write(w, a)
	}
}

func write(w http.ResponseWriter, a *answer) {
	if a.link != "" {
		w.Header().Set("Link", "<"+a.link+`>; rel="next"`)
	}
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(a.status)
	_ = json.NewEncoder(w).Encode(a.body) // the client may be gone
}

func (s *Server) ask(h handler, r *http.Request) (*answer, error) {
	if err := s.authenticate(r); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refreshIndex()
	return h(r)
}

func refusal(r *http.Request, err error) *answer {
	var p *problem
	if !errors.As(err, &p) {
		p = &problem{http.StatusInternalServerError, "Error", err.Error(), nil}
	}
	return &answer{status: p.status, body: map[string]any{
		"error":    p.values(),
		"request":  map[string]any{"method": r.Method, "url": strings.TrimPrefix(r.RequestURI, prefix)},
		"response": map[string]any{"statusCode": p.status},
	}}
}

// readBody reads the JSON object that r sends into v, which has to have the members required.
func readBody(r *http.Request, v any, required ...string) error {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return inputError("%s", err)
	}
	for _, name := range required {
		if _, ok := members[name]; !ok {
			return inputError("request/body must have required property '%s'", name)
		}
	}
	if err := json.Unmarshal(data, v); err != nil {
		return inputError("%s", err)
	}
	return nil
}
