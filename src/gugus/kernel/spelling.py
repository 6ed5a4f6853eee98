"""How one Indonesian name word is spelt: old spelling brought to the new, and letters that sound alike.

Everything here takes one lower-case word of plain letters, as `names.words_of` gives it.
"""

import re
from functools import lru_cache
from itertools import product

# The spellings before 1947 (oe) and before 1972 (dj, tj, nj, sj, ch, and j for today's y).
_SIGNS_OF_OLD_SPELLING = re.compile(r"oe|tj|dj|sj|^nj")
_DJ = "\x01"

# Letters with more than one sound; each stands for all its readings at once.
_READINGS = {
    "C": ("c", "k", "h"),  # Chandra = Candra, Chairul = Khairul = Hairul
    "A": ("c", "k"),  # Cahyadi, but Veronica = Veronika
    "E": ("c", "s"),  # Cecep, but Cecilia = Sesilia
    "K": ("k", "h"),  # Akhmad = Ahmad
    "Z": ("s", "j"),  # Zaenal = Jaenal, Aziz = Asis
    "J": ("j", "i"),  # Jusuf = Yusuf in names that kept one old letter
}
_AMBIGUOUS = re.compile("[" + "".join(_READINGS) + "]")

_FOLDS = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"^abdul(?=[rstdnz])", "abdu"),  # Abdul Rahman = Abdurrahman
        (r"dz", "z"),  # Dzaki = Zaki
        (r"(?:sch|sh|ts|sy(?=[aeiou]))", "s"),  # Syahrul = Sahrul, Utsman = Usman
        (r"^ch(?=[aeiou])", "C"),
        (r"kh|ch", "K"),
        (r"ph|f|v", "p"),  # Fitri = Pitri, Eva = Epa
        (r"q", "k"),  # Rizqi = Rizki
        (r"^x", "s"),
        (r"x", "ks"),  # Alex = Aleks
        (r"ck", "k"),
        (r"c(?=[aou])", "A"),
        (r"c(?=[eiy])", "E"),
        (r"c", "k"),  # Victor = Viktor
        (r"z(?=[aeiouy])", "Z"),
        (r"z", "s"),
        (r"j(?=[aeiou])", "J"),
        (r"(?<=[bdgjklmnprstwyCAEKZJ])h", ""),  # Ramadhan = Ramadan, Fathimah = Fatimah
        (r"y", "i"),  # Yanti = Ianti, Tri = Try
        (r"ae|oi", "ai"),  # Zaenal = Zainal, Khoirul = Khairul
        (r"ao", "au"),
        (r"oo", "u"),  # Noor = Nur
        (r"(?<=u)w(?=[aeio])", ""),  # Suwarno = Suarno
        (r"ie$", "i"),
        (r"(.)\1+", r"\1"),  # Sitti = Siti
        (r"(?<=.)h$", ""),  # Aisyah = Aisya
        (r"(?<=[aeiou])d$", "t"),  # Muhamad = Muhamat
        (r"(?<=[aeiou])b$", "p"),  # Yakub = Yakup
        (r"(.)\1+", r"\1"),
    )
)


def in_new_spelling(word: str) -> str:
    """Write a word by the spelling of 1972: soekarno → sukarno, tjahjadi → cahyadi, achmad → akhmad.

    A lone j becomes y only in a word that shows another old letter; otherwise it is the modern j.
    """
    is_old = bool(_SIGNS_OF_OLD_SPELLING.search(word))
    word = word.replace("dj", _DJ).replace("tj", "c").replace("sj", "sy").replace("oe", "u")
    word = re.sub(r"^nj", "ny", word)
    if is_old:
        word = word.replace("j", "y")
    word = re.sub(r"(?<=.)ch|^ch(?![aeiou])", "kh", word)
    return word.replace(_DJ, "j")


@lru_cache(maxsize=8192)
def sounds(word: str) -> tuple[str, ...]:
    """Return the spellings under which words that sound alike meet, the usual reading first.

    A word has more than one where a letter has several sounds: khairul → kairul, hairul.
    """
    folded = word
    for pattern, into in _FOLDS:
        folded = pattern.sub(into, folded)
    present = sorted(set(_AMBIGUOUS.findall(folded)))
    found = []
    for readings in product(*(_READINGS[letter] for letter in present)):
        table = str.maketrans(dict(zip(present, readings, strict=True)))
        found.append(re.sub(r"(.)\1+", r"\1", folded.translate(table)))
    return tuple(dict.fromkeys(found))


def with_one_letter_less(word: str) -> set[str]:
    """Return every word made by leaving out one letter: two words one slip apart share one of these."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}
