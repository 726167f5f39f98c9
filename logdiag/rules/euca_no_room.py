"""Eucalyptus has no room for the instances that were asked for.

What it looks for: `Not enough resources (42 in cluster01 < 200): vm instances.`, `scheduler could not
find resource to run the instance on`, `no cluster controller is currently available`.

Why it fails a launch: the request is refused, or a part of it is placed nowhere.

What to do: compare `euca-describe-availability-zones verbose`; add nodes, take a smaller type, or see why
nodes are not counted.
"""

from __future__ import annotations

from logdiag.rules.rule import Ask, Telling
from logdiag.rules.told import told

_EUCA = "2014-12-14 23:29:56 ERROR | "
_CLOUD = "Sun Dec 14 23:29:56 2014 ERROR [AdmissionControl:run] "

rule = told(
    id="euca-no-room",
    kinds={"clc.no_room", "clc.no_cluster", "cc.no_resource", "cc.not_run"},
    subject="host",
    noun="host",
    fields=(
        "free",
        "wanted",
        "zone",
    ),
    title="Eucalyptus has no room for what was asked for: {free} free of {wanted} wanted",
    means=(
        "No node has the cores, memory and disk for another instance of that type, or no cluster "
        "controller is enabled. Nodes that are down are not counted: a node whose component fails"
        " takes its slots away."
    ),
    severity="error",
    stage="scheduled",
    category="compute.capacity",
    says="Eucalyptus has no room for the instances that were asked for",
    telling=Telling(
        confidence="confirmed",
        beyond="not known: whether the cloud is full, or nodes are not counted",
        asks=(
            Ask(
                "euca-describe-availability-zones verbose",
                (
                    ("fewer slots than the nodes have", "a node is not counted: its nc.log"),
                    ("all nodes counted", "it is full: smaller type, more nodes"),
                ),
            ),
        ),
    ),
    symptom_of=(
        "euca-nodes-unheard",
        "euca-disk-short",
    ),
    fires=(
        (f"{_CLOUD}Not enough resources (42 in cluster01 < 200): vm instances.\n"),
        (f"{_EUCA}scheduler could not find resource to run the instance on\n"),
    ),
    quiet=(
        (
            f"{_EUCA}scheduler decided to run instance i-7C4F3DF4 on resource "
            f"http://10.0.0.5:8775/axis2/services/EucalyptusNC, running count 3\n"
        ),
    ),
    fix="add nodes, take a smaller type, or bring nodes back",
)
