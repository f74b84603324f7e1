package github

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/internal/message"
)

// many asks in one query for several things of a repository, each a field that
// stands for itself. What fields hold must be safe to stand in a query.
func many[T any](ctx context.Context, h *behind, fields []string) (map[string]*T, error) {
	text := "query($owner: String!, $name: String!) {\n\trepository(owner: $owner, name: $name) {\n\t\t" +
		strings.Join(fields, "\n\t\t") + "\n\t}\n}"
	var got struct{ Repository map[string]*T }
	variables := map[string]any{"owner": h.in.owner, "name": h.in.name}
	err := h.session.query(ctx, text, variables, &got, notFound)
	if err == nil && got.Repository == nil {
		err = fmt.Errorf("repository %s: not found", h.in.slug)
	}
	return got.Repository, err
}

// newestFirst returns those of the SHAs that are commits of the repository, by
// the time they were committed.
func (h *behind) newestFirst(ctx context.Context, shas []string) ([]string, error) {
	committed := map[string]time.Time{}
	ask := slices.DeleteFunc(slices.Clone(shas), func(sha string) bool { return !isWhole(sha) })
	for chunk := range slices.Chunk(ask, perPage) {
		var fields []string
		for i, sha := range chunk {
			fields = append(fields, fmt.Sprintf(`c%d: object(oid: "%s") { ... on Commit { committedDate } }`, i, sha))
		}
		got, err := many[struct{ CommittedDate time.Time }](ctx, h, fields)
		if err != nil {
			return nil, err
		}
		for i, sha := range chunk {
			if c := got[fmt.Sprintf("c%d", i)]; c != nil && !c.CommittedDate.IsZero() {
				committed[sha] = c.CommittedDate
			}
		}
	}
	out := slices.DeleteFunc(ask, func(sha string) bool { return committed[sha].IsZero() })
	slices.SortStableFunc(out, func(a, b string) int { return committed[b].Compare(committed[a]) })
	return slices.Compact(out), nil
}

// isWhole says that sha is the whole name of an object, by SHA-1 or SHA-256.
func isWhole(sha string) bool { return message.IsSHA(sha) && (len(sha) == 40 || len(sha) == 64) }

// pullsAtOnce is how many pull requests are asked for in one query, each with up
// to a hundred commits.
const pullsAtOnce = 50

// addPulls asks for the pull requests of squashed commits and of reverts that
// name one.
func (h *behind) addPulls(ctx context.Context, commits []*gh.RepositoryCommit, changes []dora.Change) error {
	if h.source.NoPullRequests {
		return nil
	}
	var squashed, reverts []int // by index
	for i, c := range commits {
		if isSquash(c) {
			squashed = append(squashed, i)
		}
		if h.revertedPull(c) > 0 && changes[i].Reverts == "" {
			reverts = append(reverts, i)
		}
	}
	for chunk := range slices.Chunk(squashed, pullsAtOnce) {
		if err := h.addFirstAuthored(ctx, changes, chunk); err != nil {
			return fmt.Errorf("pull requests: %w", err)
		}
	}
	for chunk := range slices.Chunk(reverts, perPage) {
		if err := h.addReverts(ctx, commits, changes, chunk); err != nil {
			return fmt.Errorf("reverted pull requests: %w", err)
		}
	}
	return nil
}

// isSquash says that a commit may be a pull request squashed into one: GitHub
// commits these itself, in the name of web-flow.
func isSquash(c *gh.RepositoryCommit) bool {
	byGitHub := c.GetCommitter().GetLogin() == "web-flow" || c.GetCommit().GetCommitter().GetName() == "GitHub"
	return byGitHub && len(c.Parents) == 1
}

// revertedPull returns the pull request of this repository that a commit's
// message takes back; 0: none.
func (h *behind) revertedPull(c *gh.RepositoryCommit) int {
	slug, number := message.RevertedPull(c.GetCommit().GetMessage())
	if slug != "" && !strings.EqualFold(slug, h.in.slug) {
		return 0
	}
	return number
}

// mergedPulls are the pull requests of a commit.
type mergedPulls struct {
	AssociatedPullRequests struct {
		Nodes []struct {
			MergeCommit struct{ Oid string }
			Commits     struct {
				Nodes []struct {
					Commit struct{ AuthoredDate time.Time }
				}
			}
		}
	}
}

const pullFields = `{ ... on Commit { associatedPullRequests(first: 2) { nodes {
			mergeCommit { oid } commits(first: 100) { nodes { commit { authoredDate } } } } } } }`

func (h *behind) addFirstAuthored(ctx context.Context, changes []dora.Change, which []int) error {
	var fields []string
	for _, i := range which {
		if isWhole(changes[i].SHA) {
			fields = append(fields, fmt.Sprintf(`c%d: object(oid: "%s") %s`, i, changes[i].SHA, pullFields))
		}
	}
	got, err := many[mergedPulls](ctx, h, fields)
	if err != nil {
		return err
	}
	for _, i := range which {
		if found := got[fmt.Sprintf("c%d", i)]; found != nil {
			changes[i].FirstAuthored = found.first(changes[i].SHA)
		}
	}
	return nil
}

// first returns the earliest date of the pull request that was merged as sha.
func (m *mergedPulls) first(sha string) (at time.Time) {
	for _, pull := range m.AssociatedPullRequests.Nodes {
		if pull.MergeCommit.Oid != sha {
			continue
		}
		for _, c := range pull.Commits.Nodes {
			if date := c.Commit.AuthoredDate; at.IsZero() || date.Before(at) {
				at = date
			}
		}
	}
	return at.UTC()
}

func (h *behind) addReverts(ctx context.Context, commits []*gh.RepositoryCommit, changes []dora.Change, which []int) error {
	var fields []string
	for _, i := range which {
		fields = append(fields, fmt.Sprintf(`p%d: pullRequest(number: %d) { mergeCommit { oid } }`, i, h.revertedPull(commits[i])))
	}
	got, err := many[struct{ MergeCommit struct{ Oid string } }](ctx, h, fields)
	if err != nil {
		return err
	}
	for _, i := range which {
		if pull := got[fmt.Sprintf("p%d", i)]; pull != nil {
			changes[i].Reverts = pull.MergeCommit.Oid
		}
	}
	return nil
}
