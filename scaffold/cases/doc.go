// Package cases tests software templates without a Backstage: a case is the values that somebody gives a template, beside what
// the run is to do with them.
//
//	template.yaml
//	skeleton/…
//	tests/tier-1/case.yaml    values, and what the run meets outside
//	tests/tier-1/want.yaml    golden: steps, their inputs, the output
//	tests/tier-1/want/…       golden: the files
//
// A case.yaml:
//
//	values: {name: payments, tier: "1"}
//	mocks:
//	  publish:github:          # an action, or a step by its id
//	    output: {remoteUrl: "https://github.com/acme/payments"}
//	  catalog:register: true   # outputs made up from the action's schema
//	urls:
//	  https://github.com/acme/skeletons/tree/main/go: ../../fixtures/go
//
// [Find] finds such files and [Load] reads one, as strictly as a compiler: what is wrong is a source.Errors. [Runner.Run] runs
// it and compares; with [Runner.Update] it writes the goldens. A run reads no clock and no network: fetch:*, fs:*,
// catalog:write, catalog:fetch and debug:* work on the workspace and on what the case gives them, all other actions are those
// of the Runner, or mocked. The goldens are those of a real run, as far as mocks go: [Outcome.Problems] says what differs, with
// a place and a diff.
//
// A case that is to fail says so: want: {error: is not one of enum values}. It has no goldens then.
//
// [Coverage] tells what no case has tried. Tests in Go use package scaffoldtest, the command is catalog-lint template test.
package cases
