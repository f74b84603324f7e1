package doratest_test

import (
	"testing"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/doratest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	t.Run("deployments", func(t *testing.T) {
		t.Parallel()
		doratest.TestDeployments(t, func(_ *testing.T, w doratest.World) dora.DeploymentSource { return &doratest.Memory{World: w} })
	})
	t.Run("incidents", func(t *testing.T) {
		t.Parallel()
		doratest.TestIncidents(t, func(_ *testing.T, w doratest.World) dora.IncidentSource { return &doratest.Memory{World: w} })
	})
	t.Run("changes", func(t *testing.T) {
		t.Parallel()
		doratest.TestChanges(t, func(_ *testing.T, w doratest.World) dora.ChangeSource { return &doratest.Memory{World: w} })
	})
}
