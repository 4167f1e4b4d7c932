import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from transformers import BertConfig, BertModel

from training.student import SPECIAL, first_table, padded, student_of
from training.tokenizer import train_tokenizer

WORDS = {"[PAD]": 0, "[CLS]": 1, "[SEP]": 2, "[UNK]": 3, "tea": 4, "bread": 5, ".": 6}


@pytest.fixture
def teacher(tmp_path):
    torch.manual_seed(0)
    shape = {"hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 16}
    bert = BertModel(BertConfig(vocab_size=len(WORDS), max_position_embeddings=12, **shape)).eval()
    bert.save_pretrained(tmp_path)
    Tokenizer(WordPiece(WORDS, unk_token="[UNK]")).save(str(tmp_path / "tokenizer.json"))
    return bert, tmp_path


TOKENIZER = train_tokenizer(["tea bread tè ."] * 2, vocabulary_size=60)
TEA, BREAD, TE = (TOKENIZER.token_to_id(piece) for piece in ("▁tea", "▁bread", "▁tè"))


def static_vectors():
    """Tea and bread at right angles, tè the same as tea, all else nowhere."""
    static = torch.zeros(TOKENIZER.get_vocab_size(), 2)
    static[[TEA, TE]] = torch.tensor([1.0, 0.0])
    static[BREAD] = torch.tensor([0.0, 1.0])
    return static


def test_rows_are_opened_closed_and_filled_up():
    ids, present = padded([[7], [5, 6]], 100)
    assert ids.tolist() == [[100, 7, 101, 102], [100, 5, 6, 101]]
    assert present.tolist() == [[True, True, True, False], [True, True, True, True]]


def test_before_training_english_gives_the_teachers_own_vector(teacher):
    bert, folder = teacher
    student = student_of(folder, TOKENIZER, static_vectors()).eval()
    states = bert(torch.tensor([[1, 4, 5, 6, 2]])).last_hidden_state
    expected = torch.nn.functional.normalize(states.mean(dim=1), dim=1)
    given = student(*padded([TOKENIZER.encode("Tea bread.").ids], student.pieces))
    assert given.tolist()[0] == pytest.approx(expected.tolist()[0], abs=1e-5)


def test_filling_does_not_change_a_vector(teacher):
    student = student_of(teacher[1], TOKENIZER, static_vectors()).eval()
    alone = student(*padded([[TEA]], student.pieces))
    beside = student(*padded([[TEA], [TEA, BREAD, BREAD, BREAD]], student.pieces))
    assert beside[0].tolist() == pytest.approx(alone[0].tolist(), abs=1e-5)


def test_a_piece_the_teacher_lacks_starts_near_what_it_means():
    # "tè" stands on "tea" (cosine 1) more than on "bread" (cosine 0), e^10 to 1.
    vectors = torch.eye(len(WORDS)) * 3
    table = first_table(TOKENIZER, static_vectors(), WORDS, vectors)
    assert table.shape == (TOKENIZER.get_vocab_size() + SPECIAL, len(WORDS))
    assert table[TEA].tolist() == [0, 0, 0, 0, 3, 0, 0]
    assert table[TE].tolist() == pytest.approx([0, 0, 0, 0, 3, 0, 0], abs=1e-3)
    assert table[-SPECIAL:].argmax(dim=1).tolist() == [1, 2, 0]


def test_the_teachers_shape_is_read_from_its_folder(teacher):
    student = student_of(teacher[1], TOKENIZER, static_vectors())
    assert (len(student.layers), student.positions.shape) == (2, (12, 8))
