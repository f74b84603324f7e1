package lint

import "fmt"

// defaultPerRule is how many findings of a rule in a file are for people to read: who has mended these runs the linter
// again.
const defaultPerRule = 100

// perRule returns how many findings of a rule in a file are listed; less than 0 for all.
func (l *Linter) perRule() int {
	if l.MaxPerRule == 0 {
		return defaultPerRule
	}
	return l.MaxPerRule
}

// limited returns ds, which are in order, with the findings of each rule in each file that are too many replaced by one
// that counts them.
func (l *Linter) limited(ds []Diagnostic) []Diagnostic {
	limit := l.perRule()
	if limit < 0 || len(ds) <= limit {
		return ds
	}
	kept, counts := ds[:0], map[ruleInFile]*excess{}
	for _, d := range ds {
		e := excessOf(counts, &d)
		switch {
		case d.more == 0 && e.listed < limit:
			e.listed++
		case e.more > 0:
			e.more += d.weight()
			first := &kept[e.at]
			*first = first.andMore(e.more)
			first.Severity = max(first.Severity, d.Severity)
			continue
		default:
			e.at, e.more = len(kept), d.weight()
			d = d.andMore(e.more)
		}
		kept = append(kept, d)
	}
	clear(ds[len(kept):])
	return kept
}

type ruleInFile struct{ rule, file string }

// excess is how many findings a rule has in a file.
type excess struct {
	listed, more int
	at           int // where the finding is that stands for those that are not listed
}

func excessOf(counts map[ruleInFile]*excess, d *Diagnostic) *excess {
	key := ruleInFile{d.Rule, d.Range.File}
	if counts[key] == nil {
		counts[key] = &excess{}
	}
	return counts[key]
}

// weight returns how many findings d stands for.
func (d *Diagnostic) weight() int { return max(1, d.more) }

// andMore returns what stands for n findings of which d is the first.
func (d *Diagnostic) andMore(n int) Diagnostic {
	message := "1 more finding of this rule in this file, this one, is not listed"
	if n > 1 {
		message = fmt.Sprintf("%d more findings of this rule in this file, from here on, are not listed", n)
	}
	return Diagnostic{Rule: d.Rule, Severity: d.Severity, more: n, Finding: Finding{
		Range: d.Range, Entity: d.Entity, Message: message, Secret: d.Secret,
	}}
}
