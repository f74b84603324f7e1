// Package standin has the services that a golden path works with, for demonstrations and tests on one machine: a [GitHub] whose
// repositories are bare git repositories in a folder, to which git itself can push, a [PagerDuty], a [Slack], a [Vault] and, from
// package backstagetest, a Backstage that reads its catalog files from that GitHub. A [World] is all of them at one address.
//
// Each knows what the actions ask for, refuses what the service would refuse, and shows its state.
package standin
