package standin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// PagerDuty is an account of PagerDuty. Token and Policies are required.
type PagerDuty struct {
	Token     string   // that requests must bear
	Policies  []string // ids of escalation policies
	Abilities []string
	Fail      map[string]string // what requests are refused with, by method and path

	mu       sync.Mutex
	services []*PagerDutyService
	bodies   []string
	made     int
}

// PagerDutyService is a service in PagerDuty.
type PagerDutyService struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Policy       string   `json:"policy"`       // id of its escalation policy
	Integrations []string `json:"integrations"` // ids of the vendors
}

// Add adds a service, as if somebody had made it.
func (p *PagerDuty) Add(s PagerDutyService) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.services = append(p.services, &s)
}

// Services returns all services, in the order in which they were made.
func (p *PagerDuty) Services() []PagerDutyService {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := []PagerDutyService{}
	for _, s := range p.services {
		out = append(out, *s)
	}
	return out
}

// Bodies returns those of the requests that made something.
func (p *PagerDuty) Bodies() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.bodies)
}

type object = map[string]any

// ServeHTTP answers a request.
func (p *PagerDuty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	body, err := readBody(r)
	switch message, fails := p.Fail[r.Method+" "+r.URL.Path]; {
	case err != nil:
		refuse(w, http.StatusBadRequest, err.Error())
	case fails:
		refuse(w, http.StatusBadRequest, message)
	case r.Header.Get("Authorization") != "Token token="+p.Token, r.Header.Get("Accept") != "application/vnd.pagerduty+json;version=2":
		refuse(w, http.StatusUnauthorized, "not authenticated")
	default:
		p.answer(w, r, body)
	}
}

// refuse says no as PagerDuty does.
func refuse(w http.ResponseWriter, code int, message string) {
	say(w, code, object{"error": object{"message": message, "code": 2001}})
}

func (p *PagerDuty) answer(w http.ResponseWriter, r *http.Request, body []byte) {
	segments := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	at := -1
	if len(segments) > 1 {
		at = slices.IndexFunc(p.services, func(s *PagerDutyService) bool { return s.ID == segments[1] })
		segments[1] = "{id}"
	}
	route := r.Method + " " + strings.Join(segments, "/")
	switch {
	case route == "GET services":
		say(w, http.StatusOK, object{"services": p.search(r.URL.Query().Get("query")), "more": false})
	case route == "GET abilities":
		say(w, http.StatusOK, object{"abilities": p.Abilities})
	case route == "POST services":
		p.create(w, body)
	case at < 0:
		refuse(w, http.StatusNotFound, "Not Found")
	case route == "GET services/{id}":
		say(w, http.StatusOK, object{"service": show(p.services[at])})
	case route == "POST services/{id}/integrations":
		p.integrate(w, p.services[at], body)
	case route == "DELETE services/{id}":
		p.services = slices.Delete(p.services, at, at+1)
		w.WriteHeader(http.StatusNoContent)
	default:
		refuse(w, http.StatusNotFound, "Not Found")
	}
}

// search returns the services whose names have a text in them.
func (p *PagerDuty) search(text string) []object {
	list := []object{}
	for _, s := range p.services {
		if strings.Contains(s.Name, text) {
			list = append(list, show(s))
		}
	}
	return list
}

func show(s *PagerDutyService) object {
	integrations := []object{}
	for i, vendor := range s.Integrations {
		integrations = append(integrations, object{"integration_key": key(s, i), "vendor": object{"id": vendor}})
	}
	return object{"id": s.ID, "name": s.Name, "html_url": "https://acme.pagerduty.com/service-directory/" + s.ID, "integrations": integrations}
}

// key returns that of an integration, which whoever has it can raise alerts with.
func key(s *PagerDutyService, i int) string { return fmt.Sprintf("key-%s-%d", s.ID, i+1) }

func (p *PagerDuty) create(w http.ResponseWriter, body []byte) {
	var in struct {
		Service struct {
			Name   string
			Policy struct{ ID string } `json:"escalation_policy"`
		}
	}
	if err := json.Unmarshal(body, &in); err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	s := &PagerDutyService{Name: in.Service.Name, Policy: in.Service.Policy.ID}
	switch {
	case slices.ContainsFunc(p.services, func(other *PagerDutyService) bool { return other.Name == s.Name }):
		refuse(w, http.StatusBadRequest, "Name has already been taken")
		return
	case !slices.Contains(p.Policies, s.Policy):
		refuse(w, http.StatusBadRequest, "Escalation policy not found")
		return
	}
	p.made++
	s.ID = fmt.Sprintf("PSVC%d", p.made)
	p.services, p.bodies = append(p.services, s), append(p.bodies, string(body))
	say(w, http.StatusCreated, object{"service": show(s)})
}

func (p *PagerDuty) integrate(w http.ResponseWriter, s *PagerDutyService, body []byte) {
	var in struct {
		Integration struct{ Vendor struct{ ID string } }
	}
	if err := json.Unmarshal(body, &in); err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	s.Integrations = append(s.Integrations, in.Integration.Vendor.ID)
	p.bodies = append(p.bodies, string(body))
	say(w, http.StatusCreated, object{"integration": object{"integration_key": key(s, len(s.Integrations)-1)}})
}
