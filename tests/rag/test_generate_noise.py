"""A real model that knows nothing, in a process of its own: nothing of its noise is kept."""

import subprocess
import sys
from pathlib import Path

import pytest
from evidence import BRIDGE, asks, hits_of

from rag.records import Draft
from rag.writing.generate import write
from rag.writing.writers import open_writer

INSTEAD = "Here are the articles' own words."


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory):
    """A GPT-2 of two layers that knows the bytes and nothing else."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    signs = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({sign: number for number, sign in enumerate(signs)}, []))
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.ByteLevel(), decoders.ByteLevel()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    torch.manual_seed(0)
    config = GPT2Config(vocab_size=256, n_positions=128, n_embd=32, n_layer=2, n_head=2)
    GPT2LMHeadModel(config).save_pretrained(folder)
    return folder


@pytest.mark.slow
def test_of_the_noise_of_a_real_model_process_nothing_is_kept(tiny_model, reader, policy):
    program = [sys.executable, str(Path(__file__).parent.parent / "endpoint.py"), str(tiny_model)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        try:
            port = int(process.stdout.readline())
            writer = open_writer(f"openai-like:http://127.0.0.1:{port}/v1#tiny", limit_s=60, keys={})
            *drafts, last = write(asks("When?"), hits_of(BRIDGE), writer, reader, policy, language="en")
        finally:
            process.terminate()
    assert len(drafts) > 20
    assert all(isinstance(draft, Draft) for draft in drafts)
    assert (last.statements, last.citations) == ((), ())
    assert last.notice.endswith(INSTEAD)
