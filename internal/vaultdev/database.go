package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	dbplugin "github.com/hashicorp/vault/sdk/database/dbplugin/v5"
)

// databasePlugin is the name of the one plugin that the secrets engine database has here.
const databasePlugin = "memory-database-plugin"

// accounts is a database that has nothing but accounts, kept in memory. Vault makes, changes and removes them in it as it does
// in a real one.
type accounts struct {
	mu        sync.Mutex
	passwords map[string]string
	made      int
}

var _ dbplugin.Database = (*accounts)(nil)

// Initialize takes whatever the connection is configured with, and begins with no account.
func (a *accounts) Initialize(_ context.Context, r dbplugin.InitializeRequest) (dbplugin.InitializeResponse, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.passwords = map[string]string{}
	answer := dbplugin.InitializeResponse{Config: r.Config}
	answer.SetSupportedCredentialTypes([]dbplugin.CredentialType{dbplugin.CredentialTypePassword})
	return answer, nil
}

// NewUser makes an account. As a real database, it needs to be told how.
func (a *accounts) NewUser(_ context.Context, r dbplugin.NewUserRequest) (dbplugin.NewUserResponse, error) {
	if len(r.Statements.Commands) == 0 {
		return dbplugin.NewUserResponse{}, errors.New("there are no creation statements")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.made++
	name := fmt.Sprintf("v-%s-%d", r.UsernameConfig.RoleName, a.made)
	a.passwords[name] = r.Password
	return dbplugin.NewUserResponse{Username: name}, nil
}

// UpdateUser changes the password of an account, and takes any account for one that is there.
func (a *accounts) UpdateUser(_ context.Context, r dbplugin.UpdateUserRequest) (dbplugin.UpdateUserResponse, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if r.Password != nil {
		a.passwords[r.Username] = r.Password.NewPassword
	}
	return dbplugin.UpdateUserResponse{}, nil
}

// DeleteUser removes an account; that it is not there is no error.
func (a *accounts) DeleteUser(_ context.Context, r dbplugin.DeleteUserRequest) (dbplugin.DeleteUserResponse, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.passwords, r.Username)
	return dbplugin.DeleteUserResponse{}, nil
}

// Type returns the name by which Vault logs the plugin.
func (a *accounts) Type() (string, error) { return "memory", nil }

// Close ends nothing.
func (a *accounts) Close() error { return nil }
