"""Finished Reports written by hand after real captures: what the renderers are tried on."""

from __future__ import annotations

from typing import Any

from logdiag.report.values import (
    Bar,
    Check,
    Claim,
    Count,
    Document,
    Entity,
    Evidence,
    Explains,
    Finding,
    Hole,
    Incident,
    Instance,
    Launches,
    Limit,
    NotRun,
    Outcome,
    Part,
    Picture,
    Report,
    Rival,
    Source,
    Stage,
    Story,
    Table,
    UnreadLine,
    Verdict,
    names_of,
)

_STORY = "Dec 14 23:29:56 euca4 "
_FIRST = Evidence("messages", 1, f"{_STORY}dhcpd: No subnet declaration for vnet68 (no IPv4 addresses).")
_LAST = Evidence("messages", 8, f"{_STORY}dhcpd: No subnet declaration for vnet67 (no IPv4 addresses).")
_DROP = Evidence(
    "messages",
    15,
    f"{_STORY}rsyslogd-2177: imuxsock begins to drop messages from pid 23662 due to rate-limiting",
)
_STORY_HOLE = Hole(
    kind="rate_limit",
    host="euca4",
    program="dhcpd",
    pid="23662",
    pid_inferred=True,
    from_="2014-12-14T23:29:56+09:00",
    to=None,
    lost=None,
    accounted=False,
    text="from 23:29:56 to the end of the log; dhcpd by timing (it logs no pid); lost: not told.",
    evidence=(_DROP,),
)
_NO_SUBNET = Finding(
    id="dhcpd-no-subnet@euca4",
    fingerprint="dhcpd-no-subnet",
    rule="dhcpd-no-subnet",
    severity="info",
    role="noise",
    status="unknown",
    title="dhcpd names interfaces that have no subnet",
    host="euca4",
    entities=(Entity("interface", "vnet67", 1), Entity("interface", "vnet68", 1)),
    entity_count=2,
    count=2,
    at_least=True,
    parts=(),
    first="2014-12-14T23:29:56+09:00",
    last="2014-12-14T23:29:56+09:00",
    evidence=(_FIRST, _LAST),
)

STORY = Report(
    version="0.1.0",
    rules_hash="a1b2c3d4",
    options={"year": 2014},
    verdict=Verdict(
        text="106 of 200 instances did not start on euca4. They stopped before a machine was made "
        "for them.",
        doubt="LIKELY; nc.log would prove it. What held them up: NOT KNOWN, it is not in these 7 files.",
        confidence="likely",
        status="unknown",
        incident="launch-stops@euca4",
        brief=(
            "euca4: 106 of 200 instances did not start; stopped before a machine was made. LIKELY.",
            "Why not known (nc.log missing).",
        ),
    ),
    launches=Launches(
        requested=200,
        running=94,
        pending=106,
        failed=0,
        unexplained=106,
        stages=(
            Stage("requested", 200, "exact", "instances.txt"),
            Stage("plugged", 94, "reckoned", "2 named, the rest reckoned"),
            Stage("addressed", None, "unknown", "94 could be: host entries"),
        ),
        counts=(
            Count("host entries", 94, "exact", independent=False, why="euca-dhcp.conf"),
            Count("taps", 94, "reckoned", independent=True, why="list cut at vnet67", evidence=(_LAST,)),
        ),
        limits=(Limit("m1.small slots", 256, "spare", "256 of 256 were free"),),
        instances=(
            Instance(
                "i-7C4F3DF4", "pending", "requested", "euca4", None, None, None, None, "no machine seen"
            ),
            Instance("i-0A1B2C3D", "running", "usable", "euca4", "d0:0d:0a:1b:2c:3d", None, None, None, ""),
        ),
        total=200,
    ),
    incidents=(
        Incident(
            id="launch-stops@euca4",
            fingerprint="launch-stops-before-plugged:nc",
            title="106 instances stopped before a machine was made for them",
            category="unknown",
            stage="plugged",
            severity="error",
            confidence="likely",
            status="unknown",
            hosts=("euca4",),
            first="2014-12-14T23:29:56+09:00",
            last="2014-12-14T23:29:56+09:00",
            at_least=False,
            causes=(),
            symptoms=("dhcpd-no-subnet@euca4",),
            explains=Explains(),
            supports=(
                Claim("None of the 106 has a host entry in euca-dhcp.conf, all 94 that run have one."),
                Claim(
                    '"pending" ends before DHCP begins: Eucalyptus shows a machine without a lease as '
                    '"running". So the missing entries are a result of what stopped them, not the cause.'
                ),
                Claim(
                    "About 94 taps were up at 23:29:56: dhcpd names them newest first, rsyslog cut it off "
                    "at "
                    "vnet67 after 200 lines of 7 a tap, so the list began near vnet93. (*)",
                    (_LAST, _DROP),
                ),
            ),
            against=(
                Claim("94 entries and 94 running are one fact seen twice: both follow the node's report."),
            ),
            rivals=(
                Rival(
                    "still copying images, or stuck at it: a node copies 4 at a time (CONCURRENT_DISK_OPS)",
                    "nc.log",
                ),
                Rival(
                    "memory: 9779 MB free is 104 MB a machine for 94; a 32 MB guest with its qemu may "
                    "cost that",
                    "nc.log",
                ),
                Rival(
                    "the machines exist, and the node or the controller lost sight of them", "virsh list"
                ),
                Rival(
                    "euca-dhcp.conf was cut short while written: unlikely, that would not keep them "
                    "pending",
                    "virsh list",
                ),
            ),
            why_beyond="not known",
            checks=(
                Check(
                    "virsh -r list | grep -c running",
                    (
                        Outcome("94", "never made, go to the next line"),
                        Outcome("about 200", "they exist, suspect 3"),
                    ),
                    "euca4",
                ),
                Check(
                    "grep -E ' (ERROR|FATAL) ' /var/log/eucalyptus/nc.log | tail -20",
                    (Outcome("", "names what stopped them: image, memory, disk, libvirt"),),
                    "euca4",
                ),
                Check(
                    "watch -n 60 'virsh -r list | grep -c running'",
                    (Outcome("rising", "slow, wait"), Outcome("stays 94", "stuck")),
                    "euca4",
                ),
            ),
            rivals_title="WHAT MAY HAVE HELD THEM (none shown, none excluded)",
            footnote="(*) takes rsyslog's default limit, and tap numbers from 0 without gaps.",
        ),
    ),
    findings=(_NO_SUBNET,),
    coverage=(_STORY_HOLE,),
    coverage_total=1,
    sources=(
        Source(
            "messages",
            "rfc3164",
            15,
            0,
            "2014-12-14T23:29:56+09:00",
            "2014-12-14T23:29:56+09:00",
            ("year:instances.txt", "zone:instances.txt"),
        ),
    ),
    documents=(
        Document("euca-dhcp.conf", "dhcpd.conf", {"hosts": 94}),
        Document("instances.txt", "euca-describe-instances", {"instances": 200, "running": 94}),
        Document("zones.txt", "euca-describe-availability-zones", {"m1.small free": 256}),
        Document("free.txt", "free", {"free MB": 9779}),
        Document("df.txt", "df", {"free GB": 59}),
        Document("cpuinfo.txt", "cpuinfo", {"cores": 2}),
    ),
    unread=(),
    unread_total=0,
    not_run=(NotRun("nova-no-valid-host", "no scheduler log"),),
    picture=Picture(
        bars=(
            Bar("requested", "200", 200, "instances.txt"),
            Bar("scheduled, prepared, defined", "?", None, "no cc.log, no nc.log"),
            Bar("plugged", "about 94", 94, "2 named, the rest reckoned (*)"),
            Bar("addressed", "?", None, "94 could be: host entries"),
            Bar("running", "94", 94, "106 pending, 0 failed"),
        )
    ),
    normal=('"No subnet declaration for vnet.." is printed for every tap at every dhcpd start.',),
    footer=("Year 2014, zone +09:00: launch times in instances.txt.",),
)

EXCERPT = Report(
    version="0.1.0",
    rules_hash="a1b2c3d4",
    options={},
    verdict=Verdict(
        text="A launch problem on euca4 is POSSIBLE, not shown: the 15 lines stop before the telling one.",
        doubt="dhcpd restarted at 23:29:56. Did it serve, did anyone ask, did anyone wait: NOT KNOWN.",
        confidence="possible",
        status="unknown",
        incident="dhcpd-cut@euca4",
    ),
    launches=Launches(),
    incidents=(
        Incident(
            id="dhcpd-cut@euca4",
            fingerprint="log-cut-before-telling:dhcpd",
            title="the log was cut before dhcpd said whether it serves",
            category="logging",
            stage="addressed",
            severity="warning",
            confidence="possible",
            status="unknown",
            hosts=("euca4",),
            first="2014-12-14T23:29:56",
            last="2014-12-14T23:29:56",
            at_least=True,
            causes=(),
            symptoms=(),
            explains=Explains(),
            supports=(
                Claim("At least 2 machines had their tap on euca4: vnet68 and vnet67.", (_FIRST, _LAST)),
                Claim(
                    "About 94 had one (reckoned): taps are named newest first, 7 lines each, and rsyslog "
                    "cuts "
                    "after 200 lines, so a list cut at vnet67 began near vnet93. Takes the default limit "
                    "and "
                    "no gaps.",
                    note="So if you asked for clearly more than 94, the others had no machine yet. "
                    "Look there first.",
                ),
                Claim(
                    '"No subnet declaration" itself is normal: it comes for every tap at every dhcpd start.'
                ),
            ),
            against=(
                Claim(
                    "whether dhcpd served. The line that tells comes after the list, and was dropped: "
                    '"Listening on LPF/br0/.." or "Not configured to listen on any interfaces!"',
                    (_DROP,),
                    "(pid 23662 is dhcpd by timing: the list stops in mid-block. dhcpd logs no pid.)",
                ),
                Claim("how many lines were lost. Nothing after 23:29:56 can be counted, or missed."),
            ),
            rivals=(),
            why_beyond="not known",
            checks=(
                Check(
                    "pgrep -lf dhcpd; grep -c ^host /var/run/eucalyptus/net/euca-dhcp.conf",
                    (
                        Outcome("no process", "DHCP is down for all"),
                        Outcome("n", "at most n instances can get an address"),
                    ),
                    "euca4",
                ),
                Check(
                    "virsh -r list | grep -c running",
                    (
                        Outcome(
                            "fewer than asked for",
                            "they stopped before DHCP, read /var/log/eucalyptus/nc.log",
                        ),
                    ),
                    "euca4",
                ),
                Check(
                    "euca-describe-instances > instances.txt; logdiag scan messages instances.txt "
                    "/var/run/eucalyptus/net/euca-dhcp.conf",
                    (Outcome("", "turns this page into an answer"),),
                    "euca4",
                ),
            ),
            fix=(
                "$SystemLogRateLimitInterval 0 in /etc/rsyslog.conf, restart rsyslog: keeps the next "
                "log whole",
            ),
            supports_title="WHAT THE LINES SAY",
            against_title="WHAT THEY CANNOT SAY",
        ),
    ),
    findings=(_NO_SUBNET,),
    coverage=(),
    coverage_total=0,
    sources=(Source("messages", "rfc3164", 15, 0, "2014-12-14T23:29:56", "2014-12-14T23:29:56"),),
    documents=(),
    unread=(),
    unread_total=0,
    not_run=(NotRun("dhcpd-no-host-entry", "needs dhcpd.conf"),),
    footer=("No year, no zone in it (--year, --tz).", "No launch data."),
)

_FLOOD = "Nov 22 06:01:"
_REFUSED = Evidence(
    "messages",
    405,
    f"{_FLOOD}41 nc01 dhcpd[24859]: DHCPDISCOVER from d0:0d:cc:3b:22:f8 via br0: network "
    "euca: no free leases",
)
_SERVED = Evidence(
    "messages",
    215,
    f"{_FLOOD}35 nc01 dhcpd[24859]: DHCPACK on 172.31.0.15 to d0:0d:85:1a:7a:b9 via br0",
)

BRIDGE_LIMIT = Report(
    version="0.1.0",
    rules_hash="a1b2c3d4",
    options={},
    verdict=Verdict(
        text="dhcpd on nc01 refuses an address to at least 75 instances: they have no host entry.",
        doubt="CONFIRMED that it refuses them. LIKELY 106 in all. Why the entries are missing: NOT KNOWN.",
        confidence="likely",
        status="ongoing",
        incident="dhcp-no-entry@nc01",
    ),
    launches=Launches(
        counts=(Count("host entries", 94, "exact", independent=False),),
        instances=(
            Instance(
                "i-cc3b22f8",
                "unknown",
                "plugged",
                "nc01",
                "d0:0d:cc:3b:22:f8",
                None,
                None,
                "dhcp-no-entry@nc01",
                "refused, no host entry",
            ),
        ),
        total=125,
    ),
    incidents=(
        Incident(
            id="dhcp-no-entry@nc01",
            fingerprint="dhcp.config:no-host-entry",
            title="dhcpd refuses at least 75 instances that have no host entry",
            category="dhcp.config",
            stage="addressed",
            severity="error",
            confidence="likely",
            status="ongoing",
            hosts=("nc01",),
            first="2026-11-22T06:01:41",
            last="2026-11-22T06:01:46",
            at_least=True,
            causes=("dhcpd-no-free-leases@nc01",),
            symptoms=(),
            explains=Explains(75, ("i-cc3b22f8", "i-000fa688")),
            supports=(
                Claim(
                    "All 75 refused lack an entry, all 50 served have one. No exception either way.",
                    (_REFUSED, _SERVED),
                    "i-cc3b22f8 is not in euca-dhcp.conf, i-851a7ab9 is (euca-dhcp.conf:41)",
                ),
                Claim(
                    "No pool ran dry: network euca has no range, only host entries.",
                    (Evidence("euca-dhcp.conf", 6, "shared-network euca {"),),
                ),
                Claim(
                    "200 taps against 94 entries leave 106 without: vnet199 is named first, and 1215 lost "
                    "lines are just the 173 taps not named (7 lines each) and 4 closing lines."
                ),
            ),
            against=(
                Claim(
                    "Requests are broadcast: were these machines served by another node, nc01 would refuse "
                    "them too, and rightly. The 200 taps here speak for nc01's own; the third command "
                    "settles it."
                ),
            ),
            rivals=(),
            why_beyond="not known",
            checks=(
                Check(
                    "F=/run/eucalyptus/net/euca-dhcp.conf; grep -c ^host $F; stat -c %y $F",
                    (
                        Outcome("about 200", "it caught up, the next try gets an address"),
                        Outcome("still 94", "next line"),
                    ),
                    "nc01",
                ),
                Check(
                    "grep -E ' (ERROR|WARN) ' /var/log/eucalyptus/eucanetd.log | tail -20",
                    (
                        Outcome(
                            "",
                            'says why entries are not written ("unable to generate", "could not fetch", '
                            '"cannot open")',
                        ),
                    ),
                    "nc01",
                ),
                Check(
                    "virsh -r domiflist i-cc3b22f8",
                    (
                        Outcome("an interface", "nc01's own, the above holds"),
                        Outcome("no such domain", "ask the node that has it"),
                    ),
                    "nc01",
                ),
            ),
            since="06:01:41, still so at 06:01:46 where the log ends. No lease to any of them later.",
            who="i-000fa688 i-02ccc2f4 i-09f8a710 i-0a4ff6c9 i-0b2d2d8b and 70 more (--format csv)",
        ),
    ),
    findings=(
        Finding(
            id="dhcpd-no-free-leases@nc01",
            fingerprint="dhcpd-no-free-leases",
            rule="dhcpd-no-free-leases",
            severity="error",
            role="cause",
            status="ongoing",
            title="dhcpd has no address for clients that ask",
            host="nc01",
            entities=(Entity("mac", "d0:0d:cc:3b:22:f8", 2),),
            entity_count=75,
            count=112,
            at_least=True,
            parts=(Part("has no host entry", 75),),
            first="2026-11-22T06:01:41",
            last="2026-11-22T06:01:46",
            evidence=(_REFUSED,),
        ),
    ),
    coverage=(
        Hole(
            "rate_limit",
            "nc01",
            "dhcpd",
            "24859",
            pid_inferred=False,
            from_="2026-11-22T06:01:28",
            to="2026-11-22T06:01:35",
            lost=1215,
            accounted=True,
            text="06:01:28-35, 1215 lines: all accounted for by the start-up list, nothing else is "
            "missing.",
        ),
        Hole(
            "rate_limit",
            "nc01",
            "dhcpd",
            "24859",
            pid_inferred=False,
            from_="2026-11-22T06:01:35",
            to="2026-11-22T06:01:41",
            lost=263,
            accounted=False,
            text="06:01:35-41, 263 lines: here up to 31 more refusals and 44 leases may be hidden.",
        ),
    ),
    coverage_total=2,
    sources=(
        Source(
            "messages", "rfc3164", 530, 0, "2026-11-22T06:01:28", "2026-11-22T06:01:46", ("year:mtime",)
        ),
    ),
    documents=(Document("euca-dhcp.conf", "dhcpd.conf", {"hosts": 94}),),
    unread=(),
    unread_total=0,
    not_run=(),
    picture=Picture(
        table=Table(
            ("", "has a host entry", "has none"),
            (
                ("got an address", "50", "0"),
                ('refused, "no free leases"', "0", "75"),
                ("not seen, the log has holes", "44", "?"),
            ),
            "euca-dhcp.conf: 94 entries",
        ),
        strip="06:01:28 |=//////////////==//////////==========| 06:01:46  / = lost: 1215, 263",
    ),
    normal=('27 x "No subnet declaration for vnet..": printed at every dhcpd start.',),
    footer=(
        "No instance list: number asked for not known.",
        "Year 2026: file date.",
        "Zone: not in the log.",
    ),
)

HEALTHY = Report(
    version="0.1.0",
    rules_hash="a1b2c3d4",
    options={},
    verdict=Verdict(
        text="No failed launch on nc01 between 07:07:51 and 07:07:59. Nothing to do.",
        doubt="As far as 1 log and 1 config can show: DHCP seen whole, no holes.",
        confidence="none",
        status="none",
        incident=None,
    ),
    launches=Launches(failed=0),
    incidents=(),
    findings=(),
    coverage=(),
    coverage_total=0,
    sources=(Source("messages", "rfc3164", 2216, 0, "2026-11-22T07:07:51", "2026-11-22T07:07:59"),),
    documents=(Document("euca-dhcp.conf", "dhcpd.conf", {"hosts": 200}),),
    unread=(),
    unread_total=0,
    not_run=(
        NotRun("libvirt-domain-failed", "no libvirtd.log"),
        NotRun("nova-no-valid-host", "no nova log"),
    ),
    picture=Picture(
        facts=("asked for an address 200", "got one 200", "refused 0", "waiting 0", "slowest under 1 s")
    ),
    normal=('200 x "No subnet declaration for vnet..", printed at every dhcpd start.',),
    not_seen=("the stages before DHCP (no nc.log, libvirtd.log) and whether the guests booted.",),
    footer=("Year 2026: file date.",),
)

_NOT_LISTENING = Evidence(
    "messages", 1414, "Nov 22 06:00:15 nc01 dhcpd[24057]: Not configured to listen on any interfaces!"
)

NO_BRIDGE = Report(
    version="0.1.0",
    rules_hash="a1b2c3d4",
    options={},
    verdict=Verdict(
        text="dhcpd on nc01 serves nobody: it found no interface to listen on and exited at 06:00:15.",
        doubt="CONFIRMED by its own last words. Every machine on nc01 is hit: 200 taps were up.",
        confidence="confirmed",
        status="unknown",
        incident="dhcpd-not-listening@nc01",
    ),
    launches=Launches(stages=(Stage("plugged", 200, "exact", ""), Stage("addressed", 0, "exact", ""))),
    incidents=(
        Incident(
            id="dhcpd-not-listening@nc01",
            fingerprint="dhcpd-not-listening",
            title="dhcpd found no interface to listen on and exited",
            category="dhcp.server",
            stage="addressed",
            severity="error",
            confidence="confirmed",
            status="unknown",
            hosts=("nc01",),
            first="2026-11-22T06:00:15",
            last="2026-11-22T06:00:15",
            at_least=False,
            causes=("dhcpd-not-listening@nc01",),
            symptoms=("dhcpd-no-subnet@nc01",),
            explains=Explains(),
            supports=(
                Claim(
                    "dhcpd said so and exited. The log ends in that second: started again since? NOT "
                    "KNOWN.",
                    (_NOT_LISTENING,),
                ),
                Claim(
                    "It serves 172.31.0.0/16 (euca-dhcp.conf:7), but no interface with such an address was "
                    "up: it names vnet0 to vnet199, none with an address, and no bridge at all."
                ),
            ),
            against=(Claim("nothing. The log is whole: no lines dropped."),),
            rivals=(),
            why_beyond="So the bridge was missing, down, or had lost its address when dhcpd started. "
            "Which: NOT KNOWN.",
            checks=(
                Check(
                    "pgrep -lf dhcpd",
                    (
                        Outcome("nothing", "still down, next line"),
                        Outcome("a process", "it came back, this page is out of date"),
                    ),
                    "nc01",
                ),
                Check(
                    "ip -br addr | grep -F ' 172.31.'",
                    (
                        Outcome("nothing", "the bridge lost its address, see TO MEND"),
                        Outcome("br0", "it came late, restart eucanetd"),
                    ),
                    "nc01",
                ),
            ),
            fix=(
                "give the bridge of VNET_BRIDGE in /etc/eucalyptus/eucalyptus.conf its address back, then",
                "service eucanetd restart",
            ),
            time_left="Machines that hold a lease keep it: leases are for 24 h (euca-dhcp.conf:2), so the "
            "first renewals fail after 12 h, the first addresses go after 24 h. New machines get none now.",
        ),
    ),
    findings=(),
    coverage=(),
    coverage_total=0,
    sources=(Source("messages", "rfc3164", 1422, 0, "2026-11-22T06:00:15", "2026-11-22T06:00:15"),),
    documents=(Document("euca-dhcp.conf", "dhcpd.conf", {"hosts": 94}),),
    unread=(),
    unread_total=0,
    not_run=(),
    picture=Picture(
        bars=(Bar("plugged", "200", 200), Bar("addressed", "0", 0, "no DHCP server")),
    ),
    normal=('The 200 x "No subnet declaration" would be normal, were there one bridge beside them.',),
    footer=("Year 2026: file date.", "Zone: not in the log."),
)

DAMAGED = Report(
    version="0.1.0",
    rules_hash="a1b2c3d4",
    options={},
    verdict=Verdict(
        text="Nothing here speaks about launches.",
        doubt="1 of 3 files could not be read.",
        confidence="none",
        status="none",
        incident=None,
    ),
    launches=Launches(),
    incidents=(),
    findings=(),
    coverage=(),
    coverage_total=0,
    sources=(
        Source("mail.log", "rfc3164", 120, 1, "2026-11-22T06:00:15", "2026-11-22T06:05:00"),
        Source("old.gz", None, 0, 0, None, None, error="ends early after 3 lines; copy it again"),
    ),
    documents=(
        Document(
            "euca-dhcp.conf",
            "dhcpd.conf",
            {},
            error="line 40, column 3: `}` expected, the file ends",
            line=40,
            column=3,
        ),
    ),
    unread=(UnreadLine("mail.log", 7, "no known beginning", "\x1b[31mstray\x1b[0m <b>|`@you`"),),
    unread_total=1,
    not_run=(),
    hints=("Most of the journal is not readable as this user: usermod -aG systemd-journal operator",),
)

REPORTS = {
    "story": STORY,
    "excerpt": EXCERPT,
    "bridge-limit": BRIDGE_LIMIT,
    "healthy": HEALTHY,
    "no-bridge": NO_BRIDGE,
    "damaged": DAMAGED,
}

WHY = Story(
    subject="i-cc3b22f8",
    verdict="i-cc3b22f8 was refused an address by dhcpd on nc01: it has no host entry.",
    doubt="CONFIRMED that it was refused. Why the entry is missing: NOT KNOWN.",
    facts=("mac d0:0d:cc:3b:22:f8", "not in euca-dhcp.conf (94 entries)"),
    events=(_REFUSED,),
    total_events=2,
    incident="dhcp-no-entry@nc01",
    confidence="confirmed",
)

WORDS_OF_THE_CONTRACT = frozenset(
    [
        "confidence",
        "status",
        "severity",
        "role",
        "how",
        "state",
        "stage",
        "category",
        "kind",
        "id",
        "incident",
        "format",
    ]
)
"""Fields that hold one of a few words, or an id that others refer to."""


def with_text_everywhere(value: Any, text: str, spare: frozenset[str] = WORDS_OF_THE_CONTRACT) -> Any:
    """`value` with `text` put at the end of every string that says something, but in the fields to `spare`."""
    if isinstance(value, str):
        return value + text if value else value
    names = names_of(value)
    if not names:
        return (
            tuple(with_text_everywhere(each, text, spare) for each in value)
            if type(value) is tuple
            else value
        )
    held = {name: getattr(value, name) for name in names}
    return type(value)(
        **{
            name: one if name in spare else with_text_everywhere(one, text, spare)
            for name, one in held.items()
        }
    )
