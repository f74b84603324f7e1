package secrets

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Layout says where secrets are and how policies and roles are called. Each is a pattern with {environment} and {service} in
// it, and the path has {name} as its last part. The zero value is the default.
type Layout struct {
	// Path of a secret, with its mount, without data/. It begins with a fixed part. Empty: secrets/{environment}/{service}/{name}.
	Path string
	// Policy is the name of a service's policy. What stands between its two parts must tell a-b of c from a of b-c, so it has
	// a _ or a dot in it. Empty: {environment}_{service}.
	Policy string
	// Role is the name of a service's role, of the same form. Empty: {environment}_{service}.
	Role string
	// Auth is where the Kubernetes login is mounted, without auth/. Empty: kubernetes.
	Auth string
}

const (
	defaultPath  = "secrets/{environment}/{service}/{name}"
	defaultEntry = "{environment}_{service}"
	defaultAuth  = "kubernetes"

	environmentPart = "{environment}"
	servicePart     = "{service}"
	namePart        = "{name}"
)

func (l Layout) path() string   { return cmp.Or(l.Path, defaultPath) }
func (l Layout) policy() string { return cmp.Or(l.Policy, defaultEntry) }
func (l Layout) role() string   { return cmp.Or(l.Role, defaultEntry) }
func (l Layout) auth() string   { return cmp.Or(l.Auth, defaultAuth) }

// SecretPath returns the path of a secret with its mount, without data/: secrets/production/order-api/db-password. The names
// must have been allowed.
func (l Layout) SecretPath(id ID) string { return expand(l.path(), id) }

// PolicyName returns the name of the policy of a service in an environment.
func (l Layout) PolicyName(environment, service string) string {
	return expand(l.policy(), ID{Environment: environment, Service: service})
}

// RoleName returns the name of the role of a service in an environment.
func (l Layout) RoleName(environment, service string) string {
	return expand(l.role(), ID{Environment: environment, Service: service})
}

func expand(pattern string, id ID) string {
	return strings.NewReplacer(environmentPart, id.Environment, servicePart, id.Service, namePart, id.Name).Replace(pattern)
}

// folder returns the folder of a service's secrets; of a tenant without a service, the one above, where the service stands last.
func (l Layout) folder(t tenant) string {
	return strings.TrimRight(l.SecretPath(ID{Environment: t.environment, Service: t.service}), "/")
}

// fixed returns the fixed part that the path begins with.
func (l Layout) fixed() string {
	parts := strings.Split(l.path(), "/")
	n := slices.IndexFunc(parts, func(s string) bool { return strings.HasPrefix(s, "{") })
	return strings.Join(parts[:max(n, 0)], "/")
}

// location returns where a path is in a mount. The mount serves the path's fixed part.
func (m Mount) location(path string) Location {
	return Location{Mount: m.Path, KV: m.KV, Path: strings.TrimPrefix(strings.TrimPrefix(path, m.Path), "/")}
}

// dataPath returns the path by which the API reads a secret: what a policy grants.
func (at Location) dataPath() string {
	if at.KV == 2 {
		return at.Mount + "/data/" + at.Path
	}
	return at.Mount + "/" + at.Path
}

// String returns the secret's path with its mount, without data/.
func (at Location) String() string { return at.Mount + "/" + at.Path }

// faults returns what is wrong with the layout.
func (l Layout) faults(pointer string) faults {
	var fs faults
	fs.check(pointer+"/path", checkPath(l.path()))
	fs.check(pointer+"/policy", checkEntry(l.policy()))
	fs.check(pointer+"/role", checkEntry(l.role()))
	for _, part := range strings.Split(l.auth(), "/") {
		fs.check(pointer+"/auth", checkFixed(part))
	}
	return fs
}

// checkPath checks the pattern of paths: whole parts only, so that two secrets never have one path.
func checkPath(pattern string) error {
	parts, seen := strings.Split(pattern, "/"), map[string]int{}
	for _, part := range parts {
		if seen[part]++; isPlaceholder(part) {
			continue
		}
		if err := checkFixed(part); err != nil {
			return err
		}
	}
	switch {
	case isPlaceholder(parts[0]):
		return errors.New("a path begins with its mount, which is the same for all")
	case seen[environmentPart] != 1 || seen[servicePart] != 1 || seen[namePart] != 1 || parts[len(parts)-1] != namePart:
		return fmt.Errorf("%s has not each of %s, %s and, at its end, %s once", quoted(pattern), environmentPart, servicePart, namePart)
	}
	return nil
}

func isPlaceholder(part string) bool {
	return part == environmentPart || part == servicePart || part == namePart
}

// checkFixed checks a part of a path that is no placeholder.
func checkFixed(part string) error {
	if part == "" || len(part) > maxLabel || !isAlphanumeric(part[0]) || !consistsOf(part, "-_.") {
		return fmt.Errorf("%s is no part of a path: it has lower-case letters, digits, and -, _ or a dot inside", quoted(part))
	}
	return nil
}

// checkEntry checks the pattern of names of policies or roles.
func checkEntry(pattern string) error {
	first, second := environmentPart, servicePart
	if strings.Index(pattern, second) < strings.Index(pattern, first) {
		first, second = second, first
	}
	before, rest, ok := strings.Cut(pattern, first)
	between, after, ok2 := strings.Cut(rest, second)
	switch {
	case !ok || !ok2 || !consistsOf(before+between+after, "-_."):
		return fmt.Errorf("%s has not %s and %s once each, with lower-case letters, digits, -, _ and dots", quoted(pattern), environmentPart, servicePart)
	case before != "" && !isAlphanumeric(before[0]) || after != "" && !isAlphanumeric(after[len(after)-1]):
		return fmt.Errorf("%s does not begin and end with a letter or a digit", quoted(pattern))
	case !strings.ContainsAny(between, "_."):
		return fmt.Errorf("%s gives a-b of c and a of b-c one name; have a _ or a dot between its parts", quoted(pattern))
	case strings.Contains(pattern, ".."):
		return fmt.Errorf("%s has two dots in a row", quoted(pattern))
	}
	return nil
}

// tenantOf returns whose policy or role is called name, if the pattern can give it.
func tenantOf(pattern, name string) (t tenant, ok bool) {
	swapped := strings.Index(pattern, servicePart) < strings.Index(pattern, environmentPart)
	first, second := environmentPart, servicePart
	if swapped {
		first, second = second, first
	}
	before, rest, _ := strings.Cut(pattern, first)
	between, after, _ := strings.Cut(rest, second)
	name, ok1 := strings.CutPrefix(name, before)
	name, ok2 := strings.CutSuffix(name, after)
	one, two, ok3 := strings.Cut(name, between)
	t = tenant{one, two}
	if swapped {
		t = tenant{two, one}
	}
	return t, ok1 && ok2 && ok3 && checkLabel(one) == nil && checkLabel(two) == nil
}
