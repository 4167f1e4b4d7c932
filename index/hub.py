"""Find a sentence-transformers model: in a folder, in the Hugging Face cache, on the hub. Needs no torch."""

from pathlib import Path

from huggingface_hub import snapshot_download
from huggingface_hub.errors import GatedRepoError, LocalEntryNotFoundError, RepositoryNotFoundError

from index.embed import ModelError, checksum

DESCRIPTION = ("*.json", "*.txt", "*.model")
WEIGHTS = ("*.safetensors",)
# Of models that have no others; torch reads nothing but numbers out of them.
OLD_WEIGHTS = ("*.bin",)
# The same weights once more, for other ways of running them.
DUPLICATES = ("onnx/*", "openvino/*")


def find_model(name: str) -> tuple[Path, str]:
    """Return the folder of a model, downloaded where it must be, and what an index remembers of it.

    That is its name and the revision of the hub, or its folder and a checksum. Raise ModelError when there is
    none.
    """
    given = Path(name)
    if not given.is_dir():
        folder = _snapshot(name)
        return folder, f"{name}@{folder.name[:8]}"
    folder = given.resolve()
    if not any((folder / described).is_file() for described in ("modules.json", "config.json")):
        raise ModelError(f"{name} holds no model: name a folder that sentence-transformers saved")
    return folder, f"{folder}@{checksum(_files(folder))}"


def _snapshot(name: str) -> Path:
    """Return the folder of a model of the hub, downloaded unless the cache holds it."""
    try:
        folder = Path(snapshot_download(name, local_files_only=True))
        if any(folder.rglob("*.safetensors")) or any(folder.rglob("*.bin")):
            return folder
    except LocalEntryNotFoundError:
        pass
    except ValueError:
        raise ModelError(
            f"there is no folder {name}, and a name on the Hugging Face hub has no such form: check the name"
        ) from None
    return _download(name)


def _download(name: str) -> Path:
    try:
        for weights in (WEIGHTS, OLD_WEIGHTS):
            patterns = [*DESCRIPTION, *weights]
            folder = Path(snapshot_download(name, allow_patterns=patterns, ignore_patterns=[*DUPLICATES]))
            if any(folder.rglob(weights[0])):
                return folder
    except GatedRepoError as error:
        raise ModelError(
            f"the model {name} asks for a login: accept its terms on the Hugging Face hub, then run"
            " `hf auth login`"
        ) from error
    except RepositoryNotFoundError as error:
        raise ModelError(f"the Hugging Face hub has no model {name}: check the name") from error
    # The hub's client lets the errors of its HTTP library through.
    except Exception as error:
        raise ModelError(
            f"the model {name} is not on this machine and the Hugging Face hub cannot be reached:"
            " connect and try again, or name a folder that holds a sentence-transformers model"
        ) from error
    raise ModelError(f"{name} on the Hugging Face hub holds no weights: name another model")


def _files(folder: Path) -> list[Path]:
    """Return the files that decide what vectors a model gives."""
    return sorted(path for path in folder.rglob("*") if any(map(path.match, (*DESCRIPTION, *WEIGHTS))))
