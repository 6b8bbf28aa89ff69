"""The notebooks run from top to bottom; the outputs stored with them are of their cells, small, and name no machine.

``pytest tests/test_notebooks.py --regenerate`` runs them and stores the outputs anew.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
CELL_SECONDS = 300
LETTERS_OF_OUTPUT = 60_000
LETTERS_OF_NOTEBOOK = 350_000
# a path or an address in memory: what differs from one machine or run to the next
OF_A_MACHINE = re.compile(
    r"(?<![\w.])/(?:home|root|tmp|work|usr|opt|var|mnt|private|Users)/|\b[A-Z]:\\|file://|\b0x[0-9a-f]{6,}"
)

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def _fonts() -> None:
    """Have matplotlib list the fonts here: the first time it takes long and says so, which is no output of a cell."""
    import matplotlib.font_manager  # noqa: F401


@pytest.mark.slow
@pytest.mark.usefixtures("_fonts")
@each_notebook
def test_notebook_runs(path: Path, request: pytest.FixtureRequest) -> None:
    stored = nbformat.read(path, as_version=4)
    fresh = run(path)
    complain(fresh)
    if request.config.getoption("--regenerate"):
        nbformat.write(fresh, path)
    else:
        assert kinds(fresh) == kinds(stored), "the outputs are of other cells: run with --regenerate and review them"


@each_notebook
def test_stored_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    complain(notebook)
    code = cells(notebook)
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1)), "not run from top to bottom"
    assert notebook.metadata == {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    assert not any(cell.metadata for cell in notebook.cells)


def test_readme_lists_the_notebooks() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert NOTEBOOKS
    assert [path.name for path in NOTEBOOKS if f"(notebooks/{path.name})" not in readme] == []


@pytest.mark.parametrize(
    "words", ["/home/ai/x.py", "open '/tmp/a'", r"C:\Users\ai", "<Figure at 0x7f3a5c0021d0>", "file:///x"]
)
def test_what_is_of_a_machine(words: str) -> None:
    assert OF_A_MACHINE.search(words)


@pytest.mark.parametrize(
    "words", ["12/CT-UBND", "sở/ngành", "TB-VP/home", "../corpora/README.md", "30/6/2024", "</td>"]
)
def test_what_is_not_of_a_machine(words: str) -> None:
    assert not OF_A_MACHINE.search(words)


def run(path: Path) -> Any:
    """A notebook with the outputs of a run in its directory. Raises CellExecutionError with the cell that fails."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name=KERNEL["name"],
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        coalesce_streams=True,
    )
    search = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    client.execute(env={**os.environ, "PYTHONPATH": search})
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    return notebook


def cells(notebook: Any) -> list[Any]:
    """The code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def kinds(notebook: Any) -> list[list[tuple[str, ...]]]:
    """Of each cell what kinds of output it has."""
    return [[(o.output_type, *sorted(o.get("data", ()))) for o in cell.outputs] for cell in cells(notebook)]


def complain(notebook: Any) -> None:
    """Fail where an output is an error or a warning, too large, or tells of the machine it was made on."""
    for cell in cells(notebook):
        for output in cell.outputs:
            assert output.output_type != "error", f"{cell.id}: {output.ename}: {output.evalue}"
            assert output.get("name") != "stderr", f"{cell.id}: {output.text}"
            assert len(json.dumps(output, ensure_ascii=False)) <= LETTERS_OF_OUTPUT, f"{cell.id}: a large output"
            words = [output.get("text", ""), *(v for k, v in output.get("data", {}).items() if k.startswith("text/"))]
            for some in words:
                assert not (found := OF_A_MACHINE.search(some)), f"{cell.id}: {some[found.start() :][:80]}"
    assert len(nbformat.writes(notebook)) <= LETTERS_OF_NOTEBOOK
