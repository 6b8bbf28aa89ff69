"""What mkdocs does beside its own: pages from outside of docs/, links between them, a look at what was built."""

from __future__ import annotations

import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
log = get_plugin_logger("pages")

#: Files of the repository that are pages of the site too, and their names there.
PAGES = {
    "README.md": "overview.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "models/README.md": "models.md",
    "corpora/README.md": "corpora.md",
    "corpora/coverage/README.md": "coverage-corpus.md",
}
_HOMES = {page: source for source, page in PAGES.items()}
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,300})\]\(([^()\s]{1,300})\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that stand outside of docs/."""
    for source, page in PAGES.items():
        if (ROOT / source).is_file():
            files.append(File.generated(config, page, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links as they are written for people who read the repository, made links of the site."""
    here = page.file.src_uri
    home = _HOMES.get(here, f"docs/{here}")

    def linked(found: re.Match[str]) -> str:
        words, target = found.groups()
        path, mark, anchor = target.partition("#")
        if not path or ":" in path:
            return found[0]
        there = posixpath.normpath(posixpath.join(posixpath.dirname(home), path))
        name = PAGES.get(there, there.removeprefix("docs/") if there.startswith("docs/") else None)
        if name is not None:
            return f"[{words}]({posixpath.relpath(name, posixpath.dirname(here) or '.')}{mark}{anchor})"
        # What is no page is named, where it is in the repository; a link to what is nowhere is left to be refused.
        return f"{words} (`{there}`)" if (ROOT / there).exists() else found[0]

    return _LINK.sub(linked, markdown)


class _Fetched(HTMLParser):
    """Addresses that a browser fetches when it shows a page (links that a reader follows are none)."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and given.get("rel") not in ("canonical", "prev", "next", "alternate"):
            self.addresses.append(given.get("href", ""))
        if tag not in ("a", "link"):
            self.addresses += [given.get("src", ""), given.get("srcset", ""), given.get("data", "")]


def elsewhere(path: Path) -> list[str]:
    """What a built page or style sheet fetches from other sites."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".css":
        addresses = re.findall(r"(?:url\(|@import)\s{0,9}[\"']?([^\"')\s]{1,500})", text)
    else:
        parser = _Fetched()
        parser.feed(text)
        addresses = parser.addresses
    return [address for address in addresses if re.match(r"(?:[a-z]{1,20}:)?//", address.strip())]


def on_post_build(config: MkDocsConfig) -> None:
    """Warn, which fails a strict build, where a page would not be whole without a network."""
    for path in sorted(Path(config.site_dir).rglob("*")):
        if path.suffix in (".html", ".css"):
            for address in elsewhere(path):
                log.warning("%s fetches %s", path.relative_to(config.site_dir), address)
