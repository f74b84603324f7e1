package sample

import (
	"net/url"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// field makes the value that a field of Backstage's form gives, if that is a special one and fits.
func (b *builder) field(at string, cs constraints) (any, bool) {
	options := &scaffold.Object{}
	if v, _ := cs.lookup("ui:options"); v != nil {
		options, _ = v.(*scaffold.Object)
	}
	var v any
	switch cs.text("ui:field") {
	case "RepoUrlPicker":
		v = b.repository(at, options)
		if key := options.Object("requestUserCredentials").Text("secretsKey"); key != "" {
			b.secrets[key] = "sample-token"
		}
	case "RepoBranchPicker":
		v = "main"
	case "RepoOwnerPicker":
		v = "sample-owner"
	case "EntityPicker", "OwnedEntityPicker", "OwnerPicker", "MyGroupsPicker":
		v = reference(cs.text("ui:field"), options, kebab(at), b.choices.repeat)
	case "MultiEntityPicker":
		v = []any{reference("EntityPicker", options, kebab(at), 0), reference("EntityPicker", options, kebab(at), 1)}
	case "EntityTagsPicker":
		v = []any{"sample", "golden-path"}
	case "Secret":
		v = b.secret(at)
	default:
		return nil, false
	}
	if def, ok := cs.lookup("default"); ok && b.choices.random == nil && !isEmpty(def) && cs.fit(def) {
		v = def
	}
	return v, cs.fit(v)
}

// secret hands the text over as a secret; what stands among the values only tells its length.
func (b *builder) secret(at string) string {
	const text = "sample-secret"
	b.secrets[at[strings.LastIndexByte(at, '/')+1:]] = text
	return strings.Repeat("*", len(text))
}

// reference returns a reference to an entity of a kind that the field allows.
func reference(field string, options *scaffold.Object, name string, n int) string {
	kind := "component"
	if field == "OwnerPicker" || field == "MyGroupsPicker" {
		kind = "group"
	}
	if def := options.Text("defaultKind"); def != "" {
		kind = def
	}
	for _, allowed := range [][]string{options.Texts("allowedKinds"), kinds(options.Get("catalogFilter"))} {
		if len(allowed) > 0 {
			kind = allowed[0]
			break
		}
	}
	namespace := "default"
	if given := options.Text("defaultNamespace"); given != "" {
		namespace = given
	}
	return strings.ToLower(kind) + ":" + namespace + "/" + numbered("sample-"+name, n)
}

// kinds returns the kinds that a filter of the catalog lets through: it is an object or a list of them, whose kind is a text or a
// list.
func kinds(filter any) []string {
	if items, ok := filter.([]any); ok && len(items) > 0 {
		filter = items[0]
	}
	o, _ := filter.(*scaffold.Object)
	if kind := o.Text("kind"); kind != "" {
		return []string{kind}
	}
	return o.Texts("kind")
}

// repository returns the URL of a repository as the picker writes it, on one of its hosts.
func (b *builder) repository(at string, options *scaffold.Object) string {
	hosts := options.Texts("allowedHosts")
	if len(hosts) == 0 {
		hosts = []string{"github.com"}
	}
	host := hosts[b.choices.choose(at+"?host", hosts, 0)]
	first := func(option, otherwise string) string {
		if allowed := options.Texts(option); len(allowed) > 0 {
			return allowed[0]
		}
		return otherwise
	}
	owner, project := first("allowedOwners", "sample-owner"), first("allowedProjects", "sample-project")
	query := url.Values{"repo": {first("allowedRepos", "sample-repo")}}
	switch {
	case host == "dev.azure.com" || strings.Contains(host, "azure") || strings.Contains(host, "visualstudio"):
		query.Set("organization", first("allowedOrganizations", "sample-organization"))
		query.Set("project", project)
	case host == "bitbucket.org":
		query.Set("workspace", owner)
		query.Set("project", project)
	case strings.Contains(host, "bitbucket"):
		query.Set("project", project)
	case strings.Contains(host, "gerrit"):
		query.Set("workspace", owner)
	default:
		query.Set("owner", owner)
	}
	return host + "?" + query.Encode()
}
