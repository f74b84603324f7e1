package lint

import "github.com/goldenpath-go/goldenpath/source"

// collector keeps what checks report. Of what is far too much, and will not be listed whatever is silenced of it, it
// keeps no more than the number, so that files made to cost much do not.
type collector struct {
	enough   int // findings of a rule in a file; 0: there is no such bound
	findings []Diagnostic
	tallies  map[ruleInFile]*tally // nil as long as there are few findings
	over     []*tally              // with findings that were not kept, in the order of the first
	secrets  []source.Range        // in those
}

// tally counts the findings of a rule in a file.
type tally struct {
	kept  int
	first Diagnostic // that was not kept
	more  int        // that were not kept
}

// muchTooMuch is how many times more than are listed are kept.
const muchTooMuch = 5

func (l *Linter) newCollector() collector {
	return collector{enough: max(0, l.perRule()*muchTooMuch)}
}

// add keeps or counts d.
func (c *collector) add(d Diagnostic) {
	t := c.tally(d.Rule, d.Range.File)
	if t == nil || t.kept < c.enough {
		if t != nil {
			t.kept++
		}
		c.findings = append(c.findings, d)
		return
	}
	c.count(t, &d)
}

// full reports whether further findings of a rule in at's file are only counted, and counts one at that place if so.
func (c *collector) full(rule *Rule, at source.Range) bool {
	t := c.tally(rule.Name, at.File)
	if t == nil || t.kept < c.enough {
		return false
	}
	c.count(t, &Diagnostic{Rule: rule.Name, Finding: Finding{Range: at}})
	return true
}

func (c *collector) count(t *tally, d *Diagnostic) {
	if t.more++; t.more == 1 {
		t.first = *d
		c.over = append(c.over, t)
	}
	if d.Secret != nil {
		c.secrets = append(c.secrets, *d.Secret)
	}
}

// tally returns that of a rule in a file; nil as long as there are too few findings for any to be full.
func (c *collector) tally(rule, file string) *tally {
	if c.enough == 0 || len(c.findings) < c.enough {
		return nil
	}
	if c.tallies == nil {
		c.tallies = map[ruleInFile]*tally{}
		for i := range c.findings {
			c.entry(c.findings[i].Rule, c.findings[i].Range.File).kept++
		}
	}
	return c.entry(rule, file)
}

func (c *collector) entry(rule, file string) *tally {
	key := ruleInFile{rule, file}
	if c.tallies[key] == nil {
		c.tallies[key] = &tally{}
	}
	return c.tallies[key]
}

// all returns the findings, and those that stand for the ones that were not kept.
func (c *collector) all() []Diagnostic {
	for _, t := range c.over {
		c.findings = append(c.findings, t.first.andMore(t.more))
	}
	c.over = nil
	return c.findings
}
