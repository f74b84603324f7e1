#!/bin/sh
# Grants memberships in a file of groups like that of Unix, a line each: name:password:number:member,member.
# It is asked by variables and answers in JSON. GROUP_FILE names the file.
set -eu
: "${GROUP_FILE:?is not set}"

# lists prints whether the person is in each of the groups, as JSON. Nobody is guessed: who has no id has nothing.
lists() {
	awk -F: '
		BEGIN { id = ENVIRON["ONBOARDING_ID"] }
		{
			n = split($4, members, ",")
			for (i = 1; i <= n; i++)
				if (id != "" && members[i] == id) {
					printf "%s{\"kind\":\"group\",\"object\":\"%s\"}", (found++ ? "," : "{\"held\":["), $1
				}
		}
		END { print (found ? "]}" : "{}") }
	' "$GROUP_FILE"
}

# writes puts the person into the group, or takes them out: written aside, then renamed.
writes() {
	awk -F: '$1 == ENVIRON["ONBOARDING_OBJECT"] { found = 1 } END { exit !found }' "$GROUP_FILE" || {
		echo "there is no group $ONBOARDING_OBJECT" >&2
		exit 66
	}
	awk -F: -v OFS=: '
		$1 == ENVIRON["ONBOARDING_OBJECT"] {
			n = split($4, members, ",")
			list = ""
			for (i = 1; i <= n; i++)
				if (members[i] != ENVIRON["ONBOARDING_ID"])
					list = list (list == "" ? "" : ",") members[i]
			if (ENVIRON["ONBOARDING_DO"] == "give")
				list = list (list == "" ? "" : ",") ENVIRON["ONBOARDING_ID"]
			$4 = list
		}
		{ print }
	' "$GROUP_FILE" >"$GROUP_FILE.new"
	mv "$GROUP_FILE.new" "$GROUP_FILE"
}

case $ONBOARDING_DO in
observe)
	lists
	;;
give | take)
	tries=0
	until mkdir "$GROUP_FILE.lock" 2>/dev/null; do
		tries=$((tries + 1))
		[ "$tries" -lt 100 ] || {
			echo "somebody else is writing" >&2
			exit 75
		}
		sleep 0.05
	done
	trap 'rmdir "$GROUP_FILE.lock"' EXIT
	writes
	;;
*)
	exit 64
	;;
esac
