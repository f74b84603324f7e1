package dora

import "fmt"

// commits are the changes of all repositories.
type commits struct {
	repos  []repo
	repoNo map[string]uint32
	places places // by number of the SHA, in their repository
	paths  names
	names  names // of authors
}

// repo has the commits of a repository; their parents and paths lie one list
// after another.
type repo struct {
	name  string
	no    uint32
	rows  []commitRow
	lists []uint32
}

// commitRow is a commit.
type commitRow struct {
	authored, committed, first int64
	parents, paths             span
	sha                        uint32
	picked, reverts            uint32 // numbers of SHAs; 0: none
	author                     uint32
	bot                        bool
}

type span struct{ from, to uint32 }

// repoOf returns the repository of a name, a new one for a new name.
func (c *commits) repoOf(name string) *repo {
	no, ok := c.repoNo[name]
	if !ok {
		if c.repoNo == nil {
			c.repoNo = map[string]uint32{}
		}
		no = uint32(len(c.repos))
		c.repos = append(c.repos, repo{name: name, no: no})
		c.repoNo[name] = no
	}
	return &c.repos[no]
}

// repo returns the repository of a name; nil for one without commits.
func (c *commits) repo(name string) *repo {
	no, ok := c.repoNo[name]
	if !ok || name == "" {
		return nil
	}
	return &c.repos[no]
}

// add adds a commit and returns the number of its SHA and its row.
func (c *commits) add(shas *names, ch Change) (sha, row uint32, err error) {
	if ch.Authored.IsZero() && ch.FirstAuthored.IsZero() {
		return 0, 0, fmt.Errorf("commit %s of %q has no author date", ch.SHA, ch.Repo)
	}
	if shas.len() == 0 {
		shas.add("")
	}
	room := true
	number := func(n *names, s string) uint32 {
		no, ok := n.add(s)
		room = room && ok
		return no
	}
	in := c.repoOf(ch.Repo)
	list := func(n *names, texts []string) span {
		from := len(in.lists)
		for _, s := range texts {
			in.lists = append(in.lists, number(n, s))
		}
		return span{uint32(from), uint32(len(in.lists))}
	}
	r := commitRow{
		authored: micros(ch.Authored), committed: micros(ch.Committed), first: micros(ch.FirstAuthored),
		sha: number(shas, ch.SHA), parents: list(shas, ch.Parents), paths: list(&c.paths, ch.Paths),
		picked: number(shas, ch.PickedFrom), reverts: number(shas, ch.Reverts),
		author: number(&c.names, ch.Author), bot: ch.Bot,
	}
	if !room || len(in.lists) > maxBytes {
		return 0, 0, errFull
	}
	if at, ok := c.places.find(in.no, r.sha); ok {
		in.rows[at] = r
		return r.sha, at, nil
	}
	row = uint32(len(in.rows))
	c.places.put(in.no, r.sha, row)
	in.rows = append(in.rows, r)
	return r.sha, row, nil
}

// list returns the numbers of a span.
func (r *repo) list(s span) []uint32 { return r.lists[s.from:s.to] }

// start returns when work on a commit began: for a squash, with the first
// commit of its pull request.
func (r *commitRow) start() int64 {
	if r.first != never && (r.authored == never || r.first < r.authored) {
		return r.first
	}
	return r.authored
}

// change returns a commit as it was added.
func (c *commits) change(shas *names, in *repo, at uint32) Change {
	r := &in.rows[at]
	return Change{
		Repo: in.name, SHA: shas.at(r.sha),
		Parents: texts(shas, in.list(r.parents)), Paths: texts(&c.paths, in.list(r.paths)),
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
