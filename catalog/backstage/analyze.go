package backstage

import (
	"context"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Analysis is what Backstage finds in a repository that is to be registered.
type Analysis struct {
	Existing  []ExistingEntity // in catalog files that it has already
	Suggested []Suggestion     // for new ones
}

// ExistingEntity is an entity in a catalog file of the repository.
type ExistingEntity struct {
	Location   catalog.LocationRef
	Registered bool // Backstage reads that file
	Entity     *Entity
}

// Suggestion is an entity that a new catalog file could have. It may be incomplete.
type Suggestion struct {
	Entity *Entity
	Fields []SuggestedField
}

// SuggestedField says how Backstage came to the value of a field, or that a person has to fill it in.
type SuggestedField struct {
	Field       string `json:"field"` // path, such as spec.owner
	State       string `json:"state"` // analysisSuggestedValue, analysisSuggestedNoValue or needsUserInput
	Value       string `json:"value"`
	Description string `json:"description"`
}

// AnalyzeLocation has Backstage look at a repository. Where it has no analyzer for the host it does not read anything,
// and suggests an entity made from the URL alone.
func (c *Client) AnalyzeLocation(ctx context.Context, at catalog.LocationRef) (*Analysis, error) {
	var answer struct {
		Existing []struct {
			Location struct {
				Type   string `json:"type"`
				Target string `json:"target"`
			} `json:"location"`
			Registered bool    `json:"isRegistered"`
			Entity     *Entity `json:"entity"`
		} `json:"existingEntityFiles"`
		Suggested []struct {
			Entity *Entity          `json:"entity"`
			Fields []SuggestedField `json:"fields"`
		} `json:"generateEntities"`
	}
	body := map[string]any{"location": locationBody(at)}
	r := ask(body, "analyze-location")
	if err := c.call(ctx, r, &answer); err != nil {
		return nil, err
	}
	if answer.Existing == nil && answer.Suggested == nil {
		return nil, strange(r)
	}
	a := new(Analysis)
	for _, e := range answer.Existing {
		a.Existing = append(a.Existing, ExistingEntity{catalog.LocationRef(e.Location), e.Registered, e.Entity})
	}
	for _, s := range answer.Suggested {
		a.Suggested = append(a.Suggested, Suggestion(s))
	}
	return a, nil
}
