"""What can be wrong with a batch as a whole; what is wrong with one document is an outcome of it."""

from __future__ import annotations

from analyzer.errors import AnalyzerError


class BatchError(AnalyzerError):
    """Base of the errors that end a batch."""

    code = "batch_error"


class OutputInUse(BatchError):
    """Another batch writes there now."""

    code = "output_in_use"


class OutputRefused(BatchError):
    """The place for the results holds something else, or cannot be written."""

    code = "output_refused"


class OutputFailed(BatchError):
    """Writing failed on the way: no room left, the place is gone."""

    code = "output_failed"


class OtherSettings(BatchError):
    """The results there were made with other settings, so that both would be mixed."""

    code = "other_settings"


class WorkersFailed(BatchError):
    """Worker processes cannot be started."""

    code = "workers_failed"


class ClashingNames(BatchError):
    """Two inputs would have one name."""

    code = "clashing_names"


class MissingExtra(BatchError):
    """A package that is installed with an extra of the analyzer is not there."""

    code = "missing_extra"


def missing_extra(package: str, extra: str) -> MissingExtra:
    """The error for a package that has not been installed.

    >>> missing_extra("pyarrow", "parquet").message
    "The package pyarrow is not installed. Install it: pip install 'analyzer[parquet]'"
    """
    command = f"pip install 'analyzer[{extra}]'"
    return MissingExtra(
        f"The package {package} is not installed. Install it: {command}",
        f"Chưa cài gói {package}. Hãy cài: {command}",
    )


def output_failed(place: str, reason: str) -> OutputFailed:
    """The error for results that cannot be written."""
    return OutputFailed(
        f"The results cannot be written to {place}: {reason}. What has been read is kept; run the command again once "
        "there is room or the place is back.",
        f"Không ghi được kết quả vào {place}: {reason}. Phần đã đọc vẫn được giữ; hãy giải phóng dung lượng hoặc mở "
        "lại nơi ghi rồi chạy lại đúng lệnh này.",
    )
