package openapitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

// Description is what a service says of its API. It may be used by several goroutines.
type Description struct {
	// Prefix stands before all paths: /api/v3 of GitHub Enterprise. Empty: nothing.
	Prefix string

	routes     []route
	components components
	compiled   sync.Map // *schema.Schema by the address of the map that it was made of
	right      sync.Map // hashes of requests with their answers in which nothing is wrong
}

type components struct {
	Schemas    map[string]any
	Parameters map[string]parameter
	Responses  map[string]response
}

// route is one operation, with the requests that mean it.
type route struct {
	method  string
	pattern *regexp.Regexp
	names   []string // of what stands in braces
	operation
}

type operation struct {
	Parameters  []parameter
	RequestBody *struct {
		Required bool
		Content  content
	}
	Responses map[string]response
}

type parameter struct {
	Ref      string `json:"$ref"`
	In, Name string
	Required bool
	Schema   map[string]any
	Multi    bool `json:"x-multi-segment"` // may hold slashes
}

type response struct {
	Ref     string `json:"$ref"`
	Content content
}

// content is what a body may be, by media type.
type content map[string]struct{ Schema map[string]any }

func (c content) json() map[string]any { return c["application/json"].Schema }

// Read reads a description.
func Read(data []byte) (*Description, error) {
	var d struct {
		Paths      map[string]map[string]operation
		Components components
	}
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("read description: %w", err)
	}
	out := &Description{components: d.Components}
	for template, methods := range d.Paths {
		for method, op := range methods {
			r, err := newRoute(method, template, op)
			if err != nil {
				return nil, fmt.Errorf("read description: %s: %w", template, err)
			}
			out.routes = append(out.routes, r)
		}
	}
	return out, nil
}

// newRoute returns the route of an operation at a template such as /things/{id}.
func newRoute(method, template string, op operation) (route, error) {
	multi := map[string]bool{}
	for _, p := range op.Parameters {
		multi[p.Name] = p.Multi
	}
	r := route{method: strings.ToUpper(method), operation: op}
	var pattern strings.Builder
	for rest := template; rest != ""; {
		literal, after, braces := strings.Cut(rest, "{")
		pattern.WriteString(regexp.QuoteMeta(literal))
		if !braces {
			break
		}
		var name string
		name, rest, _ = strings.Cut(after, "}")
		r.names = append(r.names, name)
		if multi[name] {
			pattern.WriteString(`(.+)`)
			continue
		}
		pattern.WriteString(`([^/]+)`)
	}
	var err error
	r.pattern, err = regexp.Compile("^" + pattern.String() + "$")
	return r, err
}

// find returns the operation for a request, and the values in its path. Of several that fit it is the one with the fewest of
// these.
func (d *Description) find(r *http.Request) (op operation, values map[string]string, ok bool) {
	at, below := strings.CutPrefix(r.URL.EscapedPath(), d.Prefix)
	for _, candidate := range d.routes {
		found := candidate.pattern.FindStringSubmatch(at)
		if !below || found == nil || candidate.method != r.Method || ok && len(candidate.names) >= len(values) {
			continue
		}
		op, values, ok = candidate.operation, map[string]string{}, true
		for i, name := range candidate.names {
			values[name], _ = url.PathUnescape(found[i+1]) // EscapedPath is well formed
		}
	}
	return op, values, ok
}

func (d *Description) parameter(p parameter) parameter {
	if name, ok := strings.CutPrefix(p.Ref, "#/components/parameters/"); ok {
		return d.components.Parameters[name]
	}
	return p
}

func (d *Description) response(r response) response {
	if name, ok := strings.CutPrefix(r.Ref, "#/components/responses/"); ok {
		return d.components.Responses[name]
	}
	return r
}
