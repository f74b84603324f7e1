package pagerduty

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const maxBody = 10 << 20

// call is one request.
type call struct {
	*http.Request
	query url.Values
	body  object // nil: none
}

// answer is a status, and a body unless it is nil.
type answer struct {
	status int
	body   any
}

// operation is what an account understands.
type operation struct {
	pattern string
	query   []string // parameters that it knows
	do      func(*Account, *call) answer
}

func operations() []operation {
	paged := []string{"limit", "offset", "total"}
	return []operation{
		{"GET /users", append([]string{"query", "include[]"}, paged...), (*Account).listUsers},
		{"POST /users", nil, (*Account).createUser},
		{"GET /users/{id}", []string{"include[]"}, (*Account).getUser},
		{"PUT /users/{id}", nil, (*Account).updateUser},
		{"DELETE /users/{id}", nil, (*Account).deleteUser},
		{"GET /teams/{id}/members", paged, (*Account).listMembers},
		{"PUT /teams/{id}/users/{user}", nil, (*Account).putMember},
		{"DELETE /teams/{id}/users/{user}", nil, (*Account).deleteMember},
		{"GET /schedules", append([]string{"query"}, paged...), (*Account).listSchedules},
		{"GET /schedules/{id}", nil, (*Account).getSchedule},
		{"PUT /schedules/{id}", nil, (*Account).putSchedule},
		{"POST /schedules/{id}/overrides", nil, (*Account).createOverrides},
		{"GET /escalation_policies", append([]string{"query", "user_ids[]"}, paged...), (*Account).listPolicies},
		{"GET /escalation_policies/{id}", nil, (*Account).getPolicy},
		{"PUT /escalation_policies/{id}", nil, (*Account).putPolicy},
		{"GET /oncalls", append([]string{"user_ids[]", "schedule_ids[]", "since", "until"}, paged...), (*Account).listOnCalls},
	}
}

// ServeHTTP answers a request.
func (a *Account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if r.Method != http.MethodGet {
		a.writes++
	}
	got := a.admit(r)
	if got.status == 0 {
		mux := http.NewServeMux()
		for _, op := range operations() {
			mux.HandleFunc(op.pattern, func(_ http.ResponseWriter, r *http.Request) { got = a.answer(op, r) })
		}
		mux.ServeHTTP(discard{http.Header{}}, r)
	}
	if got.status == 0 {
		got = a.harm(http.StatusNotFound, "%s %s: there is no such operation", r.Method, r.URL.EscapedPath())
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(got.status)
	if got.body != nil {
		_ = json.NewEncoder(w).Encode(got.body) // a client that is gone
	}
}

// discard takes what a mux says by itself of requests that it does not know.
type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}

// admit refuses what no operation needs to look at.
func (a *Account) admit(r *http.Request) answer {
	switch {
	case a.broken != 0:
		return refuse(a.broken, "broken")
	case r.Header.Get("Authorization") != "Token token="+a.Token:
		return refuse(http.StatusUnauthorized, "not authenticated")
	case r.Header.Get("Accept") != "application/vnd.pagerduty+json;version=2":
		return a.harm(http.StatusBadRequest, "the header Accept is not that of version 2")
	case r.Header.Get("Content-Type") != "application/json":
		return a.harm(http.StatusBadRequest, "the header Content-Type is not application/json")
	}
	return answer{}
}

func (a *Account) answer(op operation, r *http.Request) answer {
	c := &call{Request: r, query: r.URL.Query()}
	for name := range c.query {
		if !slices.Contains(op.query, name) {
			return a.harm(http.StatusBadRequest, "%s: there is no parameter %s", op.pattern, name)
		}
	}
	data, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err == nil && len(data) > 0 {
		err = json.Unmarshal(data, &c.body)
		if err == nil && c.body == nil {
			err = fmt.Errorf("the body is null")
		}
	}
	if err != nil {
		return a.harm(http.StatusBadRequest, "%s: %v", op.pattern, err)
	}
	return op.do(a, c)
}

// harm notes a request that nobody should send, and refuses it.
func (a *Account) harm(status int, format string, args ...any) answer {
	text := fmt.Sprintf(format, args...)
	a.faults = append(a.faults, text)
	return refuse(status, text)
}

// refuse says no as PagerDuty does.
func refuse(status int, text string) answer {
	code := 2001
	if status == http.StatusNotFound {
		code = 2100
	}
	return answer{status, object{"error": object{"message": text, "code": code}}}
}

func notFound() answer { return refuse(http.StatusNotFound, "Not Found") }

// page answers with a part of a list.
func page[T any](c *call, key string, all []T) answer {
	limit, offset := 25, 0
	if n, err := strconv.Atoi(c.query.Get("limit")); err == nil && n > 0 {
		limit = min(n, 100)
	}
	if n, err := strconv.Atoi(c.query.Get("offset")); err == nil && n > 0 {
		offset = min(n, len(all))
	}
	end := min(offset+limit, len(all))
	body := object{"limit": limit, "offset": offset, "more": end < len(all), "total": nil, key: append([]T{}, all[offset:end]...)}
	if c.query.Get("total") == "true" {
		body["total"] = len(all)
	}
	return answer{http.StatusOK, body}
}

func reference(id, kind, summary string) object {
	path := strings.TrimSuffix(kind+"s", "ys")
	if strings.HasSuffix(kind, "y") {
		path += "ies"
	}
	return object{
		"id": id, "type": kind + "_reference", "summary": summary,
		"self": "https://api.pagerduty.com/" + path + "/" + id, "html_url": "https://acme.pagerduty.com/" + path + "/" + id,
	}
}

func inner(o object, name string) object {
	out, _ := o[name].(object)
	return out
}

func text(o object, name string) string {
	s, _ := o[name].(string)
	return s
}

// list returns the objects of a list.
func list(o object, name string) []object {
	all, _ := o[name].([]any)
	var out []object
	for _, one := range all {
		if m, ok := one.(object); ok {
			out = append(out, m)
		}
	}
	return out
}

func contains(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

func isAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s
}
