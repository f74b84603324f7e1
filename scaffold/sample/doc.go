// Package sample makes values for the parameters of software templates, out of their JSON Schema alone: what a person might
// enter into the form. They show what a template does before anybody ran it, and are a start for test cases.
//
//	sets, err := sample.Sets(t, nil)
//	for _, s := range sets {
//		result, err := runner.DryRun(ctx, t, scaffold.Request{Values: s.Values, Secrets: s.Secrets, Source: source})
//	}
//
// [Sets] gives the least that is allowed, the same with the defaults that the form fills in, everything, and then one set for
// each thing that a person could choose otherwise: each value of an enumeration, each alternative of a oneOf or anyOf, both
// sides of a condition and of a checkbox. Two calls with the same template and seed give the same values.
//
// Known are the keywords of JSON Schema that [scaffold.Check] knows, patterns included, and the fields of Backstage's form:
// pickers of entities, owners and tags give references and tags, a RepoUrlPicker a repository on one of its hosts, and what
// the fields Secret and requestUserCredentials ask for is among the secrets. Fields of your own get values by their type.
// Every set passes [scaffold.Template.Validate] and [scaffold.Template.ValidateSecrets]; a choice for which no values were
// found that do is left out.
package sample
