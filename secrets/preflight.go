package secrets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
)

// Need is what a plan does at a path of the API.
type Need struct {
	Path         string   // data/ or metadata/ included: secrets/data/production/order-api/db-password
	Capabilities []string // sorted: create, delete, read, update
}

// DeniedError says what of a plan the Provisioner's own token may not do. It wraps ErrDenied. Nothing was done.
type DeniedError struct {
	Missing []Need // by path; with all that is needed there, since of two blocks of a policy the more exact one counts alone
}

// maxShown is how many blocks Error shows.
const maxShown = 20

// Error returns the policy that is missing, or its beginning.
func (e *DeniedError) Error() string {
	shown := e.Missing[:min(len(e.Missing), maxShown)]
	text := fmt.Sprintf("the token may not do what the plan needs at %s; a policy that lets it:\n\n%s", count(len(e.Missing), "path"), policyOf(shown))
	if more := len(e.Missing) - len(shown); more > 0 {
		text += fmt.Sprintf("\n# and %d more\n", more)
	}
	return text
}

// Unwrap returns ErrDenied.
func (e *DeniedError) Unwrap() error { return ErrDenied }

// Policy returns the text of a policy that grants all that is missing.
func (e *DeniedError) Policy() string { return policyOf(e.Missing) }

func policyOf(needs []Need) string {
	var b strings.Builder
	for i, n := range needs {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "path \"%s\" {\n  capabilities = [\"%s\"]\n}\n", n.Path, strings.Join(n.Capabilities, `", "`))
	}
	return b.String()
}

// Preflight asks, in one request and before anything is written, whether the Provisioner's token may do all that the plan of a
// Review writes. When it may not, the error is a *DeniedError with everything that is missing. Where the Store cannot tell, or
// does not tell this token, nothing is known, and the error is nil.
func (p *Provisioner) Preflight(ctx context.Context, r *Review) error {
	asked, ok := p.Store.(CapabilityStore)
	needs := r.needs()
	if !ok || len(needs) == 0 {
		return nil
	}
	paths := make([]string, len(needs))
	for i, n := range needs {
		paths[i] = n.Path
	}
	can, err := asked.Capabilities(ctx, paths...)
	if errors.Is(err, ErrDenied) || errors.Is(err, ErrNotFound) {
		return nil // a token that lacks the policy default may not ask, and not every server knows the question
	}
	if err != nil {
		return fmt.Errorf("ask what the token may do: %w", err)
	}
	needs = slices.DeleteFunc(needs, func(n Need) bool { return n.metBy(can[n.Path]) })
	if len(needs) > 0 {
		return &DeniedError{Missing: needs}
	}
	return nil
}

func (n Need) metBy(can []string) bool {
	return slices.Contains(can, "root") || !slices.ContainsFunc(n.Capabilities, func(c string) bool { return !slices.Contains(can, c) })
}

// needs returns what the plan's steps do, and the lease, by path.
func (r *Review) needs() []Need {
	if len(r.Plan.Steps) == 0 {
		return nil
	}
	n := neededBy{}
	for i := range r.Plan.Steps {
		n.step(r, &r.Plan.Steps[i])
	}
	if r.mount.KV == 2 {
		n.at(r.mount.location(r.mount.Path+"/"+leasePath), "data", "create", "read", "update")
		n.at(r.mount.location(r.mount.Path+"/"+leasePath), "metadata", "delete", "read")
	}
	var out []Need
	for path, capabilities := range n {
		out = append(out, Need{path, slices.Compact(slices.Sorted(slices.Values(capabilities)))})
	}
	slices.SortFunc(out, func(a, b Need) int { return strings.Compare(a.Path, b.Path) })
	return out
}

type neededBy map[string][]string

func (n neededBy) at(at Location, part string, capabilities ...string) {
	path := at.Mount + "/" + part + "/" + at.Path
	if at.KV != 2 {
		path = at.dataPath()
	}
	n[path] = append(n[path], capabilities...)
}

// step notes what a step needs. Reading comes with it, where the step looks first.
func (n neededBy) step(r *Review, s *plan.Step) {
	var u undoing
	_ = json.Unmarshal(s.Intent, &u) // one without is told by its key
	kind, rest, _ := strings.Cut(s.Key, "/")
	write := map[plan.Verb]string{plan.Create: "create", plan.Update: "update", plan.Delete: "delete"}[s.Verb]
	switch kind {
	case string(KindSecret):
		if u.Op == opCreate && !strings.HasPrefix(s.Summary, string(External)) { // whose value a person writes
			n.at(r.mount.location(rest), "data", "update") // of what is there by then: its metadata is
		}
		n.secret(r, r.mount.location(rest), write, u.Op)
	case "rotate":
		n.at(r.mount.location(rest), "data", "update")
	case "retire":
		n.at(r.mount.location(rest), "destroy", "update")
	case "purge":
		n.at(r.mount.location(rest), "metadata", "read", "delete")
	case string(KindDatabase):
		n[rest] = append(n[rest], "read", write)
	case "rotate-role":
		if at, ok := databaseLocation(rest); ok {
			n[at.Mount+"/rotate-role/"+at.Name] = []string{"update"}
		}
	case string(KindPolicy):
		if write == "create" {
			write = "update" // the server does not tell these two apart here
		}
		n["sys/policies/acl/"+rest] = append(n["sys/policies/acl/"+rest], "read", write)
	case string(KindRole):
		auth, name := rest[:strings.LastIndex(rest, "/")], rest[strings.LastIndex(rest, "/")+1:]
		n["auth/"+auth+"/role/"+name] = append(n["auth/"+auth+"/role/"+name], "read", write)
	}
}

func (n neededBy) secret(r *Review, at Location, write, op string) {
	switch {
	case at.KV != 2:
		n.at(at, "", "read", write)
	case slices.Contains(r.makes, at):
		n.at(at, "metadata", "read", "create")
	case op == opCreate || op == opStamp:
		n.at(at, "metadata", "read", "update")
	case op == opDelete:
		n.at(at, "metadata", "read", "update") // its marks may have to be written, too
		n.at(at, "undelete", "update")
	case op == opUndelete:
		n.at(at, "delete", "update")
	case write == "delete":
		n.at(at, "metadata", "delete", "read")
	}
}
