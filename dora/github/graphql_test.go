package github_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

// graphSchema is a part of GitHub's schema of GraphQL.
type graphSchema struct {
	Types map[string]map[string]struct {
		Type string
		Args map[string]string
	}
	Possible map[string][]string
	Inputs   map[string]map[string]string
	Enums    map[string][]string
}

var readSchema = sync.OnceValues(func() (*graphSchema, error) {
	data, err := os.ReadFile("testdata/github-graphql.json")
	if err != nil {
		return nil, err
	}
	var s graphSchema
	return &s, json.Unmarshal(data, &s)
})

func bare(kind string) string { return strings.Trim(kind, "[]!") }

func (s *graphSchema) composite(kind string) bool {
	return s.Types[bare(kind)] != nil || s.Possible[bare(kind)] != nil
}

// selection is a field, or a fragment on a type.
type selection struct {
	on, alias, name string
	args            map[string]any
	of              []selection
}

type variable string

type enum string

// document is a query: the types of its variables, and what it selects.
type document struct {
	variables map[string]string
	of        []selection
}

// parser reads a query. What is not GraphQL is a panic, which execute reports.
type parser struct{ tokens []string }

var token = regexp.MustCompile(`"[^"\\]*"|\.\.\.|[A-Za-z_][A-Za-z_0-9]*|-?\d+|[^\s,]`)

func (p *parser) peek() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

func (p *parser) next() string {
	t := p.peek()
	if t == "" {
		panic("the query ends too early")
	}
	p.tokens = p.tokens[1:]
	return t
}

func (p *parser) want(t string) {
	if got := p.next(); got != t {
		panic(fmt.Sprintf("%q where %q should be", got, t))
	}
}

func (p *parser) document() document {
	d := document{variables: map[string]string{}}
	p.want("query")
	if p.peek() == "(" {
		for p.next(); p.peek() != ")"; {
			p.want("$")
			name := p.next()
			p.want(":")
			for p.peek() != "$" && p.peek() != ")" {
				d.variables[name] += p.next()
			}
		}
		p.next()
	}
	d.of = p.selections()
	if p.peek() != "" {
		panic("there is more after the query: " + p.peek())
	}
	return d
}

func (p *parser) selections() (out []selection) {
	p.want("{")
	for p.peek() != "}" {
		if p.peek() == "..." {
			p.next()
			p.want("on")
			out = append(out, selection{on: p.next(), of: p.selections()})
			continue
		}
		s := selection{name: p.next(), args: map[string]any{}}
		s.alias = s.name
		if p.peek() == ":" {
			p.next()
			s.name = p.next()
		}
		if p.peek() == "(" {
			s.args = p.arguments("(", ")")
		}
		if p.peek() == "{" {
			s.of = p.selections()
		}
		out = append(out, s)
	}
	p.next()
	return out
}

func (p *parser) arguments(from, to string) map[string]any {
	out := map[string]any{}
	for p.want(from); p.peek() != to; {
		name := p.next()
		p.want(":")
		out[name] = p.value()
	}
	p.next()
	return out
}

func (p *parser) value() any {
	if p.peek() == "{" {
		return p.arguments("{", "}")
	}
	t := p.next()
	if t == "$" {
		return variable(p.next())
	}
	if n, err := strconv.Atoi(t); err == nil {
		return n
	}
	if s, err := strconv.Unquote(t); err == nil {
		return s
	}
	return enum(t)
}

// object is a value with fields.
type object struct {
	kind string
	get  func(field string, args map[string]any) any
}

// graphFault is an error that a field answers with.
type graphFault struct{ kind, message string }

// execution answers one query.
type execution struct {
	schema    *graphSchema
	document  document
	variables map[string]any
	errors    []any
	fields    int
}

// execute answers a query by a root. What GitHub's schema does not have is a
// fault of the client.
func execute(query string, variables map[string]any, root *object) (answer map[string]any, fault string) {
	schema, err := readSchema()
	if err != nil {
		return nil, err.Error()
	}
	defer func() {
		if r := recover(); r != nil {
			fault = fmt.Sprint(r)
		}
	}()
	e := &execution{schema: schema, variables: variables}
	e.document = (&parser{tokens: token.FindAllString(query, -1)}).document()
	for name := range variables {
		if e.document.variables[name] == "" {
			panic("variable $" + name + " is not declared")
		}
	}
	answer = map[string]any{"data": e.object(root, e.document.of)}
	if len(e.errors) > 0 {
		answer["errors"] = e.errors
	}
	return answer, ""
}

func (e *execution) object(o *object, of []selection) map[string]any {
	out := map[string]any{}
	for _, s := range of {
		if s.on != "" {
			if e.schema.Types[s.on] == nil {
				panic("there is no type " + s.on)
			}
			if s.on == o.kind {
				maps.Copy(out, e.object(o, s.of))
			}
			continue
		}
		field, ok := e.schema.Types[o.kind][s.name]
		if !ok {
			panic("there is no field " + o.kind + "." + s.name)
		}
		if e.schema.composite(field.Type) != (s.of != nil) {
			panic("field " + o.kind + "." + s.name + " of type " + field.Type + " and its selection do not fit")
		}
		args := e.arguments(o.kind+"."+s.name, s.args, field.Args)
		out[s.alias] = e.value(o.get(s.name, args), field.Type, s)
	}
	return out
}

func (e *execution) arguments(at string, given map[string]any, declared map[string]string) map[string]any {
	out := map[string]any{}
	for name, value := range given {
		kind, ok := declared[name]
		if !ok {
			panic("there is no argument " + name + " of " + at)
		}
		if v := e.argument(at+" "+name, value, kind); v != nil {
			out[name] = v
		}
	}
	for name, kind := range declared {
		if _, there := out[name]; strings.HasSuffix(kind, "!") && !there {
			panic("argument " + name + " of " + at + " is missing")
		}
	}
	if _, connection := declared["first"]; connection {
		if n, _ := out["first"].(int); n < 1 || n > 100 {
			panic(at + ": first must be 1 to 100")
		}
	}
	return out
}

func (e *execution) argument(at string, value any, kind string) any {
	switch v := value.(type) {
	case variable:
		declared := e.document.variables[string(v)]
		if strings.TrimSuffix(declared, "!") != strings.TrimSuffix(kind, "!") {
			panic(fmt.Sprintf("%s: $%s is a %s, not a %s", at, v, declared, kind))
		}
		if strings.HasSuffix(kind, "!") && !strings.HasSuffix(declared, "!") {
			panic(fmt.Sprintf("%s: $%s may be null", at, v))
		}
		return e.variables[string(v)]
	case enum:
		if !slices.Contains(e.schema.Enums[bare(kind)], string(v)) {
			panic(fmt.Sprintf("%s: %s is no %s", at, v, kind))
		}
		return string(v)
	case map[string]any:
		return e.arguments(at, v, e.schema.Inputs[bare(kind)])
	case int:
		if bare(kind) != "Int" {
			panic(at + " is no number")
		}
	case string:
		if k := bare(kind); k != "String" && k != "ID" && k != "GitObjectID" {
			panic(at + " is no text")
		}
	}
	return value
}

func (e *execution) value(v any, kind string, s selection) any {
	e.fields++
	switch v := v.(type) {
	case nil:
		if strings.HasSuffix(kind, "!") {
			panic("field " + s.name + " may not be null")
		}
		return nil
	case graphFault:
		e.errors = append(e.errors, map[string]any{"type": v.kind, "message": v.message, "path": []any{s.alias}})
		return nil
	case *object:
		if v == nil {
			return nil
		}
		return e.object(v, s.of)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = e.value(v[i], strings.Trim(kind, "!"), s)
		}
		return out
	}
	return v
}

// TestSchemaTells says that the fake refuses what GitHub would.
func TestSchemaTells(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, query, want string }{
		{"as it should be", `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Deployment { id } } }`, ""},
		{"no such field", `query { repositories { id } }`, "there is no field Query.repositories"},
		{"no such field within", `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Deployment { sha } } }`, "there is no field Deployment.sha"},
		{"no such type", `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Deploy { id } } }`, "there is no type Deploy"},
		{"no such argument", `query { node(name: "x") { ... on Deployment { id } } }`, "there is no argument name"},
		{"an argument missing", `query { node { ... on Deployment { id } } }`, "argument id of Query.node is missing"},
		{"a variable of another type", `query($ids: [String!]!) { nodes(ids: $ids) { ... on Deployment { id } } }`, "$ids is a [String!]!"},
		{"a variable that may be null", `query($ids: [ID!]) { nodes(ids: $ids) { ... on Deployment { id } } }`, "may be null"},
		{"no selection", `query($ids: [ID!]!) { nodes(ids: $ids) }`, "do not fit"},
		{"a selection too many", `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Deployment { id { x } } } }`, "do not fit"},
		{"too many at once", `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Deployment { statuses(first: 101) { totalCount } } } }`, "first must be 1 to 100"},
		{"all at once", `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Deployment { statuses { totalCount } } } }`, "first must be 1 to 100"},
		{"no such word", `query { repository(owner: "a", name: "b") { deployments(first: 1, orderBy: {field: CREATED, direction: DESC}) { totalCount } } }`, "CREATED is no DeploymentOrderField"},
		{"an end too early", `query { rateLimit { cost }`, "ends too early"},
		{"more after the end", `query { rateLimit { cost } } }`, "there is more"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := hourly(t, 1)
			f.repo("a/b")
			variables := map[string]any{"ids": []any{"D_0"}}
			if !strings.Contains(tt.query, "$ids") {
				variables = nil
			}
			_, fault := execute(tt.query, variables, &object{kind: "Query", get: func(field string, args map[string]any) any {
				if field == "rateLimit" {
					return plain("RateLimit", map[string]any{"cost": 1})
				}
				return f.query(field, args)
			}})
			if tt.want == "" {
				assert.Empty(t, fault)
				return
			}
			assert.Contains(t, fault, tt.want)
		})
	}
}

// plain returns an object with these fields.
func plain(kind string, fields map[string]any) *object {
	return &object{kind: kind, get: func(field string, _ map[string]any) any { return fields[field] }}
}

// connection returns the page of a list that arguments ask for. Its cursors are
// the numbers of what stands before.
func connection(kind string, args map[string]any, n int, node func(i int) any) any {
	from := 0
	if after, ok := args["after"].(string); ok {
		var err error
		if from, err = strconv.Atoi(strings.TrimPrefix(after, "cursor:")); err != nil {
			return graphFault{"INVALID_CURSOR_ARGUMENTS", "`" + after + "` does not appear to be a valid cursor."}
		}
	}
	to := min(from+args["first"].(int), n)
	nodes := []any{}
	for i := min(from, n); i < to; i++ {
		nodes = append(nodes, node(i))
	}
	return plain(kind, map[string]any{
		"totalCount": n, "nodes": nodes,
		"pageInfo": plain("PageInfo", map[string]any{"hasNextPage": to < n, "endCursor": fmt.Sprintf("cursor:%d", to)}),
	})
}
