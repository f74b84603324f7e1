// Package manifest writes what a consumer needs to read its secrets, from the file by which they are asked for: the objects
// of the External Secrets Operator and of the Vault Secrets Operator, the annotations of the Vault Agent Injector, or the
// configuration of a Vault Agent. There is no value in any of it.
//
// Each service gets one [Manifest] in each environment and namespace in which it has a consumer. It logs in by the service's
// role, as its first service account, and names each secret with the path that the service's policy grants: no folder and no
// pattern.
//
//	mount, err := store.Mount(ctx, "secrets")
//	vault := manifest.Vault{Address: "https://vault.example.com:8200", Mount: mount}
//	all, err := manifest.ExternalSecrets(config, vault, nil)
//	err = manifest.Write(os.Stdout, all)
//
// The same requests give the same text, byte for byte, so that it can be kept in a repository and compared in CI. What cannot
// be written is an error before anything is: a configuration that is not valid, and names that collide in a namespace, as
// [source.Errors] with their places; an address or a path that has characters which would have to be escaped.
package manifest
