package backstage

import (
	"context"
	"net/url"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// RefsOptions narrow what [Client.EntitiesByRefs] returns. The zero value means whole entities, whatever they are.
type RefsOptions struct {
	Filter    Filter    // entities that it does not select are nil
	Predicate Predicate // likewise
	Fields    []string  // paths of the parts wanted; none means all. See [Entity]
}

// Limits of one request: Backstage takes bodies of 100 kB.
const (
	maxRefs     = 1000
	maxRefsSize = 64 << 10 // of the refs in bytes
)

// EntitiesByRefs returns the entities that refs name, in their order, nil for those that are not there. It asks for
// many at a time. Nil options mean the zero value.
func (c *Client) EntitiesByRefs(ctx context.Context, refs []catalog.Ref, o *RefsOptions) ([]*Entity, error) {
	if o == nil {
		o = &RefsOptions{}
	}
	entities := make([]*Entity, 0, len(refs))
	for len(refs) > 0 {
		batch := firstBatch(refs)
		refs = refs[len(batch):]
		items, err := c.entitiesByRefs(ctx, batch, o)
		if err != nil {
			return nil, err
		}
		entities = append(entities, items...)
	}
	return entities, nil
}

// firstBatch returns the first of refs, which it is not empty of, that fit into one request.
func firstBatch(refs []catalog.Ref) []string {
	var batch []string
	size := 0
	for _, ref := range refs[:min(len(refs), maxRefs)] {
		text := ref.String() // in full and lower case, since Backstage compares nothing else
		size += len(text) + len(`"",`)
		if len(batch) > 0 && size > maxRefsSize {
			break
		}
		batch = append(batch, text)
	}
	return batch
}

func (c *Client) entitiesByRefs(ctx context.Context, refs []string, o *RefsOptions) ([]*Entity, error) {
	var answer struct {
		Items []*Entity `json:"items"`
	}
	r := o.request(refs)
	if err := c.call(ctx, r, &answer); err != nil {
		return nil, err
	}
	if len(answer.Items) != len(refs) {
		return nil, strange(r)
	}
	return answer.Items, nil
}

type refsBody struct {
	EntityRefs []string  `json:"entityRefs"`
	Fields     []string  `json:"fields,omitempty"`
	Query      Predicate `json:"query,omitempty"`
}

// request returns the request for some refs, with the filter where also an older Backstage looks for it.
func (o *RefsOptions) request(refs []string) *rest.Request {
	body := &refsBody{EntityRefs: refs, Fields: o.Fields}
	r := ask(body, "entities", "by-refs")
	values := url.Values{}
	filter, ok := o.Filter.texts()
	setAll(values, "filter", filter)
	if ok && len(o.Predicate) == 0 && len(values.Encode()) <= maxQuery {
		r.Query = values
		return r
	}
	body.Query = both(o.Filter, o.Predicate)
	return r
}
