package secrets

import (
	"context"
	"errors"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
)

// The conditions of a Store that callers branch on. A Store wraps them, and adds what was attempted with what; no error of
// a Store holds a value or a token.
var (
	// ErrNotFound says that there is no such thing: no secret, version, policy, role or mount. A version that is deleted or
	// destroyed is not found when it is read.
	ErrNotFound = errors.New("there is none")
	// ErrConflict says that a check-and-set write found another version than it was told. Nothing was written.
	ErrConflict = errors.New("it was changed meanwhile")
	// ErrDenied says that the caller may not do that, or that its token is no longer good.
	ErrDenied = errors.New("permission denied")
	// ErrInvalid says that the server refused what was asked as malformed. Repeating it is of no use.
	ErrInvalid = errors.New("it was refused as not valid")
	// ErrUnclear says that a write was sent and no answer came: nobody knows whether it was done. It is plan.ErrUnclear's
	// sibling for requests: every write here can be repeated, so that a caller plans again.
	ErrUnclear = errors.New("no answer came; the write may have been done")
)

// Store is where secrets are, with the access to them. All methods may be called by several goroutines at once, and do one
// request each where all goes well. Names and paths are those that this package has allowed: a Store sends them as they
// stand, or refuses, and never cleans them into others.
type Store interface {
	MountStore
	ValueStore
	VersionStore
	MetadataStore
	PolicyStore
	RoleStore
}

// MountStore tells which engine serves a path.
type MountStore interface {
	// Mount returns the secrets engine that serves path, which has no slash at its ends. ErrNotFound when there is none.
	Mount(ctx context.Context, path string) (Mount, error)
}

// Mount is an engine at a path.
type Mount struct {
	Path string // without a slash at its ends: secrets, kv/teams
	Type string // kv, pki, kubernetes …
	// KV is the version of an engine of type kv, 1 or 2; 0 for other types.
	KV int
	// Accessor identifies the mount for as long as it lives; may be empty.
	Accessor string
}

// Location is a secret, or a folder of them, in an engine of type kv.
type Location struct {
	Mount string // as Mount.Path
	KV    int    // as Mount.KV: 1 or 2
	Path  string // below the mount, without data/ or metadata/: production/order-api/db-password; empty: the mount's top folder
}

// Value is the content of a secret: its fields by name. It prints, logs and marshals as ***.
type Value map[string]plan.Secret

// Version is one version of a secret in an engine of version 2.
type Version struct {
	Number    int       // from 1; 0 in an engine of version 1
	Created   time.Time // by the server's clock; zero when it does not say
	Deleted   time.Time // when it is, or will be, soft-deleted; zero: it is not
	Destroyed bool
	CreatedBy string // who, where the server says; else empty
}

// Live reports whether the version can be read at now, which is a time by the server's clock.
func (v Version) Live(now time.Time) bool {
	return v.Number > 0 && !v.Destroyed && (v.Deleted.IsZero() || v.Deleted.After(now))
}

// ValueStore holds values.
type ValueStore interface {
	// List returns the names in a folder, sorted; those of folders end in a slash. A folder that is not there is empty. What
	// is claimed by metadata alone, and what is soft-deleted, is listed.
	List(ctx context.Context, folder Location) ([]string, error)
	// Read returns a version of a secret, the latest for 0. ErrNotFound when it is not there, deleted or destroyed. An engine of
	// version 1 has only the latest.
	Read(ctx context.Context, at Location, version int) (Value, error)
	// Write adds a version if the current one is cas, 0 meaning that there never was one; else ErrConflict. A soft-deleted
	// version counts as current, and after DeleteMetadata counting begins anew. An engine of version 1 knows no cas: it
	// overwrites, whatever cas says, and returns the zero Version. The Store repeats it only where the server surely did not
	// do it, or still has version cas; else no answer is ErrUnclear.
	Write(ctx context.Context, at Location, v Value, cas int) (Version, error)
}

// VersionStore takes versions away, in engines of version 2. In one of version 1 Delete removes the secret whatever
// versions says, and the others are ErrInvalid. Each succeeds when there is nothing to do, also for a secret that is not
// there.
type VersionStore interface {
	// Delete soft-deletes versions; they can be undeleted for as long as they are kept.
	Delete(ctx context.Context, at Location, versions ...int) error
	// Undelete restores soft-deleted versions; destroyed ones stay so.
	Undelete(ctx context.Context, at Location, versions ...int) error
	// Destroy removes the content of versions for good; that they were there stays in the metadata.
	Destroy(ctx context.Context, at Location, versions ...int) error
}

// MetadataStore holds what is known of a secret beside its value, in engines of version 2; in one of version 1 all of it is
// ErrInvalid.
type MetadataStore interface {
	// Metadata returns what is known of a secret. ErrNotFound when neither a version nor metadata was ever written.
	Metadata(ctx context.Context, at Location) (*Metadata, error)
	// PutMetadata writes the settings that s carries, and creates the secret without a version when it is not there. There is
	// no check-and-set for it: the last writer wins.
	PutMetadata(ctx context.Context, at Location, s Settings) error
	// DeleteMetadata removes a secret with all its versions, for good.
	DeleteMetadata(ctx context.Context, at Location) error
}

// Metadata is what is known of a secret beside its value.
type Metadata struct {
	Created time.Time // when the secret was made or claimed, by the server's clock; zero when it does not say
	Current int       // number of the latest version, also when that is deleted; 0: no version yet
	Oldest  int       // number of the oldest version that is kept; 0: no version was dropped yet
	// Versions are those that are kept, by number, deleted and destroyed ones too.
	Versions           map[int]Version
	Custom             map[string]string // free pairs; empty when none
	CASRequired        bool
	MaxVersions        int           // 0: as the mount says
	DeleteVersionAfter time.Duration // 0: never
	UpdatedBy          string        // who changed it last, where the server says; else empty
}

// Latest returns the current version; the zero Version when there is none yet.
func (m *Metadata) Latest() Version { return m.Versions[m.Current] }

// Settings are what can be set of the metadata. What is nil stays as it is.
type Settings struct {
	// Custom replaces all pairs; empty but not nil removes them. At most 64 pairs, keys up to 128 and values up to 512 bytes,
	// neither empty, all printable; else ErrInvalid. Whoever may read the secret may read them.
	Custom      map[string]string
	CASRequired *bool
	MaxVersions *int
}

// PolicyStore holds access policies. Names are lower case. Texts are kept to the byte. There is no check-and-set: the last
// writer wins.
type PolicyStore interface {
	// Policies returns all names, sorted, those that the server brings included.
	Policies(ctx context.Context) ([]string, error)
	// Policy returns a policy's text, to the byte. ErrNotFound when there is none.
	Policy(ctx context.Context, name string) (string, error)
	// PutPolicy creates or replaces a policy. ErrInvalid when the text is not one.
	PutPolicy(ctx context.Context, name, text string) error
	// DeletePolicy removes a policy. It succeeds when there is none.
	DeletePolicy(ctx context.Context, name string) error
}

// RoleStore holds roles of the Kubernetes login. Mount is the path of the auth method, without auth/ and slashes: kubernetes.
// Names are lower case. There is no check-and-set: the last writer wins.
type RoleStore interface {
	// Roles returns all names, sorted; none is no error.
	Roles(ctx context.Context, mount string) ([]string, error)
	// Role returns a role. ErrNotFound when there is none.
	Role(ctx context.Context, mount, name string) (*Role, error)
	// PutRole creates or replaces a role, whole: what r leaves zero is reset, never kept from before.
	PutRole(ctx context.Context, mount, name string, r *Role) error
	// DeleteRole removes a role, not the tokens that were given by it. It succeeds when there is none.
	DeleteRole(ctx context.Context, mount, name string) error
}

// Role says who logs in, and what policies they are given then. It is JSON in receipts.
type Role struct {
	ServiceAccounts []string `json:"serviceAccounts"` // names; the server takes them as globs
	Namespaces      []string `json:"namespaces"`      // names; the server takes them as globs
	// NamespaceSelector is a label selector in JSON, beside Namespaces, where the server knows it; else empty.
	NamespaceSelector string        `json:"namespaceSelector,omitempty"`
	Audience          string        `json:"audience,omitempty"` // of the service account's token; empty: any
	AliasNameSource   string        `json:"aliasNameSource"`    // serviceaccount_uid or serviceaccount_name; empty: the former
	Policies          []string      `json:"policies"`
	TTL               time.Duration `json:"ttl,omitempty"`            // of tokens, in whole seconds; 0: as the mount says
	MaxTTL            time.Duration `json:"maxTTL,omitempty"`         // 0: as the mount says
	ExplicitMaxTTL    time.Duration `json:"explicitMaxTTL,omitempty"` // 0: none
	Period            time.Duration `json:"period,omitempty"`         // 0: tokens are not periodic
	TokenType         string        `json:"tokenType,omitempty"`      // default, service or batch; empty: default
	NumUses           int           `json:"numUses,omitempty"`        // 0: any number
	BoundCIDRs        []string      `json:"boundCIDRs,omitempty"`
	NoDefaultPolicy   bool          `json:"noDefaultPolicy,omitempty"`
}

// HealthStore is what a Store implements that can tell of its server.
type HealthStore interface {
	Health(ctx context.Context) (Health, error)
}

// Health is what a server says of itself.
type Health struct {
	ClusterID   string // identifies the cluster; may be empty
	Version     string
	Initialized bool
	Sealed      bool
	Standby     bool
	Enterprise  bool      // false also when the server does not say
	Time        time.Time // by the server's clock
}

// CapabilityStore is what a Store implements that can tell what its own token may do.
type CapabilityStore interface {
	// Capabilities returns what the caller may do at each of the paths of the API, data/ or metadata/ included:
	// create, read, update, patch, delete, list, sudo, deny, root.
	Capabilities(ctx context.Context, paths ...string) (map[string][]string, error)
}

// PasswordStore is what a Store implements whose server generates values by policies of its own.
type PasswordStore interface {
	// Password returns a value that the password policy called policy allows. ErrNotFound when there is no such policy.
	Password(ctx context.Context, policy string) (plan.Secret, error)
}
