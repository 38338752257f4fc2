"""Moodle XML: a category for each place on the sheets, so that a quiz draws one of equally hard questions.

Formulas are TeX between the round brackets that Moodle's MathJax filter looks for.
"""

from html import escape
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from symconv.lesson.blocks import Words
from symconv.lesson.choices import Choice, Choices
from symconv.notation.latex import latex
from symconv.notation.tree import Node


def moodle(questions: list[Choices], title: str) -> str:
    """The questions as one file to import."""
    quiz = Element("quiz")
    for number in sorted({question.number for question in questions}):
        category = SubElement(SubElement(quiz, "question", type="category"), "category")
        SubElement(category, "text").text = f"$course$/top/{title.replace('/', '//')}/{number}"
        for question in questions:
            if question.number == number:
                quiz.append(_question(question))
    indent(quiz)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(quiz, encoding="unicode")}\n'


def _question(asked: Choices) -> Element:
    question = Element("question", type="multichoice")
    _text(SubElement(question, "name"), f"{asked.number} {asked.student}")
    paragraphs = "".join(f"<p>{_words(words)}</p>" for words in asked.asked)
    _text(SubElement(question, "questiontext", format="html"), paragraphs)
    settings = {"defaultgrade": "1", "penalty": "0.3333333", "hidden": "0"}
    settings |= {"single": "true", "shuffleanswers": "true", "answernumbering": "abc"}
    for name, value in settings.items():
        SubElement(question, name).text = value
    for choice in asked.choices:
        _answer(question, choice)
    return question


def _answer(question: Element, choice: Choice) -> None:
    answer = SubElement(question, "answer", fraction="0" if choice.why else "100", format="html")
    _text(answer, f"<p>{_formula(choice.formula)}</p>")
    why = f"<p>{escape(choice.why, quote=False)}</p>" if choice.why else ""
    _text(SubElement(answer, "feedback", format="html"), why)


def _text(element: Element, words: str) -> None:
    SubElement(element, "text").text = words


def _words(words: Words) -> str:
    return "".join(escape(word, quote=False) if isinstance(word, str) else _formula(word) for word in words)


def _formula(node: Node) -> str:
    return escape(f"\\({latex(node)}\\)", quote=False)
