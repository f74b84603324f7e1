package githubtest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

//go:embed github-openapi.json
var description []byte

// Description returns the part of GitHub's description of its REST API that an Org answers, as an OpenAPI document in JSON. See
// the file NOTICE beside it.
func Description() []byte { return append([]byte(nil), description...) }

type object = map[string]any

// call is one request to the organization.
type call struct {
	w    http.ResponseWriter
	r    *http.Request
	body object
}

// ServeHTTP answers a request to https://api.github.com.
func (o *Org) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.mux == nil {
		o.open()
	}
	if r.Method != http.MethodGet && r.URL.Path != "/graphql" {
		o.writes = append(o.writes, r.Method+" "+r.URL.EscapedPath())
	}
	c := &call{w: w, r: r}
	if o.Token != "" && r.Header.Get("Authorization") != "Bearer "+o.Token {
		c.refuse(http.StatusUnauthorized, "Requires authentication")
		return
	}
	o.mux.ServeHTTP(w, r)
}

func (o *Org) open() {
	o.mux = http.NewServeMux()
	in := "/orgs/{org}"
	for pattern, answer := range map[string]func(*call){
		"GET " + in + "/invitations":                           o.listInvitations,
		"GET " + in + "/failed_invitations":                    o.listFailed,
		"POST " + in + "/invitations":                          o.invite,
		"DELETE " + in + "/invitations/{id}":                   o.cancel,
		"GET " + in + "/invitations/{id}/teams":                o.listInvitationTeams,
		"GET " + in + "/members":                               o.listMembers,
		"GET " + in + "/memberships/{user}":                    o.getMembership,
		"PUT " + in + "/memberships/{user}":                    o.putMembership,
		"DELETE " + in + "/memberships/{user}":                 o.deleteMembership,
		"GET " + in + "/outside_collaborators":                 o.listOutside,
		"DELETE " + in + "/outside_collaborators/{user}":       o.deleteOutside,
		"GET " + in + "/teams":                                 o.listTeams,
		"GET " + in + "/teams/{team}":                          o.getTeam,
		"GET " + in + "/teams/{team}/members":                  o.listTeamMembers,
		"GET " + in + "/teams/{team}/teams":                    o.listChildren,
		"GET " + in + "/teams/{team}/memberships/{user}":       o.getTeamMembership,
		"PUT " + in + "/teams/{team}/memberships/{user}":       o.putTeamMembership,
		"DELETE " + in + "/teams/{team}/memberships/{user}":    o.deleteTeamMembership,
		"GET " + in + "/teams/{team}/team-sync/group-mappings": o.listMappings,
		"GET " + in + "/external-groups":                       o.listExternalGroups,
		"GET /scim/v2/organizations/{org}/Users":               o.listProvisioned,
		"GET /user":                                            o.getActor,
		"GET /user/{id}":                                       o.getByID,
		"GET /users/{user}":                                    o.getUser,
		"POST /graphql":                                        o.graph,
		"/":                                                    func(c *call) { c.missing() },
	} {
		o.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { o.answer(&call{w: w, r: r}, answer) })
	}
}

// answer answers a request if it is to this organization.
func (o *Org) answer(c *call, f func(*call)) {
	if org := c.r.PathValue("org"); org != "" && !equal(org, o.Name) {
		c.missing()
		return
	}
	data, err := io.ReadAll(c.r.Body)
	if err == nil && len(data) > 0 {
		err = json.Unmarshal(data, &c.body)
	}
	if err != nil {
		c.refuse(http.StatusBadRequest, "Problems parsing JSON")
		return
	}
	f(c)
}

func (c *call) say(code int, v any) {
	if v == nil {
		c.w.WriteHeader(code)
		return
	}
	c.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	c.w.WriteHeader(code)
	_ = json.NewEncoder(c.w).Encode(v) // a client that is gone
}

func (c *call) refuse(code int, message string) {
	c.say(code, object{"message": message, "documentation_url": "https://docs.github.com/rest"})
}

func (c *call) missing() { c.refuse(http.StatusNotFound, "Not Found") }

// invalid refuses a request whose words are right and whose meaning is not.
func (c *call) invalid(message string) {
	c.say(http.StatusUnprocessableEntity, object{
		"message": "Validation Failed", "documentation_url": "https://docs.github.com/rest",
		"errors": []any{object{"resource": "OrganizationInvitation", "code": "unprocessable", "field": "data", "message": message}},
	})
}

// page says one page of a list, and where the others are.
func page[T any](c *call, all []T, show func(T) object) {
	query := c.r.URL.Query()
	size, at := number(query.Get("per_page"), 30), number(query.Get("page"), 1)
	size = min(size, 100)
	last := max((len(all)+size-1)/size, 1)
	var links []string
	link := func(n int, rel string) {
		query.Set("page", strconv.Itoa(n))
		links = append(links, fmt.Sprintf(`<https://api.github.com%s?%s>; rel="%s"`, c.r.URL.EscapedPath(), query.Encode(), rel))
	}
	if at < last {
		link(at+1, "next")
		link(last, "last")
	}
	if len(links) > 0 {
		c.w.Header().Set("Link", strings.Join(links, ", "))
	}
	from, to := min((at-1)*size, len(all)), min(at*size, len(all))
	out := []object{}
	for _, one := range all[from:to] {
		out = append(out, show(one))
	}
	c.say(http.StatusOK, out)
}

func number(s string, otherwise int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return otherwise
	}
	return n
}

func equal(a, b string) bool { return strings.EqualFold(a, b) }
