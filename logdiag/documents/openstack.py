"""Reads what the OpenStack client prints of servers and their events, services and agents, as tables or JSON."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable

from logdiag.documents.grammar import Fault
from logdiag.documents.host_values import Action, Actions
from logdiag.documents.recognise import ACTIONS, AGENTS, SERVER, SERVERS, SERVICES
from logdiag.documents.tables import Row, columns_of, read_object, read_table
from logdiag.documents.values import Agent, Agents, Server, Servers, Service, Services

_ADDRESS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
ALIVE = frozenset({":-)", "True", "true"})
UP = frozenset({"UP", "up", "True", "true"})


def kind_of_table(text: str) -> str | None:
    """Which of these kinds a text is, by the columns it begins with."""
    columns = {name.lower() for name in columns_of(text)}
    if {"id", "status", "networks"} <= columns:
        return SERVERS
    if {"binary", "host", "state", "status"} <= columns:
        return SERVICES
    if {"agent type", "host", "alive"} <= columns:
        return AGENTS
    if {"action", "start time"} <= columns or {"action", "start_time"} <= columns:
        return ACTIONS
    is_show = columns in ({"field", "value"}, {"property", "value"})
    if (is_show or "id" in columns) and re.search(r'(?:^\| |")OS-EXT-STS:vm_state\b', text, re.MULTILINE):
        return SERVER
    return None


def read_servers(text: str) -> tuple[Servers | None, Fault | None]:
    """`server list`, with or without --long."""
    rows, fault = read_table(text)
    return (Servers(tuple(map(_server, rows))) if rows or not fault else None), fault


def _server(row: Row) -> Server:
    return Server(
        id=row.of("ID", "id"),
        name=row.of("Name", "name"),
        status=row.of("Status", "status").upper(),
        task=row.of("Task State", "OS-EXT-STS:task_state"),
        host=row.of("Host", "OS-EXT-SRV-ATTR:host", "OS-EXT-SRV-ATTR:hypervisor_hostname"),
        domain=row.of("Instance Name", "OS-EXT-SRV-ATTR:instance_name"),
        address=next(iter(_ADDRESS.findall(row.of("Networks", "addresses"))), ""),
        fault=fault_in(row.of("fault")),
        line=row.line,
    )


def read_server(text: str) -> tuple[Servers | None, Fault | None]:
    """`server show`: one server, with its fault if it has one."""
    row, fault = read_object(text)
    return (Servers((_server(row),)) if row.of("id", "ID") else None), fault


def fault_in(told: str) -> str:
    """The message of a fault as the API has it, whether printed as JSON or as Python's words."""
    for read in (json.loads, ast.literal_eval):
        try:
            held = read(told)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(held, dict):
            return str(held.get("message", ""))
    found = re.search(r"\bmessage='((?:[^'\\]|\\.)*)'", told)
    return found[1] if found else ""


def read_services(text: str) -> tuple[Services | None, Fault | None]:
    """`compute service list`."""
    rows, fault = read_table(text)
    found = tuple(
        Service(
            binary=row.of("Binary", "binary"),
            host=row.of("Host", "host"),
            is_up=row.of("State", "state") in UP,
            is_enabled=row.of("Status", "status").lower() == "enabled",
            updated=row.of("Updated At", "updated_at", "Updated_at"),
            reason=row.of("Disabled Reason", "disabled_reason"),
            line=row.line,
        )
        for row in rows
    )
    return (Services(found) if found or not fault else None), fault


def read_agents(text: str) -> tuple[Agents | None, Fault | None]:
    """`network agent list`."""
    rows, fault = read_table(text)
    found = tuple(
        Agent(
            kind=row.of("Agent Type", "agent_type"),
            host=row.of("Host", "host"),
            is_alive=row.of("Alive", "alive") in ALIVE,
            is_up=row.of("State", "admin_state_up") in UP,
            line=row.line,
        )
        for row in rows
    )
    return (Agents(found) if found or not fault else None), fault


def read_actions(text: str) -> tuple[Actions | None, Fault | None]:
    """`server event list`, and nova's `instance-action-list`, which does not name the server."""
    rows, fault = read_table(text)
    found = tuple(
        Action(
            server=row.of("Server ID", "Instance UUID"),
            request=row.of("Request ID", "Request_ID"),
            action=row.of("Action"),
            start=row.of("Start Time", "Start_Time"),
            line=row.line,
        )
        for row in rows
    )
    return (Actions(found) if found or not fault else None), fault


_Read = Servers | Services | Agents | Actions
READERS: dict[str, Callable[[str], tuple[_Read | None, Fault | None]]] = {
    SERVERS: read_servers,
    SERVER: read_server,
    SERVICES: read_services,
    AGENTS: read_agents,
    ACTIONS: read_actions,
}
