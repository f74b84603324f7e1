package dora_test

import (
	"os"
	"testing"

	"github.com/goldenpath-go/goldenpath/dora/doratest"
)

func TestScenarios(t *testing.T) {
	t.Parallel()
	doratest.TestScenarios(t, os.DirFS("testdata/scenarios"))
}
