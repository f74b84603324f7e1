package cel

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/interpreter"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// rule is a custom rule, compiled.
type rule struct {
	*lint.CustomRule
	each, when, check *program // nil when the rule has none
	message, help     *template
	at                string // pointer of where findings stand; empty: where the check looks
	limits            Options
}

// errCostly is the error of an expression that is stopped.
var errCostly = errors.New("costs too much: it is stopped")

// checkEntity is the check of a rule that does not ask about the catalog.
func (r *rule) checkEntity(p *lint.EntityPass) {
	s := subject{rule: r, entity: &entity{facts: p.Facts, values: p.Values}, pass: entityPass{p}}
	s.check()
}

// checkCatalog is the check of one that does. It ends with the first entity that costs too much.
func (r *rule) checkCatalog(p *lint.CatalogPass) {
	v := newView(p.View)
	total := uint64(0)
	for f := range p.All() {
		if p.Stopped() {
			return
		}
		if !r.isAbout(f.Ref.Kind) {
			continue
		}
		s := subject{rule: r, entity: v.newEntity(f), pass: &catalogPass{p, f}}
		if errors.Is(s.check(), errCostly) {
			return
		}
		if total += s.cost; total > r.limits.TotalLimit {
			p.Stop(r.error("it", fmt.Errorf("%w after %d steps for all entities together", errCostly, r.limits.TotalLimit)))
			return
		}
	}
}

func (r *rule) isAbout(kind catalog.Kind) bool {
	return len(r.Kinds) == 0 || slices.ContainsFunc(r.Kinds, func(k catalog.Kind) bool { return strings.EqualFold(string(k), string(kind)) })
}

// error returns an error about one of the rule's expressions, with its place in the configuration.
func (r *rule) error(what string, err error) error {
	at := r.Position
	var f *failure
	if errors.As(err, &f) {
		at = f.at
	}
	if at.File == "" {
		return fmt.Errorf("%s %w", what, err)
	}
	return fmt.Errorf("%s %w (%s)", what, err, r.limits.shown(at))
}

// subject is what a rule is applied to: an entity, and an item of it if the rule is about such.
type subject struct {
	rule   *rule
	entity *entity
	item   ref.Val // nil: there is none
	at     string  // pointer of the item, if it is known
	pass   pass
	cost   uint64
}

// ResolveName returns the value of a variable.
func (s *subject) ResolveName(name string) (any, bool) {
	switch name {
	case varEntity:
		return s.entity, true
	case varCatalog:
		return s.entity.catalog, s.entity.catalog != nil
	case varView:
		return s.entity.catalog, true
	case varItem:
		return s.item, s.item != nil
	}
	return s.entity.field(name)
}

// Parent returns nil: there are no further variables.
func (s *subject) Parent() interpreter.Activation { return nil }

// check applies the rule. Its error has been reported.
func (s *subject) check() error {
	if s.rule.each == nil {
		return s.checkItem()
	}
	list, err := s.eval(s.rule.each)
	if err != nil {
		return s.fail("each", err)
	}
	items, ok := list.(traits.Iterable)
	switch {
	case list == types.NullValue || types.IsUnknown(list):
		return nil
	case !ok:
		return s.fail("each", fmt.Errorf("is %s, not a list", describeValue(list)))
	}
	i := 0
	for it := items.Iterator(); it.HasNext() == types.True; i++ {
		if s.item = it.Next(); types.IsUnknown(s.item) {
			continue
		}
		s.at = s.itemPointer(list, i)
		if err := s.checkItem(); err != nil {
			return err
		}
	}
	return nil
}

// itemPointer returns where item i of the list stands; empty when that is not known.
func (s *subject) itemPointer(list ref.Val, i int) string {
	if placed, ok := list.(*placedList); ok && i < len(placed.pointers) {
		return placed.pointers[i]
	}
	own := s.rule.each.whole
	if own == nil || own.pointer() == "" {
		return ""
	}
	if _, ok := list.(traits.Mapper); ok {
		return path{own: true, steps: append(slices.Clip(own.steps), fmt.Sprint(s.item.Value()))}.pointer()
	}
	return own.pointer() + "/" + strconv.Itoa(i)
}

// checkItem applies the rule to the entity, or to one item. Of an unknown condition nothing follows.
func (s *subject) checkItem() error {
	if s.rule.when != nil {
		if holds, err := s.condition(s.rule.when); err != nil || holds != types.True {
			return s.fail("when", err)
		}
	}
	holds, err := s.condition(s.rule.check)
	if err != nil || holds != types.False {
		return s.fail("check", err)
	}
	pointer := s.pointer()
	message, err := s.text(s.rule.message)
	if err != nil {
		_ = s.fail("message", err) // the finding is one all the same
	}
	help, err := s.text(s.rule.help)
	if err != nil {
		_ = s.fail("help", err)
	}
	s.pass.report(lint.Finding{Range: s.pass.place(pointer), Pointer: pointer, Message: message, Help: help})
	return nil
}

// fail reports an error, if there is one, and returns it.
func (s *subject) fail(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errCostly):
		s.pass.Stop(s.rule.error(what, err))
	case s.at != "":
		s.pass.fail(s.at, s.rule.error(what, err))
	default:
		s.pass.fail(pointerName, s.rule.error(what, err))
	}
	return err
}

// condition returns whether p is true or false, or an unknown.
func (s *subject) condition(p *program) (ref.Val, error) {
	value, err := s.eval(p)
	if err != nil || value == types.True || value == types.False || types.IsUnknown(value) {
		return value, err
	}
	return nil, fmt.Errorf("is %s, not true or false", describeValue(value))
}

// eval returns the value of an expression.
func (s *subject) eval(p *program) (ref.Val, error) {
	if s.entity.catalog != nil {
		s.entity.catalog.folds = nil
	}
	value, details, err := p.Eval(s)
	if cost := details.ActualCost(); cost != nil {
		s.cost += *cost
	}
	var cancelled interpreter.EvalCancelledError
	if errors.As(err, &cancelled) && cancelled.Cause == interpreter.MemoryLimitExceeded {
		return nil, fmt.Errorf("%w for it makes or looks at a value that is too large", errCostly)
	}
	if errors.As(err, &cancelled) || s.cost > s.rule.limits.CostLimit {
		return nil, fmt.Errorf("%w after %d steps for one entity", errCostly, s.rule.limits.CostLimit)
	}
	if err != nil {
		return nil, p.failure(err)
	}
	return value, nil
}

// pointer returns where the finding stands: where the rule says; at the item; where that part of the check looks last
// that does not hold; or at the name.
func (s *subject) pointer() string {
	if s.rule.at != "" {
		return s.rule.at
	}
	if s.at != "" {
		return s.at
	}
	own := s.failed().reads.own
	for i := len(own) - 1; i >= 0; i-- {
		if pointer := s.pathPointer(own[i]); pointer != "" {
			return pointer
		}
	}
	return pointerName
}

// failed returns the part of the check that does not hold.
func (s *subject) failed() *program {
	for _, part := range s.rule.check.parts {
		if holds, err := s.condition(part); err == nil && holds == types.False {
			return part
		}
	}
	return s.rule.check
}

func (s *subject) pathPointer(p path) string {
	if len(p.steps) > 0 && (p.steps[0] == fieldTier || p.steps[0] == fieldRank) {
		return s.entity.facts.Tier.Pointer
	}
	return p.pointer()
}

// pointerName is the place of findings that have no better one.
const pointerName = "/metadata/name"

// pass is where a rule is applied: one entity of a lint.EntityPass or a lint.CatalogPass.
type pass interface {
	place(pointer string) source.Range
	report(lint.Finding)
	fail(pointer string, err error)
	Stop(err error)
}

type entityPass struct{ *lint.EntityPass }

func (p entityPass) place(pointer string) source.Range { return p.Place(pointer) }
func (p entityPass) report(f lint.Finding)             { p.Report(f) }
func (p entityPass) fail(pointer string, err error)    { p.Fail(pointer, err) }

type catalogPass struct {
	*lint.CatalogPass
	facts *lint.Facts
}

// place returns the place of the nearest value that is remembered.
func (p *catalogPass) place(pointer string) source.Range {
	for ; pointer != ""; pointer = pointer[:strings.LastIndexByte(pointer, '/')] {
		if r, ok := p.remembered(pointer); ok {
			return r
		}
	}
	return p.facts.Range
}

func (p *catalogPass) remembered(pointer string) (source.Range, bool) {
	for i := range p.facts.Kept {
		if p.facts.Kept[i].Pointer == pointer {
			return p.facts.Kept[i].Range, true
		}
	}
	for i := range p.facts.Refs {
		if p.facts.Refs[i].Pointer == pointer {
			return p.facts.Refs[i].Range, true
		}
	}
	for i := range p.facts.Tiers {
		if p.facts.Tiers[i].Pointer == pointer {
			return p.facts.Tiers[i].Range, true
		}
	}
	return source.Range{}, false
}

func (p *catalogPass) report(f lint.Finding) {
	f.Entity = p.facts.Ref
	p.Report(f)
}

func (p *catalogPass) fail(pointer string, err error) { p.Fail(p.place(pointer), pointer, err) }
