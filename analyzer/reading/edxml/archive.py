"""Archives that hold a packet, alone or with the files of its document beside it."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from itertools import islice

from analyzer.errors import UnreadableInput, UnsupportedFormat
from analyzer.reading.containers import check_members, first_bytes, is_file, list_members, unpack
from analyzer.reading.edxml.markup import is_packet
from analyzer.reading.limits import Limits

#: Packets stand among few files; an archive of many is not unpacked to look for one.
_LOOKED_INTO = 100


def packet_members(data: bytes, members: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The members of an archive that begin like a packet."""
    found = []
    for member in islice(_files(members), _LOOKED_INTO):
        try:
            if is_packet(first_bytes(data, member)):
                found.append(member)
        except UnreadableInput:
            continue  # damaged, or packed as no packet is: whoever needs the member will say so
    return found


def out_of_archive(data: bytes, limits: Limits) -> tuple[bytes, dict[str, bytes]]:
    """The packet in an archive, and the files beside it by name."""
    members = list_members(data, limits)
    check_members(members, limits)
    packets = packet_members(data, members)
    if len(packets) != 1:
        raise UnsupportedFormat(
            f"The archive holds {len(packets)} packets (edXML): unpack it and give them one by one.",
            f"Tệp nén chứa {len(packets)} gói tin edXML: hãy giải nén và đưa từng gói.",
        )
    beside = {m.filename: unpack(data, m) for m in _files(members) if m is not packets[0]}
    return unpack(data, packets[0]), beside


def _files(members: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The members that are files of the sender's and nothing that a system added."""
    return [m for m in members if is_file(m) and not m.filename.startswith("__MACOSX/")]
