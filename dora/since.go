package dora

// Changes say how figures moved since an earlier window of equal length.
type Changes struct {
	Frequency   Move `json:"deployments"`
	LeadTime    Move `json:"lead_time"`
	FailureRate Move `json:"change_failure"`
	Restore     Move `json:"restore"`
	Recovery    Move `json:"recovery"`
	Rework      Move `json:"rework"`
}

// Move is how a figure moved: by how much, in its own unit, and to what part
// of what it was, so that 0.5 is half. It is not known where one of both was
// not, the ratio not of 0 either.
type Move struct {
	Difference Figure `json:"difference"`
	Ratio      Figure `json:"ratio"`
}

// Since returns how the figures moved since before, those of the window
// before for [Window.Before]: deployments a day, the medians of lead time,
// restore and recovery, the rates of failure and rework.
func (m *Metrics) Since(before *Metrics) Changes {
	return Changes{
		Frequency:   move(m.Deployments.PerDay, before.Deployments.PerDay),
		LeadTime:    move(m.LeadTime.P50, before.LeadTime.P50),
		FailureRate: move(m.ChangeFailure.Rate, before.ChangeFailure.Rate),
		Restore:     move(m.Restore.P50, before.Restore.P50),
		Recovery:    move(m.Recovery.P50, before.Recovery.P50),
		Rework:      move(m.Rework.Rate, before.Rework.Rate),
	}
}

func move(now, before Figure) Move {
	if !now.Known || !before.Known {
		return Move{}
	}
	out := Move{Difference: known(now.Value - before.Value)}
	if before.Value != 0 {
		out.Ratio = known(now.Value / before.Value)
	}
	return out
}
