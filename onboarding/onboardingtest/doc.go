// Package onboardingtest checks providers of package onboarding, and has a system in memory and a messenger that remembers, for
// tests of what is built on it.
//
// [TestProvider] is what every provider must pass; it says what the interface means. [Memory] passes it, and has people who
// accept invitations or let them lapse, owners, memberships that come from elsewhere, and calls that fail, hang or kill the run.
package onboardingtest
