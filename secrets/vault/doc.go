// Package vault keeps secrets in HashiCorp Vault: it is a [secrets.Store] for engines kv of version 1 and 2, access
// policies, roles of the Kubernetes login and of engines of type database, and response-wrapped values.
//
//	store, err := vault.Open("https://vault.example.com", &vault.Kubernetes{Role: "provisioner"}, nil)
//	if err != nil {
//		return err
//	}
//	provisioner := secrets.Provisioner{Store: store}
//
// A Store logs in with its first request, renews its token when half of its life is over, and logs in again where that
// cannot be: with a service account ([Kubernetes]), an [AppRole], the [TokenFile] that an agent keeps, a [Token], or any
// method of github.com/hashicorp/vault/api/auth.
//
// # What it does that the client library does not
//
// Paths are sent as they stand: what the library would clean into another path (.., //, slashes at the ends) is refused.
// Redirects are not followed, since the token would go along. No variable of the environment has an effect unless the
// caller asks by [OpenEnvironment]; the library reads VAULT_* also when it is given all settings. Plain http is for
// loopback, unless [Options] say otherwise. A namespace is refused by a server that would ignore it.
//
// What was refused for now (rate limits, a sealed server, a replica that lags behind) is sent again, after waits that
// double. A write whose answer was lost is never sent again blindly: the Store looks whether it was done.
//
// # Errors
//
// Errors wrap the conditions of package secrets; an answer of the server is an [*Error]. They name paths, and never hold a
// value or a token: what a server says of a request that carries one is not repeated.
package vault
