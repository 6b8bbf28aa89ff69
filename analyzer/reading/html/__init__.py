"""A portal page: the article or document on it, its tables in order, without what surrounds it.

Every portal is built differently, so nothing here knows a site. The page is walked into blocks; the container of the
text is the deepest element that holds most of the prose (long blocks with few links); the headline and date line in
front of it are kept; lists of other news, comments and sharing bars are known by their headings and names.
"""

from __future__ import annotations

import re
from collections import Counter

from analyzer.reading.composer import Composer
from analyzer.reading.html.walk import HtmlBlock, HtmlPage, walk
from analyzer.reading.manuscript import CELL_SEPARATOR
from analyzer.reading.syllables import measure

_PROSE_LENGTH = 60
_MAX_LINK_SHARE = 0.4
_KEPT_SHARE = 0.75
_HEADLINE_LENGTH = 300
_MAX_CLIMB = 3
_LEAST_GAIN = 0.03

# Headings of what follows the text on a portal page; they cut it where text has gone before.
_TAIL = re.compile(
    r"""(?:
        (?:các\s)?(?:tin|bài|bài\sviết|tin\stức|tin\sbài|văn\sbản|thông\stin|sự\skiện|video)\s?(?:viết\s)?
        (?: khác | liên\squan | cùng\s(?:chuyên\smục|loại|chủ\sđề) | mới(?:\snhất|\shơn|\sđăng)? | cũ\shơn | đã\sđưa
          | tiếp\stheo | nổi\sbật | đọc\snhiều | xem\snhiều )
      | ý\skiến\s(?:bạn\sđọc|của\sbạn|phản\shồi|bình\sluận) | bình\sluận(?:\scủa\sbạn)?
      | gửi\s(?:bình\sluận|ý\skiến|phản\shồi)(?:\scủa\sbạn)? | (?:có\sthể\s)?bạn\s(?:quan\stâm|có\sthể\squan\stâm)
      | xem\sthêm | đọc\sthêm | (?:tin\s)?đọc\snhiều(?:\snhất)? | chia\ssẻ(?:\sbài\sviết)? | đánh\sgiá(?:\sbài\sviết)?
      | từ\skh(?:óa|oá) | tags? | lượt\s(?:xem|truy\scập) | thống\skê\struy\scập | liên\skết\s(?:website|web|trang)
      | in\strang | gửi\s(?:email|cho\sbạn\sbè) | lên\sđầu\strang | quay\slại | về\strước
    )\s?(?:\(?\d{0,6}\)?)\s?[:>»…]{0,3}(?:\s?\d[\d.,]{0,12})?""",
    re.IGNORECASE | re.VERBOSE,
)
# The imprint at the foot of a portal.
_IMPRINT = re.compile(
    r"""(?: © | bản\squyền\s(?:thuộc|của|©) | copyright | chịu\strách\snhiệm\s(?:chính|nội\sdung|xuất\sbản)\s?:
      | giấy\sphép\s(?:số|thiết\slập|hoạt\sđộng|xuất\sbản)
      | cơ\squan\schủ\squản\s?: | tổng\sbiên\stập\s?: | ghi\srõ\snguồn\s )""",
    re.IGNORECASE | re.VERBOSE,
)
_CHROME_LINE = re.compile(
    r"""(?:
        lượt\s(?:xem|đọc) | số\slượt\s(?:xem|truy\scập) | đã\sxem | (?:xem\s)?cỡ\schữ(?:\s?:?\sa.{0,6})? | màu\schữ
      | đọc\sbài | nghe\s(?:đọc\s)?bài | tải\s(?:xuống|về) | in(?:\sbài)? | bản\sin | e?mail | facebook | zalo | twitter
      | chia\ssẻ | share | print | theo\sdõi.{0,40}google\snews | đường\sdẫn\s(?:ngắn|bài\sviết) | sao\schép\sliên\skết
      | tăng\s?giảm\scỡ\schữ | (?:tình\strạng\s)?hiệu\slực:\sđã\sbiết
    )\s?[:|]?\s?[\d.,]{0,12}""",
    re.IGNORECASE | re.VERBOSE,
)
_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b|\bngày\s\d{1,2}\stháng\s\d{1,2}\snăm\s\d{4}\b", re.IGNORECASE)


def read_html(text: str, composer: Composer) -> None:
    """Put the blocks of the text on a page into the composer, what surrounds it into the furniture."""
    page = walk(text)
    _convert(page, composer)
    composer.metadata.update(page.metadata)
    blocks = page.blocks
    body = _body(blocks)
    if not body:
        return
    start = _headline(blocks, body[0])
    chosen = [i for i in range(start, body[0]) if _is_lead(blocks[i])] + _cut_tail(blocks, body)
    if start == body[0] and (title := page.metadata.get("title")) and _wants_title(blocks, chosen, title):
        composer.paragraph(title, bold=True)
    kept = set(chosen)
    for i, block in enumerate(blocks):
        if i not in kept:
            composer.furniture(block.text)
        elif block.row is not None:
            composer.row(block.row.cells, table=block.table, reach=block.row.reach, bold=block.bold)
        elif _CHROME_LINE.fullmatch(block.text):
            composer.furniture(block.text)
        else:
            composer.paragraph(block.text, bold=block.bold, centred=block.centred)


def _convert(page: HtmlPage, composer: Composer) -> None:
    """Bring all text of the page to Unicode, title, paragraphs and cells together."""
    title = page.metadata.get("title", "")
    texts = [title]
    for block in page.blocks:
        texts += [block.text] if block.row is None else block.row.cells
    converted = composer.in_unicode(texts)
    if converted == texts:
        return
    rest = iter(converted)
    if first := next(rest):
        page.metadata["title"] = first
    for block in page.blocks:
        if block.row is None:
            block.text = next(rest)
        else:
            block.row.cells = [next(rest) for _ in block.row.cells]
            block.text = CELL_SEPARATOR.join(c for c in block.row.cells if c)


def _body(blocks: list[HtmlBlock]) -> list[int]:
    """The indices of the blocks in the container of the text."""
    _judge_chrome(blocks)
    weights = [_weight(b) for b in blocks]
    total = sum(weights)
    if not total:
        return list(range(len(blocks)))
    held: Counter[int] = Counter()
    parts: Counter[int] = Counter()
    path: dict[int, tuple[int, ...]] = {}
    for block, weight in zip(blocks, weights, strict=True):
        for level, node in enumerate(block.ancestors):
            held[node] += weight
            parts[node] += weight > 0
            if node not in path:
                path[node] = block.ancestors[: level + 1]
    # An element with a single paragraph is that paragraph, not the text.
    candidates = [n for n in held if held[n] >= total * _KEPT_SHARE and parts[n] > 1]
    if not candidates:
        return list(range(len(blocks)))
    container = max(candidates, key=lambda n: len(path[n]))
    return _widened(blocks, weights, path[container])


def _widened(blocks: list[HtmlBlock], weights: list[int], path: tuple[int, ...]) -> list[int]:
    """The blocks in the element at the end of the path, or in one around it that adds prose and hardly any links."""
    inside = [i for i, b in enumerate(blocks) if path[-1] in b.ancestors]
    own = sum(weights[i] for i in inside)
    for outer in reversed(path[-1 - _MAX_CLIMB : -1]):
        wider = [i for i, b in enumerate(blocks) if outer in b.ancestors]
        kept = set(inside)
        added = [blocks[i] for i in wider if i not in kept and not blocks[i].boilerplate]
        linked, length = sum(b.link_chars for b in added), sum(len(b.text) for b in added)
        if sum(weights[i] for i in wider) - own >= _LEAST_GAIN * own and linked <= 0.2 * length:
            return wider
    return inside


def _judge_chrome(blocks: list[HtmlBlock]) -> None:
    """Mark the blocks inside elements named as boilerplate, unless such an element holds half the page's prose."""
    held: Counter[int] = Counter()
    for block in blocks:
        for node in block.chrome:
            held[node] += _weight(block)
    limit = sum(map(_weight, blocks)) * 0.5
    for block in blocks:
        block.boilerplate = any(held[node] <= limit for node in block.chrome)


def _weight(block: HtmlBlock) -> int:
    """How much prose a block is: its length outside links; short blocks, menus and comment lines count nothing."""
    if block.boilerplate or block.link_share > _MAX_LINK_SHARE:
        return 0
    if block.row is not None:
        return len(block.text)
    own = len(block.text) - block.link_chars
    return own if own >= _PROSE_LENGTH or block.heading else own // 4


def _headline(blocks: list[HtmlBlock], first: int) -> int:
    """Where the headline in front of the container starts; ``first`` if it is inside or there is none."""
    for level in (1, 2):
        for i in range(first - 1, -1, -1):
            block = blocks[i]
            if block.heading == level and not block.boilerplate and 10 <= len(block.text) <= _HEADLINE_LENGTH:
                between = sum(b.link_share > _MAX_LINK_SHARE for b in blocks[i:first])
                return i if between <= 12 else first
    for i in range(first - 1, max(-1, first - 6), -1):
        if _DATE.search(blocks[i].text) and len(blocks[i].text) < 80 and blocks[i].link_share == 0:
            return i
    return first


def _is_lead(block: HtmlBlock) -> bool:
    """Whether a block between headline and text belongs to the article: headline, date line, summary."""
    if block.boilerplate or _CHROME_LINE.fullmatch(block.text):
        return False
    if block.heading == 1:
        return True
    if block.link_share > _MAX_LINK_SHARE:
        return False
    return bool(block.heading) or _DATE.search(block.text) is not None or len(block.text) >= _PROSE_LENGTH


def _cut_tail(blocks: list[HtmlBlock], body: list[int]) -> list[int]:
    """The body without boilerplate inside it and without what follows a heading such as "Tin liên quan"."""
    kept: list[int] = []
    total = sum(len(blocks[i].text) for i in body)
    seen = 0
    run = 0
    for position, i in enumerate(body):
        block = blocks[i]
        seen += len(block.text)
        if len(block.text) <= 60 and block.row is None and _TAIL.fullmatch(block.text.strip(" .:-–»>•")):
            rest = [blocks[j] for j in body[position + 1 :]]
            if seen > total * 0.3 or not any(_weight(b) >= _PROSE_LENGTH for b in rest):
                break
            continue
        if block.boilerplate:
            continue
        if seen > total * 0.5 and _IMPRINT.match(block.text):
            break
        # A run of blocks that are nothing but links is a list of other pages.
        run = run + 1 if block.link_share > 0.9 and block.row is None else 0
        kept.append(i)
        if run >= 4 and seen > total * 0.5 and not any(_weight(blocks[j]) >= 200 for j in body[position + 1 :]):
            del kept[-run:]
            break
    while kept and _is_trailing_chrome(blocks[kept[-1]]):
        kept.pop()
    return kept


def _is_trailing_chrome(block: HtmlBlock) -> bool:
    return block.row is None and (block.link_share > 0.9 or _CHROME_LINE.fullmatch(block.text) is not None)


def _wants_title(blocks: list[HtmlBlock], chosen: list[int], title: str) -> bool:
    """Whether the page's title is the headline of an article that does not show it in its text."""
    first = [blocks[i] for i in chosen[:6]]
    shown = any(_same(title, b.text) or b.heading == 1 for b in first)
    letterhead = any("Độc lập" in b.text or "ĐẢNG CỘNG SẢN" in b.text for b in [blocks[i] for i in chosen[:12]])
    return not shown and not letterhead and len(title.split()) >= 5 and measure(title).syllable_share >= 0.7


def _same(one: str, other: str) -> bool:
    return one.casefold() in other.casefold() or other.casefold() in one.casefold()
