package dora

import "fmt"

// commits are the changes of all repositories.
type commits struct {
	repos names
	paths names
	rows  []commitRow
	index map[uint64]uint32 // repository and SHA -> row
	lists []uint32          // parents and paths, one list after another
	names names             // of authors
}

// commitRow is a commit; its parents and paths lie in commits.lists.
type commitRow struct {
	authored, committed, first int64
	repo, sha                  uint32
	parents, paths             span
	picked, reverts            uint32 // numbers of SHAs; 0: none
	author                     uint32
	bot                        bool
}

type span struct{ from, to uint32 }

func commitKey(repo, sha uint32) uint64 { return uint64(repo)<<32 | uint64(sha) }

func (c *commits) add(shas *names, ch Change) error {
	if shas.len() == 0 {
		shas.add("")
	}
	room := true
	number := func(n *names, s string) uint32 {
		no, ok := n.add(s)
		room = room && ok
		return no
	}
	list := func(n *names, texts []string) span {
		from := len(c.lists)
		for _, s := range texts {
			c.lists = append(c.lists, number(n, s))
		}
		return span{uint32(from), uint32(len(c.lists))}
	}
	r := commitRow{
		authored: micros(ch.Authored), committed: micros(ch.Committed), first: micros(ch.FirstAuthored),
		repo: number(&c.repos, ch.Repo), sha: number(shas, ch.SHA),
		parents: list(shas, ch.Parents), paths: list(&c.paths, ch.Paths),
		picked: number(shas, ch.PickedFrom), reverts: number(shas, ch.Reverts),
		author: number(&c.names, ch.Author), bot: ch.Bot,
	}
	if !room || len(c.lists) > maxBytes {
		return errFull
	}
	if ch.Authored.IsZero() && ch.FirstAuthored.IsZero() {
		return fmt.Errorf("commit %s of %q has no author date", ch.SHA, ch.Repo)
	}
	key := commitKey(r.repo, r.sha)
	if at, ok := c.index[key]; ok {
		c.rows[at] = r
		return nil
	}
	if c.index == nil {
		c.index = map[uint64]uint32{}
	}
	c.index[key] = uint32(len(c.rows))
	c.rows = append(c.rows, r)
	return nil
}

// find returns the row of a commit.
func (c *commits) find(repo, sha uint32) (uint32, bool) {
	at, ok := c.index[commitKey(repo, sha)]
	return at, ok
}

// list returns the numbers of a span.
func (c *commits) list(s span) []uint32 { return c.lists[s.from:s.to] }

// start returns when work on a commit began: for a squash, with the first
// commit of its pull request.
func (r *commitRow) start() int64 {
	if r.first != never && (r.authored == never || r.first < r.authored) {
		return r.first
	}
	return r.authored
}

// change returns a commit as it was added.
func (c *commits) change(shas *names, at uint32) Change {
	r := &c.rows[at]
	return Change{
		Repo: c.repos.at(r.repo), SHA: shas.at(r.sha),
		Parents: texts(shas, c.list(r.parents)), Paths: texts(&c.paths, c.list(r.paths)),
		Authored: instant(r.authored), Committed: instant(r.committed), FirstAuthored: instant(r.first),
		Author: c.names.at(r.author), Bot: r.bot,
		PickedFrom: shas.at(r.picked), Reverts: shas.at(r.reverts),
	}
}

func texts(n *names, list []uint32) []string {
	if len(list) == 0 {
		return nil
	}
	out := make([]string, len(list))
	for i, no := range list {
		out[i] = n.at(no)
	}
	return out
}
