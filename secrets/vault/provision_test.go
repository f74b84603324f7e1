package vault_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/vaultproc"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

// document is the file of requests that the library is made for.
const document = `# Engineers request secrets by a pull request against this file.
secrets:
  - name: stripe-api-key
    service: order-api
    environment: production
    type: external
  - name: db-password
    service: order-api
    environment: production
    type: generated
`

func parse(t *testing.T, text string) *secrets.Config {
	t.Helper()
	c, err := secrets.ParseConfig("secrets-config.yaml", []byte(text))
	require.NoError(t, err)
	return c
}

func provisioner(s secrets.Store) *secrets.Provisioner {
	return &secrets.Provisioner{Store: s, Holder: "pipeline"}
}

// apply plans and applies, with one journal for each attempt.
func apply(t *testing.T, p *secrets.Provisioner, c *secrets.Config) error {
	t.Helper()
	return applyWith(t, p, c, &plan.Memory{})
}

func applyWith(t *testing.T, p *secrets.Provisioner, c *secrets.Config, j plan.Journal) error {
	t.Helper()
	r, err := p.Plan(t.Context(), c)
	if err != nil {
		return err
	}
	return p.Apply(t.Context(), r, j, nil)
}

// state is all that a server holds, by path, values left out: those that are generated differ.
func state(t *testing.T, w *world) map[string]string {
	t.Helper()
	s, ctx, found := w.store(t), t.Context(), map[string]string{}
	var walk func(folder string)
	walk = func(folder string) {
		listed, err := s.List(ctx, kv2(strings.TrimSuffix(folder, "/")))
		require.NoError(t, err)
		for _, name := range listed {
			if strings.HasSuffix(name, "/") {
				walk(folder + name)
				continue
			}
			m, err := s.Metadata(ctx, kv2(folder+name))
			require.NoError(t, err)
			live := []int{}
			for number, v := range m.Versions {
				if v.Live(time.Now()) {
					live = append(live, number)
				}
			}
			slices.Sort(live)
			found[folder+name] = fmt.Sprint(m.Current, live, m.Custom)
		}
	}
	walk("")
	policies, err := s.Policies(ctx)
	require.NoError(t, err)
	for _, name := range policies {
		if name != "root" { // has no text, and cannot be read as others are
			found["policy "+name], err = s.Policy(ctx, name)
			require.NoError(t, err)
		}
	}
	roles, err := s.Roles(ctx, "kubernetes")
	require.NoError(t, err)
	for _, name := range roles {
		r, err := s.Role(ctx, "kubernetes", name)
		require.NoError(t, err)
		found["role "+name] = fmt.Sprintf("%+v", *r)
	}
	for _, mount := range []string{"secrets", "plain"} {
		m, err := s.Mount(ctx, mount)
		require.NoError(t, err)
		found["mount "+mount] = fmt.Sprintf("%+v", m)
	}
	return found
}

// service logs in as a service account, and returns the plain client library with its token: what may be asked there is
// what anybody who has the account may ask.
func service(t *testing.T, w *world, environment, name string) *vault.Store {
	t.Helper()
	jwt, err := w.kube.Token(vaultproc.ServiceAccount{Namespace: environment, Name: name})
	require.NoError(t, err)
	s, err := vault.Open(w.address, &vault.Kubernetes{
		Role: secrets.Layout{}.RoleName(environment, name), Token: plan.NewSecret(jwt),
	}, quick())
	require.NoError(t, err)
	return s
}

// TestDocument provisions the two secrets of the document. On a real server it logs in as the service, and tries what it
// may and what it must not.
func TestDocument(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		root, c := w.store(t), parse(t, document+`  - {name: db-password, service: billing, environment: production, type: generated}
  - {name: db-password, service: order-api, environment: staging, type: generated}
`)
		p := provisioner(root)
		require.NoError(t, apply(t, p, c))
		stripe := secrets.ID{Environment: "production", Service: "order-api", Name: "stripe-api-key"}
		_, err := p.Set(t.Context(), c, stripe, strings.NewReader("sk-"+marker))
		require.NoError(t, err)
		for _, path := range []string{"production/order-api/stripe-api-key", "production/order-api/db-password"} {
			got, err := root.Read(t.Context(), kv2(path), 0)
			require.NoError(t, err)
			assert.NotEmpty(t, got[secrets.DefaultField].Reveal())
		}
		if w.real != nil {
			mayAndMustNot(t, service(t, w, "production", "order-api"))
			strangers(t, w)
		}
	})
}

func mayAndMustNot(t *testing.T, s *vault.Store) {
	t.Helper()
	ctx, own := t.Context(), kv2("production/order-api/db-password")
	for _, path := range []string{"production/order-api/db-password", "production/order-api/stripe-api-key"} {
		got, err := s.Read(ctx, kv2(path), 0)
		require.NoError(t, err)
		assert.NotEmpty(t, got[secrets.DefaultField].Reveal())
	}
	errs := map[string]error{}
	_, errs["another service's"] = s.Read(ctx, kv2("production/billing/db-password"), 0)
	_, errs["another environment's"] = s.Read(ctx, kv2("staging/order-api/db-password"), 0)
	_, errs["one that is not there"] = s.Read(ctx, kv2("production/order-api/other"), 0)
	_, errs["the folder"] = s.Read(ctx, kv2("production/order-api"), 0)
	_, errs["write"] = s.Write(ctx, own, value("x"), 1)
	_, errs["list"] = s.List(ctx, kv2("production/order-api"))
	_, errs["list all"] = s.List(ctx, kv2(""))
	errs["delete"] = s.Delete(ctx, own, 1)
	errs["undelete"] = s.Undelete(ctx, own, 1)
	errs["destroy"] = s.Destroy(ctx, own, 1)
	_, errs["metadata"] = s.Metadata(ctx, own)
	errs["put metadata"] = s.PutMetadata(ctx, own, secrets.Settings{Custom: map[string]string{"a": "b"}})
	errs["delete metadata"] = s.DeleteMetadata(ctx, own)
	_, errs["the policy"] = s.Policy(ctx, "production_order-api")
	errs["put the policy"] = s.PutPolicy(ctx, "production_order-api", policy)
	_, errs["policies"] = s.Policies(ctx)
	_, errs["the role"] = s.Role(ctx, "kubernetes", "production_order-api")
	errs["put the role"] = s.PutRole(ctx, "kubernetes", "production_order-api", account)
	for what, err := range errs {
		var answered *vault.Error
		require.ErrorAs(t, err, &answered, what)
		assert.Equal(t, http.StatusForbidden, answered.Status, what)
		require.ErrorIs(t, err, secrets.ErrDenied, what)
	}
}

// strangers are other accounts that try to log in as the service.
func strangers(t *testing.T, w *world) {
	t.Helper()
	for _, who := range []vaultproc.ServiceAccount{
		{Namespace: "staging", Name: "order-api"}, {Namespace: "production", Name: "billing"}, {Namespace: "production", Name: "order-api2"},
	} {
		jwt, err := w.kube.Token(who)
		require.NoError(t, err)
		s, err := vault.Open(w.address, &vault.Kubernetes{Role: "production_order-api", Token: plan.NewSecret(jwt)}, quick())
		require.NoError(t, err)
		_, err = s.Read(t.Context(), kv2("production/order-api/db-password"), 0)
		require.ErrorIs(t, err, secrets.ErrDenied, "%+v", who)
		assert.NotContains(t, err.Error(), jwt)
	}
}

// leastPolicy is what a provisioner needs: not to read a single value but its own lease.
const leastPolicy = `
path "secrets/data/*" { capabilities = ["create", "update"] }
path "secrets/data/goldenpath/lease" { capabilities = ["create", "update", "read"] }
path "secrets/metadata/*" { capabilities = ["create", "read", "update", "delete", "list"] }
path "secrets/delete/*" { capabilities = ["update"] }
path "secrets/undelete/*" { capabilities = ["update"] }
path "secrets/destroy/*" { capabilities = ["update"] }
path "sys/policies/acl" { capabilities = ["list"] }
path "sys/policies/acl/*" { capabilities = ["create", "read", "update", "delete"] }
path "auth/kubernetes/role" { capabilities = ["list"] }
path "auth/kubernetes/role/*" { capabilities = ["create", "read", "update", "delete"] }
`

// TestLeastAuthority does all the work with a token that may read no value.
func TestLeastAuthority(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, s, c := t.Context(), w.store(t), parse(t, document)
		if w.real != nil {
			require.NoError(t, s.PutPolicy(ctx, "provisioner", leastPolicy))
			require.NoError(t, s.PutRole(ctx, "kubernetes", "production_provisioner", &secrets.Role{
				ServiceAccounts: []string{"provisioner"}, Namespaces: []string{"production"}, Policies: []string{"provisioner"},
			}))
			s = service(t, w, "production", "provisioner")
		}
		p := provisioner(s)
		require.NoError(t, apply(t, p, c))
		_, err := p.Set(ctx, c, c.Requests[0].ID, strings.NewReader("sk-"+marker))
		require.NoError(t, err)
		r, err := p.Rotate(ctx, c, &secrets.RotateOptions{Now: true})
		require.NoError(t, err)
		require.NotEmpty(t, r.Plan.Steps)
		require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
		if w.real != nil {
			_, err = s.Read(ctx, kv2("production/order-api/db-password"), 0)
			require.ErrorIs(t, err, secrets.ErrDenied)
		}
		r, err = p.Teardown(ctx, secrets.Layout{}, secrets.ID{Environment: "production"}, &secrets.TeardownOptions{Destroy: true})
		require.NoError(t, err)
		require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
	})
}

// requestsFor returns a file of n secrets for each of services.
func requestsFor(services, n int) string {
	var b strings.Builder
	b.WriteString("secrets:\n")
	for service := range services {
		for i := range n {
			fmt.Fprintf(&b, "  - {name: secret-%d, service: service-%d, environment: production, type: generated}\n", i, service)
		}
	}
	return b.String()
}

// TestFortyFirstSecret adds a secret to a service with forty. That is where access to the earlier ones is lost when each
// secret's policy is put into the role by itself.
func TestFortyFirstSecret(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		p := provisioner(w.store(t))
		reader := p.Store
		for _, n := range []int{40, 41} {
			require.NoError(t, apply(t, p, parse(t, requestsFor(1, n))))
			if w.real != nil {
				reader = service(t, w, "production", "service-0")
			}
			for i := range n {
				_, err := reader.Read(t.Context(), kv2(fmt.Sprintf("production/service-0/secret-%d", i)), 0)
				require.NoError(t, err)
			}
			_, err := reader.Read(t.Context(), kv2(fmt.Sprintf("production/service-0/secret-%d", n)), 0)
			require.Error(t, err)
		}
	})
}

// TestGrants asks the server itself what the policies grant: what was asked for, to whom it was asked for, and nothing else.
func TestGrants(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		require.NoError(t, apply(t, provisioner(w.store(t)), parse(t, requestsFor(3, 3))))
		if w.real == nil {
			return // a memory grants everything to everybody: the plan has been applied, and that is all that can be seen
		}
		var paths []string
		for of := range 4 {
			for i := range 4 {
				path := fmt.Sprintf("production/service-%d/secret-%d", of, i)
				for _, part := range []string{"data", "metadata", "delete", "destroy", "undelete", "subkeys"} {
					paths = append(paths, "secrets/"+part+"/"+path, "secrets/"+part+"/"+path+"/below", "secrets/"+part+"/"+path+"0")
				}
			}
		}
		for of := range 3 {
			s := service(t, w, "production", fmt.Sprintf("service-%d", of))
			got, err := s.Capabilities(t.Context(), paths...)
			require.NoError(t, err)
			var granted, wanted []string
			for path, can := range got {
				if !slices.Equal(can, []string{"deny"}) {
					granted = append(granted, path+" "+strings.Join(can, ","))
				}
			}
			for i := range 3 {
				wanted = append(wanted, fmt.Sprintf("secrets/data/production/service-%d/secret-%d read", of, i))
			}
			assert.ElementsMatch(t, wanted, granted)
		}
	})
}

// TestSecondApply counts at the server.
func TestSecondApply(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		x := newProxy(t, w.address, always(none))
		p, c := provisioner(w.open(t, x.URL, w.token)), parse(t, document)
		require.NoError(t, apply(t, p, c))
		require.NotEmpty(t, x.writes())
		before := state(t, w)
		require.NoError(t, apply(t, p, c))
		assert.Empty(t, x.writes(), "a second apply writes nothing")
		assert.Equal(t, before, state(t, w))
	})
}

// TestApplyThenDestroy takes everything away again, beside secrets and policies of others.
func TestApplyThenDestroy(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.store(t)
		require.NoError(t, s.PutPolicy(ctx, "somebody-elses", policy))
		_, err := s.Write(ctx, kv2("production/order-api/by-hand"), value("x"), 0)
		require.NoError(t, err)
		before := state(t, w)
		p := provisioner(s)
		require.NoError(t, apply(t, p, parse(t, document)))
		require.NotEqual(t, before, state(t, w))
		r, err := p.Teardown(ctx, secrets.Layout{}, secrets.ID{Environment: "production"}, &secrets.TeardownOptions{Destroy: true})
		require.NoError(t, err)
		require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
		assert.Equal(t, before, state(t, w))
	})
}

// killed fails every request from the nth on, as if the process had died: what came after it never happened.
func killed(n int, last fault) func(*http.Request) fault {
	seen := 0
	return func(*http.Request) fault {
		switch seen++; {
		case seen < n:
			return none
		case seen == n:
			return last
		}
		return dropRequest
	}
}

// TestKilled ends a run at each of its requests, before it arrives and after it was done, and applies again with its journal: at
// once, and to the same end, with nothing left beside.
func TestKilled(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, c, root := t.Context(), parse(t, document), &secrets.Provisioner{Store: w.store(t)}
		destroy := func() {
			r, err := root.Teardown(ctx, c.Layout, secrets.ID{Environment: "production"}, &secrets.TeardownOptions{Destroy: true})
			require.NoError(t, err)
			require.NoError(t, root.Apply(ctx, r, &plan.Memory{}, nil))
		}
		require.NoError(t, apply(t, root, c))
		whole := state(t, w)
		for _, last := range []fault{dropRequest, dropReply} {
			for n, over := 1, false; !over; n++ {
				destroy()
				x := newProxy(t, w.address, killed(n, last))
				o := quick()
				o.Retries = -1
				s, err := vault.Open(x.URL, &vault.Token{Value: plan.NewSecret(w.token)}, o)
				require.NoError(t, err)
				journal := &plan.Memory{}
				err = applyWith(t, &secrets.Provisioner{Store: s}, c, journal)
				over = err == nil
				require.NoError(t, applyWith(t, root, c, journal), "%s %d", last, n)
				assert.Equal(t, whole, state(t, w), "%s %d", last, n)
			}
		}
	})
}

// TestRequests counts what 200 secrets of 40 services cost, at the server.
func TestRequests(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		x := newProxy(t, w.address, always(none))
		p, c := provisioner(w.open(t, x.URL, w.token)), parse(t, requestsFor(40, 5))
		require.NoError(t, apply(t, p, c))
		first := len(x.requests())
		require.NoError(t, apply(t, p, c))
		second := len(x.requests())
		t.Logf("first apply: %d requests, %.3f a secret; nothing to do: %d, %.3f", first, float64(first)/200, second, float64(second)/200)
		assert.LessOrEqual(t, float64(first)/200, 2.62)
		assert.LessOrEqual(t, float64(second)/200, 1.61)
	})
}
