"""The members of a class of bodies on a day: "các sở, ban, ngành tỉnh Gia Lai", "các bộ, ngành, địa phương"."""

from analyzer.knowledge.membership.expanding import Expansion, Member, expand

__all__ = ["Expansion", "Member", "expand"]
