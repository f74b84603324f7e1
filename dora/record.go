package dora

func (h *History) readService(f *fields, all []member) error {
	var s Service
	var extra []byte
	for _, m := range all {
		switch m.name {
		case "type":
		case "name":
			s.Name = f.text(m)
		case "repo":
			s.Repo = f.text(m)
		case "paths":
			s.Paths = f.texts(m)
		case "owner":
			s.Owner = f.text(m)
		case "since":
			s.Since = f.time(m)
		case "annotations":
			s.Annotations = f.pairs(m)
		default:
			extra = keepField(extra, m)
		}
	}
	if f.err != nil {
		return f.err
	}
	return h.keepExtra("service", s.Name, extra, h.AddService(s))
}

func (h *History) readGroup(f *fields, all []member) error {
	var g Group
	var extra []byte
	for _, m := range all {
		switch m.name {
		case "type":
		case "name":
			g.Name = f.text(m)
		case "parent":
			g.Parent = f.text(m)
		default:
			extra = keepField(extra, m)
		}
	}
	if f.err != nil {
		return f.err
	}
	return h.keepExtra("group", g.Name, extra, h.AddGroup(g))
}

func (h *History) readCommit(f *fields, all []member) error {
	var c Change
	var extra []byte
	for _, m := range all {
		switch m.name {
		case "type":
		case "repo":
			c.Repo = f.text(m)
		case "sha":
			c.SHA = f.text(m)
		case "parents":
			c.Parents = f.texts(m)
		case "authored_at":
			c.Authored = f.time(m)
		case "committed_at":
			c.Committed = f.time(m)
		case "first_authored_at":
			c.FirstAuthored = f.time(m)
		case "author":
			c.Author = f.text(m)
		case "paths":
			c.Paths = f.texts(m)
		case "bot":
			c.Bot = f.flag(m)
		case "cherry_picked_from":
			c.PickedFrom = f.text(m)
		case "reverts":
			c.Reverts = f.text(m)
		default:
			extra = keepField(extra, m)
		}
	}
	if f.err != nil {
		return f.err
	}
	return h.keepExtra("commit", c.Repo+"\x00"+c.SHA, extra, h.AddChange(c))
}

func (h *History) readDeployment(f *fields, all []member) error {
	var d Deployment
	var extra []byte
	for _, m := range all {
		switch m.name {
		case "type":
		case "service":
			d.Service = f.text(m)
		case "id":
			d.ID = f.text(m)
		case "environment":
			d.Environment = f.text(m)
		case "sha":
			d.SHA = f.text(m)
		case "config":
			d.Config = f.text(m)
		case "created_at":
			d.Created = f.time(m)
		case "finished_at":
			d.Finished = f.time(m)
		case "status":
			d.Status = Status(f.text(m))
		case "statuses":
			d.Statuses = f.statuses(m)
		case "kind":
			d.Kind = Kind(f.text(m))
		case "rework":
			d.Rework = f.flag(m)
		case "url":
			d.URL = f.text(m)
		default:
			extra = keepField(extra, m)
		}
	}
	if f.err != nil {
		return f.err
	}
	return h.keepExtra("deployment", d.Service+"\x00"+d.ID, extra, h.AddDeployment(d))
}

func (h *History) readIncident(f *fields, all []member) error {
	var i Incident
	var extra []byte
	for _, m := range all {
		switch m.name {
		case "type":
		case "id":
			i.ID = f.text(m)
		case "service":
			if name := f.text(m); name != "" {
				i.Services = append(i.Services, name)
			}
		case "services":
			i.Services = append(i.Services, f.texts(m)...)
		case "environment":
			i.Environment = f.text(m)
		case "opened_at":
			i.Opened = f.time(m)
		case "started_at":
			i.Started = f.time(m)
		case "resolved_at":
			i.Resolved = f.time(m)
		case "deployments":
			i.Deployments = f.texts(m)
		case "sha":
			i.SHA = f.text(m)
		case "caused_by_change":
			if !isNull(m) {
				caused := f.flag(m)
				i.CausedByChange = &caused
			}
		case "merged_into":
			i.MergedInto = f.text(m)
		case "severity":
			i.Severity = f.text(m)
		case "url":
			i.URL = f.text(m)
		case "actor":
			i.Actor = f.text(m)
		default:
			extra = keepField(extra, m)
		}
	}
	if f.err != nil {
		return f.err
	}
	return h.keepExtra("incident", i.ID, extra, h.AddIncident(i))
}

// keepField adds a member that is not ours as it stood.
func keepField(extra []byte, m member) []byte {
	extra = append(extra, ',')
	extra = appendText(extra, m.name)
	extra = append(extra, ':')
	return append(extra, m.value...)
}

// keepExtra keeps the members of a record that are not ours, or forgets those
// of the record before it.
func (h *History) keepExtra(kind, id string, extra []byte, err error) error {
	if err != nil {
		return wrong(0, "%w", err)
	}
	if len(extra) == 0 && len(h.extras) == 0 {
		return nil
	}
	key := kind + "\x00" + id
	if len(extra) == 0 {
		delete(h.extras, key)
		return nil
	}
	if h.extras == nil {
		h.extras = map[string]string{}
	}
	h.extras[key] = string(extra)
	return nil
}
