package dora

// Role is what an event is to a figure.
type Role string

// The roles of deployments.
const (
	Counted       Role = "counted"
	Failed        Role = "failed"
	Redeploy      Role = "redeploy"       // was live already
	WentBack      Role = "rollback"       // lies before what was live
	Region        Role = "region"         // was counted where it came first
	FailedAttempt Role = "failed attempt" // never got there
	Reworked      Role = "rework"         // repairs what was there
)

// The roles of changes.
const (
	Shipped     Role = "shipped"
	MergeCommit Role = "merge"        // its parents are the changes
	OffPath     Role = "off path"     // touches nothing of the service
	Duplicate   Role = "duplicate"    // shipped before under another SHA
	BotCommit   Role = "bot"          // left out on request
	NegativeAge Role = "negative age" // dated after its deployment
)

// The roles of incidents.
const (
	Restored       Role = "restored"
	StillOpen      Role = "open"
	NegativeLength Role = "negative length" // resolved before it began
	Excused        Role = "not caused by a change"
)
