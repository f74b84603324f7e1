package scaffold

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"

	"github.com/goldenpath-go/goldenpath/plan"
)

// Call is one call of an action.
type Call struct {
	Input     *Object           // rendered and checked; never nil
	Secrets   map[string]string // of the request
	Workspace *Workspace
	Source    fs.FS   // the template's folder, from which relative URLs are read; may be nil
	Template  string  // entity reference of the template
	Entity    *Object // the whole template; not to be changed
	TaskID    string
	User      User
	DryRun    bool
	Renderer  Renderer
	Log       *slog.Logger // of the step; secrets are hidden in what it is told

	outputs *Object
	record  called
	keep    func(called) error // journals the record, before the call goes on
}

// called is a call of an action as the journal has it.
type called struct {
	Index  int             `json:"index,omitempty"`  // of the iteration
	Undo   json.RawMessage `json:"undo,omitempty"`   // what the action keeps
	Once   bool            `json:"once,omitempty"`   // it has begun what must not be repeated, and has not ended
	Output json.RawMessage `json:"output,omitempty"` // of what must not be repeated, and has ended
	Lost   bool            `json:"lost,omitempty"`   // it was done, and what would undo it is not known
}

// Output sets one of the step's outputs.
func (c *Call) Output(name string, value any) {
	if c.outputs == nil {
		c.outputs = &Object{}
	}
	c.outputs.Set(name, ValueOf(value))
}

// Undo journals what the action's Undo needs, as JSON; the last call counts. It is called before each effect, with what names
// it, and again when more is known: what is kept counts also when Run fails later, or the process dies. No secret belongs
// there.
func (c *Call) Undo(data any) error {
	raw, err := json.Marshal(data)
	if err == nil {
		c.record.Undo = raw
		err = c.keep(c.record)
	}
	if err != nil {
		return fmt.Errorf("keep what undoes the step: %w", err)
	}
	return nil
}

// Earlier stores in the value that v points to what an earlier attempt at this call, which was interrupted or failed, last gave
// to Undo, and reports whether there is such. The action goes on from there: what it made is not made again. It counts as
// given by this attempt, too.
func (c *Call) Earlier(v any) (bool, error) {
	if c.record.Undo == nil {
		return false, nil
	}
	if err := json.Unmarshal(c.record.Undo, v); err != nil {
		return false, fmt.Errorf("what an earlier attempt kept: %w", err)
	}
	return true, nil
}

// Once is called before what must not be done twice, such as sending a message. Should the process die before the call has
// ended, nobody knows whether it was done: the step then is [plan.ErrUnclear] instead of repeated, unless the action called
// Undo since, which finds that with Earlier. Run says that nobody knows by an error that wraps plan.ErrUnclear; any other
// error says that it was not done.
func (c *Call) Once() error {
	c.record.Once = true
	if err := c.keep(c.record); err != nil {
		return fmt.Errorf("record that the step is about to be done: %w", err)
	}
	return nil
}

// calls are those of a step, as the journal has them.
type calls struct {
	list []called
	keep func([]called) error // nil: nothing is journalled
}

// begin returns the record of a call, and what changes it.
func (s *calls) begin(index int) (record called, keep func(called) error) {
	at := slices.IndexFunc(s.list, func(c called) bool { return c.Index == index })
	if record.Index = index; at >= 0 {
		record = s.list[at]
	}
	return record, func(c called) error {
		if at < 0 {
			at = len(s.list)
			s.list = append(s.list, c)
		}
		s.list[at] = c
		if s.keep == nil {
			return nil
		}
		return s.keep(s.list)
	}
}

// unclear reports whether nobody knows what became of the call.
func (c called) unclear() bool { return c.Once && c.Undo == nil }

// end records how a call ended that must not be repeated: as one that was not done, or with these outputs.
func (c *Call) end(err error, outputs string) error {
	if !c.record.Once || errors.Is(err, plan.ErrUnclear) {
		return nil
	}
	if c.record.Once = false; err == nil {
		c.record.Output = json.RawMessage(outputs)
	}
	return c.keep(c.record)
}
