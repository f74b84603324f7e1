package githubtest

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// graphWords are the words of GitHub's GraphQL schema that queries may have: fields, arguments and types, as published in version
// 15.26.1 of the package @octokit/graphql-schema.
func graphWords() []string {
	return []string{
		"query", "String", "organization", "login", "samlIdentityProvider", "externalIdentities", "first", "after", "userName", "nodes",
		"samlIdentity", "scimIdentity", "nameId", "username", "user", "databaseId", "membersWithRole", "organizationVerifiedDomainEmails",
		"pageInfo", "hasNextPage", "endCursor",
	}
}

// word is a name that is no variable's.
func word() *regexp.Regexp { return regexp.MustCompile(`\$?[A-Za-z_]\w*`) }

// graph answers the queries for identities: those of single sign-on, and the addresses at verified domains.
func (o *Org) graph(c *call) {
	query, _ := c.body["query"].(string)
	variables, _ := c.body["variables"].(object)
	for _, w := range word().FindAllString(query, -1) {
		if !strings.HasPrefix(w, "$") && !slices.Contains(graphWords(), w) {
			c.wrong("Field '" + w + "' doesn't exist")
			return
		}
	}
	org, _ := variables["org"].(string)
	if !equal(org, o.Name) {
		c.wrong("Could not resolve to an Organization with the login of '" + org + "'.")
		return
	}
	answer := object{}
	switch {
	case strings.Contains(query, "samlIdentityProvider"):
		email, _ := variables["email"].(string)
		answer["samlIdentityProvider"] = o.external(email)
	case strings.Contains(query, "membersWithRole"):
		after, _ := variables["after"].(string)
		answer["membersWithRole"] = o.verified(after)
	}
	c.say(http.StatusOK, object{"data": object{"organization": answer}})
}

func (c *call) wrong(message string) {
	c.say(http.StatusOK, object{"data": nil, "errors": []any{object{"message": message}}})
}

// external returns the identities of single sign-on with a name; nil where nobody signs in so.
func (o *Org) external(email string) any {
	if !o.SAML {
		return nil
	}
	nodes := []any{}
	for _, a := range o.accounts {
		if o.members[a.id] != "" && a.email != "" && equal(a.email, email) {
			nodes = append(nodes, object{
				"samlIdentity": object{"nameId": a.email, "username": nil}, "scimIdentity": nil,
				"user": object{"login": a.login, "databaseId": a.id},
			})
		}
	}
	return object{"externalIdentities": object{"nodes": nodes}}
}

// verified returns a page of two members with their addresses at the verified domain: pages are short to be met often.
func (o *Org) verified(after string) object {
	const size = 2
	nodes := []any{}
	for _, a := range o.accounts {
		if o.members[a.id] == "" {
			continue
		}
		emails := []string{}
		if o.Domain != "" && strings.HasSuffix(strings.ToLower(a.email), "@"+o.Domain) {
			emails = append(emails, a.email)
		}
		nodes = append(nodes, object{"login": a.login, "databaseId": a.id, "organizationVerifiedDomainEmails": emails})
	}
	from, _ := strconv.Atoi(after) // empty: from the first
	to := min(from+size, len(nodes))
	return object{"nodes": nodes[min(from, to):to], "pageInfo": object{"hasNextPage": to < len(nodes), "endCursor": strconv.Itoa(to)}}
}
