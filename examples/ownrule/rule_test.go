package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/linttest"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

func TestDataClass(t *testing.T) {
	t.Parallel()
	linttest.Run(t, "testdata", dataClass)
}

func TestPages(t *testing.T) {
	t.Parallel()
	linttest.Doc(t, dataClass)
}

func TestRulesAreWellMade(t *testing.T) {
	t.Parallel()
	require.NoError(t, lint.Validate(append(rules.All(), dataClass)))
}
