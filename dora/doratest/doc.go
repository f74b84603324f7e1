// Package doratest checks sources of deployments, commits and incidents
// against the contract of their interfaces, and has a source in memory.
//
//	func TestSource(t *testing.T) {
//		doratest.TestDeployments(t, func(t *testing.T, w doratest.World) dora.DeploymentSource {
//			return newSource(fakeServiceWith(w))
//		})
//	}
package doratest
