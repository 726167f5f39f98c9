"""Rules: each fires on its own logs and on nothing else, none on what is healthy, and a broken one is named."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pytest
from cases import EXAM, LAB, NOW, SAMPLES, find, needs_exam, needs_lab, report_on, vocabulary

from logdiag import rules
from logdiag.diagnose import Options, diagnose, exit_status
from logdiag.errors import RuleError
from logdiag.report.values import Report
from logdiag.rules.library import HEADINGS, PARTS, all_rules, rules_hash, rules_in

Fired = dict[str, str]
"""Rule -> role of its finding."""

RULES = {rule.id: rule for rule in all_rules()}
REFUSED, UNANSWERED, EXITED = "dhcpd-discover-refused", "dhcpd-discover-unanswered", "dhcpd-exited"
NO_LEASE, NO_SUBNET, DEAF = "dhcpd-no-free-leases", "dhcpd-no-subnet", "dhcpd-not-listening"
UNTAKEN, LIMIT = "dhcpd-offer-not-requested", "rsyslog-rate-limit"
NOT_BUILT = "nova-build-failed"

NOISE: Fired = {NO_SUBNET: "noise"}
CUT: Fired = {NO_SUBNET: "noise", LIMIT: "noise"}
DEATH: Fired = {NO_SUBNET: "symptom", DEAF: "cause"}
LIBVIRT: Fired = {
    "bridge-missing": "cause",
    "display-port-taken": "cause",
    "emulator-unfit": "cause",
    "guest-disk-missing": "cause",
    "guest-memory": "cause",
    "tun-missing": "cause",
}


def fired(report: Report) -> Fired:
    return {finding.rule: finding.role for finding in report.findings}


@lru_cache(maxsize=4096)
def scanned(text: str) -> Report:
    """The report on a log of that text; several tests ask for the same."""
    with TemporaryDirectory() as folder:
        log = Path(folder) / "messages"
        log.write_text(text, encoding="utf-8")
        return report_on(log)


# ---- every rule's own logs

FIRES = [(rule.id, number) for rule in RULES.values() for number in range(len(rule.fires))]
QUIET = [(rule.id, number) for rule in RULES.values() for number in range(len(rule.quiet))]

# What else a log of one rule rightly shows; each other log shows its own rule, or nothing, and no other.
UNWORKED: Fired = {"neutron-agent-cut-off": "cause", "neutron-agent-loop-failed": "symptom"}
ALSO_FIRE: dict[tuple[str, int], Fired] = {
    (NO_SUBNET, 0): NOISE,
    (NO_SUBNET, 1): NOISE,
    (NO_SUBNET, 2): NOISE,
    (DEAF, 0): DEATH,
    ("guest-start-failed", 1): {"bridge-missing": "cause", "guest-start-failed": "cause"},
    (LIMIT, 0): {LIMIT: "noise"},
    (LIMIT, 1): {LIMIT: "noise"},
    (LIMIT, 2): {LIMIT: "noise"},
    ("journald-rate-limit", 0): {"journald-rate-limit": "noise"},
    **{("log-lines-lost", number): {"log-lines-lost": "noise"} for number in range(3)},
    **{("neutron-agent-cut-off", number): UNWORKED for number in (1, 2)},
}
QUIET_SHOWS: dict[tuple[str, int], Fired] = {
    (REFUSED, 1): {NO_LEASE: "cause"},
    (UNANSWERED, 3): {LIMIT: "noise"},
    (NO_LEASE, 1): {REFUSED: "cause"},
    (NO_SUBNET, 2): {REFUSED: "cause"},
    (DEAF, 0): NOISE,
    ("cinder-none-known", 0): {"cinder-no-space": "cause"},
    ("kvm-taken", 1): {"kvm-forbidden": "cause"},
    ("name-server-silent", 0): {"name-unknown": "cause"},
    ("name-unknown", 0): {"name-server-silent": "cause"},
}


@pytest.mark.parametrize("rule, number", FIRES)
def test_a_rule_fires_on_its_own_logs_and_no_other_does(rule: str, number: int) -> None:
    found = fired(scanned(RULES[rule].fires[number]))
    assert found == ALSO_FIRE.get((rule, number), {rule: "cause"})
    assert rule in found


@pytest.mark.parametrize("rule, number", QUIET)
def test_a_rule_is_silent_where_it_says_so(rule: str, number: int) -> None:
    found = fired(scanned(RULES[rule].quiet[number]))
    assert rule not in found
    assert found == QUIET_SHOWS.get((rule, number), {})


@pytest.mark.parametrize("rule, number", FIRES)
def test_a_finding_shows_its_lines(rule: str, number: int) -> None:
    lines = RULES[rule].fires[number].splitlines()
    for finding in scanned(RULES[rule].fires[number]).findings:
        assert finding.evidence
        assert all(shown.text == lines[shown.line - 1] for shown in finding.evidence)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_what_it_is(rule: str) -> None:
    one = RULES[rule]
    assert all(heading in one.page for heading in HEADINGS)
    assert one.says
    assert one.fix
    assert one.id.replace("-", "_") in {path.stem for path in Path(rules.__path__[0]).glob("*.py")}


@pytest.mark.parametrize("rule, number", FIRES)
def test_a_rule_fires_as_well_when_the_log_is_shuffled_among_lines_of_others(
    rule: str, number: int
) -> None:
    """A rule keeps to its program: lines of a mail server between its own change nothing."""
    mail = "Nov 22 06:00:00 mx1 postfix/smtpd[99]: connect from unknown[192.0.2.7]\n"
    lines = RULES[rule].fires[number].splitlines(keepends=True)
    report = scanned("".join(chain.from_iterable((line, mail) for line in lines)))
    assert fired(report) == ALSO_FIRE.get((rule, number), {rule: "cause"})


# ---- real captures: all that fires, and with what role

CAPTURES: dict[str, Fired] = {
    "story/messages": CUT,
    "flood/bridge-limit/messages": {NO_LEASE: "cause", **CUT},
    "flood/bridge-nolimit/messages": {NO_LEASE: "cause", **NOISE},
    "flood/nobridge-limit/messages": CUT,
    "flood/nobridge-nolimit/messages": DEATH,
    "flood/reduce/messages": DEATH,
    "served/healthy-limit/messages": CUT,
    "served/healthy-nolimit/messages": NOISE,
    "served/story-94/messages": CUT,
    "served/healed/messages": {NO_LEASE: "cause", **NOISE},
    "dhcpd/already-running/messages": {},
    "dhcpd/conf-bad-range/messages": {EXITED: "cause"},
    "dhcpd/conf-dup-host/messages": {EXITED: "cause"},
    "dhcpd/conf-empty/messages": DEATH,
    "dhcpd/conf-error/messages": {EXITED: "cause"},
    "dhcpd/conf-missing/messages": {EXITED: "cause"},
    "dhcpd/decline/messages": {"dhcp-declined": "cause", "dhcpd-pool-nearly-empty": "symptom"},
    "dhcpd/iface-named-no-subnet/messages": DEATH,
    "dhcpd/iface-unknown/messages": DEATH,
    "dhcpd/leases-corrupt/messages": {"dhcpd-leases-corrupt": "cause"},
    "dhcpd/nak-wrong-network/messages": {"dhcp-request-refused": "noise"},
    "dhcpd/no-free-leases/messages": {NO_LEASE: "cause"},
    "dhcpd/success/messages": {},
    "dhcpd/unknown-client/messages": {NO_LEASE: "cause"},
    "dhcpd/unknown-client-global/messages": {REFUSED: "cause"},
    "dhcpd/unknown-segment/messages": {REFUSED: "cause"},
    "files/messages-1mib-line": NOISE,
    "files/messages-bom": CUT,
    "files/messages-clock-back": DEATH,
    "files/messages-crlf": CUT,
    "files/messages-encodings": {},
    "files/messages-eucjp": CUT,
    "files/messages-feb29": {},
    "files/messages-latin1": CUT,
    "files/messages-no-final-newline": CUT,
    "files/messages-nul-tail": CUT,
    "files/messages-truncated.gz": NOISE,
    "files/messages-year-boundary": DEATH,
    "files/repeated-rsyslog": {NO_LEASE: "cause"},
    "files/rotated/messages": DEATH,
    "files/rotated/messages-20141215.gz": CUT,
    "journal/export/short.txt": {NO_LEASE: "cause", NO_SUBNET: "noise", DEAF: "cause", NOT_BUILT: "cause"},
    "journal/export/json.txt": {NO_LEASE: "cause", NO_SUBNET: "noise", DEAF: "cause", NOT_BUILT: "cause"},
    "journal/export/short-no-hostname.txt": {
        NO_LEASE: "cause",
        NO_SUBNET: "noise",
        DEAF: "cause",
        NOT_BUILT: "cause",
    },
    "dnsmasq/ignored/messages": {"dnsmasq-ignored": "cause"},
    "dnsmasq/iface-unknown/messages": {
        "dnsmasq-interface-missing": "cause",
        "dnsmasq-not-started": "symptom",
    },
    "dnsmasq/nak-wrong-network/messages": {"dhcp-request-refused": "noise"},
    "dnsmasq/no-address-available/messages": {"dhcp-pool-empty": "cause"},
    "dnsmasq/no-range-for-iface/messages": {"dnsmasq-no-range": "cause"},
    "kea/alloc-fail/messages": {"dhcp-pool-empty": "cause"},
    "kea/decline/messages": {"dhcp-declined": "cause", "dhcp-pool-empty": "symptom"},
    "kea/subnet-selection-failed-debug/messages": {"kea-no-subnet": "cause"},
    **{f"kea/{name}/messages": {} for name in ("bad-conf", "ifaces-without-address", "success-debug")},
    "libvirt/messages": LIBVIRT,
    "libvirt/log/libvirtd.log": LIBVIRT,
    "libvirt/log/qemu/i-toobig.log": {"guest-memory": "cause"},
    "libvirt/log/qemu/i-nonet.log": {"guest-start-failed": "cause"},
    "libvirt/log/qemu/i-00000012.log": {"guest-crashed": "cause"},
    "libvirt/log/qemu/i-00000010.log": {},
    "dmesg/dmesg-net-iso.txt": {},
}


@needs_lab
@pytest.mark.parametrize("name", CAPTURES)
def test_on_a_real_capture_just_what_is_right_fires(name: str) -> None:
    assert fired(report_on(LAB / name)) == CAPTURES[name]


@pytest.mark.parametrize(
    "sample", ["bridge-limit", "bridge-nolimit", "healed", "nobridge-nolimit", "story-94"]
)
def test_documents_beside_a_log_change_no_finding(sample: str) -> None:
    whole, alone = report_on(SAMPLES / sample), report_on(SAMPLES / sample / "messages")
    assert [finding.id for finding in whole.findings] == [finding.id for finding in alone.findings]


# ---- what is healthy is left alone


def healthy() -> list[Path]:
    if not LAB.is_dir():
        return []
    return [LAB / name for name in (LAB / "HEALTHY").read_text().split()]


@needs_lab
@pytest.mark.parametrize("log", healthy(), ids=lambda log: str(log.relative_to(LAB)))
def test_a_healthy_log_has_no_incident(log: Path) -> None:
    found = find(log)
    report = diagnose(found, Options(now=NOW), vocabulary(), "test")
    assert report.incidents == ()
    assert exit_status(report, found, "warning") == 0
    assert all(finding.role == "noise" for finding in report.findings)


def exam_lines(name: str) -> Iterator[str]:
    with (EXAM / "loghub" / "visible.jsonl").open(encoding="utf-8") as cases:
        yield from (case["line"] for case in map(json.loads, cases) if f"-{name}-" in case["id"])


@needs_exam
@pytest.mark.parametrize("name", ["Linux", "OpenSSH"])
def test_an_ordinary_server_has_no_incident(tmp_path: Path, name: str) -> None:
    log = tmp_path / "messages"
    log.write_text("\n".join(exam_lines(name)) + "\n", encoding="utf-8")
    found = find(log)
    report = diagnose(found, Options(now=NOW), vocabulary(), "test")
    assert report.sources[0].lines == 2000
    assert (report.incidents, report.findings) == ((), ())
    assert exit_status(report, found, "warning") == 0
    assert report.verdict.text.startswith("Nothing here speaks about launches")


# ---- a broken rule file is named, with its line

GOOD = Path(rules.__path__[0]) / "rsyslog_rate_limit.py"


@pytest.fixture
def copied(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The folder of a package with two rules, importable under a name of its own while the test runs."""
    package = tmp_path / f"rules_{abs(hash(request.node.name))}"
    package.mkdir()
    (package / "__init__.py").write_text("")
    for name in ("rsyslog_rate_limit", "dhcpd_no_subnet"):
        shutil.copy(GOOD.with_stem(name), package)
    sys.path.insert(0, str(tmp_path))
    importlib.invalidate_caches()
    yield package
    sys.path.remove(str(tmp_path))
    for name in [name for name in sys.modules if name.split(".")[0] == package.name]:
        del sys.modules[name]


def loaded(package: Path) -> ModuleType:
    return importlib.import_module(package.name)


def test_the_rules_of_a_package_are_those_of_its_modules_by_id(copied: Path) -> None:
    assert [rule.id for rule in rules_in(loaded(copied))] == [NO_SUBNET, LIMIT]


def edited(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


SOURCE = GOOD.read_text(encoding="utf-8")
BROKEN = {
    "a syntax error": (edited(SOURCE, "rule = Rule(", "rule = Rule(("), None, "SyntaxError"),
    "a name that is none": (
        edited(SOURCE, "    judge=judge,", "    judge=nobody,"),
        SOURCE[: SOURCE.index("    judge=judge,")].count("\n") + 1,
        "NameError: name 'nobody' is not defined",
    ),
    "a field that a rule has not": (
        edited(SOURCE, "    judge=judge,", "    judge=judge, colour=1,"),
        SOURCE[: SOURCE.index("rule = Rule(")].count("\n") + 1,
        "unexpected keyword argument 'colour'",
    ),
    "a module that is missing": (
        '"""A page."""\n\nimport nothing_of_that_name\n',
        3,
        "ModuleNotFoundError",
    ),
    "no rule": ('"""A page."""\n', 1, "holds no `rule = Rule(...)`"),
    "a rule that is none": ('"""A page."""\nrule = 7\n', 1, "holds no `rule = Rule(...)`"),
    "a page without a heading": (
        edited(SOURCE, "Why it fails a launch:", "Why:"),
        1,
        "has no heading 'Why it fails a launch:'",
    ),
    "no page": (SOURCE[SOURCE.index("from __future__") :], 1, "has no heading 'What it looks for:'"),
    "no log that it must be silent on": (
        SOURCE[: SOURCE.index("    quiet=(")] + "    quiet=(),\n)\n",
        1,
        "needs at least one log in `fires` and one in `quiet`",
    ),
    "the id of another": (
        edited(SOURCE, 'id="rsyslog-rate-limit"', 'id="dhcpd-no-subnet"'),
        1,
        "its id 'dhcpd-no-subnet' is that of dhcpd_no_subnet.py",
    ),
    "a NUL byte": ("\0", None, ""),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_rule_file_is_an_error_that_names_it_and_the_line(copied: Path, what: str) -> None:
    text, line, why = BROKEN[what]
    path = copied / "zz_broken.py" if what == "the id of another" else copied / "rsyslog_rate_limit.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as raised:
        rules_in(loaded(copied))
    assert raised.value.path == str(path)
    assert line is None or raised.value.line == line
    assert why in raised.value.why
    assert str(raised.value).startswith(f"{path}:{raised.value.line}: ")
    assert "\n" not in str(raised.value)


def test_parts_are_modules_of_the_package() -> None:
    assert {path.stem for path in Path(rules.__path__[0]).glob("*.py")} >= PARTS


def test_the_hash_of_the_rules_is_short_and_stays() -> None:
    assert rules_hash() == rules_hash()
    assert len(rules_hash()) == 12
