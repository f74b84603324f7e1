package main

import (
	"context"
	"time"

	"github.com/hashicorp/go-hclog"
	kubeauth "github.com/hashicorp/vault-plugin-auth-kubernetes"
	kv "github.com/hashicorp/vault-plugin-secrets-kv"
	"github.com/hashicorp/vault/builtin/logical/database"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/sdk/physical/inmem"
	"github.com/hashicorp/vault/vault"
)

// newCore returns a Vault that keeps everything in memory.
func newCore(address string, log hclog.Logger) (*vault.Core, error) {
	storage, err := inmem.NewInmem(nil, log)
	if err != nil {
		return nil, err
	}
	return vault.NewCore(&vault.CoreConfig{
		Physical:           storage,
		StorageType:        "inmem",
		Logger:             log,
		DisableMlock:       true,
		RedirectAddr:       address,
		BuiltinRegistry:    registry{},
		LogicalBackends:    map[string]logical.Factory{"kv": kv.Factory, "database": database.Factory},
		CredentialBackends: map[string]logical.Factory{"kubernetes": kubeauth.Factory},
		DefaultLeaseTTL:    time.Hour,
		MaxLeaseTTL:        24 * time.Hour,
	})
}

// initialise makes a root token and one unseal key, and uses the key unless the server is to stay sealed.
func initialise(core *vault.Core, sealed bool) (*vault.InitResult, error) {
	keys, err := core.Initialize(context.Background(), &vault.InitParams{
		BarrierConfig: &vault.SealConfig{SecretShares: 1, SecretThreshold: 1},
	})
	if err != nil || sealed {
		return keys, err
	}
	_, err = core.Unseal(vault.TestKeyCopy(keys.SecretShares[0])) // which wipes what it is given
	return keys, err
}
