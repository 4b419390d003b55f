"""A page or, when htmx asks for it, a part of the same page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.template import RequestContext
from django.template.base import Template
from django.template.loader import get_template
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode, ExtendsNode
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header

from bihuan.web.request import Request


def page(
    request: Request, template: str, context: Mapping[str, Any], *, status: int = 200, part: str = ""
) -> HttpResponse:
    """
    Answer with the page `pages/<template>.html`, or with one of its blocks.

    htmx names the element it will replace; a block of the page's own template with that name is the answer then, so
    that the part can never differ from the same region of the whole page. Without such a block the answer is whole.

    part: the block to answer with where the server chose another target than the browser named.
    """
    source: Template = get_template(f"pages/{template}.html").template  # type: ignore[attr-defined]
    block = _block(source, part or request.htmx.target or "") if request.htmx and not request.htmx.boosted else None
    bound = RequestContext(request, dict(context))
    text = source.render(bound) if block is None else _draw(source, block, bound)
    response = HttpResponse(text, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def attached(data: bytes, name: str, media_type: str) -> HttpResponse:
    """Answer with a file to keep under a name."""
    # A name may come from a text of several lines, and a header has one.
    disposition = content_disposition_header(as_attachment=True, filename=" ".join(name.split())) or "attachment"
    return HttpResponse(data, content_type=media_type, headers={"Content-Disposition": disposition})


def _block(template: Template, name: str) -> BlockNode | None:
    nodes = template.nodelist.get_nodes_by_type(BlockNode)
    return next((node for node in nodes if isinstance(node, BlockNode) and node.name == name), None)


def _draw(template: Template, block: BlockNode, context: RequestContext) -> str:
    with context.render_context.push_state(template), context.bind_template(template):
        blocks = BlockContext()
        for node in template.nodelist.get_nodes_by_type(ExtendsNode):
            if isinstance(node, ExtendsNode):
                blocks.add_blocks(node.blocks)
        context.render_context[BLOCK_CONTEXT_KEY] = blocks
        return block.render(context)
