"""What can be wrong with a trail, and the sentence a person reads about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from bihuan.loop.cases.values import words
from bihuan.loop.trail.verbs import VERB_WORDS, Verb


class Fault(StrEnum):
    """The kinds of damage, in the order in which they are looked for; the value is the sentence."""

    DIGEST = _("the record was changed: it does not give its digest")
    RECORD = _("the record cannot be read")
    ORDER = _("the events before it are not complete")
    LINK = _("it does not continue the event before it")
    COLUMN = _("column “%(what)s” does not agree with the record")
    NO_EVENTS = _("the case has no events")
    NO_CASE = _("the events belong to a case that is gone")
    HEAD = _("it is not the last event: the case names another one, in “%(what)s”")
    CASE = _("“%(what)s” of the case is not what the trail says")
    PARTY = _("the party “%(what)s” of the case is not what the trail says")
    POINT = _("“%(what)s” of the standard is not what the trail says")
    SIGNATURE = _("the signature “%(what)s” is not what the trail says")
    EXTENSION = _("the extension of “%(what)s” is not what the trail says")
    EVIDENCE = _("the evidence “%(what)s” is not what the trail says")
    OUTCOME = _("the outcome “%(what)s” is not what the trail says")
    DISCLOSURE = _("the published text “%(what)s” is not what the trail says")
    DOCUMENT = _("the document “%(what)s” is not what the trail says")
    LETTER = _("the letter “%(what)s” is not what the trail says")
    WARNING = _("the warning of %(what)s is not what the trail says")
    CHECKED = _("“%(what)s” of the check is not what the trail says")
    SAMPLE = _("the sample drawn with %(what)s is not what the trail says")
    SNAPSHOT = _("the snapshot of %(what)s is not what the trail says")
    SEALED = _("it is not the event that was sealed: seal %(what)s")
    SEALED_GONE = _("it was sealed and is gone: seal %(what)s")
    SEALED_SEQ = _("the case is said to be sealed up to here, and no seal covers it")
    SEAL = _("the seal %(what)s does not hold: its record, its link, its signature or what it covers was changed")
    SEAL_KEY = _("the seal %(what)s was signed with a key that is not known here")
    SEAL_NOTES = _("line %(what)s of the notes of seals beside the database cannot be read")
    SEAL_ELSEWHERE = _("the seal %(what)s that was kept elsewhere does not stand here")
    FILE_LOST = _("the file “%(what)s” is gone")
    FILE_CHANGED = _("the file “%(what)s” was changed: its bytes do not give its digest")


@dataclass(frozen=True, slots=True)
class Broken:
    """
    The first thing that is wrong with one case.

    area: code of the area. case: number of the case, empty for a file that belongs to none.
    seq, verb: the event that is wrong, or that last said what the case should be; 0 and empty where there is none.
    what: column, attribute or name that the sentence speaks of.
    """

    area: str
    case: str
    case_id: int
    seq: int
    verb: str
    fault: Fault
    what: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong, without the place, in the language of the reader."""
        return gettext(self.fault.value) % {"what": self.what}

    def __str__(self) -> str:
        if not self.case and not self.seq:
            return self.sentence
        return gettext("case %(case)s, event %(seq)s (%(verb)s): %(sentence)s") % {
            "case": self.case or "–",
            "seq": self.seq,
            "verb": words(VERB_WORDS[Verb(self.verb)]) if self.verb in VERB_WORDS else self.verb or "–",
            "sentence": self.sentence,
        }


class FaultFound(Exception):
    """Stops the reading of one case at the first thing that is wrong."""

    def __init__(self, fault: Fault, what: str = "", *, seq: int = 0, verb: str = "") -> None:
        super().__init__(fault.value)
        self.fault, self.what, self.seq, self.verb = fault, what, seq, verb
