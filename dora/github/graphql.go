package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// graphError is one of the errors that GraphQL answers with.
type graphError struct {
	Type    string
	Message string
}

// graphErrors are those that an answer has, with or without data beside them.
type graphErrors []graphError

func (e graphErrors) Error() string {
	said := make([]string, len(e))
	for i := range e {
		said[i] = strings.TrimPrefix(e[i].Type+": "+e[i].Message, ": ")
	}
	return "GraphQL: " + strings.Join(said, "; ")
}

// without returns the errors of other types than one.
func (e graphErrors) without(kind string) graphErrors {
	return slices.DeleteFunc(slices.Clone(e), func(one graphError) bool { return one.Type == kind })
}

// notFound is the type of error for what is not there, or may not be seen.
const notFound = "NOT_FOUND"

// query asks in GraphQL. Errors are [graphErrors] if GitHub has understood; out
// then has what there is. Those of a type that tolerated names are none.
func (s *session) query(ctx context.Context, text string, variables map[string]any, out any, tolerated string) error {
	body := map[string]any{"query": text, "variables": variables}
	request, err := s.client.NewRequest(http.MethodPost, s.graph, body)
	if err != nil {
		return err
	}
	var got struct {
		Data   json.RawMessage
		Errors graphErrors
	}
	if _, err := s.client.Do(ctx, request, &got); err != nil {
		return err
	}
	if len(got.Data) > 0 {
		if err := json.Unmarshal(got.Data, out); err != nil {
			return fmt.Errorf("read the answer: %w", err)
		}
	}
	if left := got.Errors.without(tolerated); len(left) > 0 {
		return left
	}
	return nil
}

// pageInfo says whether a connection has more.
type pageInfo struct {
	HasNextPage bool
	EndCursor   string
}
