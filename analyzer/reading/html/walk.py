"""Walking an HTML tree into blocks: a block is what a reader sees as a paragraph, a heading or a table row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analyzer.errors import DamagedFile
from analyzer.reading.characters import clean
from analyzer.reading.html.tables import BLOCKS, MAX_DEPTH, SKIPPED, WHITE, Row, data_rows, integer
from analyzer.reading.manuscript import CELL_SEPARATOR

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CHROME_TAGS = frozenset(["nav", "aside", "footer", "menu"])
_CHROME_NAME = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|menu|mainmenu|submenu|topmenu|breadcrumbs?|footer|foot|sidebar|sidenav|side|comments?|cmt|"
    r"binh-?luan|binhluan|share|sharing|social|addthis|related|lien-?quan|tin-?lien-?quan|tin-?khac|tinkhac|othernews|"
    r"other-?news|newsother|tags?|keywords?|banner|ads?|advert|quangcao|popup|modal|pagination|paging|pager|counter|"
    r"visitor|thongke|weather|login|search|timkiem|rating|vote|hotline|toolbar|tools?|copyright|widget|rss|skip)"
    r"(?:$|[-_\s\d])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s{0,3}:\s{0,3}center", re.IGNORECASE)
_OWN_MARKER = re.compile(r"\s{0,4}(?:[-–+*•]|\(?\w{1,4}[.)])\s")
_SITE_NAME = re.compile(
    r"\s[|»]\s|\s[-–—]\s(?=[^|»]{0,40}(?:cổng|trang|báo|website|portal|tạp chí|đài|tin tức|\.vn|ubnd|sở |văn bản))",
    re.IGNORECASE,
)
# Elements that stay open until they are closed; p, li, td and the void elements close by themselves.
_TAG = re.compile(
    r"<(/?)(?:div|span|b|i|u|em|strong|font|a|table|ul|ol|dl|section|article|center|form|blockquote|fieldset|small|big|"
    r"h[1-6]|main|nav|aside|header|footer|label|sup|sub|code|tt|s|strike|figure|details|address|pre|button)\b",
    re.IGNORECASE,
)
_MAX_NESTING = 5_000
_MAX_TITLE = 1_000

_DATE_METAS = (
    "article:published_time", "datepublished", "date", "pubdate", "publishdate", "dc.date", "dc.date.issued",
    "dcterms.created", "article:modified_time",
)  # fmt: skip


@dataclass(slots=True)
class HtmlBlock:
    """A paragraph or row with what is needed to judge it.

    ``ancestors`` are ids of the elements it lies in, outermost first; ``heading`` is the level 1 to 6 or 0;
    ``chrome`` are those of the ancestors that are named as navigation, comments, sharing and the like, ``boilerplate``
    says that one of them does not hold the page's text itself.
    """

    text: str
    ancestors: tuple[int, ...]
    link_chars: int = 0
    heading: int = 0
    boilerplate: bool = False
    chrome: tuple[int, ...] = ()
    bold: bool | None = None
    centred: bool | None = None
    row: Row | None = None
    table: int = -1

    @property
    def link_share(self) -> float:
        return self.link_chars / max(1, len(self.text))


@dataclass(slots=True)
class HtmlPage:
    """The blocks of a page in order, and what its head says of it."""

    blocks: list[HtmlBlock] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)


def bare_title(title: str) -> str:
    """A page's title without the name of the site behind it.

    >>> bare_title("Tỉnh Y ban hành kế hoạch cải cách | Cổng thông tin điện tử tỉnh Y")
    'Tỉnh Y ban hành kế hoạch cải cách'
    >>> bare_title("Lễ hội Sông Nước - Biển Xanh lần thứ hai")
    'Lễ hội Sông Nước - Biển Xanh lần thứ hai'
    """
    title = clean(title[:_MAX_TITLE])
    cut = _SITE_NAME.search(title)
    return title[: cut.start()] if cut and len(title[: cut.start()].split()) >= 4 else title


def walk(text: str) -> HtmlPage:
    """The blocks of a page, hidden elements and scripts left out."""
    from selectolax.lexbor import LexborHTMLParser

    if _nesting(text) > _MAX_NESTING:
        raise DamagedFile(
            f"The page nests more than {_MAX_NESTING} elements in one another.",
            f"Trang HTML lồng quá {_MAX_NESTING} phần tử vào nhau.",
        )
    tree = LexborHTMLParser(text.encode("utf-8", "replace").decode("utf-8"))
    page = HtmlPage(metadata=_metadata(tree.css))
    if tree.body is not None:
        _Walker(page).visit(tree.body)
    return page


def _nesting(text: str) -> int:
    """How deep the elements nest that must be closed; the parser takes quadratic time over very deep pages."""
    depth = deepest = 0
    for match in _TAG.finditer(text):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _metadata(css: Callable[[str], list[LexborNode]]) -> dict[str, str]:
    found: dict[str, str] = {}
    metas: dict[str, str] = {}
    for node in css("meta"):
        attributes = node.attributes
        key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        if key and (content := attributes.get("content")):
            metas.setdefault(key.lower(), content.strip())
    titles = css("title")
    if title := metas.get("og:title") or (titles[0].text(strip=True) if titles else ""):
        found["title"] = bare_title(title)
    if published := next((metas[k] for k in _DATE_METAS if metas.get(k)), None):
        found["published"] = clean(published[:_MAX_TITLE])
    return found


class _Walker:
    """Depth-first walk that gathers inline text and closes a block at every block boundary and line break."""

    def __init__(self, page: HtmlPage) -> None:
        self._page = page
        self._inline: list[tuple[str, bool, bool]] = []
        self._ids = 0
        self._tables = 0
        self._ancestors: list[int] = []
        self._chrome: list[int] = []
        self._items: dict[int, int] = {}
        self._links = self._bolds = self._depth = self._heading = 0
        self._centred: list[bool] = []
        self._marker = ""

    def visit(self, node: LexborNode) -> None:
        tag = node.tag
        if tag == "-text":
            self._inline.append((node.text_content or "", self._links > 0, self._bolds > 0))
            return
        if tag is None or tag in SKIPPED or tag.startswith(("-", "!")):
            return
        if self._depth > MAX_DEPTH:
            self._inline.append((node.text(separator=" "), self._links > 0, self._bolds > 0))
            return
        attributes = node.attributes
        style = attributes.get("style") or ""
        if "hidden" in attributes or (style and _HIDDEN.search(style)):
            return
        if tag == "br":
            self._close()
            return
        bold = tag in ("b", "strong", "th") or (style != "" and _BOLD.search(style) is not None)
        link = tag == "a" and attributes.get("href") is not None
        self._links += link
        self._bolds += bold
        self._depth += 1
        if tag in BLOCKS:
            self._visit_block(node, tag, style, attributes)
        else:
            self._visit_children(node)
        self._depth -= 1
        self._links -= link
        self._bolds -= bold

    def _visit_children(self, node: LexborNode) -> None:
        child = node.child
        while child is not None:
            self.visit(child)
            child = child.next

    def _visit_block(self, node: LexborNode, tag: str, style: str, attributes: dict[str, str | None]) -> None:
        self._close()
        self._ids += 1
        self._ancestors.append(self._ids)
        named = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('role') or ''}"
        chrome = tag in _CHROME_TAGS or (tag not in ("body", "html") and _CHROME_NAME.search(named) is not None)
        heading = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0
        centred = tag == "center" or attributes.get("align") == "center" or _CENTRED.search(style) is not None
        outer_heading = self._heading
        self._heading = heading or self._heading
        if chrome:
            self._chrome.append(self._ids)
        self._centred.append(centred or (bool(self._centred) and self._centred[-1]))
        if tag == "li":
            parent = self._ancestors[-2] if len(self._ancestors) > 1 else 0
            self._items[parent] = self._items.get(parent, 0) + 1
            self._marker = _list_marker(node, self._items[parent])
        if tag == "table" and (rows := data_rows(node)) is not None:
            self._add_rows(rows)
        else:
            self._visit_children(node)
        self._close()
        self._centred.pop()
        if chrome:
            self._chrome.pop()
        self._heading = outer_heading
        self._ancestors.pop()

    def _close(self) -> None:
        """End the block that is being gathered."""
        inline, self._inline = self._inline, []
        text = WHITE.sub(" ", "".join(part for part, _, _ in inline)).strip()
        if not text:
            return
        linked = sum(len(WHITE.sub(" ", part)) for part, link, _ in inline if link)
        printed = [bold for part, _, bold in inline if part.strip()]
        marker, self._marker = self._marker, ""
        if marker and not _OWN_MARKER.match(text):
            text = f"{marker} {text}"
        self._page.blocks.append(
            HtmlBlock(
                text,
                tuple(self._ancestors),
                link_chars=min(linked, len(text)),
                heading=self._heading,
                chrome=tuple(self._chrome),
                bold=all(printed) or self._heading > 0,
                centred=self._centred[-1] if self._centred else False,
            )
        )

    def _add_rows(self, rows: list[Row]) -> None:
        for row in rows:
            text = CELL_SEPARATOR.join(c for c in row.cells if c)
            self._page.blocks.append(
                HtmlBlock(text, tuple(self._ancestors), chrome=tuple(self._chrome), row=row, table=self._tables)
            )
        self._tables += 1


def _list_marker(node: LexborNode, count: int) -> str:
    """The label a browser shows before the list item that is the ``count``-th; none where the list hides it."""
    parent = node.parent
    if parent is None or parent.tag not in ("ol", "ul"):
        return ""
    style = f"{parent.attributes.get('style') or ''};{node.attributes.get('style') or ''}"
    if re.search(r"list-style(?:-type)?\s{0,3}:\s{0,3}none", style, re.IGNORECASE):
        return ""
    if parent.tag == "ul":
        return "-"
    number = integer(parent.attributes.get("start"), 1) + count - 1
    kind = parent.attributes.get("type") or "1"
    if kind in ("a", "A") and 1 <= number <= 26:
        return f"{chr(ord(kind) + number - 1)}."
    return f"{number}."
