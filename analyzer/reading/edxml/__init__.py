"""Packets of the national document axis: edXML of QCVN 102:2016/BTTTT, amendment 1:2022.

A packet is an XML envelope: a header that says which document it carries (number, date, sender, recipients, due day),
a manifest, and the files of the document in base64. ``markup`` tells packets and parses them, ``header`` reads the
metadata, ``attachments`` unpacks the files, ``choice`` finds the document among them, ``reader`` makes the manuscript.
"""
