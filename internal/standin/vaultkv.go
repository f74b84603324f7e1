package standin

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// latest returns a version by number, the current one for 0; nil when it is not there to be read.
func (s *vaultSecret) latest(number int) *vaultVersion {
	if number == 0 {
		number = len(s.versions)
	}
	if number < 1 || number > len(s.versions) || s.versions[number-1].data == nil || s.versions[number-1].Deleted != "" {
		return nil
	}
	return s.versions[number-1]
}

func (v *Vault) read(r *http.Request, _ []byte) vaultAnswer {
	s := v.secrets[r.PathValue("path")]
	if s == nil {
		return absent()
	}
	number, err := strconv.Atoi(r.URL.Query().Get("version"))
	if err != nil {
		number = 0
	}
	version := s.latest(number)
	if version == nil {
		return absent()
	}
	return vaultAnswer{data: object{"data": version.data, "metadata": version}}
}

// write adds a version, if the current one is that which the request expects.
func (v *Vault) write(r *http.Request, body []byte) vaultAnswer {
	in, refused := vaultBody(body)
	if refused.status != 0 {
		return refused
	}
	s := v.secrets[r.PathValue("path")]
	if s == nil {
		s = &vaultSecret{}
	}
	if in.Options.CAS != len(s.versions) {
		return vaultAnswer{status: http.StatusBadRequest, message: "check-and-set parameter did not match the current version"}
	}
	v.secrets[r.PathValue("path")] = s
	s.versions = append(s.versions, &vaultVersion{Created: time.Now(), data: in.Data})
	return vaultAnswer{data: object{"version": len(s.versions), "created_time": time.Now(), "deletion_time": ""}}
}

func (v *Vault) metadata(r *http.Request, _ []byte) vaultAnswer {
	path := r.PathValue("path")
	if r.URL.Query().Has("list") {
		return v.list(strings.TrimSuffix(path, "/"))
	}
	s := v.secrets[path]
	if s == nil {
		return absent()
	}
	versions := object{}
	for i, version := range s.versions {
		versions[strconv.Itoa(i+1)] = version
	}
	return vaultAnswer{data: object{
		"current_version": len(s.versions), "oldest_version": min(1, len(s.versions)), "versions": versions, "custom_metadata": s.custom,
		"cas_required": false, "max_versions": 0, "delete_version_after": "0s",
	}}
}

// list lists the names in a folder; those of folders end in a slash.
func (v *Vault) list(folder string) vaultAnswer {
	names := map[string]bool{}
	for path := range v.secrets {
		rest, within := strings.CutPrefix("/"+path, strings.TrimSuffix("/"+folder, "/")+"/")
		if name, _, deeper := strings.Cut(rest, "/"); deeper && within {
			names[name+"/"] = true
		} else if within {
			names[name] = true
		}
	}
	return namesOf(names)
}

func (v *Vault) stamp(r *http.Request, body []byte) vaultAnswer {
	in, refused := vaultBody(body)
	if refused.status != 0 {
		return refused
	}
	s := v.secrets[r.PathValue("path")]
	if s == nil {
		s = &vaultSecret{}
		v.secrets[r.PathValue("path")] = s
	}
	if in.Custom != nil {
		s.custom = in.Custom
	}
	return vaultAnswer{}
}

func (v *Vault) forget(r *http.Request, _ []byte) vaultAnswer {
	delete(v.secrets, r.PathValue("path"))
	return vaultAnswer{}
}

// change deletes, undeletes or destroys versions.
func (v *Vault) change(r *http.Request, body []byte) vaultAnswer {
	in, refused := vaultBody(body)
	s := v.secrets[r.PathValue("path")]
	if refused.status != 0 || s == nil {
		return refused
	}
	for _, number := range in.Versions {
		if number < 1 || number > len(s.versions) {
			continue
		}
		switch version := s.versions[number-1]; r.PathValue("change") {
		case "delete":
			version.Deleted = time.Now().Format(time.RFC3339Nano)
		case "undelete":
			version.Deleted = ""
		case "destroy":
			version.Destroyed, version.data = true, nil
		}
	}
	return vaultAnswer{}
}
