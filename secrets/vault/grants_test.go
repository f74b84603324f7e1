package vault_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/vault/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/vaultacl"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
	"github.com/goldenpath-go/goldenpath/source"
)

// ask is a file of two secrets, with names from anywhere.
type ask struct {
	environment, service, name string // of the first
	other                      string // takes the place that what says, in the second or elsewhere
	what                       uint8
}

// places are where ask.other goes.
const (
	otherEnvironment = iota
	otherService
	otherName
	namespace
	serviceAccount
	audience
	folder
	policyName
	roleName
	manager
	countPlaces
)

// file returns the text, with one field a line so that places can be told, and what each line's name is of.
func (a *ask) file() (text string, names map[int]bool) {
	var b strings.Builder
	lines, names := 0, map[int]bool{}
	line := func(format string, args ...any) {
		fmt.Fprintf(&b, format+"\n", args...)
		lines++
	}
	name := func(key, value string, allowed *regexp.Regexp) {
		line("%s: %s", key, quote(value))
		names[lines] = allowed.MatchString(value)
	}
	second := [3]string{"order", "db", "shared"}
	if a.what <= otherName {
		second = [3]string{a.environment, a.service, a.name}
		second[a.what] = a.other
	}
	line("secrets:")
	name("  - environment", a.environment, label)
	name("    service", a.service, label)
	name("    name", a.name, secretName)
	line("    type: generated")
	name("  - environment", second[0], label)
	name("    service", second[1], label)
	name("    name", second[2], secretName)
	if second == [3]string{a.environment, a.service, a.name} && names[2] && names[3] && names[4] {
		names[lines] = false // asked for twice
	}
	line("    type: external")
	switch a.what {
	case namespace, serviceAccount, audience:
		line("consumers:\n  - service: %s", quote(a.service)) // which is wrong at its own place already, where it is
		line("    %s: %s", []string{"namespaces", "serviceAccounts", "audience"}[a.what-namespace],
			[]string{"[" + quote(a.other) + "]", "[" + quote(a.other) + "]", quote(a.other)}[a.what-namespace])
	case folder:
		line("layout: {path: %s}", quote("secrets/"+a.other+"/{environment}/{service}/{name}"))
	case policyName:
		line("layout: {policy: %s}", quote("{service}"+a.other+"{environment}"))
	case roleName:
		line("layout: {role: %s}", quote(a.other+"{environment}_{service}"))
	}
	return b.String(), names
}

// What is allowed, said again here.
var (
	label      = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z`)
	secretName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}\z`)
)

// quote writes a text as YAML, whatever is in it.
func quote(s string) string { return strconv.QuoteToASCII(s) }

// granting is where policies are applied and read back.
type granting struct {
	store    secrets.Store
	requests func() int // that arrived
	// can returns what a token that a role gives may do at each path, by the policies as the server has them.
	can func(t *testing.T, role *secrets.Role, paths []string) map[string][]string
}

// onMemory reads policies back from a memory, and judges them by the rules of Vault's documentation.
func onMemory() *granting {
	m := secretstest.NewMemory()
	return &granting{m, func() int { return len(m.Requests()) }, func(t *testing.T, role *secrets.Role, paths []string) map[string][]string {
		t.Helper()
		var p vaultacl.Policy
		for _, name := range role.Policies {
			text, err := m.Policy(t.Context(), name)
			require.NoError(t, err)
			rules, err := vaultacl.Parse(text)
			require.NoError(t, err)
			p = append(p, rules...)
		}
		can := map[string][]string{}
		for _, path := range paths {
			can[path] = p.Capabilities(path)
		}
		return can
	}}
}

// onReal asks a real server, for a token that has the role's policies and nothing else.
func onReal(t testing.TB, w *world) *granting {
	t.Helper()
	var seen atomic.Int64
	options := quick()
	options.HTTP = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		seen.Add(1)
		return w.transport.RoundTrip(r)
	})}
	store, err := vault.Open(w.address, &vault.Token{Value: plan.NewSecret(w.token)}, options)
	require.NoError(t, err)
	root := w.client(t, w.token)
	return &granting{store, func() int { return int(seen.Load()) }, func(t *testing.T, role *secrets.Role, paths []string) map[string][]string {
		t.Helper()
		given, err := root.Auth().Token().CreateWithContext(t.Context(), &api.TokenCreateRequest{Policies: role.Policies, NoDefaultPolicy: true, Type: "batch"})
		require.NoError(t, err)
		answer, err := root.Logical().WriteWithContext(t.Context(), "sys/capabilities", fields{"token": given.Auth.ClientToken, "paths": paths})
		require.NoError(t, err)
		can := map[string][]string{}
		for _, path := range paths {
			for _, word := range answer.Data[path].([]any) {
				can[path] = append(can[path], word.(string))
			}
		}
		return can
	}}
}

// pathsOf returns the paths that a policy lets be read, sorted.
func pathsOf(t *testing.T, text string) (paths []string) {
	t.Helper()
	p, err := vaultacl.Parse(text)
	require.NoError(t, err)
	for _, rule := range p {
		require.Equal(t, []string{"read"}, rule.Capabilities)
		paths = append(paths, rule.Path)
	}
	slices.Sort(paths)
	return paths
}

// check applies what is asked for and compares what each role grants with it; what must be refused is refused at its
// place, before any request. It reports whether the file was allowed.
func (g *granting) check(t *testing.T, a ask) bool {
	t.Helper()
	text, names := a.file()
	c, err := secrets.ParseConfig("secrets-config.yaml", []byte(text))
	wrong := slices.Collect(func(yield func(int) bool) {
		for line, allowed := range names {
			if !allowed && !yield(line) {
				return
			}
		}
	})
	slices.Sort(wrong)
	if err != nil || len(wrong) > 0 {
		g.refused(t, a, err, wrong)
		return false
	}
	p := &secrets.Provisioner{Store: g.store, Holder: "test"}
	if a.what == manager {
		p.Manager = a.other
		if a.other != "" && !label.MatchString(a.other) {
			before := g.requests()
			_, err := p.Plan(t.Context(), c)
			require.Error(t, err)
			require.Equal(t, before, g.requests())
			return false
		}
	}
	require.NoError(t, apply(t, p, c), text)
	g.compare(t, c)
	for _, r := range c.Requests {
		down, err := p.Teardown(t.Context(), c.Layout, secrets.ID{Environment: r.Environment}, &secrets.TeardownOptions{Destroy: true})
		require.NoError(t, err)
		require.NoError(t, p.Apply(t.Context(), down, &plan.Memory{}, nil))
	}
	left, err := g.store.Policies(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"default", "root"}, left, text)
	return true
}

// refused checks that all that is wrong was said, at its place, and that the same names are refused when they come from no file.
func (g *granting) refused(t *testing.T, a ask, err error, wrong []int) {
	t.Helper()
	var errs source.Errors
	require.ErrorAs(t, err, &errs, "%+v", a)
	at := map[int]bool{}
	for _, e := range errs {
		require.Equal(t, "secrets-config.yaml", e.Pos.File)
		require.Positive(t, e.Pos.Line)
		require.Positive(t, e.Pos.Column)
		at[e.Pos.Line] = true
	}
	for _, line := range wrong {
		require.True(t, at[line], "%+v: line %d of %v", a, line, err)
	}
	before := g.requests()
	id := secrets.ID{Environment: a.environment, Service: a.service, Name: a.name}
	c := &secrets.Config{Requests: []secrets.Request{{ID: id, Type: secrets.Generated}}}
	allowed := label.MatchString(a.environment) && label.MatchString(a.service) && secretName.MatchString(a.name)
	require.Equal(t, allowed, c.Validate() == nil, "%+v", a)
	if allowed {
		return
	}
	_, err = (&secrets.Provisioner{Store: g.store}).Plan(t.Context(), c)
	require.Error(t, err)
	require.Equal(t, before, g.requests(), "nothing is sent")
}

// compare holds what each service's role grants against what was asked for it.
func (g *granting) compare(t *testing.T, c *secrets.Config) {
	t.Helper()
	want := map[string]map[string]bool{} // role → paths
	services := map[string]secrets.ID{}
	var requested []string
	for _, r := range c.Requests {
		role := c.Layout.RoleName(r.Environment, r.Service)
		if want[role] == nil {
			want[role] = map[string]bool{}
		}
		path := granted(c.Layout, r.ID)
		want[role][path], services[role] = true, r.ID
		requested = append(requested, path)
	}
	paths := probes(requested)
	for name, may := range want {
		of := services[name]
		role, err := g.store.Role(t.Context(), "kubernetes", name)
		require.NoError(t, err)
		require.Equal(t, []string{c.Layout.PolicyName(of.Environment, of.Service)}, role.Policies)
		if len(c.Consumers) == 0 {
			require.Equal(t, [][]string{{of.Environment}, {of.Service}}, [][]string{role.Namespaces, role.ServiceAccounts})
		}
		for _, list := range [][]string{role.Namespaces, role.ServiceAccounts} {
			for _, bound := range list {
				require.Regexp(t, label, bound, "a pattern would let others in")
			}
		}
		can := g.can(t, role, paths)
		for _, path := range paths {
			expected := []string{"deny"}
			if may[path] {
				expected = []string{"read"}
			}
			if !slices.Equal(expected, can[path]) {
				t.Fatalf("%s of %v: %v at %q", name, of, can[path], path)
			}
		}
	}
}

// granted returns the path of the API that reading a secret needs, put together from the layout without help of the library.
func granted(l secrets.Layout, id secrets.ID) string {
	between := strings.TrimSuffix(strings.TrimPrefix(l.Path, "secrets/"), "{environment}/{service}/{name}")
	return "secrets/data/" + between + id.Environment + "/" + id.Service + "/" + id.Name
}

// probes returns paths around those that were asked for: what a mistake would grant.
func probes(requested []string) []string {
	found := map[string]bool{}
	for _, path := range requested {
		below := strings.TrimPrefix(path, "secrets/data/")
		parts := strings.Split(below, "/")
		add := func(part string, of ...string) { found["secrets/"+part+"/"+strings.Join(of, "/")] = true }
		for _, part := range []string{"data", "metadata", "delete", "undelete", "destroy", "subkeys"} {
			add(part, parts...)
			add(part, below+"x")
			add(part, below, "x")
			add(part, below[:len(below)-1])
			for i := range parts {
				add(part, parts[:i]...)                                            // each folder above
				add(part, slices.Replace(slices.Clone(parts), i, i+1, "+")...)     // what a pattern would be
				add(part, slices.Replace(slices.Clone(parts), i, i+1, "*")...)     // likewise
				add(part, slices.Replace(slices.Clone(parts), i, i+1, "other")...) // another's
			}
		}
		for _, second := range requested { // each name at the other's place, and where a joint of names could be mistaken
			others := strings.Split(strings.TrimPrefix(second, "secrets/data/"), "/")
			for i := range min(len(parts), len(others)) {
				add("data", slices.Replace(slices.Clone(parts), i, i+1, others[i])...)
			}
		}
		add("data", strings.ReplaceAll(below, "-", "/"))
		add("data", strings.Replace(below, "/", "-", 1))
		add("data", strings.ToUpper(below))
	}
	for _, path := range []string{
		"", "secrets", "secrets/", "secrets/config", "secrets/data/goldenpath/lease", "plain/x", "sys/mounts", "sys/policies/acl/default",
		"sys/policies/acl", "auth/kubernetes/role/x", "auth/token/create", "identity/entity", "cubbyhole/x", "*", "+", "/",
	} {
		found[path] = true
	}
	return slices.DeleteFunc(keysOf(found), func(path string) bool {
		return path == "" || strings.HasPrefix(path, "/") || strings.ContainsAny(path, "\x00")
	})
}

func keysOf(m map[string]bool) (keys []string) {
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// hostile returns a name that is often allowed, and else one that is meant to be read as something else.
func hostile(random *rand.Rand) string {
	plain := []string{"a", "b", "order", "api", "prod", "0", "data", "metadata", "sys", "root", "default"}
	nasty := []string{
		"..", ".", "/", "+", "*", "\"", "'", "\n", "\r", "\x00", "{{identity.entity.id}}", "{environment}", "{service}", "é", "ａ", "\u202e", " ",
		"%2e%2e", "%2f", "#", "?version=1", "\\", "A", ",", "_", "-", "\" { capabilities = [\"sudo\"] }\npath \"*", "\xff", "", strings.Repeat("a", 64), "\u2028", "~", "<<EOF",
	}
	var b strings.Builder
	for i := range 1 + random.IntN(3) {
		if i > 0 {
			b.WriteString([]string{"-", "-", "", "--", "_"}[random.IntN(5)])
		}
		if random.IntN(25) == 0 {
			b.WriteString(nasty[random.IntN(len(nasty))])
			continue
		}
		b.WriteString(plain[random.IntN(len(plain))])
	}
	return b.String()
}

// TestGrantedIsRequested asks with random names, and looks at what can be read then.
func TestGrantedIsRequested(t *testing.T) {
	t.Parallel()
	try := func(t *testing.T, g *granting, inputs int) {
		t.Helper()
		random, allowed := rand.New(rand.NewPCG(7, 7)), 0
		for range inputs {
			a := ask{hostile(random), hostile(random), hostile(random), hostile(random), uint8(random.IntN(countPlaces))}
			if g.check(t, a) {
				allowed++
			}
		}
		t.Logf("%d files, %d of them allowed", inputs, allowed)
		assert.Greater(t, allowed, inputs/5)
	}
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		try(t, onMemory(), 500)
	})
	if *program == "" {
		t.Log(whereReal)
		return
	}
	t.Run("real", func(t *testing.T) {
		t.Parallel()
		try(t, onReal(t, realWorld(t)), 200)
	})
}

// FuzzGrants asks with any names. Given -vaultdev, it asks a real server.
func FuzzGrants(f *testing.F) {
	for i, other := range []string{
		"staging", "billing", "api_key", "team-a", "worker", "vault", "teams", "_", "app.", "another", "../orders", "+", "*", `a" {`, "a\nb",
		"{{identity.entity.id}}", "a\x00b", "é", "a-b", "", ".", "%2e%2e", "{environment}", "a,b",
	} {
		f.Add("production", "order-api", "db-password", other, uint8(i%countPlaces))
		f.Add(other, "order-api", "db-password", "b", uint8(otherService))
		f.Add("production", other, other, "b-c", uint8(otherEnvironment))
	}
	g := onMemory()
	if *program != "" {
		g = onReal(f, realWorld(f))
	}
	f.Fuzz(func(t *testing.T, environment, service, name, other string, what uint8) {
		g.check(t, ask{environment, service, name, other, what % countPlaces})
	})
}

// TestEvaluator holds the judge of FuzzGrants against a real server, with policies that grant more than names here can ask for.
func TestEvaluator(t *testing.T) {
	t.Parallel()
	if *program == "" {
		t.Log(whereReal)
		return
	}
	t.Run("real", func(t *testing.T) {
		t.Parallel()
		w := realWorld(t)
		g := onReal(t, w)
		random := rand.New(rand.NewPCG(1, 2))
		parts := []string{"a", "b", "ab", "+", "a*", "*", "a+", "+a", "*a"}
		path := func(from []string) string {
			out := make([]string, 1+random.IntN(4))
			for i := range out {
				out[i] = from[random.IntN(len(from))]
			}
			return strings.Join(out, "/")
		}
		for range 300 {
			var text strings.Builder
			for range 1 + random.IntN(4) {
				fmt.Fprintf(&text, "path %q { capabilities = [%q] }\n", path(parts), []string{"read", "list", "update", "deny"}[random.IntN(4)])
			}
			p, err := vaultacl.Parse(text.String())
			require.NoError(t, err)
			require.NoError(t, g.store.PutPolicy(t.Context(), "test", text.String()))
			paths := map[string]bool{}
			for range 20 {
				paths[path([]string{"a", "b", "ab", "c", "+", "*"})] = true
			}
			can := g.can(t, &secrets.Role{Policies: []string{"test"}}, keysOf(paths))
			for asked := range paths {
				require.Equal(t, p.Capabilities(asked), can[asked], "%s: %q", text.String(), asked)
			}
		}
	})
}
