// Package compare sets the environments of a helmfile side by side: what differs and which line made it so, what a promotion
// would change, which release is on where, and why.
//
//	state, err := helmfile.Load(os.DirFS("."), "helmfile.yaml", nil)
//	staging, err := state.Resolve(ctx, "staging")
//	production, err := state.Resolve(ctx, "production")
//	err = compare.Compare(staging, production, nil).WriteMarkdown(os.Stdout)
//
// [Compare] says all that differs between two environments, [Promote] what one would take from the other, [NewMatrix] shows any
// number of them, [Explain] and [ExplainValue] say what decided. Every report writes itself as text, Markdown and JSON, and the
// same input gives the same bytes.
//
// # Values
//
// Values are compared by path, like dyff does: the entries of lists that have a name, a key or another identifying key are
// matched by that, so that one that is inserted does not shift the rest, and another order is told apart from other content.
// A [Side] says what set its value: file, line and layer; and where a template only passes on a state value, where that is set.
//
// # What is not known
//
// Nothing is run, decrypted or fetched, so some values are unknown: [Side] says why, and a [Change] of kind [Untold] is one that
// may be none. The defaults of a chart that is not at hand count as what both sides have where neither sets anything.
//
// # Secrets
//
// A value is masked when a key on its way names a secret, when a template took it from a state value of which that holds, when
// it stands beside a name that does (env), and when it is a private key or a URL with a password. Whether masked values differ
// is still told.
package compare
