package archtest

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// links says what a program links that imports a package, by import or through others.
type links struct {
	pkg   string   // below the module's path; a final /... means all packages below as well
	only  []string // besides the standard library; nil: anything but never
	never []string
	apart []string // packages of ours that have a row of their own: neither they nor what they link counts
	why   string
}

// sdks returns the clients of services and what comes with them: tens of packages each.
func sdks() []string {
	return []string{
		"github.com/hashicorp/...", "github.com/google/go-github/...", "github.com/PagerDuty/...", "github.com/slack-go/...",
		"google.golang.org/...", "cloud.google.com/...",
	}
}

// yamlLibraries returns the readers that read otherwise than Backstage's.
func yamlLibraries() []string {
	return []string{"github.com/goccy/...", "gopkg.in/...", "go.yaml.in/...", "sigs.k8s.io/..."}
}

// aboveActions returns what no action of the scaffolder links that needs no service's client.
func aboveActions() []string { return append([]string{"net/http", "scaffold/nunjucks/..."}, sdks()...) }

// belowDora returns what package dora stands on: the catalog's model.
func belowDora() []string {
	return []string{"source", "internal/tree", "internal/whatwg", "catalog", "golang.org/x/net/idna", "golang.org/x/text/..."}
}

func linkTable() []links {
	return []links{
		{pkg: "source", only: []string{}, why: "places in text are below everything"},
		{pkg: "internal/tree", only: []string{}, why: "a value with its place needs nothing"},
		{
			pkg: "internal/yamlsrc", only: []string{"source", "internal/tree"},
			why: "the reader is our own, so that a document is judged as Backstage's reader judges it",
		},
		{
			pkg: "catalog", only: []string{"source", "internal/tree", "internal/whatwg", "golang.org/x/net/idna", "golang.org/x/text/..."},
			why: "the model is importable by everything: the one thing it has from elsewhere is Unicode's rules for host names",
		},
		{
			pkg: "catalog/load", never: append([]string{"net/http"}, append(yamlLibraries(), sdks()...)...),
			why: "a document is judged as Backstage's reader judges it, and nothing is fetched",
		},
		{pkg: "plan", only: []string{"internal/shown"}, why: "its types stand in the API of three packages, and an embedder shows and keeps plans"},
		{
			pkg: "scaffold", only: []string{"source", "internal/tree", "internal/yamlsrc", "internal/shown", "plan", "scaffold/internal/regex"},
			why: "a run takes its template language and its actions as values, and pays for those it takes",
		},
		{
			pkg: "scaffold/sample", only: []string{"source", "internal/tree", "internal/yamlsrc", "plan", "internal/shown", "scaffold", "scaffold/internal/regex"},
			why: "values are made of a schema alone: without the template language, and without actions",
		},
		{
			pkg: "scaffold/nunjucks", only: []string{"scaffold/nunjucks/...", "scaffold/internal/regex"},
			why: "the engine is of use by itself; regular expressions it shares with the schemas of parameters",
		},
		{
			pkg: "scaffold/update", never: aboveActions(),
			why: "an update renders with the runner that it is given, and reads versions from a clone",
		},
		{pkg: "scaffold/action/catalog", never: aboveActions(), why: "an action is given the client it needs, and the language with the call"},
		{pkg: "scaffold/action/debug", never: aboveActions(), why: "an action is given the client it needs, and the language with the call"},
		{pkg: "scaffold/action/fetch", never: aboveActions(), why: "an action is given the client it needs, and the language with the call"},
		{
			pkg: "scaffold/action/fetch/urlreader", never: append([]string{"scaffold/nunjucks/..."}, sdks()...),
			why: "files and archives are read by HTTP and by git, without a client library for each host",
		},
		{
			pkg: "scaffold/action/catalog/backstage", never: append([]string{"scaffold/nunjucks/..."}, sdks()...),
			why: "who has the catalog's actions talk to Backstage links its client, and no other service's",
		},
		{pkg: "scaffold/action/roadie", never: aboveActions(), why: "an action is given the client it needs, and the language with the call"},
		{pkg: "scaffold/action/fs", never: aboveActions(), why: "an action is given the client it needs, and the language with the call"},
		{pkg: "scaffold/action/git", never: aboveActions(), why: "an action is given the client it needs, and the language with the call"},
		{
			pkg: "scaffold/cases", never: append([]string{"net/http", "testing", "golang.org/x/tools/..."}, sdks()...),
			why: "a template's test cannot reach the network: nothing that could is linked",
		},
		{
			pkg: "scaffold/known", only: []string{"source", "internal/tree", "internal/yamlsrc", "plan", "internal/shown", "scaffold", "scaffold/internal/..."},
			why: "schemas are data: knowing an action costs nothing of what running it does",
		},
		{
			pkg: "scaffold/skeleton", only: []string{"scaffold/internal/glob"},
			why: "who looks at a skeleton without running anything links nothing that runs",
		},
		{pkg: "internal/rest", only: []string{}, why: "JSON over HTTP needs no client library"},
		{pkg: "internal/pagerduty", only: []string{"internal/rest"}, why: "a few requests need no client library"},
		{
			pkg: "catalog/backstage", only: []string{
				"source", "internal/tree", "internal/rest", "internal/whatwg", "catalog", "golang.org/x/net/idna", "golang.org/x/text/...",
			}, why: "who reads a running Backstage links the model and HTTP, nothing else",
		},
		{
			pkg: "catalog/snapshot", only: []string{
				"source", "internal/tree", "internal/whatwg", "catalog", "golang.org/x/net/idna", "golang.org/x/text/...",
			}, why: "a snapshot is read in every CI run",
		},
		{
			pkg: "catalog/draw", only: []string{
				"source", "internal/tree", "internal/whatwg", "catalog", "catalog/draw/internal/layered", "golang.org/x/net/idna",
				"golang.org/x/text/...",
			}, why: "a picture needs no program to draw it, and no library either",
		},
		{
			pkg: "catalog/github", only: []string{
				"source", "internal/...", "catalog", "catalog/load", "catalog/load/internal/scm", "golang.org/x/net/idna", "golang.org/x/text/...",
				"github.com/google/go-github/v62/github", "github.com/google/go-querystring/query", "github.com/santhosh-tekuri/jsonschema/...",
			}, why: "who reads GitHub links GitHub's client, and no other service's",
		},
		{
			pkg: "dora", only: belowDora(),
			why: "who computes from events links the catalog's model, and no service's client and no network",
		},
		{pkg: "dora/git", only: append(belowDora(), "dora", "dora/internal/message"), why: "a clone is read by the git command"},
		{
			pkg: "dora/git/gogit", never: append([]string{"net", "net/http", "testing"}, sdks()...),
			why: "who must read clones without git links go-git's objects, and none of its ways to the network",
		},
		{
			pkg: "dora/github", only: append(belowDora(), "dora", "dora/internal/message", "internal/rest", "internal/throttle", "github.com/google/go-github/v62/github", "github.com/google/go-querystring/query"),
			why: "who asks GitHub links its client, and no other service's",
		},
		{
			pkg: "dora/pagerduty", only: append(belowDora(), "dora", "internal/rest", "internal/pagerduty"),
			why: "five requests need no client library",
		},
		{pkg: "dora/report", only: append(belowDora(), "dora"), why: "a report is written by the standard library, charts and page included"},
		{
			pkg: "dora/store", only: append(belowDora(), "dora", "go.etcd.io/bbolt/...", "golang.org/x/sys/..."),
			why: "a history in one file needs the one library that is made for it",
		},
		{
			pkg: "onboarding", only: append(belowDora(), "plan", "internal/shown", "internal/decode", "internal/yamlsrc"),
			why: "who plans links no service's client and no network: services are Providers",
		},
		{
			pkg: "onboarding/github", only: append(belowDora(), "plan", "internal/shown", "internal/decode", "internal/yamlsrc", "internal/throttle", "internal/rest",
				"onboarding", "github.com/google/go-github/v62/github", "github.com/google/go-querystring/query"),
			why: "who gives and takes on GitHub links its client, and no other service's",
		},
		{
			pkg: "onboarding/google", never: []string{
				"testing", "github.com/hashicorp/...", "github.com/google/go-github/...", "github.com/PagerDuty/...", "github.com/slack-go/...",
			},
			why: "who gives and takes Google groups links Google's client, and no other service's",
		},
		{
			pkg: "onboarding/slack", never: []string{
				"testing", "github.com/hashicorp/...", "github.com/google/go-github/...", "github.com/PagerDuty/...", "google.golang.org/...", "cloud.google.com/...",
			},
			why: "who gives and takes on Slack links Slack's client, and no other service's",
		},
		{
			pkg: "onboarding/pagerduty", never: []string{
				"testing", "github.com/hashicorp/...", "github.com/google/go-github/...", "github.com/slack-go/...", "google.golang.org/...", "cloud.google.com/...",
			},
			why: "who gives and takes on PagerDuty links PagerDuty's client, and no other service's",
		},
		{pkg: "onboarding/internal/process", only: []string{}, why: "running a command needs nothing"},
		{
			pkg: "onboarding/onepassword", only: append(belowDora(), "plan", "internal/shown", "internal/decode", "internal/yamlsrc", "onboarding", "onboarding/internal/process"),
			why: "the command op is run, and nothing of an SDK is linked",
		},
		{
			pkg: "onboarding/command", only: append(belowDora(), "plan", "internal/shown", "internal/decode", "internal/yamlsrc", "internal/throttle", "internal/rest", "onboarding", "onboarding/internal/process"),
			why: "a way out costs no client library",
		},
		{
			pkg: "onboarding/handover", never: append([]string{"net/http", "testing"}, append(yamlLibraries(), sdks()...)...),
			why: "a handover is worked out offline",
		},
		{pkg: "onboarding/github/githubtest", only: []string{}, why: "a stand-in is for demonstrations too"},
		{pkg: "onboarding/google/googletest", only: []string{}, why: "a stand-in is for demonstrations too"},
		{pkg: "internal/inprocess", only: []string{}, why: "asking a handler needs nothing"},
		{pkg: "internal/throttle", only: []string{"internal/rest"}, why: "waiting as told needs no client library"},
		{
			pkg: "helmfile", never: append([]string{"net/http", "os/exec", "testing", "internal/yamlsrc"}, sdks()...),
			why: "helmfiles are resolved without Helm, commands or a network; their reader is the one that Helmfile has",
		},
		{
			pkg: "secrets", only: append(belowDora(), "plan", "internal/shown", "internal/decode", "internal/yamlsrc"),
			why: "who plans and reviews secrets links no client, and no network: where they are kept is a Store",
		},
		{
			pkg: "secrets/manifest", only: append(belowDora(), "plan", "internal/shown", "internal/decode", "internal/yamlsrc", "secrets"),
			why: "manifests are written by the standard library",
		},
		{
			pkg: "secrets/vault", never: []string{
				"testing", "scaffold/...", "github.com/google/go-github/...", "github.com/PagerDuty/...", "github.com/slack-go/...", "google.golang.org/...",
			},
			why: "who keeps secrets in Vault links Vault's client, and no other service's",
		},
		{pkg: "internal/vaultproc", only: []string{}, why: "a server is started, not linked"},
		{pkg: "internal/discover", only: []string{"source", "internal/..."}, why: "finding files knows nothing of rules"},
		{
			pkg: "lint/...", never: append([]string{"net/http", "github.com/spf13/..."}, sdks()...), apart: []string{"lint/cel", "helmfile"},
			why: "a verdict is made offline, and an embedder has a command line of its own",
		},
		{
			pkg: "lint/rules", never: []string{"scaffold/..."},
			why: "who lints a catalog without templates links no template language",
		},
		{
			pkg: "lint/rules/template", never: []string{"lint/rules", "scaffold/action/..."},
			why: "templates are looked at, not run, and the rules stand beside the others, not on them",
		},
		{
			pkg: "lint/rules/helmfile", never: []string{"lint/rules", "scaffold/..."},
			why: "a helmfile is no template of the scaffolder, and the rules stand beside the others, not on them",
		},
		{
			pkg: "scaffold/action/github", never: []string{"scaffold/nunjucks", "github.com/hashicorp/...", "github.com/PagerDuty/...", "github.com/slack-go/...", "google.golang.org/..."},
			why: "who publishes to GitHub links GitHub's client, and no other service's",
		},
		{
			pkg: "scaffold/action/gitlab", never: append([]string{"scaffold/nunjucks/...", "scaffold/action/github"}, sdks()...),
			why: "some twenty requests and a push need no client library",
		},
		{pkg: "scaffold/action/pagerduty", never: append([]string{"scaffold/nunjucks"}, sdks()...), why: "four requests need no client library"},
		{
			pkg: "scaffold/action/secrets", never: append([]string{"secrets/vault"}, aboveActions()...),
			why: "where secrets are kept is a Store, which the provisioner is given",
		},
		{pkg: "scaffold/action/slack", never: append([]string{"scaffold/nunjucks"}, sdks()...), why: "two requests need no client library"},
		{pkg: "scaffold/action/http", never: append([]string{"scaffold/nunjucks"}, sdks()...), why: "a request needs no client library"},
		{
			pkg: "lint/cel", never: []string{"net/http"}, only: []string{
				"source", "internal/...", "catalog", "catalog/load", "catalog/load/internal/scm", "lint", "cel.dev/...",
				"github.com/antlr4-go/...", "github.com/santhosh-tekuri/jsonschema/...", "go.yaml.in/yaml/v3", "golang.org/x/...",
				"google.golang.org/genproto/...", "google.golang.org/protobuf/...",
			}, why: "who has rules in CEL links CEL and what that brings, and nothing that could reach the world outside",
		},
		{
			pkg: "lint/elsewhere", only: []string{
				"source", "internal/...", "catalog", "catalog/load", "catalog/load/internal/scm", "catalog/snapshot", "lint",
				"golang.org/x/net/idna", "golang.org/x/text/...", "github.com/santhosh-tekuri/jsonschema/...",
			}, why: "the rest of the catalog is a file to a linter, wherever that came from",
		},
		{
			pkg: "cmd/catalog-lint", never: append([]string{"testing", "golang.org/x/tools/..."}, append(yamlLibraries(), sdks()...)...), apart: []string{"lint/cel", "helmfile"},
			why: "one small binary that starts in milliseconds, in everybody's CI",
		},
	}
}

// imports says who alone may import a package of others, and where.
type imports struct {
	pkg  string   // a trailing /... means all packages below as well
	from []string // packages of ours, without their tests
	why  string
}

func importTable() []imports {
	return []imports{
		{pkg: "github.com/spf13/...", from: []string{"cmd/..."}, why: "commands are for commands"},
		{
			pkg: "github.com/santhosh-tekuri/jsonschema/...", from: []string{"internal/schema"},
			why: "its types must not stand in our API, and its package initialisation costs milliseconds",
		},
		{
			pkg: "github.com/google/go-github/...", from: []string{"catalog/github", "scaffold/action/github", "dora/github", "examples/goldenpath", "examples/orgsnapshot", "onboarding/github", "examples/onboard"},
			why: "it costs 19 packages and megabytes, which only who reads GitHub should pay",
		},
		{
			pkg: "github.com/hashicorp/...", from: []string{"secrets/vault", "internal/bench/secrets"},
			why: "it costs 53 packages and megabytes, which only who talks to Vault should pay",
		},
		{pkg: "secrets/vault", from: []string{"examples/secretspr", "examples/goldenpath", "internal/bench/secrets"}, why: "nothing of ours needs Vault to work: it is given a Store"},
		{
			pkg: "internal/vaultproc", from: []string{"examples/secretspr", "internal/conformance/vaultconf", "internal/bench/secrets"},
			why: "it is for tests and demonstrations",
		},
		{pkg: "cel.dev/...", from: []string{"lint/cel"}, why: "it brings protocol buffers: eleven megabytes, and two milliseconds before main begins"},
		{pkg: "lint/cel", from: []string{"cmd/catalog-lint"}, why: "an embedder without rules in CEL does not pay for it"},
		{pkg: "catalog/github", from: []string{"examples/orgsnapshot"}, why: "nothing of ours needs GitHub to work"},
		{
			pkg: "github.com/goccy/go-yaml/...", from: []string{"internal/bench"},
			why: "it reads thousands of inputs differently from Backstage; it is a second opinion and the measure of speed",
		},
		{pkg: "golang.org/x/net/...", from: []string{"internal/whatwg", "internal/browsertest"}, why: "it is there for host names, and for pages in tests"},
		{pkg: "golang.org/x/text/...", from: []string{"internal/whatwg"}, why: "it is there for host names only"},
		{
			pkg: "github.com/go-git/...", from: []string{"dora/git/gogit"},
			why: "it costs 94 packages and three megabytes, which only who has no git should pay",
		},
		{pkg: "dora/git/gogit", from: []string{"examples/doraweekly"}, why: "an embedder chooses whether to link it"},
		{pkg: "go.etcd.io/bbolt/...", from: []string{"dora/store"}, why: "who keeps histories elsewhere does not pay for it"},
		{pkg: "github.com/stretchr/testify/...", from: []string{"dora/doratest", "dora/git/internal/gittest", "internal/browsertest", "lint/linttest", "onboarding/onboardingtest", "plan/plantest", "scaffold/action/fetch/fetchtest", "scaffold/scaffoldtest", "secrets/secretstest"}, why: "it is for tests"},
		{pkg: "golang.org/x/tools/...", from: []string{"lint/linttest"}, why: "it is for tests"},
		{pkg: "testing", from: []string{"dora/doratest", "dora/git/internal/gittest", "internal/beside", "internal/browsertest", "lint/linttest", "onboarding/onboardingtest", "plan/plantest", "scaffold/action/fetch/fetchtest", "scaffold/scaffoldtest", "secrets/secretstest"}, why: "it is for tests, and adds flags to a program"},
		{
			pkg: "lint/rules/template", from: []string{"cmd/catalog-lint", "internal/gendocs"},
			why: "an embedder chooses whether to link the template language",
		},
		{
			pkg: "lint/rules/helmfile", from: []string{"cmd/catalog-lint", "internal/gendocs"},
			why: "an embedder chooses whether to link what reads helmfiles",
		},
		{pkg: "golang.org/x/crypto/...", from: []string{"scaffold/action/github"}, why: "it is there for GitHub's sealed boxes only"},
		{pkg: "internal/beside", why: "it is for tests"},
		{pkg: "scaffold/action/internal/actiontest", why: "it is for tests"},
		{pkg: "internal/browsertest", why: "it is for tests"},
		{pkg: "internal/openapitest", why: "it is for tests"},
		{pkg: "dora/doratest", why: "it is for tests"},
		{pkg: "dora/git/internal/gittest", why: "it is for tests"},
		{pkg: "lint/linttest", why: "it is for tests"},
		{pkg: "onboarding/onboardingtest", from: []string{"examples/onboard"}, why: "it is for tests"},
		{pkg: "onboarding/github/githubtest", from: []string{"examples/onboard"}, why: "it is for demonstrations and tests"},
		{pkg: "onboarding/onepassword/optest", from: []string{"examples/onboard"}, why: "it is for demonstrations and tests"},
		{pkg: "onboarding/google/googletest", from: []string{"examples/onboard"}, why: "it is for demonstrations and tests"},
		{pkg: "internal/inprocess", from: []string{"examples/..."}, why: "it is for demonstrations and tests"},
		{pkg: "github.com/slack-go/...", from: []string{"onboarding/slack", "examples/onboard"}, why: "only who talks to Slack should pay for its client"},
		{pkg: "github.com/PagerDuty/...", from: []string{"onboarding/pagerduty", "examples/onboard"}, why: "only who talks to PagerDuty should pay for its client"},
		{pkg: "internal/standin/...", from: []string{"examples/...", "internal/standin/..."}, why: "they are for demonstrations and tests"},
		{
			pkg: "google.golang.org/api/...", from: []string{"onboarding/google", "examples/onboard"},
			why: "it costs hundreds of packages and megabytes, which only who talks to Google should pay",
		},
		{pkg: "plan/plantest", why: "it is for tests"},
		{pkg: "scaffold/action/fetch/fetchtest", why: "it is for tests"},
		{pkg: "scaffold/scaffoldtest", why: "it is for tests"},
		{pkg: "secrets/secretstest", from: []string{"examples/secretspr"}, why: "it is for tests"},
		{pkg: "catalog/backstage/backstagetest", from: []string{"internal/standin"}, why: "it is for tests"},
		{pkg: "internal/standin", from: []string{"examples/goldenpath"}, why: "it is for demonstrations and tests"},
		{pkg: "catalog/github/githubtest", why: "it is for tests"},
		{pkg: "internal/bench", why: "it is a maintainers' command"},
		{pkg: "internal/conformance/...", from: []string{"internal/conformance/..."}, why: "it is a maintainers' command"},
	}
}

// TestLinks checks what each package links.
func TestLinks(t *testing.T) {
	t.Parallel()
	g := readGraph(t)
	for _, rule := range linkTable() {
		t.Run(rule.pkg, func(t *testing.T) {
			t.Parallel()
			pkgs := g.ours(rule.pkg)
			assert.NotEmpty(t, pkgs, "the table names a package that is not there")
			for _, pkg := range pkgs {
				if slices.Contains(rule.apart, pkg) {
					continue
				}
				for dep := range g.deps(pkg, rule.apart...) {
					assert.True(t, rule.allows(g, dep), "%s links %s (by %s): %s", pkg, dep, g.path(pkg, dep), rule.why)
				}
			}
		})
	}
}

// allows reports whether a package may link dep.
func (l links) allows(g *graph, dep string) bool {
	if matchAny(l.never, dep) {
		return false
	}
	return l.only == nil || g.isStandard(dep) || matchAny(l.only, dep)
}

// TestImports checks who imports what, tests left out.
func TestImports(t *testing.T) {
	t.Parallel()
	g := readGraph(t)
	for _, rule := range importTable() {
		t.Run(rule.pkg, func(t *testing.T) {
			t.Parallel()
			for _, pkg := range g.ours("...") {
				for _, dep := range g.imports[pkg] {
					forbidden := match(rule.pkg, dep) && !matchAny(rule.from, pkg) && !match(rule.pkg, pkg)
					assert.False(t, forbidden, "%s imports %s: %s", pkg, dep, rule.why)
				}
			}
		})
	}
}

// TestTestsImport checks that tests bring in no library beyond these.
func TestTestsImport(t *testing.T) {
	t.Parallel()
	g := readGraph(t)
	allowed := []string{
		"github.com/stretchr/testify/...", "golang.org/x/tools/...", "golang.org/x/net/idna", "golang.org/x/net/html", "github.com/goccy/go-yaml/...",
		"github.com/santhosh-tekuri/jsonschema/...", "github.com/spf13/...", "github.com/google/go-github/...", "cel.dev/cel-go/...",
		"golang.org/x/crypto/...", "github.com/hashicorp/vault/api", "github.com/hashicorp/hcl/...",
		"github.com/PagerDuty/go-pagerduty", "github.com/slack-go/slack/...", "google.golang.org/api/...",
	}
	for pkg, deps := range g.testImports {
		for _, dep := range deps {
			assert.True(t, g.isOurs(dep) || g.isStandard(dep) || matchAny(allowed, dep), "tests of %s import %s", pkg, dep)
		}
	}
}

// match reports whether a pattern of the table means pkg.
func match(pattern, pkg string) bool {
	if pattern == "..." {
		return true
	}
	folder, below := strings.CutSuffix(pattern, "/...")
	return pkg == folder || below && strings.HasPrefix(pkg, folder+"/")
}

func matchAny(patterns []string, pkg string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return match(p, pkg) })
}
