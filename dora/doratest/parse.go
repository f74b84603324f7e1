package doratest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/source"
)

// ParseScenario reads a scenario, one statement a line; what follows # is for
// the reader. The errors are [source.Errors], positioned in the file of that
// name.
func ParseScenario(name, text string) (*Scenario, error) {
	p := &parser{scenario: &Scenario{}, last: map[string]string{}}
	var errs source.Errors
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		p.line = i + 1
		if err := p.statement(words); err != nil {
			errs = append(errs, &source.Error{Pos: source.Position{File: name, Line: p.line, Column: 1}, Err: err})
		}
	}
	return p.scenario, errs.Err()
}

// parser reads statements one after another.
type parser struct {
	scenario *Scenario
	line     int
	zone     *time.Location
	last     map[string]string // commit of a repository
}

// defaultRepo is where commits and services are that name no other.
const defaultRepo = "repo"

func (p *parser) statement(words []string) error {
	verb, words := words[0], words[1:]
	if verb != "window" && p.scenario.Window == (dora.Window{}) {
		return fmt.Errorf("%s before window: the first line is such as: window 2026-03-02 30 days", verb)
	}
	switch verb {
	case "window":
		return p.window(words)
	case "option":
		return p.option(words)
	case "service":
		return p.service(words)
	case "group":
		return p.group(words)
	case "commit":
		return p.commit(words)
	case "deploy":
		return p.deploy(words)
	case "incident":
		return p.incident(words)
	case "expect":
		return p.expect(words)
	}
	return fmt.Errorf("%s: it is window, option, service, group, commit, deploy, incident or expect", verb)
}

// window FROM N days [zone NAME]
func (p *parser) window(words []string) error {
	c, err := clausesOf(words, 3, "zone")
	if err != nil {
		return err
	}
	p.zone = time.UTC
	if zone := c.one("zone"); zone != "" {
		if p.zone, err = time.LoadLocation(zone); err != nil {
			return err
		}
	}
	from, err := time.ParseInLocation(time.DateOnly, words[0], p.zone)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(words[1])
	if err != nil || n <= 0 || words[2] != "days" {
		return fmt.Errorf("window: want a number of days, such as: window 2026-03-02 30 days")
	}
	p.scenario.Window = dora.Window{From: from, To: from.AddDate(0, 0, n)}
	p.scenario.Options.Location = p.zone
	return nil
}

func (p *parser) option(words []string) error {
	o := &p.scenario.Options
	switch strings.Join(words, " ") {
	case "each environment":
		o.EachEnvironment = true
	case "count redeploys":
		o.CountRedeploys = true
	case "count rollbacks":
		o.CountRollbacks = true
	case "count failed attempts":
		o.CountFailedAttempts = true
	case "exclude bots":
		o.ExcludeBots = true
	default:
		return p.valued(o, words)
	}
	return nil
}

func (p *parser) valued(o *dora.Options, words []string) error {
	if len(words) < 2 {
		return fmt.Errorf("option %s is none", strings.Join(words, " "))
	}
	switch words[0] {
	case "lookback":
		var err error
		o.Lookback, err = time.ParseDuration(words[1])
		return err
	case "signals":
		for _, s := range words[1:] {
			o.Signals = append(o.Signals, dora.Signal(s))
		}
	case "production":
		o.Production = words[1:]
	case "bucket":
		o.Bucket = dora.Bucket(words[1])
	default:
		return fmt.Errorf("option %s is none", words[0])
	}
	return nil
}

func (p *parser) service(words []string) error {
	c, err := clausesOf(words, 1, "repo", "owner", "paths", "since")
	if err != nil {
		return err
	}
	s := dora.Service{Name: words[0], Repo: or(c.one("repo"), defaultRepo), Owner: c.one("owner"), Paths: c.of["paths"]}
	s.Since, err = p.time(c, "since")
	p.scenario.World.Services = append(p.scenario.World.Services, s)
	return err
}

func (p *parser) group(words []string) error {
	c, err := clausesOf(words, 1, "parent")
	if err == nil {
		p.scenario.Groups = append(p.scenario.Groups, dora.Group{Name: words[0], Parent: c.one("parent")})
	}
	return err
}

// commit follows the one before it in its repository, where it does not say
// after what it comes.
func (p *parser) commit(words []string) error {
	c, err := clausesOf(words, 1, "at", "first", "after", "alone", "in", "bot", "touches", "picks", "reverts")
	if err != nil {
		return err
	}
	ch := dora.Change{
		Repo: or(c.one("in"), defaultRepo), SHA: words[0], Parents: c.of["after"], Paths: c.of["touches"],
		PickedFrom: c.one("picks"), Reverts: c.one("reverts"), Bot: c.has("bot"),
	}
	if last := p.last[ch.Repo]; last != "" && !c.has("after") && !c.has("alone") {
		ch.Parents = []string{last}
	}
	p.last[ch.Repo] = ch.SHA
	if ch.Authored, err = p.time(c, "at"); err != nil {
		return err
	}
	ch.FirstAuthored, err = p.time(c, "first")
	p.scenario.World.Changes = append(p.scenario.World.Changes, ch)
	return err
}

func (p *parser) deploy(words []string) error {
	c, err := clausesOf(words, 2, "at", "commit", "to", "config", "as", "status", "rework")
	if err != nil {
		return err
	}
	d := dora.Deployment{
		Service: words[0], ID: words[1], SHA: c.one("commit"), Environment: or(c.one("to"), "production"), Config: c.one("config"),
		Kind: dora.Kind(c.one("as")), Status: dora.Status(or(c.one("status"), string(dora.Success))), Rework: c.has("rework"),
	}
	d.Created, err = p.time(c, "at")
	d.Finished = d.Created
	p.scenario.World.Deployments = append(p.scenario.World.Deployments, d)
	return err
}

func (p *parser) incident(words []string) error {
	c, err := clausesOf(words, 1, "on", "at", "until", "since", "names", "blames", "in", "unrelated", "repeats", "by")
	if err != nil {
		return err
	}
	i := dora.Incident{
		ID: words[0], Services: c.of["on"], Deployments: c.of["names"], SHA: c.one("blames"),
		Environment: c.one("in"), MergedInto: c.one("repeats"), Actor: c.one("by"),
	}
	if c.has("unrelated") {
		i.CausedByChange = new(bool)
	}
	for keyword, into := range map[string]*time.Time{"at": &i.Opened, "until": &i.Resolved, "since": &i.Started} {
		if *into, err = p.time(c, keyword); err != nil {
			return err
		}
	}
	p.scenario.World.Incidents = append(p.scenario.World.Incidents, i)
	return nil
}

// expect (all | team NAME | SERVICE) FIGURE VALUE…
func (p *parser) expect(words []string) error {
	e := expectation{line: p.line, of: []string{"org"}}
	switch {
	case len(words) > 0 && words[0] == "all":
		words = words[1:]
	case len(words) > 1 && words[0] == "team":
		e.of = []string{"teams", words[1]}
		if !strings.Contains(words[1], ":") && words[1] != dora.Unowned {
			e.of[1] = "group:default/" + words[1]
		}
		words = words[2:]
	case len(words) > 0:
		e.of, words = []string{"services", words[0]}, words[1:]
	}
	if len(words) < 2 {
		return fmt.Errorf("expect: want a figure and its value, such as: expect orders deployments.count 2")
	}
	e.path, e.value = strings.Split(words[0], "."), words[1:]
	p.scenario.expectations = append(p.scenario.expectations, e)
	return nil
}

// clauses are the parts of a statement that begin with a keyword.
type clauses struct{ of map[string][]string }

func (c clauses) has(keyword string) bool {
	_, ok := c.of[keyword]
	return ok
}

// one returns the word of a clause, empty where there is no such clause.
func (c clauses) one(keyword string) string { return strings.Join(c.of[keyword], " ") }

func clausesOf(words []string, positional int, keywords ...string) (clauses, error) {
	c := clauses{map[string][]string{}}
	if len(words) < positional {
		return c, fmt.Errorf("%d words are missing", positional-len(words))
	}
	keyword := ""
	for _, w := range words[positional:] {
		switch {
		case slices.Contains(keywords, w):
			keyword = w
			c.of[keyword] = []string{}
		case keyword == "":
			return c, fmt.Errorf("%s: it is one of %s", w, strings.Join(keywords, ", "))
		default:
			c.of[keyword] = append(c.of[keyword], w)
		}
	}
	return c, nil
}

// time reads a moment: day N HH:MM or HH:MM:SS, day 1 being that on which the
// window begins.
func (p *parser) time(c clauses, keyword string) (time.Time, error) {
	if !c.has(keyword) {
		return time.Time{}, nil
	}
	words := c.of[keyword]
	wrong := fmt.Errorf("%s %s: a moment is such as: day 2 10:00", keyword, strings.Join(words, " "))
	if len(words) != 3 || words[0] != "day" {
		return time.Time{}, wrong
	}
	n, err := strconv.Atoi(words[1])
	if err != nil {
		return time.Time{}, wrong
	}
	clock, err := time.Parse(time.TimeOnly, words[2])
	if err != nil {
		if clock, err = time.Parse("15:04", words[2]); err != nil {
			return time.Time{}, wrong
		}
	}
	y, m, d := p.scenario.Window.From.Date()
	return time.Date(y, m, d+n-1, clock.Hour(), clock.Minute(), clock.Second(), 0, p.zone), nil
}

func or(s, def string) string {
	if s == "" {
		return def
	}
	return s
}
