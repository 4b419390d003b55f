"""The one list of permissions, and the roles that bundle them. Rights over a case are relations, not roles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bihuan.packspec.bilingual import Text


class Permission(StrEnum):
    """What a role may allow beyond the relations to a case."""

    SEE_AREA = "see_area"
    MANAGE_ORGANISATION = "manage_organisation"
    HEAD_UNIT = "head_unit"


OUTSIDE: Final = "outside"  # the role of people of outside bodies; nobody of the area's own units holds it


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its name, what the one who grants it should know, and what it allows."""

    id: str
    title: Text
    description: Text
    permissions: frozenset[Permission] = frozenset()


ROLES: dict[str, Role] = {
    role.id: role
    for role in (
        Role(
            "member",
            Text("经办人", "Staff member"),
            Text(
                "办理本单位承担的事项：签收、填报、上传佐证材料。",
                "Works on what the unit has been handed: receives, fills in, brings evidence.",
            ),
        ),
        Role(
            "head",
            Text("主要负责人", "Head of unit"),
            Text(
                "本单位主要负责人：除经办外，可申请销号、申请延期、代表单位签署意见。",
                "Heads the unit: also asks for closing and extensions, and signs for the unit.",
            ),
            frozenset({Permission.HEAD_UNIT}),
        ),
        Role(
            "leader",
            Text("区领导", "Area leader"),
            Text("可查看全区所有事项，不代办。", "Sees every case of the area, acts on none by this role."),
            frozenset({Permission.SEE_AREA}),
        ),
        Role(
            "observer",
            Text("监督人员", "Supervisor"),
            Text("可查看全区所有事项和留痕。", "Sees every case of the area and its trail."),
            frozenset({Permission.SEE_AREA}),
        ),
        Role(
            "administrator",
            Text("系统管理员", "Administrator"),
            Text(
                "管理单位、人员、任职和办公室席位，不因此看到事项内容。",
                "Keeps units, people, posts and desks; does not see cases by this role.",
            ),
            frozenset({Permission.MANAGE_ORGANISATION}),
        ),
        Role(
            OUTSIDE,
            Text("企业经办人", "Contact of an enterprise"),
            Text(
                "仅在企业服务平台代表本企业办理事项，不进入内部系统。",
                "Works in the enterprise portal on the enterprise's own matters only, and answers for it; sees nothing inside.",
            ),
            frozenset({Permission.HEAD_UNIT}),
        ),
    )
}


INSIDE: dict[str, Role] = {
    id_: role for id_, role in ROLES.items() if id_ != OUTSIDE
}  # what a post of an own unit may be


def roles_with(permission: Permission) -> list[str]:
    """Return the ids of the roles that allow this."""
    return [role.id for role in ROLES.values() if permission in role.permissions]
