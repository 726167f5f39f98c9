"""Documents: files that are not logs. A text is recognised by its content and read into frozen values."""

from logdiag.documents.dhcpd import DhcpdConf, HostEntry, Pool, Range, SharedNetwork, Subnet, lower_mac
from logdiag.documents.reading import read_document
from logdiag.documents.recognise import recognise
from logdiag.documents.values import (
    Content,
    Cpus,
    Disk,
    Disks,
    Fact,
    InstanceRow,
    InstanceTable,
    Memory,
    ReadDocument,
    VmType,
    Zone,
    ZoneTable,
)

__all__ = [
    "Content",
    "Cpus",
    "DhcpdConf",
    "Disk",
    "Disks",
    "Fact",
    "HostEntry",
    "InstanceRow",
    "InstanceTable",
    "Memory",
    "Pool",
    "Range",
    "ReadDocument",
    "SharedNetwork",
    "Subnet",
    "VmType",
    "Zone",
    "ZoneTable",
    "lower_mac",
    "read_document",
    "recognise",
]
