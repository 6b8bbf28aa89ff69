"""A store that speaks S3, on this machine alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock
from urllib.request import Request, urlopen

BUCKET = "office"


@contextmanager
def s3_store() -> Iterator[str]:
    """The place of an empty bucket; this process and those it starts find the store by their environment."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    found_by = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    try:
        with mock.patch.dict(os.environ, found_by):
            import s3fs

            # the stores of one process share what is in them
            urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")).close()

            s3fs.S3FileSystem.clear_instance_cache()
            s3fs.S3FileSystem().mkdir(BUCKET)
            yield f"s3://{BUCKET}"
            s3fs.S3FileSystem.clear_instance_cache()
    finally:
        server.stop()
