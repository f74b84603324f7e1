package main

import (
	kubeauth "github.com/hashicorp/vault-plugin-auth-kubernetes"
	kv "github.com/hashicorp/vault-plugin-secrets-kv"
	"github.com/hashicorp/vault/builtin/logical/database"
	"github.com/hashicorp/vault/sdk/helper/consts"
	"github.com/hashicorp/vault/sdk/logical"
)

// registry tells the core which plugins are built in.
type registry struct{}

// Get returns what makes the plugin called name.
func (registry) Get(name string, t consts.PluginType) (func() (any, error), bool) {
	switch {
	case name == "kv" && t == consts.PluginTypeSecrets:
		return func() (any, error) { return logical.Factory(kv.Factory), nil }, true
	case name == "database" && t == consts.PluginTypeSecrets:
		return func() (any, error) { return logical.Factory(database.Factory), nil }, true
	case name == databasePlugin && t == consts.PluginTypeDatabase:
		return func() (any, error) { return &accounts{}, nil }, true
	case name == "kubernetes" && t == consts.PluginTypeCredential:
		return func() (any, error) { return logical.Factory(kubeauth.Factory), nil }, true
	}
	return nil, false
}

// Contains reports whether there is such a plugin.
func (r registry) Contains(name string, t consts.PluginType) bool {
	_, ok := r.Get(name, t)
	return ok
}

// Keys returns the names of the plugins of a type.
func (registry) Keys(t consts.PluginType) []string {
	switch t {
	case consts.PluginTypeSecrets:
		return []string{"database", "kv"}
	case consts.PluginTypeDatabase:
		return []string{databasePlugin}
	case consts.PluginTypeCredential:
		return []string{"kubernetes"}
	}
	return nil
}

// DeprecationStatus says that all plugins are supported.
func (r registry) DeprecationStatus(name string, t consts.PluginType) (consts.DeprecationStatus, bool) {
	return consts.Supported, r.Contains(name, t)
}

// IsBuiltinEntPlugin says that there are no plugins of the Enterprise edition.
func (registry) IsBuiltinEntPlugin(string, consts.PluginType) bool { return false }
