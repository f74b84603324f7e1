package slack

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

const maxBody = 10 << 20

// method is a method of the Web API, and its arguments.
type method struct {
	needs, knows []string
	writes       bool
	do           func(*Workspace, url.Values) object
}

func methods() map[string]method {
	page := []string{"cursor", "limit"}
	posted := []string{"blocks", "metadata", "mrkdwn", "unfurl_links", "unfurl_media"}
	return map[string]method{
		"users.lookupByEmail":     {[]string{"email"}, nil, false, (*Workspace).lookupByEmail},
		"users.info":              {[]string{"user"}, []string{"include_locale"}, false, (*Workspace).info},
		"users.conversations":     {nil, append([]string{"user", "types", "exclude_archived"}, page...), false, (*Workspace).conversations},
		"conversations.invite":    {[]string{"channel", "users"}, []string{"force"}, true, (*Workspace).invite},
		"conversations.kick":      {[]string{"channel", "user"}, nil, true, (*Workspace).kick},
		"conversations.open":      {nil, []string{"users", "channel", "return_im"}, false, (*Workspace).open},
		"conversations.history":   {[]string{"channel"}, append([]string{"inclusive", "latest", "oldest", "include_all_metadata"}, page...), false, (*Workspace).history},
		"usergroups.list":         {nil, []string{"include_users", "include_disabled", "include_count"}, false, (*Workspace).listGroups},
		"usergroups.users.list":   {[]string{"usergroup"}, []string{"include_disabled"}, false, (*Workspace).groupUsers},
		"usergroups.users.update": {[]string{"usergroup", "users"}, []string{"include_count"}, true, (*Workspace).updateGroup},
		"usergroups.enable":       {[]string{"usergroup"}, []string{"include_count"}, true, (*Workspace).enableGroup},
		"usergroups.disable":      {[]string{"usergroup"}, []string{"include_count"}, true, (*Workspace).disableGroup},
		"chat.postMessage":        {[]string{"channel", "text"}, posted, true, (*Workspace).post},
		"chat.update":             {[]string{"channel", "ts", "text"}, posted[:2], true, (*Workspace).update},
	}
}

// ServeHTTP answers a call: of a method below /api/, of SCIM below /scim/v2/, or of the webhook.
func (w *Workspace) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	body, _ := io.ReadAll(io.LimitReader(r.Body, maxBody)) // what is cut off is no argument
	switch {
	case w.status != 0:
		out.WriteHeader(w.status)
	case w.Webhook != "" && strings.HasPrefix(r.URL.Path, "/services/"):
		status, word := w.hook(r, body)
		out.WriteHeader(status)
		_, _ = io.WriteString(out, word) // a client that is gone
	case strings.HasPrefix(r.URL.Path, "/scim/v2/"):
		status, answer := w.scim(r, body)
		say(out, status, answer)
	default:
		name, _ := strings.CutPrefix(r.URL.Path, "/api/")
		say(out, http.StatusOK, w.call(name, r, body))
	}
}

func say(out http.ResponseWriter, status int, answer object) {
	out.Header().Set("Content-Type", "application/json")
	out.WriteHeader(status)
	if answer != nil {
		_ = json.NewEncoder(out).Encode(answer) // a client that is gone
	}
}

// call answers a method, with status 200 also when it refuses.
func (w *Workspace) call(name string, r *http.Request, body []byte) object {
	args, err := url.ParseQuery(string(body))
	m, known := methods()[name]
	token := args.Get("token")
	args.Del("token")
	switch {
	case !known || r.Method != http.MethodPost:
		return w.harm("unknown_method", "%s %s: there is no such method", r.Method, r.URL.EscapedPath())
	case err != nil || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded":
		return w.harm("invalid_form_data", "%s: the arguments are no form", name)
	case w.word != "":
		return refuse(w.word)
	case token != w.Token && r.Header.Get("Authorization") != "Bearer "+w.Token:
		return refuse("invalid_auth")
	}
	for arg, values := range args {
		if !slices.Contains(m.needs, arg) && !slices.Contains(m.knows, arg) || len(values) > 1 {
			return w.harm("invalid_arguments", "%s: there is no argument %s, or it is there twice", name, arg)
		}
	}
	for _, arg := range m.needs {
		if !args.Has(arg) {
			return w.harm("invalid_arguments", "%s: the argument %s is missing", name, arg)
		}
	}
	if m.writes {
		w.writes++
	}
	answer := m.do(w, args)
	if answer["error"] == nil {
		answer["ok"] = true
	}
	return answer
}

func refuse(word string) object { return object{"ok": false, "error": word} }

// harm notes a call that nobody should make, and refuses it.
func (w *Workspace) harm(word, format string, args ...any) object {
	w.faults = append(w.faults, fmt.Sprintf(format, args...))
	return refuse(word)
}

// part returns a page of a list, and where the next one begins.
func part[T any](all []T, args url.Values) ([]T, object) {
	var at, limit int
	_, _ = fmt.Sscanf(args.Get("cursor"), "at:%d", &at)
	_, _ = fmt.Sscanf(args.Get("limit"), "%d", &limit)
	if limit <= 0 {
		limit = 100
	}
	at = min(max(at, 0), len(all))
	end := min(at+limit, len(all))
	next := ""
	if end < len(all) {
		next = fmt.Sprintf("at:%d", end)
	}
	return append([]T{}, all[at:end]...), object{"next_cursor": next}
}
