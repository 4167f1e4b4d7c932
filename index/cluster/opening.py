"""How an index on PostgreSQL and Milvus is named, begun and opened: by a folder with a file that says where
they are.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from index.cluster.connection import Postgres
from index.cluster.milvus import Milvus
from index.cluster.named import FILE
from index.cluster.postgres import PostgresRecord
from index.connection import FORMAT, LibraryError, UnusableLibrary, rebuild

TOKEN = "POLYCITE_MILVUS_TOKEN"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the engines of an index are; `options` go to the client of Milvus as they are (TLS)."""

    record: str
    candidates: str
    index: str = "FLAT"
    token_file: str = ""
    milvus: Mapping[str, object] = field(default_factory=dict)


def read_settings(folder: Path) -> Settings:
    """Return what the file in `folder` says; raise LibraryError."""
    file = folder / FILE
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        settings = Settings(**said)
    except (OSError, ValueError, TypeError) as error:
        raise LibraryError(
            f'{file} cannot be used ({error}): it names record = "postgresql://..." and'
            ' candidates = "http://...", see docs/scale.md'
        ) from None
    if secret := {"token", "password", "user"} & set(settings.milvus):
        raise LibraryError(f"{file} has a {min(secret)}: set {TOKEN}, or name a file as token_file")
    return settings


def create(folder: Path, model: str) -> PostgresRecord:
    """Return an empty record for the vectors of `model`; one that is there is emptied."""
    settings = read_settings(folder)
    postgres = Postgres(settings.record)
    with postgres.change() as connection:
        found = connection.execute("SELECT collection FROM about").fetchone()
        collection = found[0] if found else f"polycite_{secrets.token_hex(8)}"
        if not found:
            connection.execute(
                "INSERT INTO about (model, format, collection) VALUES (%s, %s, %s)",
                (model, FORMAT, collection),
            )
    record = PostgresRecord(folder, postgres, _milvus(settings, collection))
    if found:
        record.empty(model)
    return record


def exists(folder: Path) -> bool:
    """Tell whether the engines that `folder` names hold an index."""
    postgres = Postgres(read_settings(folder).record)
    try:
        return bool(postgres.rows("SELECT FROM about"))
    finally:
        postgres.close()


def model_of(folder: Path) -> str:
    """Return the name of the model that the index which `folder` names was made with."""
    postgres = Postgres(read_settings(folder).record)
    try:
        return _about(postgres, folder)[0]
    finally:
        postgres.close()


def open_library(folder: Path, model: str) -> PostgresRecord:
    """Open the record that `folder` names, its candidates made again where they were lost.

    Raise LibraryError when there is none, and UnusableLibrary when it is of another version or model.
    """
    settings = read_settings(folder)
    postgres = Postgres(settings.record)
    try:
        made_with, collection = _about(postgres, folder)
        if made_with != model:
            raise UnusableLibrary(
                f"the index in {folder} was made with the model {made_with}, not {model}: {rebuild(folder)}"
            )
        record = PostgresRecord(folder, postgres, _milvus(settings, collection))
        record.mend()
    except BaseException:
        postgres.close()
        raise
    return record


def _about(postgres: Postgres, folder: Path) -> tuple[str, str]:
    """Return the model of a record and what its candidates are called."""
    found = postgres.rows("SELECT model, collection, format FROM about")
    if not found:
        raise LibraryError(
            f"{postgres.name} holds no index: make one with `polycite index PATH... --to {folder}`"
        )
    [(model, collection, made_by)] = found
    if made_by != FORMAT:
        raise UnusableLibrary(f"{folder} was made by another version of Polycite: {rebuild(folder)}")
    return model, collection


def _milvus(settings: Settings, collection: str) -> Milvus:
    options = dict(settings.milvus)
    if token := _token(settings):
        options["token"] = token
    return Milvus(settings.candidates, collection, index=settings.index, options=options)


def _token(settings: Settings) -> str:
    if settings.token_file:
        return Path(settings.token_file).read_text(encoding="utf-8").strip()
    return os.environ.get(TOKEN, "")
