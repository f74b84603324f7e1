package secrets

import "time"

// What a reader of the secrets has to know, for those that write its configuration.

// Consumer returns who reads the secrets of a service in an environment, with what is not said filled in: what is said for the
// environment goes before what is said for each.
func (c *Config) Consumer(environment, service string) Consumer {
	return c.consumer(tenant{environment, service})
}

// AuthPath returns where the Kubernetes login is mounted, without auth/.
func (l Layout) AuthPath() string { return l.auth() }

// Location returns where the secret at path is, which begins with the mount's own: what Layout.SecretPath returns.
func (m Mount) Location(path string) Location { return m.location(path) }

// ReadPath returns the path by which the API reads a secret, and that a policy grants: secrets/data/production/order-api/db-password
// in an engine of version 2.
func (at Location) ReadPath() string { return at.dataPath() }

// Overlap returns for how long a replaced value can still be read: the grace, or what stands for it; 0 when nothing is replaced.
func (r Rotation) Overlap() time.Duration {
	if r.Period == 0 {
		return 0
	}
	return r.grace()
}

// Account returns the role from which the account of a request is read; false where its secret is in kv, or where the
// configuration has no database of the name.
func (c *Config) Account(r *Request) (at DatabaseLocation, ok bool) {
	if !r.Type.inDatabase() || c.database(r) == nil {
		return DatabaseLocation{}, false
	}
	return c.databaseAt(r), true
}
