// Package helmfile says what a helmfile means in each of its environments, without helm, charts, a cluster or the
// network: which releases there are, whether they are on, their versions, namespaces and merged values, and for every
// value the file and line that set it.
//
//	state, err := helmfile.Load(os.DirFS("."), "", &helmfile.Options{Environ: environ})
//	environments, err := state.ResolveAll(ctx)
//	for _, r := range environments {
//		for _, release := range r.Releases() { … release.Active(), release.Effective() … }
//	}
//
// A [State] is read once; [State.Resolve] answers for one environment, from any goroutine. Its [Resolution] is there
// also when something is wrong: [Resolution.Errors] are all faults, each with a place, a [Class] and the [Stage] it
// stops, in the order in which the real helmfile meets them. [Resolution.Err] tells whether a question has an answer.
//
// # The verdict
//
// Helmfile v1.8.0 is the measure: its three ways of merging (entries of a list, layers, command line), its strict
// fields, its order of parts, bases and sub-helmfiles, and the places where its own documentation says otherwise.
// YAML is read twice where that matters: as helmfile reads it (1.2) and as helm does (1.1), so that [Release.Values]
// is what `helmfile write-values` prints and [Release.Effective] is what a chart receives.
//
// # What cannot be known
//
// No template runs a command, no secret is decrypted, nothing is fetched, and no file outside of the given file
// system is read; nor are the process environment and the clock, but as [Options] has them. What depends on such a
// thing is unknown, with its reason: a [Value] of kind [Unknown], a [Truth] that is [Maybe], a map that may have more
// keys than it shows. With [Options.Strict] that is a fault.
//
// # Where values come from
//
// [Value.Origin] is the place and the [Layer] that set a value, in a rendered file the template's own line;
// [Value.Overrode] is what it hides. [Release.Condition] says why a release is on or off.
//
// # Limits
//
// Inputs are not trusted: [Limits] bound sizes, nesting, aliases, the steps and output of templates, and time.
// Exceeding one is a fault of [ClassLimit].
package helmfile
