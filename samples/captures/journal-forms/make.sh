#!/bin/bash
# make.sh MESSAGES.rfc5424 FOLDER [JOURNAL]: the same stream as journalctl prints it, from a real journal file,
# which is kept where JOURNAL names it.
# Needs systemd-journal-remote and journalctl: apt-get install systemd-journal-remote
set -eu
export LC_ALL=C TZ=UTC
here=$(cd "$(dirname "$0")" && pwd)
remote=$(command -v systemd-journal-remote || ls /usr/lib/systemd/systemd-journal-remote /lib/systemd/systemd-journal-remote 2> /dev/null | head -n 1)
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
journal=${3:-$work/system.journal}
python3 "$here/to-export.py" < "$1" > "$work/export"
"$remote" --output="$journal" "$work/export" 2> /dev/null
for form in json short short-iso export json-pretty json-sse; do
  journalctl --file "$journal" --no-pager --quiet -o $form > "$2/journal.$form"
done
