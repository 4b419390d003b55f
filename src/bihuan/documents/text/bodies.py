"""Names of bodies: party committees, governments, bureaus, companies, schools."""

from __future__ import annotations

import re

_ENDS = (
    r"委员会|工作委员会|党委|党组|党工委|党总支|党支部|总支部|支部|工委|纪委|管委会|人民政府|政府|办公室|办事处|局|厅|院|所|站|中心|公司|集团|大学|学院|学校|中学|小学|医院|法院|检察院"
    r"|银行|协会|联合会|总会|工会|部|委|办|社|馆|园|队|处|会|组|室"
)
_BODY = re.compile(
    rf"^(?:中共|中国共产党)?[\u4e00-\u9fffA-Za-z0-9（）“”·、]{{2,44}}(?:{_ENDS})(?:（[^（）]{{1,12}}）)?$"
)


def is_body(text: str) -> bool:
    """Return whether a canonical line is nothing but the name of a body."""
    return len(text) <= 50 and bool(_BODY.match(text))
