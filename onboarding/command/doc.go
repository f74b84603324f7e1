// Package command is the way out for systems that have no provider: a [Provider] that asks a program or a service of your own.
//
//	p := &command.Provider{
//		Called: "unix", Addressed: true,
//		Grants: []onboarding.Kind{{Name: "group", Doc: "a Unix group", Object: "GROUP", Stage: onboarding.Membership}},
//		Caller: &command.Exec{Args: []string{"/usr/local/bin/unix-groups"}, Env: []string{"GROUP_FILE=/etc/group"}},
//	}
//
// or in YAML, see [Parse].
//
// # What it is asked
//
// It is asked three things: to observe what a person has, to give something, to take something. It need not look before it gives or
// takes: the provider does, before and after, so that what is there is not given again, and nothing counts as done unless it can be
// seen. The question is a [Request] as JSON:
//
//	{"version": 1, "do": "give", "person": {"email": "ada@example.com", "name": "Ada Lovelace", "id": "ada"},
//	 "grant": {"kind": "group", "object": "staff"}, "with": [{"kind": "group", "object": "staff"}]}
//
// The answer to observe is
//
//	{"id": "ada", "held": [{"kind": "group", "object": "staff"}], "notes": [], "members": 12}
//
// and that to give and take may be empty, or {"state": "blocked", "note": "waits for a desk"}: see [Answer].
//
// # A program
//
// [Exec] gives the question on standard input, and for scripts in variables: ONBOARDING_DO, ONBOARDING_EMAIL, ONBOARDING_NAME,
// ONBOARDING_REF, ONBOARDING_ID, ONBOARDING_NUMBER, ONBOARDING_KIND, ONBOARDING_OBJECT and ONBOARDING_ROLE. Nothing of it is in its
// arguments. The answer is on standard output, and the status says what kind of fault there was, in the numbers of sysexits:
//
//	0       none
//	64, 65  invalid: the request makes no sense
//	66      not found: the object is not there
//	69, 78  unsupported: the system or its set-up cannot do this
//	73      conflict: its state forbids it
//	75      transient: try again later
//	77      auth: the credentials are wrong, or may not do this
//
// Of any other status nobody knows what it means. The first bytes of standard error are the error's text.
//
// # A service
//
// [HTTP] posts the question, and waits when it is told to by 429 or Retry-After. 200, 201 and 204 are answers; 400 and 422 are
// invalid, 401 and 403 auth, 404 not found, 409 and 412 conflict, 405 and 501 unsupported, and from 500 on transient.
//
// # Safety
//
// Objects have only letters and digits of ASCII and the characters . _ @ : + - with slashes between such names, unless a pattern of
// your own allows more; so a script may put them in a path or a command. Time and answers are bounded. Values of variables and
// headers are in no error.
package command
