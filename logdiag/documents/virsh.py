"""Reads what virsh list prints: the domains of a hypervisor and their states."""

from __future__ import annotations

from logdiag.documents.grammar import Fault, parse_rows
from logdiag.documents.tree import line_of, named, tokens_in
from logdiag.documents.values import Domain, Domains


def read_domains(text: str) -> tuple[Domains | None, Fault | None]:
    """The rows of virsh list. A name with a blank in it is cut at the blank: the columns do not tell."""
    tree, fault = parse_rows("virsh_list", text)
    if tree is None:
        return None, fault
    rows = []
    for branch in named(tree, "domain"):
        name, *state = tokens_in(branch)
        rows.append(Domain(str(name), " ".join(map(str, state)), line_of(name)))
    return Domains(tuple(rows)), fault
