"""Areas, units, people and their posts."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.roles import ROLES


class Area(models.Model):
    """One jurisdiction with its own units, cases and calendars (地区)."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="areas")
    set_up_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """
    One body in the area's tree of units (单位).

    path: ids of the ancestors and of the unit itself, each seven digits and a slash; all below a unit share its prefix.
    former_names: one name a line; they match when a document is read.
    outside: what kind of outside body it is ("enterprise"), empty for a unit of the area's own; outside bodies stand in no tree.
    credit_code: 统一社会信用代码, tidied, or empty.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="units")
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    former_names = models.TextField(_("former names"), blank=True)
    pinyin = models.CharField(max_length=400, blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    path = models.CharField(max_length=200, blank=True)
    order = models.PositiveIntegerField(default=0)
    receives = models.BooleanField(_("may be handed cases"), default=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    outside = models.CharField(max_length=20, blank=True, default="")
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "name"], name="unit_name_once_in_area"),
            models.UniqueConstraint(
                fields=["area", "credit_code"], condition=~Q(credit_code=""), name="unit_credit_code_once"
            ),
            models.CheckConstraint(condition=Q(outside="") | Q(parent__isnull=True), name="unit_outside_has_no_parent"),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "path"], name="unit_area_path")]

    def __str__(self) -> str:
        return self.short_name or self.name


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser):
    """A person who may sign in (人员)."""

    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="people")
    username = models.CharField(_("sign-in name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    pinyin = models.CharField(max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    # The password was generated for them: the first thing they do is to choose their own.
    password_is_initial = models.BooleanField(default=False)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A person's role at a unit from one day to another (任职)."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="posts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.CharField(_("role"), max_length=20, choices=[(role.id, role.title.zh) for role in ROLES.values()])
    title = models.CharField(_("title of the post"), max_length=60, blank=True)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["area", "unit"], name="post_area_unit")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="post_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.unit} · {self.title or self.role}"


class Delegation(models.Model):
    """
    Somebody acts for somebody else who is away (委托代办), from one day to another, both included. It ends by itself.

    person: who is away; to: who acts. posts: ids of the posts it covers, empty for all of them.
    ended_on: from this day on it does not count any more, where it was ended early.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    posts = models.JSONField(default=list)
    reason = models.CharField(max_length=200)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["area", "to", "to_on"], name="delegation_to")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(person=F("to")), name="delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.to}"


class OrganisationEvent(models.Model):
    """
    One change of units, people, posts, desks or calendars, kept for ever. No foreign keys to what it tells of.

    verb: one of accounts.audit.Verb.
    before, after: the values that changed, by field name; names rather than ids where people read them.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=30)
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    subject = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    subject_name = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area", "subject", "subject_id", "id"], name="organisation_by_subject"),
            models.Index(fields=["area", "id"], name="organisation_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_name}"


class ApiToken(models.Model):
    """
    A key by which a program acts for a person (接口令牌); the secret is shown once and kept only as a digest.

    hint: the last letters of the secret, to tell tokens apart. ends_on: the last day on which it counts.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(_("what it is for"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    may_write = models.BooleanField(_("may also change"), default=False)
    made_at = models.DateTimeField()
    ends_on = models.DateField(_("ends on"))
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} …{self.hint}"


class KeptAnswer(models.Model):
    """
    What a program was answered to an act that it gave a key (Idempotency-Key): the same key gets the same answer, and nothing is done twice.

    asked: digest of method, address and body.
    """

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["token", "key"], name="answer_once_a_key")]
        indexes: ClassVar = [models.Index(fields=["token", "at"], name="answer_by_day")]

    def __str__(self) -> str:
        return self.key
