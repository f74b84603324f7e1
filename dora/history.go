package dora

import (
	"errors"
	"fmt"
	"iter"
	"time"
)

// History has the events that figures are computed from. The zero value is
// empty and ready. One that is read by many at once must not be added to at
// the same time.
//
// Events may come in any order and more than once: the last record of an
// identity replaces those before it.
type History struct {
	services  []service
	serviceNo map[string]uint32
	groups    []Group
	groupNo   map[string]int
	incidents []Incident
	incident  map[string]int
	struck    []span   // by incident: which of strikes are its
	strikes   []uint32 // numbers of services
	commits   commits

	ids          names  // of deployments
	rows         places // of them by number of the ID, in their service
	shas         names
	versions     places                   // by number of the commit, in their service: those without configuration
	configured   map[configuration]uint32 // the others
	environments names
	sides        []side
	extras       map[string]string // fields that are not ours, by event
}

// service is what a service has, its deployments in the order they came. Its
// versions are numbered apart from those of others, so that following it
// through time reads memory in the order it lies.
type service struct {
	Service
	declared bool
	rows     []row
	versions []serviceVersion
}

// row is a deployment in 40 bytes.
type row struct {
	created, finished int64 // microseconds since 1970; never where there is none
	id, env           uint32
	version           uint32 // number in service.versions
	side              uint32 // number + 1 in History.sides; 0: none
	status            outcome
	kind              kindNo
	rework            bool
}

// side is what few deployments have.
type side struct {
	statuses []StatusAt
	status   Status // the words of the source, where they are not ours
	kind     Kind
	url      string
}

// version is what is deployed: a commit and a configuration, both numbers in
// History.shas, 0 for none.
type version struct{ sha, config uint32 }

// serviceVersion is a version of a service, and where its commit was found
// among those of a repository, + 1: a hint that saves looking for it.
type serviceVersion struct {
	version
	hint uint32
}

// configuration is a version with a configuration, of a service.
type configuration struct {
	service uint32
	version version
}

// versionNo numbers a version of a service.
func (h *History) versionNo(service uint32, v version) uint32 {
	s := &h.services[service]
	next := uint32(len(s.versions))
	if v.config == 0 {
		if no, ok := h.versions.find(service, v.sha); ok {
			return no
		}
		h.versions.put(service, v.sha, next)
		s.versions = append(s.versions, serviceVersion{v, h.commits.places.hint(v.sha)})
		return next
	}
	key := configuration{service, v}
	if no, ok := h.configured[key]; ok {
		return no
	}
	if h.configured == nil {
		h.configured = map[configuration]uint32{}
	}
	h.configured[key] = next
	s.versions = append(s.versions, serviceVersion{v, h.commits.places.hint(v.sha)})
	return next
}

// never is the time of what did not happen.
const never = -1 << 63

// none is the number of nothing.
const none = 1<<32 - 1

func micros(t time.Time) int64 {
	if t.IsZero() {
		return never
	}
	return t.UnixMicro()
}

func instant(us int64) time.Time {
	if us == never {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

var errFull = errors.New("a history holds no more than 4 GiB of names")

// AddService adds a service, or replaces the one of its name.
func (h *History) AddService(s Service) error {
	if s.Name == "" {
		return errors.New("service without a name")
	}
	no := h.serviceOf(s.Name)
	h.services[no].Service, h.services[no].declared = s, true
	return nil
}

// serviceOf returns the number of a service, which need not be declared.
func (h *History) serviceOf(name string) uint32 {
	if no, ok := h.serviceNo[name]; ok {
		return no
	}
	if h.serviceNo == nil {
		h.serviceNo = map[string]uint32{}
	}
	no := uint32(len(h.services))
	h.services = append(h.services, service{Service: Service{Name: name}})
	h.serviceNo[name] = no
	return no
}

// AddGroup adds a group, or replaces the one of its name.
func (h *History) AddGroup(g Group) error {
	if g.Name == "" {
		return errors.New("group without a name")
	}
	key := ownerRef(g.Name)
	no, ok := h.groupNo[key]
	if !ok {
		if h.groupNo == nil {
			h.groupNo = map[string]int{}
		}
		no = len(h.groups)
		h.groups = append(h.groups, Group{})
		h.groupNo[key] = no
	}
	h.groups[no] = g
	return nil
}

// AddIncident adds an incident, or replaces the one of its ID.
func (h *History) AddIncident(i Incident) error {
	if i.ID == "" {
		return errors.New("incident without an id")
	}
	if i.Opened.IsZero() {
		return fmt.Errorf("incident %q was never opened", i.ID)
	}
	no, ok := h.incident[i.ID]
	if !ok {
		if h.incident == nil {
			h.incident = map[string]int{}
		}
		no = len(h.incidents)
		h.incidents = append(h.incidents, Incident{})
		h.struck = append(h.struck, span{})
		h.incident[i.ID] = no
	}
	h.incidents[no] = i
	from := len(h.strikes)
	for _, name := range i.Services {
		h.strikes = append(h.strikes, h.serviceOf(name))
	}
	h.struck[no] = span{uint32(from), uint32(len(h.strikes))}
	return nil
}

// strikesOf returns the numbers of the services of an incident.
func (h *History) strikesOf(incident int) []uint32 {
	s := h.struck[incident]
	return h.strikes[s.from:s.to]
}

// AddChange adds a commit, or replaces the one of its repository and SHA.
func (h *History) AddChange(c Change) error {
	if c.SHA == "" {
		return fmt.Errorf("commit of %q without a sha", c.Repo)
	}
	sha, row, err := h.commits.add(&h.shas, c)
	if err != nil || int(sha) >= len(h.versions.first) || h.versions.first[sha].at == 0 {
		return err
	}
	at := h.versions.first[sha]
	h.services[at.owner].versions[at.at-1].hint = row + 1
	return nil
}

// AddDeployment adds a deployment, or replaces the one of its service and ID.
func (h *History) AddDeployment(d Deployment) error {
	if d.Service == "" || d.ID == "" {
		return fmt.Errorf("deployment %q of service %q: both names are needed", d.ID, d.Service)
	}
	if d.Created.IsZero() && d.Finished.IsZero() && len(d.Statuses) == 0 {
		return fmt.Errorf("deployment %q of service %q has no time", d.ID, d.Service)
	}
	no := h.serviceOf(d.Service)
	r, err := h.row(no, d)
	if err != nil {
		return err
	}
	s := &h.services[no]
	if at, known := h.rows.find(no, r.id); known {
		s.rows[at] = r
		return nil
	}
	h.rows.put(no, r.id, uint32(len(s.rows)))
	s.rows = append(s.rows, r)
	return nil
}

func (h *History) row(service uint32, d Deployment) (row, error) {
	id, ok1 := h.ids.add(d.ID)
	env, ok2 := h.environments.add(d.Environment)
	v, ok3 := h.version(d.SHA, d.Config)
	if !ok1 || !ok2 || !ok3 {
		return row{}, errFull
	}
	r := row{
		created: micros(d.Created), finished: micros(d.Finished),
		id: id, env: env, version: h.versionNo(service, v), rework: d.Rework,
	}
	var own, ownKind bool
	r.status, own = outcomeOf(d.Status)
	r.kind, ownKind = kindOf(d.Kind)
	if own && ownKind && len(d.Statuses) == 0 && d.URL == "" {
		return r, nil
	}
	h.sides = append(h.sides, side{statuses: d.Statuses, status: d.Status, kind: d.Kind, url: d.URL})
	r.side = uint32(len(h.sides))
	return r, nil
}

// version numbers a commit and a configuration; 0 is none of either.
func (h *History) version(sha, config string) (version, bool) {
	if h.shas.len() == 0 {
		h.shas.add("")
	}
	s, ok := h.shas.add(sha)
	c, ok2 := h.shas.add(config)
	return version{s, c}, ok && ok2
}

// Services yields the services in the order they were first named, also those
// that only deployments and incidents name.
func (h *History) Services() iter.Seq[Service] {
	return func(yield func(Service) bool) {
		for i := range h.services {
			if !yield(h.services[i].Service) {
				return
			}
		}
	}
}

// Groups yields the groups in the order they were first added.
func (h *History) Groups() iter.Seq[Group] {
	return func(yield func(Group) bool) {
		for _, g := range h.groups {
			if !yield(g) {
				return
			}
		}
	}
}

// Incidents yields the incidents in the order they were first added.
func (h *History) Incidents() iter.Seq[Incident] {
	return func(yield func(Incident) bool) {
		for _, i := range h.incidents {
			if !yield(i) {
				return
			}
		}
	}
}

// Deployments yields the deployments by service, in the order they were first
// added.
func (h *History) Deployments() iter.Seq[Deployment] {
	return func(yield func(Deployment) bool) {
		for i := range h.services {
			for at := range h.services[i].rows {
				if !yield(h.deployment(uint32(i), uint32(at))) {
					return
				}
			}
		}
	}
}

// deployment returns the deployment at a place as it was added.
func (h *History) deployment(service, at uint32) Deployment {
	s := &h.services[service]
	r := s.rows[at]
	v := s.versions[r.version]
	d := Deployment{
		Service: s.Name, ID: h.ids.at(r.id), Environment: h.environments.at(r.env),
		SHA: h.shas.at(v.sha), Config: h.shas.at(v.config),
		Created: instant(r.created), Finished: instant(r.finished),
		Status: r.status.word(), Kind: r.kind.word(), Rework: r.rework,
	}
	if r.side > 0 {
		more := h.sides[r.side-1]
		d.Status, d.Statuses, d.Kind, d.URL = more.status, more.statuses, more.kind, more.url
	}
	return d
}

// Changes yields the commits by repository, in the order they were first
// added.
func (h *History) Changes() iter.Seq[Change] {
	return func(yield func(Change) bool) {
		for i := range h.commits.repos {
			r := &h.commits.repos[i]
			for at := range r.rows {
				if !yield(h.commits.change(&h.shas, r, uint32(at))) {
					return
				}
			}
		}
	}
}
