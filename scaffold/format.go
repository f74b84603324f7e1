package scaffold

import (
	"net/netip"
	"strings"
	"time"
)

// isFormat tells whether s has a format. Unknown formats allow everything.
func isFormat(format, s string) bool {
	switch format {
	case "email":
		return isEmail(s)
	case "uri":
		return isURI(s)
	case "date":
		return isDate(s)
	case "time":
		return isTime(s)
	case "date-time":
		return isDateTime(s)
	case "ipv4", "ip-address":
		a, err := netip.ParseAddr(s)
		return err == nil && a.Is4()
	case "ipv6":
		a, err := netip.ParseAddr(s)
		return err == nil && a.Is6() && a.Zone() == ""
	case "hostname", "host-name":
		return isHostname(s)
	case "regex":
		return isPattern(s)
	case "alpha":
		return s != "" && strings.Trim(s, letters) == ""
	case "alphanumeric":
		return s != "" && strings.Trim(s, letters+digits) == ""
	}
	return true
}

const (
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits  = "0123456789"
)

// isDate takes any day up to 31 and month up to 12, 00 included, as the library does that Backstage has.
func isDate(s string) bool {
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' || strings.Trim(s[:4], digits) != "" {
		return false
	}
	return within(s[5:7], "00", "12") && within(s[8:], "01", "31")
}

// within compares two digits.
func within(s, low, high string) bool {
	return len(s) == 2 && strings.Trim(s, digits) == "" && low <= s && s <= high
}

func isTime(s string) bool {
	return len(s) == len("15:04:05") && s[2] == ':' && s[5] == ':' &&
		within(s[:2], "00", "24") && within(s[3:5], "00", "59") && within(s[6:], "00", "60")
}

func isDateTime(s string) bool {
	const date, clock = len("2006-01-02"), len("2006-01-02T15:04:05")
	if len(s) <= clock || !strings.Contains("tT ", s[date:date+1]) || !isDate(s[:date]) || !isTime(s[date+1:clock]) {
		return false
	}
	zone := s[clock:]
	if zone[0] == '.' {
		rest := strings.TrimLeft(zone[1:], digits)
		if len(rest) == len(zone)-1 {
			return false
		}
		zone = rest
	}
	if zone == "z" || zone == "Z" {
		return true
	}
	_, err := time.Parse("-07:00", zone)
	return err == nil
}

// isEmail wants one @ with a local part of no spaces and quotes before it, and a host name behind.
func isEmail(s string) bool {
	local, host, ok := strings.Cut(s, "@")
	return ok && local != "" && !strings.ContainsAny(local, " \t\r\n\"(),:;<>[\\]") && !strings.HasPrefix(local, ".") &&
		!strings.HasSuffix(local, ".") && !strings.Contains(local, "..") && isHostname(host)
}

// isURI wants a scheme, and no spaces or characters that must be escaped.
func isURI(s string) bool {
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || scheme == "" || strings.Trim(scheme, letters+digits+"+.-") != "" || !strings.Contains(letters, scheme[:1]) {
		return false
	}
	for _, r := range rest {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune("\"<>\\^`{|}", r) {
			return false
		}
	}
	return true
}

func isHostname(s string) bool {
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' || strings.Trim(label, letters+digits+"-") != "" {
			return false
		}
	}
	return len(s) <= 255
}
