"""Where each row of the hard cases is tested: the row as its page names it, and the tests that hold it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PAGE = TESTS.parent.parent / "shared" / "hard-cases.md"
HARD, STARTS, CLOUD = "test_hard_cases.py", "test_hypervisor.py", "test_openstack.py"

# Row -> the file, and how the names of its tests begin.
ROWS: dict[str, tuple[tuple[str, str], ...]] = {
    "healthy bridge": (
        (HARD, "test_a_healthy_bridge_raises_nothing"),
        (HARD, "test_what_the_lab_calls_healthy"),
    ),
    "healthy, cut": ((HARD, "test_leases_that_a_cut_log_does_not_show"),),
    "cut before the telling line": ((HARD, "test_a_log_cut_before_the_telling_line"),),
    "the count is 27 everywhere": ((HARD, "test_27_named_under_the_limit_are_at_least_27"),),
    "reckoning trap": (
        (HARD, "test_newer_libvirt_counts_upwards"),
        (HARD, "test_a_told_loss_that_is_too_small"),
    ),
    "same words, other meaning": (
        (HARD, "test_another_interface_with_an_address_is_noise"),
        (HARD, "test_a_bridge_whose_address_is_in_no_declared_subnet"),
        (HARD, "test_a_tap_is_a_symptom"),
        (HARD, "test_an_interface_that_does_not_exist"),
    ),
    "another node's guest": ((HARD, "test_another_nodes_guests"), (HARD, "test_the_log_of_one_node_alone")),
    "a dry pool": (
        (HARD, "test_a_range_that_ran_dry"),
        (HARD, "test_an_address_or_a_shared_networks_name"),
    ),
    "stale server": ((HARD, "test_a_refused_guest_with_its_entry"),),
    "already running, harmless": (
        (HARD, "test_a_second_start_that_is_refused"),
        (HARD, "test_already_running_is"),
    ),
    "healed": ((HARD, "test_refused_at_first_and_served"), (HARD, "test_yesterdays_log_with_todays_file")),
    "end of the log": ((HARD, "test_a_request_in_the_last_second"),),
    "offer loop": ((HARD, "test_an_offer_that_is_never_taken"),),
    "silent guest": ((HARD, "test_a_guest_that_runs_and_never_asks"), (HARD, "test_nobody_is_silent")),
    "reason not logged": (
        (STARTS, "test_where_no_log_says_why"),
        (STARTS, "test_a_network_that_was_not_active"),
        (STARTS, "test_of_seven_failed_starts"),
    ),
    "one start, two errors": ((STARTS, "test_one_start_that_is_told_twice"),),
    "retry that worked": ((HARD, "test_a_lease_on_the_second_try"), (CLOUD, "test_a_retry_that_worked")),
    "the drop notice says dhcpd": ((HARD, "test_a_drop_notice_that_names_dhcpd"),),
    "lost, twice told": ((HARD, "test_what_is_told_lost_is_a_sum"),),
    "pid reuse, vnet reuse": ((HARD, "test_a_tap_that_is_used_again"), (HARD, "test_a_pid_that_dhcpd_had")),
    "a real card that starts d0:0d": ((HARD, "test_a_card_that_starts_d0_0d"),),
    "the same event by two roads": ((HARD, "test_a_log_beside_its_copies"),),
    "forged line": ((HARD, "test_one_line_that_anybody_may_have_forged"), (HARD, "test_last_words_alone")),
    "clock": (
        (HARD, "test_a_line_without_year"),
        (HARD, "test_the_29th_of_february"),
        (HARD, "test_a_clock_that_goes_back_an_hour"),
        (HARD, "test_the_hour_that_comes_twice"),
        (HARD, "test_lines_of_rfc_5424_amid"),
    ),
    "no launch in sight": ((HARD, "test_a_mail_servers_log"),),
}


def names_of_tests(file: str) -> list[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_the_hard_cases_has_its_tests(row: str) -> None:
    absent = [
        begin
        for file, begin in ROWS[row]
        if not any(name.startswith(begin) for name in names_of_tests(file))
    ]
    assert absent == []


@pytest.mark.skipif(not PAGE.exists(), reason="the page of hard cases is not beside the checkout")
def test_the_rows_are_those_of_the_page() -> None:
    first_cells = re.findall(r"^\| ([^|]+?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [cell for cell in first_cells if cell not in {"case", "---"}] == list(ROWS)
