package backstage

import (
	"context"
	"fmt"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// Integrations tells for a host which kind of integration Backstage is configured to use: github, gitlab, bitbucketCloud,
// bitbucketServer, azure, gitea, gerrit or another; "" if there is none. Hosts are in small letters.
type Integrations func(host string) string

// Defaults are the integrations that Backstage has without any configuration.
func Defaults(host string) string {
	switch host {
	case "github.com":
		return "github"
	case "gitlab.com":
		return "gitlab"
	case "bitbucket.org":
		return "bitbucketCloud"
	case "dev.azure.com":
		return "azure"
	}
	return ""
}

// Filters returns the filters. Nil integrations are the Defaults.
func Filters(i Integrations) map[string]nunjucks.Func {
	if i == nil {
		i = Defaults
	}
	return map[string]nunjucks.Func{
		"parseRepoUrl":   func(_ context.Context, args []any) (any, error) { return i.parse(arg(args, 0)) },
		"projectSlug":    func(_ context.Context, args []any) (any, error) { return i.slug(arg(args, 0)) },
		"parseEntityRef": parseEntityRef,
		"pick":           pick,
	}
}

func arg(args []any, i int) any {
	if i < len(args) {
		return args[i]
	}
	return nunjucks.Undefined{}
}

// text prints a value as JavaScript does.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case nunjucks.Undefined:
		return "undefined"
	case string:
		return v
	case *nunjucks.Object:
		return "[object Object]"
	}
	return fmt.Sprint(v)
}

// fault is an error in Backstage's own words.
type fault string

// Error returns the words.
func (f fault) Error() string { return string(f) }
