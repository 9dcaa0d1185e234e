"""Writes rouge-vectors.jsonl: pairs of texts with their ROUGE F1, for rouge.test.ts.

A second implementation of what Google's rouge_score counts, straight from its definition (without stemming), in another
language and by the whole table where js-rouge splits it: python3 src/graders/rouge-vectors.py
"""

import json
import random
import re
from collections import Counter
from pathlib import Path

PAIRS = 240
WORDS = "a b c d the cat sat on mat testing one two 2024 3 it's Oslo, e-mail (yes) ÉTÉ naïve Straße 東京 İstanbul …".split()
WORDS.append("\u212a2")  # the Kelvin sign, whose lower case is an ASCII k


def tokens(text):
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).split()


def f1(hits, answer_length, reference_length):
    precision = hits / max(1, answer_length)
    recall = hits / max(1, reference_length)
    return 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0


def rouge_n(reference, answer, n):
    grams = [Counter(zip(*(words[i:] for i in range(n)))) for words in (tokens(answer), tokens(reference))]
    return f1((grams[0] & grams[1]).total(), grams[0].total(), grams[1].total())


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
    reference, answer = tokens(reference), tokens(answer)
    return f1(len(lcs(reference, answer)), len(answer), len(reference))


def rouge_lsum(reference, answer):
    references, answers = ([tokens(line) for line in text.split("\n") if line] for text in (reference, answer))
    left = [Counter(word for line in lines for word in line) for lines in (references, answers)]
    sizes = [count.total() for count in left]
    hits = 0
    for line in references:
        for place in sorted({place for other in answers for place in lcs(line, other)}):
            if all(count[line[place]] > 0 for count in left):
                hits += 1
                for count in left:
                    count[line[place]] -= 1
    return f1(hits, sizes[1], sizes[0])


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


def main():
    draw = random.Random(20260101)
    lines = []
    for _ in range(PAIRS):
        vocabulary = draw.sample(WORDS, draw.choice([2, 3, 5, len(WORDS)]))
        reference = a_text(draw, vocabulary)
        answer = a_copy(draw, reference) if draw.random() < 0.4 else a_text(draw, vocabulary)
        scores = {
            "rouge1": rouge_n(reference, answer, 1),
            "rouge2": rouge_n(reference, answer, 2),
            "rougeL": rouge_l(reference, answer),
            "rougeLsum": rouge_lsum(reference, answer),
        }
        lines.append(json.dumps({"reference": reference, "answer": answer, **scores}, ensure_ascii=False) + "\n")
    Path(__file__).with_suffix(".jsonl").write_text("".join(lines), encoding="utf-8")


main()
