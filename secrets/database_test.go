package secrets_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

const databases = `databases:
  - name: orders
    connection: orders-postgres
    environments: [production]
    accounts: [order_api, Order.Worker-2]
    maxTTL: 24h
    statements:
      creation:
        - CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';
        - GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{{name}}";
      revocation: ['DROP ROLE "{{name}}";']
secrets:
  - {name: orders, service: order-api, environment: production, type: database-static, database: orders, account: order_api, rotation: {period: 1d}}
  - {name: reports, service: order-api, environment: production, type: database-dynamic, database: orders, ttl: 1h}
  - {name: session-key, service: order-api, environment: production, type: generated}
`

var (
	fixed = secrets.DatabaseLocation{Mount: "database", Static: true, Name: "production_order-api_orders"}
	made  = secrets.DatabaseLocation{Mount: "database", Name: "production_order-api_reports"}
)

// withDatabase returns a server with an engine of type database.
func withDatabase() *secretstest.Memory {
	m := secretstest.NewMemory(secrets.Mount{Path: "secrets", Type: "kv", KV: 2}, secrets.Mount{Path: "database", Type: "database"})
	m.Connect("database", "orders-postgres", "production_order-api_*")
	return m
}

func TestDatabase(t *testing.T) {
	t.Parallel()
	m, ctx := withDatabase(), t.Context()
	p, c := on(m), parse(t, databases)
	r, err := p.Plan(ctx, c)
	require.NoError(t, err)
	var out strings.Builder
	require.NoError(t, r.WriteMarkdown(&out))
	assert.Contains(t, out.String(), "- **create** `database/database/static-roles/production_order-api_orders`: account order\\_api of orders\\-postgres, its password replaced now and each 1d")
	assert.Contains(t, out.String(), "+ read database/creds/production_order-api_reports")
	require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))

	s := m.State()
	got, err := grants(s.Policies["production_order-api"])
	require.NoError(t, err)
	assert.Equal(t, []string{made.CredentialsPath(), fixed.CredentialsPath(), "secrets/data/production/order-api/session-key"}, keys(got))
	assert.Equal(t, secrets.DatabaseRole{Connection: "orders-postgres", Account: "order_api", Period: 24 * time.Hour}, s.Accounts[fixed.String()])
	role := s.Accounts[made.String()]
	assert.Equal(t, time.Hour, role.TTL)
	assert.Equal(t, 24*time.Hour, role.MaxTTL)
	assert.Len(t, role.Statements.Creation, 2)

	m.Forget()
	require.NoError(t, apply(ctx, p, c))
	assert.Zero(t, m.Writes(), "nothing is to be done")
}

func TestDatabaseFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ old, now, want string }{
		"no such database":    {"database: orders, account", "database: other, account", `x.yaml:13:98: there is no "other" among databases`},
		"environment":         {"environments: [production]", "environments: [staging]", `may not be asked for in "production"`},
		"account not listed":  {"account: order_api", "account: postgres", `"postgres" is none of the accounts of "orders"`},
		"account's name":      {"accounts: [order_api,", `accounts: ['a"; DROP',`, "is no name of an account"},
		"a control character": {"accounts: [order_api,", `accounts: ["a\x10",`, "is no name of an account"},
		"no period":           {"rotation: {period: 1d}", "adopt: false", "a period of an hour at least is needed"},
		"grace":               {"period: 1d", "period: 1d, grace: 1h", "the one before ends at once"},
		"static with ttl":     {"account: order_api, rotation", "account: order_api, ttl: 1h, rotation", "its password is replaced each rotation period"},
		"ttl too long":        {"ttl: 1h", "ttl: 25h", `25h is more than the 1d that "orders" allows`},
		"dynamic account":     {"ttl: 1h", "account: order_api", "has no name before"},
		"dynamic rotation":    {"ttl: 1h", "rotation: {period: 1d}", "is not rotated"},
		"shape":               {"ttl: 1h", "shape: {length: 40}", "how the password of an account looks"},
		"role's name":         {"name: reports", "name: reports-", "ends in -"},
		"kv with a database":  {"type: generated", "type: generated, database: orders", "are for the types"},
		"two of one account":  {"type: database-dynamic, database: orders, ttl: 1h", "type: database-static, database: orders, account: order_api, rotation: {period: 1d}", "has one password"},
		"no statements":       {"creation:\n        - CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';\n        - GRANT SELECT ON ALL TABLES IN SCHEMA public TO \"{{name}}\";", "creation: []", "has no creation statements"},
		"empty statement":     {`['DROP ROLE "{{name}}";']`, `['']`, "a statement has between 1 and 8192 bytes"},
		"server's mount":      {"connection: orders-postgres", "connection: orders-postgres\n    mount: sys/x", "belongs to the server"},
		"connection":          {"connection: orders-postgres", "connection: ../x", "is no part of a path"},
		"name twice":          {"databases:\n", "databases:\n  - {name: orders, connection: x}\n", `"orders" is said twice`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, databases, test.old)
			_, err := secrets.ParseConfig("x.yaml", []byte(strings.Replace(databases, test.old, test.now, 1)))
			require.ErrorContains(t, err, test.want)
		})
	}
}

// TestDatabaseRefused is what the server is found not to have, or to have already.
func TestDatabaseRefused(t *testing.T) {
	t.Parallel()
	change := func(old, now string) string { return strings.Replace(databases, old, now, 1) }
	for name, test := range map[string]struct {
		text    string
		prepare func(*testing.T, *secretstest.Memory)
		want    string
	}{
		"no engine":     {change("connection:", "mount: elsewhere\n    connection:"), nil, `there is no engine at "elsewhere"`},
		"another's":     {change("connection:", "mount: secrets\n    connection:"), nil, `is of type kv, not database`},
		"no connection": {change("orders-postgres", "other"), nil, `there is no connection "other" at "database"`},
		"not allowed": {databases, func(_ *testing.T, m *secretstest.Memory) {
			m.Connect("database", "orders-postgres", "staging_*", "production_order-api_orders")
		}, "does not allow the role production_order-api_reports"},
		"a foreign role": {databases, func(t *testing.T, m *secretstest.Memory) {
			require.NoError(t, m.PutDatabaseRole(t.Context(), made, &secrets.DatabaseRole{Connection: "orders-postgres"}))
		}, secrets.ErrForeign.Error()},
		"the other kind": {databases, func(t *testing.T, m *secretstest.Memory) {
			other := made
			other.Static = true
			require.NoError(t, m.PutDatabaseRole(t.Context(), other, &secrets.DatabaseRole{Connection: "orders-postgres", Account: "x", Period: time.Hour}))
		}, "of the same name; tear it down first"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := withDatabase()
			if test.prepare != nil {
				test.prepare(t, m)
			}
			before := m.State()
			_, err := on(m).Plan(t.Context(), parse(t, test.text))
			require.ErrorContains(t, err, test.want)
			require.ErrorContains(t, err, "secrets-config.yaml:")
			assert.Equal(t, before, m.State())
		})
	}
	_, err := on(withDatabase()).Plan(t.Context(), parse(t, databases))
	require.NoError(t, err)
	plain := struct{ secrets.Store }{withDatabase()}
	_, err = (&secrets.Provisioner{Store: plain}).Plan(t.Context(), parse(t, databases))
	require.ErrorContains(t, err, "the store has no databases")
}

// TestDatabaseKilled: whatever request is the last, the next run ends the same, up and down.
func TestDatabaseKilled(t *testing.T) {
	t.Parallel()
	c, scope := parse(t, databases), secrets.ID{Environment: "production", Service: "order-api"}
	whole := withDatabase()
	require.NoError(t, apply(t.Context(), on(whole), c))
	total, want := len(whole.Requests()), whole.State().WithoutValues()
	for at := 1; at <= total; at++ {
		for _, carriedOut := range []bool{false, true} {
			m := withDatabase()
			p := on(m)
			p.Holder = "pipeline"
			dieAt(m, at, carriedOut)
			require.Error(t, apply(t.Context(), p, c))
			m.Before, m.After = nil, nil
			require.NoError(t, apply(t.Context(), p, c), "request %d", at)
			now := m.State()
			delete(now.Secrets, leasePath)
			require.Equal(t, want, now.WithoutValues(), "request %d", at)

			m.Forget()
			dieAt(m, at, carriedOut)
			destroy := &secrets.TeardownOptions{Destroy: true}
			if r, err := p.Teardown(t.Context(), c.Layout, scope, destroy); err == nil {
				_ = p.Apply(t.Context(), r, &plan.Memory{}, nil)
			}
			m.Before, m.After = nil, nil
			tearDown(t, p, scope, destroy)
			now = m.State()
			delete(now.Secrets, leasePath)
			require.Equal(t, withDatabase().State(), now, "request %d", at)
		}
	}
}

// TestDatabaseLifecycle changes, orphans, drifts, tears down and undoes.
func TestDatabaseLifecycle(t *testing.T) {
	t.Parallel()
	m, ctx := withDatabase(), t.Context()
	p, c := on(m), parse(t, databases)
	require.NoError(t, apply(ctx, p, c))
	before := m.State()

	role := before.Accounts[made.String()]
	role.Statements.Creation = []string{"GRANT ALL"}
	require.NoError(t, m.PutDatabaseRole(ctx, made, &role))
	r, err := p.Audit(ctx, c)
	require.NoError(t, err)
	assert.True(t, r.Drifted())
	assert.Equal(t, []string{"database/" + made.String()}, stepKeys(r))
	require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
	assert.Equal(t, before, m.State(), "mended")

	fewer := parse(t, strings.Replace(databases, "  - {name: reports", "  #", 1))
	require.NoError(t, apply(ctx, p, fewer))
	s := m.State()
	assert.NotContains(t, s.Policies["production_order-api"], made.CredentialsPath())
	assert.Contains(t, s.Accounts, made.String(), "it stays until it is torn down")
	r, err = p.Plan(ctx, fewer)
	require.NoError(t, err)
	assert.Empty(t, r.Plan.Steps)
	assert.Contains(t, r.Items, secrets.Item{
		Kind: secrets.KindDatabase, Environment: "production", Service: "order-api", Name: made.String(), Verdict: secrets.Orphan,
		Why: []string{"it is not asked for"},
	})
	require.NoError(t, apply(ctx, p, c))
	assert.Equal(t, before, m.State(), "asked for again, it is ours yet")

	journal := &plan.Memory{}
	r, err = p.Teardown(ctx, c.Layout, secrets.ID{Environment: "production", Service: "order-api", Name: "reports"}, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"database/" + made.String(), "policy/production_order-api"}, stepKeys(r))
	require.NoError(t, p.Apply(ctx, r, journal, nil))
	assert.NotContains(t, m.State().Accounts, made.String())
	assert.NotContains(t, m.State().Policies["production_order-api"], "reports")
	require.NoError(t, plan.Undo(ctx, journal, p, nil))
	assert.Equal(t, before, m.State())

	other := parse(t, strings.Replace(databases, "account: order_api", "account: Order.Worker-2", 1))
	_, err = p.Plan(ctx, other)
	require.ErrorContains(t, err, "which cannot be changed; tear it down first")
}

// TestRotateAccount has the server replace a password now; else it does so by itself.
func TestRotateAccount(t *testing.T) {
	t.Parallel()
	m, ctx := withDatabase(), t.Context()
	p, c := on(m), parse(t, databases)
	require.NoError(t, apply(ctx, p, c))
	_, first, err := m.Credentials(ctx, fixed)
	require.NoError(t, err)
	r, err := p.Rotate(ctx, c, nil)
	require.NoError(t, err)
	assert.Empty(t, r.Plan.Steps)
	r, err = p.Rotate(ctx, c, &secrets.RotateOptions{Now: true, Only: []secrets.ID{c.Requests[0].ID, c.Requests[1].ID}})
	require.NoError(t, err)
	assert.Equal(t, []string{"rotate-role/" + fixed.String()}, stepKeys(r))
	require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
	_, second, err := m.Credentials(ctx, fixed)
	require.NoError(t, err)
	assert.NotEqual(t, first, second)
	assert.NotContains(t, fmt.Sprintf("%+v %v", r, r.Plan), second.Reveal())
	_, err = p.Set(ctx, c, c.Requests[0].ID, strings.NewReader("x"))
	require.ErrorContains(t, err, "is database-static; it is not handed in")
}

// TestAdoptAccount takes a role over that is there.
func TestAdoptAccount(t *testing.T) {
	t.Parallel()
	m, ctx := withDatabase(), t.Context()
	require.NoError(t, m.PutDatabaseRole(ctx, made, &secrets.DatabaseRole{Connection: "orders-postgres", TTL: time.Minute}))
	p, c := on(m), parse(t, strings.Replace(databases, "ttl: 1h", "ttl: 1h, adopt: true", 1))
	require.NoError(t, apply(ctx, p, c))
	assert.Equal(t, time.Hour, m.State().Accounts[made.String()].TTL)
	require.NoError(t, apply(ctx, p, parse(t, databases)), "from then on it is ours")
}

// TestDatabasePreflight is what a token has to be allowed, beside what kv needs.
func TestDatabasePreflight(t *testing.T) {
	t.Parallel()
	m, ctx := withDatabase(), t.Context()
	c := parse(t, databases)
	require.NoError(t, apply(ctx, on(m), c))
	p := on(m)
	p.Store = mayNothing{m}
	r, err := p.Rotate(ctx, c, &secrets.RotateOptions{Now: true, Only: []secrets.ID{c.Requests[0].ID}})
	require.NoError(t, err)
	denied := errorAs[*secrets.DeniedError](t, p.Preflight(ctx, r))
	assert.Contains(t, denied.Missing, secrets.Need{Path: "database/rotate-role/production_order-api_orders", Capabilities: []string{"update"}})
	r, err = p.Teardown(ctx, c.Layout, secrets.ID{Environment: "production"}, nil)
	require.NoError(t, err)
	denied = errorAs[*secrets.DeniedError](t, p.Preflight(ctx, r))
	assert.Contains(t, denied.Missing, secrets.Need{Path: made.String(), Capabilities: []string{"delete", "read"}})
}

// mayNothing is a store whose token may do nothing, as far as it says.
type mayNothing struct{ *secretstest.Memory }

func (mayNothing) Capabilities(context.Context, ...string) (map[string][]string, error) {
	return map[string][]string{}, nil
}
