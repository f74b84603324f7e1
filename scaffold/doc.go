// Package scaffold runs Backstage's software templates (scaffolder.backstage.io/v1beta3) without a Backstage: the same
// rendering, the same checks, the same files.
//
// [Parse] reads a [Template]. A [Runner] has the template language, a [Renderer] such as that of package dialect, and a list
// of [Action] values: those of the packages under action, and your own.
//
//	t, err := scaffold.Parse("template.yaml", data)
//	r := scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: fetch.Actions(nil)}
//	result, err := r.DryRun(ctx, t, scaffold.Request{Values: values, Source: os.DirFS(dir)})
//
// [Runner.DryRun] shows what a template makes: the files, the output, the log, and of each step its input and what it changed.
// [Runner.Plan] and [Run.Apply] run it for good on package plan: what is done is journalled, a run that was killed is resumed,
// and [Runner.Undoer] takes back what was made, days later if need be, from the journal alone. An action that makes several things
// journals each with [Call.Undo], and goes on from that with [Call.Earlier].
//
// # What templates see
//
// Every text of an input, a condition and the output is rendered. One that is a single ${{ expression }} gives its value, of
// its type; one that cannot be rendered stays as it is, as in Backstage, and the log says so. What is undefined vanishes.
// Secrets are seen in inputs, never in conditions nor in the output; in logs, errors, plans and receipts they read ***.
//
// # Errors
//
// Errors wrap one of the classes [ErrInput], [ErrNotAllowed], [ErrNotFound], [ErrConflict], [ErrTemplate] and [ErrRender], as far as
// Backstage has one for them. A template of the wrong form gives source.Errors, values that do not fit a
// [*ValidationError], a step that failed a [*StepError].
//
// # The workspace
//
// Actions read and write a [Workspace] only, an os.Root: neither names nor links lead out of it.
package scaffold
