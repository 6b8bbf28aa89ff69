"""The area of a task: cue phrases, the model's reading, and its bounds."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from analyzer.knowledge.data import read_toml
from analyzer.knowledge.folding import old_tones
from analyzer.models.linear import Linear
from analyzer.pipes.tasks import Judges
from analyzer.pipes.tasks.areas import (
    AREAS,
    AreaModel,
    AreaReader,
    by_hand,
    find_cues,
    normal,
    read_cues,
    read_title,
    words_of,
)
from tests.linear import assert_linear

_EXAMPLES = tomllib.loads((Path(__file__).parent / "data" / "areas.toml").read_text(encoding="utf-8"))
_REFORM = "đẩy mạnh cải cách hành chính năm 2023"

# title, heading, task, area
_NAMED = [
    (_REFORM, "Sở Nội vụ", "kiểm tra công tác cải cách hành chính tại 5 xã", "direction"),
    (_REFORM, "", "tổng hợp, báo cáo kết quả thực hiện về Sở Nội vụ trước ngày 05 hằng tháng", "direction"),
    (None, "", "rà soát, hệ thống hóa văn bản quy phạm pháp luật", "institutions"),
    (_REFORM, "", "niêm yết công khai thủ tục hành chính tại bộ phận một cửa", "procedures"),
    (None, "", "xây dựng đề án sắp xếp tổ chức bộ máy, sáp nhập hai phòng", "organisation"),
    (None, "", "chấn chỉnh kỷ luật, kỷ cương trong đội ngũ cán bộ, công chức", "civil_service"),
    ("bảo vệ, phát triển rừng", "", "Sở Tài chính bố trí kinh phí từ ngân sách tỉnh", "public_finance"),
    (None, "Chính quyền số", "số hóa hồ sơ, kết nối, chia sẻ dữ liệu dùng chung", "digital_government"),
    ("tăng cường quản lý vận tải", "", "xử lý xe chở quá tải trên đường bộ", "other"),
    ("phòng, chống thiên tai", "", "cử người trực 24/24 giờ", "other"),
]
# the task says little or nothing, and the heading and the title speak: this was learned
_IN_CONTEXT = [
    ("phòng, chống dịch bệnh trên vật nuôi", "", "tổng hợp, báo cáo kết quả trước ngày 05 hằng tháng", "other"),
    (None, "Quản lý tài sản công, đầu tư công", "thực hiện xong trong quý này", "public_finance"),
    ("chuyển đổi số trong cơ quan nhà nước", "", "hoàn thành các việc còn lại", "digital_government"),
]


@pytest.mark.parametrize("group", _EXAMPLES)
def test_every_group_reads_its_examples_and_no_look_alikes(group: str) -> None:
    for text in _EXAMPLES[group]["reads"]:
        assert group in read_cues(normal(text)).says, text
    for text in _EXAMPLES[group]["passes"]:
        assert group not in read_cues(normal(text)).says, text


def test_the_lexicon_is_well_formed() -> None:
    groups = read_toml("areas.toml")
    assert set(groups) == {*AREAS, "steering", "neutral"} == {*_EXAMPLES, "neutral"}
    phrases = [phrase for words in groups.values() for phrase in words]
    assert [p for p, n in Counter(phrases).items() if n > 1] == []
    assert [p for p in phrases if normal(p) != p or old_tones(p) != p] == []
    assert [p for words in groups.values() for p, w in words.items() if not 0 <= w <= 3] == []


@pytest.mark.parametrize(("title", "heading", "task", "area"), [*_NAMED, *_IN_CONTEXT])
def test_reading_by_the_shipped_model(title: str | None, heading: str, task: str, area: str) -> None:
    found, sure = AreaReader(title, Judges.shipped().areas).read(task, [heading] if heading else [])
    assert found == area
    assert sure[AREAS.index(area)] == max(sure)
    assert sum(sure) == pytest.approx(1)


@pytest.mark.parametrize(("title", "heading", "task", "area"), _NAMED)
def test_reading_by_the_cue_phrases_alone(title: str | None, heading: str, task: str, area: str) -> None:
    assert AreaReader(title).read(task, [heading] if heading else []) == (area, [])


@pytest.mark.parametrize(
    ("features", "area"),
    [
        ({"task:procedures": 0.6, "title:other": 0.5}, "procedures"),
        ({"task:steering": 0.5}, "direction"),
        ({"title:organisation": 0.4}, "other"),
        ({}, "other"),
    ],
)
def test_the_weights_set_by_hand(features: dict[str, float], area: str) -> None:
    assert by_hand(features) == area


def _model(weights: dict[str, tuple[str, float]]) -> AreaModel:
    """A model with one weight a feature, for one area."""
    labels = tuple(sorted(AREAS))
    rows = {name: tuple(weight * (label == area) for label in labels) for name, (area, weight) in weights.items()}
    return AreaModel.of(Linear(labels, rows, (0.0,) * len(labels)))


def test_a_model_weighs_cues_words_and_pairs() -> None:
    model = _model({
        "task:other": ("other", 2.0),
        "word:chợ": ("public_finance", 3.0),
        "word:số hóa": ("digital_government", 5.0),
    })  # fmt: skip

    def scores(cues: dict[str, float], words: list[str]) -> dict[str, float]:
        return dict(zip(AREAS, model.scores(cues, words), strict=True))

    nothing = dict.fromkeys(AREAS, 0.0)
    assert scores({}, ["số"]) == nothing
    assert scores({"task:other": 0.5, "title:other": 1.0}, []) == {**nothing, "other": 1.0}
    half = {**nothing, "public_finance": 1.5, "digital_government": 2.5}
    assert scores({}, ["chợ", "số", "hóa", "chợ"]) == half, "words weigh half, and once"
    assert scores({}, ["hóa", "số"]) == nothing


def test_of_equally_likely_areas_the_first_is_told() -> None:
    found, sure = AreaReader(None, _model({})).read("số hóa", [])
    assert (found, sure) == (AREAS[0], [1 / len(AREAS)] * len(AREAS))


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("cơ sở dữ liệu đất đai", ["cơ sở dữ liệu", "đất đai"]),
        ("hoá đơn, số hoá", ["số hóa"]),
        ("bão, lũ", ["bão", "lũ"]),
        ("bãobùng; lũy kế", []),
        ("Sở Giáo dục và Đào tạo", ["sở giáo dục và đào tạo"]),
        ("thủ tục\n  hành chính", ["thủ tục hành chính"]),
        ("", []),
    ],
)
def test_the_longest_phrase_counts_and_only_whole_words(text: str, phrases: list[str]) -> None:
    found = find_cues(normal(text))
    assert [phrase for _, phrase, _, _ in found] == phrases
    assert all(normal(text)[start : start + len(phrase)] == phrase for start, phrase, _, _ in found)


def test_a_phrase_counts_once_and_earlier_cues_more() -> None:
    assert read_cues("bão và bão").says == read_cues("bão").says
    both = read_cues("giải ngân, tuyển sinh").says
    assert both["public_finance"] == read_cues("giải ngân").says["public_finance"]
    assert both["other"] < read_cues("tuyển sinh").says["other"]
    assert read_cues("giải ngân, tuyển sinh").first == ("public_finance", both["public_finance"])


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("Ban hành Quy chế quản lý nước thải", "other"),
        ("Ban hành Quy chế giải quyết thủ tục hành chính", "reform"),
        ("Về việc phê duyệt Kế hoạch nuôi trồng thủy sản", "other"),
        ("Kết luận của Chủ tịch tại phiên họp", "nothing"),
        ("", "nothing"),
        (None, "nothing"),
    ],
)
def test_what_a_title_is_about(title: str | None, about: str) -> None:
    assert read_title(title).about == about


def test_words() -> None:
    assert words_of("gửi 12 bản") == {"gửi", "bản", "gửi bản"}
    assert words_of("...") == set()


@pytest.mark.parametrize("piece", ["a", "\x00\u0301", "số hóa ", "1. ", "\n"])
def test_any_text_is_read_in_linear_time(piece: str) -> None:
    def run(text: str) -> None:
        area, sure = AreaReader(text, Judges.shipped().areas).read(text, [text])
        assert area in AREAS
        assert sum(sure) == pytest.approx(1)

    assert_linear(run, piece, 300_000)
