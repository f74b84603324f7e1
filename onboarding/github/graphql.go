package github

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// samlQuery finds the identities of single sign-on by their name, which is what the identity provider calls the person.
const samlQuery = `query($org: String!, $email: String!) {
  organization(login: $org) {
    samlIdentityProvider {
      externalIdentities(first: 10, userName: $email) {
        nodes { samlIdentity { nameId username } scimIdentity { username } user { login databaseId } }
      }
    }
  }
}`

// domainsQuery lists members with their addresses at domains that the organization has verified.
const domainsQuery = `query($org: String!, $after: String) {
  organization(login: $org) {
    membersWithRole(first: 100, after: $after) {
      nodes { login databaseId organizationVerifiedDomainEmails(login: $org) }
      pageInfo { hasNextPage endCursor }
    }
  }
}`

// organization is what the queries ask for.
type organization struct {
	SAMLIdentityProvider struct {
		ExternalIdentities struct {
			Nodes []struct {
				SAMLIdentity struct{ NameID, Username string }
				SCIMIdentity struct{ Username string }
				User         graphUser
			}
		}
	}
	MembersWithRole struct {
		Nodes    []graphUser
		PageInfo struct {
			HasNextPage bool
			EndCursor   string
		}
	}
}

type graphUser struct {
	Login                            string
	DatabaseID                       int64
	OrganizationVerifiedDomainEmails []string
}

// external returns the account that single sign-on ties to an address.
func (p *Provider) external(ctx context.Context, org, email string) (onboarding.Identity, error) {
	found, err := p.query(ctx, samlQuery, map[string]any{"org": org, "email": email})
	if err != nil {
		return onboarding.Identity{}, err
	}
	for _, n := range found.SAMLIdentityProvider.ExternalIdentities.Nodes {
		for _, name := range []string{n.SAMLIdentity.NameID, n.SAMLIdentity.Username, n.SCIMIdentity.Username} {
			if onboarding.SameEmail(name, email) && n.User.Login != "" {
				return account(n.User.Login, n.User.DatabaseID), nil
			}
		}
	}
	return onboarding.Identity{}, nil
}

// verified returns the member who has an address at a verified domain.
func (p *Provider) verified(ctx context.Context, org, email string) (onboarding.Identity, error) {
	variables := map[string]any{"org": org}
	for {
		found, err := p.query(ctx, domainsQuery, variables)
		if err != nil {
			return onboarding.Identity{}, err
		}
		for _, n := range found.MembersWithRole.Nodes {
			for _, address := range n.OrganizationVerifiedDomainEmails {
				if onboarding.SameEmail(address, email) {
					return account(n.Login, n.DatabaseID), nil
				}
			}
		}
		page := found.MembersWithRole.PageInfo
		if !page.HasNextPage || page.EndCursor == variables["after"] {
			return onboarding.Identity{}, nil
		}
		variables["after"] = page.EndCursor
	}
}

// query asks GraphQL about an organization.
func (p *Provider) query(ctx context.Context, query string, variables map[string]any) (*organization, error) {
	path := "graphql"
	if strings.HasSuffix(p.client.BaseURL.Path, "/api/v3/") {
		path = "../graphql"
	}
	request, err := p.client.NewRequest(http.MethodPost, path, map[string]any{"query": query, "variables": variables})
	if err != nil {
		return nil, p.wrap(err, "make a query")
	}
	var answer struct {
		Data   struct{ Organization *organization }
		Errors []struct{ Type, Message string }
	}
	_, err = p.client.Do(ctx, request, &answer)
	switch {
	case err != nil:
		return nil, p.wrap(err, "look up the address in %s", variables["org"])
	case len(answer.Errors) > 0:
		e := answer.Errors[0]
		return nil, p.fail(graphClass(e.Type), "look up the address in %s: %w", variables["org"], errors.New(e.Message))
	case answer.Data.Organization == nil:
		return nil, p.fail(onboarding.ClassNotFound, "%s is not there, or hidden from the token", variables["org"])
	}
	return answer.Data.Organization, nil
}

// graphClass returns the class of an error by the type that GraphQL gives it.
func graphClass(kind string) onboarding.Class {
	switch kind {
	case "FORBIDDEN", "INSUFFICIENT_SCOPES":
		return onboarding.ClassAuth
	case "NOT_FOUND":
		return onboarding.ClassNotFound
	case "RATE_LIMITED":
		return onboarding.ClassRate
	}
	return onboarding.ClassUnknown
}
