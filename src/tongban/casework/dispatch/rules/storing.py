"""A model as bytes: a zip of plain arrays (.npz) and a page of JSON. Nothing in it can run, and nothing in it is trusted.

Not a pickle: whoever may hand in a model file could otherwise run a program on the server.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from tongban.common.errors import BadInput

from .counting import LONGEST_GRAM, Vocabulary
from .model import Model
from .training import MOST_LABELS

KIND, VERSION = "tongban-dispatch-model", 1
MOST_FILE_BYTES = 20_000_000
MOST_BYTES = 80_000_000  # unpacked: a small zip may claim to hold anything
MOST_META_BYTES = 1_000_000
MOST_NUMBER = 1e12
META = "meta.json"
ARRAYS: Mapping[str, np.dtype[Any]] = {
    "keys": np.dtype("<u8"),
    "worth": np.dtype("<f4"),
    "weights": np.dtype("<f2"),
    "bias": np.dtype("<f4"),
}
# What the readers of zip, JSON and array headers raise over bytes that are none.
FAULTS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, KeyError, TypeError, SyntaxError),
    *(OverflowError, MemoryError),
)

Arrays = Mapping[str, NDArray[Any]]


def save(model: Model) -> bytes:
    """The file of a model; the same model gives the same bytes."""
    meta = {
        "kind": KIND,
        "version": VERSION,
        "labels": model.labels,
        "longest": model.vocabulary.longest,
        "temperature": model.temperature,
        "rows": model.rows,
        "trained_at": model.trained_at,
        "measures": dict(model.measures),
    }
    arrays = {
        "keys": model.vocabulary.keys,
        "worth": model.vocabulary.worth,
        "weights": model.weights,
        "bias": model.bias,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        packed.writestr(_entry(META), json.dumps(meta, ensure_ascii=False))
        for name, array in arrays.items():
            content = io.BytesIO()
            npy.write_array(content, np.ascontiguousarray(array, ARRAYS[name]), version=(1, 0), allow_pickle=False)
            packed.writestr(_entry(f"{name}.npy"), content.getvalue())
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # without a time of its own: the meta says when
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def load(data: bytes) -> Model:
    """The model of a file; raises BadInput for anything that is not one of this version, whole and of fitting shapes."""
    if len(data) > MOST_FILE_BYTES:
        raise BadInput("dispatch.model_size", "模型文件超过{most}兆字节,不能载入。", most=MOST_FILE_BYTES // 1_000_000)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_entries(packed)
            meta = _meta(packed.read(META))
            arrays = {name: _array(packed.read(f"{name}.npy"), name) for name in ARRAYS}
    except FAULTS as error:
        raise _damaged(type(error).__name__) from None
    return _model(meta, arrays)


def _damaged(what: object) -> BadInput:
    return BadInput("dispatch.model_damaged", "这不是完整的交办模型文件({what}),请重新训练或换一个文件。", what=what)


def _check_entries(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    if sorted(entry.filename for entry in entries) != sorted([META, *(f"{name}.npy" for name in ARRAYS)]):
        raise _damaged("entries")
    if sum(entry.file_size for entry in entries) > MOST_BYTES or packed.getinfo(META).file_size > MOST_META_BYTES:
        raise _damaged("size")


def _meta(content: bytes) -> Mapping[str, Any]:
    try:
        meta = json.loads(content)
    except RecursionError:
        raise _damaged("meta.json") from None
    if not isinstance(meta, dict) or meta.get("kind") != KIND:
        raise _damaged("meta.json")
    if meta.get("version") != VERSION or meta.get("longest") != LONGEST_GRAM:
        raise BadInput(
            "dispatch.model_version",
            "模型文件的版本是{version},本程序只认版本{known},请用本程序重新训练。",
            version=str(meta.get("version"))[:20],
            known=VERSION,
        )
    return meta


def _array(content: bytes, name: str) -> NDArray[Any]:
    # numpy's own reader believes the shape in the header and reserves memory for it; here the bytes come first.
    stream = io.BytesIO(content)
    if npy.read_magic(stream) != (1, 0):
        raise _damaged(name)
    shape, in_columns, kind = npy.read_array_header_1_0(stream)
    body = content[stream.tell() :]
    if kind != ARRAYS[name] or in_columns or any(size < 0 for size in shape):
        raise _damaged(name)
    count = 1
    for size in shape:
        count *= size
    if count * kind.itemsize != len(body):
        raise _damaged(name)
    return np.frombuffer(body, kind).reshape(shape)


def _model(meta: Mapping[str, Any], arrays: Arrays) -> Model:
    labels: Any = meta.get("labels")
    if not _are_labels(labels):
        raise _damaged("labels")
    _check_shapes(arrays, len(labels))
    temperature: Any = meta.get("temperature")
    rows = meta.get("rows")
    if not _is_number(temperature) or not temperature > 0:
        raise _damaged("temperature")
    if not isinstance(rows, int) or not isinstance(meta.get("trained_at"), str):
        raise _damaged("rows")
    measures = meta.get("measures")
    if not isinstance(measures, dict) or not all(_is_number(value) for value in measures.values()):
        raise _damaged("measures")
    return Model(
        labels=tuple(labels),
        vocabulary=Vocabulary(keys=arrays["keys"], worth=arrays["worth"]),
        weights=arrays["weights"].astype(np.float32),
        bias=arrays["bias"],
        temperature=float(temperature),
        rows=rows,
        trained_at=meta["trained_at"],
        measures=measures,
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -MOST_NUMBER < value < MOST_NUMBER


def _are_labels(labels: object) -> bool:
    if not isinstance(labels, list) or not 2 <= len(labels) <= MOST_LABELS:
        return False
    return all(isinstance(label, str) and label for label in labels) and len(set(labels)) == len(labels)


def _check_shapes(arrays: Arrays, labels: int) -> None:
    keys = arrays["keys"]
    wanted = {"keys": (keys.size,), "worth": (keys.size,), "weights": (keys.size, labels), "bias": (labels,)}
    for name, shape in wanted.items():
        if arrays[name].shape != shape:
            raise _damaged(name)
        if not np.isfinite(arrays[name]).all():
            raise _damaged(name)
    if not keys.size or (keys[1:] <= keys[:-1]).any():
        raise _damaged("keys")
