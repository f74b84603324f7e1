package secretstest

import (
	"maps"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// State is all that a server holds, to be compared. Times are left out.
type State struct {
	Secrets  map[string]SecretState // by mount and path
	Policies map[string]string
	Roles    map[string]secrets.Role         // by mount and name
	Accounts map[string]secrets.DatabaseRole // by path
}

// SecretState is a secret.
type SecretState struct {
	Custom   map[string]string
	Current  int
	Versions map[int]VersionState
}

// VersionState is a version, with its value in clear.
type VersionState struct {
	Deleted, Destroyed bool
	Value              map[string]string
}

// State returns what the server holds. No request is counted.
func (m *Memory) State() State {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := State{Secrets: map[string]SecretState{}, Policies: maps.Clone(m.policies), Roles: map[string]secrets.Role{}, Accounts: map[string]secrets.DatabaseRole{}}
	for mount, all := range m.values {
		for path, e := range all {
			s.Secrets[mount+"/"+path] = e.state()
		}
	}
	for mount, all := range m.roles {
		for name, fields := range all {
			if role, err := roleOf(fields); err == nil {
				s.Roles[mount+"/"+name] = *role
			}
		}
	}
	for at, a := range m.accounts {
		s.Accounts[at.String()] = a.role
	}
	return s
}

func (e *entry) state() SecretState {
	s := SecretState{Custom: maps.Clone(e.custom), Current: e.current, Versions: map[int]VersionState{}}
	for number, v := range e.versions {
		state := VersionState{Deleted: !v.Deleted.IsZero(), Destroyed: v.Destroyed, Value: map[string]string{}}
		for field, secret := range v.value {
			state.Value[field] = secret.Reveal()
		}
		s.Versions[number] = state
	}
	return s
}

// WithoutValues returns the state without what secrets hold: what two runs have in common that generated different values.
func (s State) WithoutValues() State {
	all := map[string]SecretState{}
	for path, secret := range s.Secrets {
		versions := map[int]VersionState{}
		for number, v := range secret.Versions {
			versions[number] = VersionState{Deleted: v.Deleted, Destroyed: v.Destroyed}
		}
		secret.Versions = versions
		all[path] = secret
	}
	s.Secrets = all
	return s
}
