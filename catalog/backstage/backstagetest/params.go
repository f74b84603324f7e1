package backstagetest

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog/backstage"
)

// natural returns the parameter as a number of at least 0, and whether it is there.
func natural(q url.Values, name string) (n int, ok bool, err error) {
	if !q.Has(name) {
		return 0, false, nil
	}
	n, err = strconv.Atoi(q.Get(name))
	switch {
	case err != nil:
		return 0, false, inputError("request/query/%s must be integer", name)
	case n < 0:
		return 0, false, inputError("request/query/%s must be >= 0", name)
	}
	return n, true, nil
}

// commaList returns the items of a parameter that has them between commas, and may be repeated.
func commaList(texts []string) []string {
	var items []string
	for _, text := range texts {
		for item := range strings.SplitSeq(text, ",") {
			if item = strings.TrimSpace(item); item != "" {
				items = append(items, item)
			}
		}
	}
	return items
}

// filterOf returns the predicate of the filters in a query, as plain JSON values; nil when there is none.
func filterOf(q url.Values) (any, error) {
	f, err := backstage.ParseFilter(q["filter"]...)
	if err != nil {
		return nil, inputError("Invalid filter, '%s' is not a valid statement (expected a string on the form a=b or a= or a)", badStatement(q["filter"]))
	}
	p := f.Predicate()
	if p == nil {
		return nil, nil
	}
	return asPlain(p)
}

// badStatement returns the first statement that has no key.
func badStatement(filters []string) string {
	for _, statement := range commaList(filters) {
		if strings.HasPrefix(statement, "=") {
			return statement
		}
	}
	return ""
}

// compileOptional makes a test of a predicate; nil selects all.
func compileOptional(predicate any) (test, error) {
	if predicate == nil {
		return every, nil
	}
	return compile(predicate)
}
