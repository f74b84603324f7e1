package googletest

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

type object = map[string]any

// ServeHTTP answers a request to https://cloudidentity.googleapis.com.
func (d *Directory) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.mux == nil {
		d.mux = http.NewServeMux()
		d.mux.HandleFunc("GET /v1/groups:lookup", d.lookupGroup)
		d.mux.HandleFunc("GET /v1/groups/{group}/{method}", d.search)
		d.mux.HandleFunc("POST /v1/groups/{group}/memberships", d.create)
		d.mux.HandleFunc("GET /v1/groups/{group}/memberships/{member}", d.get)
		d.mux.HandleFunc("DELETE /v1/groups/{group}/memberships/{member}", d.remove)
		d.mux.HandleFunc("POST /v1/groups/{group}/memberships/{member}", d.modify)
	}
	if r.Method != http.MethodGet {
		d.writes = append(d.writes, r.Method+" "+r.URL.EscapedPath())
	}
	switch {
	case d.Token != "" && r.Header.Get("Authorization") != "Bearer "+d.Token:
		refuse(w, http.StatusUnauthorized, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
	case d.Disabled:
		refuse(w, http.StatusForbidden, "PERMISSION_DENIED", "Cloud Identity API has not been used in project 1 before or it is disabled.", object{
			"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED", "domain": "googleapis.com",
		})
	case r.Method != http.MethodGet && d.Aborts > 0:
		d.Aborts--
		refuse(w, http.StatusConflict, "ABORTED", "The operation was aborted.")
	default:
		d.mux.ServeHTTP(w, r)
	}
}

func say(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	_ = json.NewEncoder(w).Encode(v) // a client that is gone
}

func refuse(w http.ResponseWriter, code int, status, message string, details ...any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(object{"error": object{"code": code, "status": status, "message": message, "details": details}})
}

// denied is what is said of a group that is hidden, and of one that is not there.
func denied(w http.ResponseWriter) {
	refuse(w, http.StatusForbidden, "PERMISSION_DENIED", "Error(2028): Permission denied for resource groups (or it may not exist).")
}

func missing(w http.ResponseWriter) {
	refuse(w, http.StatusNotFound, "NOT_FOUND", "Error(4003): Requested entity was not found.")
}

func (d *Directory) lookupGroup(w http.ResponseWriter, r *http.Request) {
	g := d.group(r.URL.Query().Get("groupKey.id"))
	if g == nil {
		denied(w)
		return
	}
	say(w, object{"name": "groups/" + g.id})
}

// at returns the group of a path; nil: there is none, which is answered.
func (d *Directory) at(w http.ResponseWriter, r *http.Request) *group {
	for _, g := range d.groups {
		if g.id == r.PathValue("group") {
			return g
		}
	}
	denied(w)
	return nil
}

// search answers the methods of the members of a group, or of all of them.
func (d *Directory) search(w http.ResponseWriter, r *http.Request) {
	switch r.PathValue("method") {
	case "memberships:lookup":
		d.lookupMember(w, r)
	case "memberships:searchDirectGroups":
		d.list(w, r, d.direct)
	case "memberships:searchTransitiveGroups":
		d.list(w, r, d.transitive)
	default:
		missing(w)
	}
}

func (d *Directory) lookupMember(w http.ResponseWriter, r *http.Request) {
	g := d.at(w, r)
	if g == nil {
		return
	}
	for _, m := range g.seen() {
		if strings.EqualFold(m.address, r.URL.Query().Get("memberKey.id")) {
			say(w, object{"name": g.name(m)})
			return
		}
	}
	missing(w)
}

func (g *group) name(m *membership) string { return "groups/" + g.id + "/memberships/" + m.id }

// aQuery is the only form of a query that is known here.
func aQuery() *regexp.Regexp {
	return regexp.MustCompile(`^member_key_id == '((?:[^'\\]|\\['\\])*)' && '` + regexp.QuoteMeta(prefix) + `([a-z_]+)' in labels$`)
}

// list answers a search in pages of two.
func (d *Directory) list(w http.ResponseWriter, r *http.Request, find func(address, label string) []any) {
	asked := aQuery().FindStringSubmatch(r.URL.Query().Get("query"))
	if asked == nil || r.PathValue("group") != "-" {
		refuse(w, http.StatusBadRequest, "INVALID_ARGUMENT", "Request contains an invalid argument.")
		return
	}
	const size = 2
	all := find(strings.NewReplacer(`\'`, `'`, `\\`, `\`).Replace(asked[1]), prefix+asked[2])
	from, _ := strconv.Atoi(r.URL.Query().Get("pageToken")) // none: from the first
	to := min(from+size, len(all))
	out := object{"memberships": all[min(from, to):to]}
	if to < len(all) {
		out["nextPageToken"] = strconv.Itoa(to)
	}
	say(w, out)
}

func (d *Directory) direct(address, label string) []any {
	out := []any{}
	for _, g := range d.groups {
		if _, ok := g.labels[label]; !ok {
			continue
		}
		for _, m := range g.seen() {
			if strings.EqualFold(m.address, address) {
				out = append(out, object{
					"membership": g.name(m), "roles": m.shape(), "group": "groups/" + g.id, "groupKey": object{"id": g.address},
					"displayName": g.address, "labels": g.labels,
				})
			}
		}
	}
	return out
}

func (d *Directory) transitive(address, label string) []any {
	out := []any{}
	for _, g := range d.groups {
		direct, indirect := g.member(address) != nil, d.below(g, address)
		kind := "DIRECT"
		switch {
		case direct && indirect:
			kind = "DIRECT_AND_INDIRECT"
		case indirect:
			kind = "INDIRECT"
		case !direct:
			continue
		}
		if _, ok := g.labels[label]; ok {
			out = append(out, object{
				"group": "groups/" + g.id, "groupKey": object{"id": g.address}, "displayName": g.address, "labels": g.labels,
				"relationType": kind, "roles": []any{object{"role": "MEMBER"}},
			})
		}
	}
	return out
}

// below reports whether an address is in a group that is in this one.
func (d *Directory) below(g *group, address string) bool {
	return slices.ContainsFunc(g.members, func(m *membership) bool {
		inner := d.group(m.address)
		return inner != nil && (inner.member(address) != nil || d.below(inner, address))
	})
}
