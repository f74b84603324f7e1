package dora

// outcome is a state in one byte.
type outcome uint8

const (
	unfinished outcome = iota
	success
	failure
	failed // "error"
	inactive
)

// outcomeOf returns the outcome that a state stands for; own is false for a
// word that has no byte of its own.
func outcomeOf(s Status) (o outcome, own bool) {
	switch s {
	case Success:
		return success, true
	case Failure:
		return failure, true
	case Error:
		return failed, true
	case Inactive:
		return inactive, true
	}
	return unfinished, s == ""
}

func (o outcome) word() Status {
	return [...]Status{unfinished: "", success: Success, failure: Failure, failed: Error, inactive: Inactive}[o]
}

// kindNo is a kind in one byte.
type kindNo uint8

const (
	plainKind kindNo = iota
	rollback
	hotfix
	release
)

func kindOf(k Kind) (no kindNo, own bool) {
	switch k {
	case Rollback:
		return rollback, true
	case Hotfix:
		return hotfix, true
	case Release:
		return release, true
	}
	return plainKind, k == ""
}

func (k kindNo) word() Kind {
	return [...]Kind{plainKind: "", rollback: Rollback, hotfix: Hotfix, release: Release}[k]
}

// verdict is what became of an attempt, by what was known at a moment.
type verdict struct {
	at      int64
	success bool
}

// judge says how an attempt ended and when, by what happened before to; false
// means that it had not ended.
func (h *History) judge(r *row, to int64) (verdict, bool) {
	if r.side > 0 && len(h.sides[r.side-1].statuses) > 0 {
		return judgeHistory(h.sides[r.side-1].statuses, to)
	}
	at := r.finished
	if at == never {
		at = r.created
	}
	if at == never || at >= to || r.status == unfinished {
		return verdict{}, false
	}
	return verdict{at, r.status == success || r.status == inactive}, true
}

// judgeHistory takes the first success, whatever followed it: a later
// "inactive" means that the deployment was replaced, not that it failed.
func judgeHistory(statuses []StatusAt, to int64) (verdict, bool) {
	best, ended := verdict{at: never}, false
	for _, s := range statuses {
		at := micros(s.At)
		if at == never || at >= to {
			continue
		}
		switch o, _ := outcomeOf(s.State); o {
		case success:
			if !best.success || at < best.at {
				best = verdict{at, true}
			}
			ended = true
		case failure, failed:
			if !best.success && at > best.at {
				best.at = at
			}
			ended = true
		}
	}
	return best, ended
}
