"""Writes rouge-vectors.jsonl and stem-vectors.txt, for rouge.test.ts and stem.test.ts.

A second implementation of what Google's rouge_score counts, straight from its definition, in another language and by the
whole table where ours takes 32 places at a time; the stems are NLTK's own (3.10.3):

    pip install --target nltk nltk==3.10.3 && PYTHONPATH=nltk python3 src/graders/rouge-vectors.py
"""

import json
import random
import re
from collections import Counter
from pathlib import Path

from nltk.stem.porter import PorterStemmer

HERE = Path(__file__).parent
PAIRS = 240
STEMMED_PAIRS = 120
MADE_UP_WORDS = 2500
WORDS = "a b c d the cat sat on mat testing one two 2024 3 it's Oslo, e-mail (yes) ÉTÉ naïve Straße 東京 İstanbul …".split()
WORDS.append("\u212a2")  # the Kelvin sign, whose lower case is an ASCII k

ENDINGS = "s es ies ed ied eed ing ly lly ally y ay ness fulness fully ful ation ational ization izer ator ment ement ion".split()
ENDINGS += "able ible ability ably ous ously ousness al ally alism ality ic ical icate ive ative iveness ivity logy e ee ll".split()
STEMS = PorterStemmer()


def tokens(text, stemmed=False):
    words = re.sub(r"[^a-z0-9]+", " ", text.lower()).split()
    return [STEMS.stem(word) if stemmed and len(word) > 3 else word for word in words]


def shares(hits, answer_length, reference_length):
    """Precision, recall and F1."""
    precision = hits / max(1, answer_length)
    recall = hits / max(1, reference_length)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0


def rouge_n(reference, answer, n):
    grams = [Counter(zip(*(words[i:] for i in range(n)))) for words in (answer, reference)]
    return shares((grams[0] & grams[1]).total(), grams[0].total(), grams[1].total())


def lcs(reference, answer):
    """The places in the reference of one longest common subsequence; on ties as rouge_score walks back."""
    table = [[0] * (len(answer) + 1) for _ in range(len(reference) + 1)]
    for i, word in enumerate(reference):
        for j, other in enumerate(answer):
            table[i + 1][j + 1] = table[i][j] + 1 if word == other else max(table[i][j + 1], table[i + 1][j])
    i, j, places = len(reference), len(answer), []
    while i and j:
        if reference[i - 1] == answer[j - 1]:
            i, j = i - 1, j - 1
            places.append(i)
        elif table[i][j - 1] > table[i - 1][j]:
            j -= 1
        else:
            i -= 1
    return places[::-1]


def rouge_l(reference, answer):
    return shares(len(lcs(reference, answer)), len(answer), len(reference))


def rouge_lsum(references, answers):
    """Of texts as lists of lines."""
    left = [Counter(word for line in lines for word in line) for lines in (references, answers)]
    sizes = [count.total() for count in left]
    hits = 0
    for line in references:
        for place in sorted({place for other in answers for place in lcs(line, other)}):
            if all(count[line[place]] > 0 for count in left):
                hits += 1
                for count in left:
                    count[line[place]] -= 1
    return shares(hits, sizes[1], sizes[0])


def rouge(references, answer, stemmed):
    """By type, of the reference with the highest F1, the first of equals."""
    scores = {}
    for reference in references:
        words = [tokens(text, stemmed) for text in (reference, answer)]
        lines = [[tokens(line, stemmed) for line in text.split("\n") if line] for text in (reference, answer)]
        for kind, score in [
            ("rouge1", rouge_n(*words, 1)),
            ("rouge2", rouge_n(*words, 2)),
            ("rougeL", rouge_l(*words)),
            ("rougeLsum", rouge_lsum(*lines)),
        ]:
            scores[kind] = max(scores.get(kind, score), score, key=lambda one: one[2])
    return scores


def a_text(draw, vocabulary):
    size = draw.choices([0, 1, 4, 8, 14], [1, 1, 4, 6, 6])[0]
    spaces = draw.choices([" ", "\n", "\n\n", ". ", "\t", "\r\n"], [10, 5, 1, 2, 1, 1], k=size)
    return "".join(word + space for word, space in zip(draw.choices(vocabulary, k=size), spaces))


def a_copy(draw, text):
    """A text like another: some words dropped, doubled, made large or put on a line of their own."""
    words = re.findall(r"\S+\s+", text)
    for _ in range(draw.randint(1, 4) if words else 0):
        at = draw.randrange(len(words))
        word = words[at]
        words[at : at + 1] = draw.choice([[word, word], [word.upper()], ["\n", word], [draw.choice(WORDS), " "], []])
        words = words or [" "]
    return "".join(words)


def english():
    """Words of the data sets that come with the program."""
    folder = HERE.parent.parent / "datasets"
    files = sorted(file for file in folder.rglob("*") if file.suffix in (".csv", ".jsonl", ".md"))
    return sorted({word for file in files for word in re.findall(r"[a-z]{3,}", file.read_text("utf-8").lower())})


def made_up(draw):
    """Letters that decide between rules, and often an ending."""
    letters = "".join(draw.choices("aeiouyyylstzbcdwx4", k=draw.randint(0, 6)))
    return letters + draw.choice(["", draw.choice(ENDINGS), draw.choice(ENDINGS) + draw.choice(ENDINGS)])


def rouge_lines(draw, words):
    yield {"made_by": "rouge-vectors.py: random texts; precision, recall and F1 by type, stems by NLTK 3.10.3"}
    for number in range(PAIRS + STEMMED_PAIRS):
        stemmed = number >= PAIRS
        vocabulary = draw.sample(words, 8) if stemmed else draw.sample(WORDS, draw.choice([2, 3, 5, len(WORDS)]))
        if stemmed:
            stems = [re.sub("(e|ing|ed|s|y)$", "", word) for word in vocabulary[:4]]
            vocabulary = vocabulary + [stem + ending for stem in stems for ending in draw.choices(ENDINGS, k=2)]
        references = [a_text(draw, vocabulary) for _ in range(draw.choice([1, 1, 2, 3]))]
        answer = a_copy(draw, references[0]) if draw.random() < 0.4 else a_text(draw, vocabulary)
        scores = rouge(references, answer, stemmed)
        yield {"references": references, "answer": answer, "stem": stemmed, **scores}


def stem_lines(draw, words):
    yield "# made by rouge-vectors.py: a word and its stem by NLTK 3.10.3 PorterStemmer(), a pair a line"
    chosen = {*STEMS.pool, *words, *(made_up(draw) for _ in range(MADE_UP_WORDS))}
    yield from (f"{word} {STEMS.stem(word)}" for word in sorted(chosen) if word)


def main():
    words = english()
    lines = (json.dumps(line, ensure_ascii=False) for line in rouge_lines(random.Random(20260101), words))
    (HERE / "rouge-vectors.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    lines = stem_lines(random.Random(20260102), words)
    (HERE / "stem-vectors.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


main()
