"""Crossref: whether a paper was retracted, as far as its publisher or Retraction Watch have said so there."""

from scicomm_bot.crossref.client import CannotLookUp, CrossrefClient
from scicomm_bot.crossref.gate import Gate, Looked, PapersGate, RetractionLedger

__all__ = ["CannotLookUp", "CrossrefClient", "Gate", "Looked", "PapersGate", "RetractionLedger"]
