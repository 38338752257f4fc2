"""QTI 2.1: a package of items, and a test that draws one of the equally hard items of each place.

Formulas are MathML, which QTI allows wherever text may stand.
"""

from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from symconv.lesson.blocks import Words
from symconv.lesson.choices import Choices
from symconv.notation.mathml import mathml
from symconv.notation.tree import Node

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
MATH = "http://www.w3.org/1998/Math/MathML"
TEST = "test"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""When every file was written, so that the same questions give the same bytes."""


def qti(questions: list[Choices], title: str) -> bytes:
    """The questions as a package to import."""
    items = {f"item-{place}": question for place, question in enumerate(questions, 1)}
    files = {name: _item(name, question) for name, question in items.items()}
    files |= {TEST: _test(items, title), "imsmanifest": _manifest(list(items))}
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name in sorted(files):
            entry = ZipInfo(_file(name), FIRST_DAY)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, _document(files[name]))
    return packed.getvalue()


def _file(name: str) -> str:
    return f"{name}.xml"


def _document(root: Element) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()


def _item(name: str, asked: Choices) -> Element:
    letters = [f"choice-{place}" for place in range(1, len(asked.choices) + 1)]
    title = f"{asked.number} {asked.student}"
    item = Element("assessmentItem", xmlns=QTI, identifier=name, title=title, adaptive="false", timeDependent="false")
    response = SubElement(
        item, "responseDeclaration", identifier="RESPONSE", cardinality="single", baseType="identifier"
    )
    _value(SubElement(response, "correctResponse"), letters[asked.answer])
    score = SubElement(item, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    _value(SubElement(score, "defaultValue"), "0")
    SubElement(item, "outcomeDeclaration", identifier="FEEDBACK", cardinality="single", baseType="identifier")
    _body(item, asked, letters)
    _processing(item)
    for letter, choice in zip(letters, asked.choices, strict=True):
        if choice.why:
            how = {"outcomeIdentifier": "FEEDBACK", "identifier": letter, "showHide": "show"}
            SubElement(SubElement(item, "modalFeedback", how), "p").text = choice.why
    return item


def _body(item: Element, asked: Choices, letters: list[str]) -> None:
    """What is read: the layer, what is asked, and the answers."""
    body = SubElement(item, "itemBody")
    *paragraphs, prompt = asked.asked
    for words in paragraphs:
        _words(SubElement(body, "p"), words)
    interaction = SubElement(body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="true", maxChoices="1")
    _words(SubElement(interaction, "prompt"), prompt)
    for letter, choice in zip(letters, asked.choices, strict=True):
        _words(SubElement(interaction, "simpleChoice", identifier=letter), (choice.formula,))


def _processing(item: Element) -> None:
    """A point for the right answer, and what is said of the others."""
    processing = SubElement(item, "responseProcessing")
    case = SubElement(SubElement(processing, "responseCondition"), "responseIf")
    match = SubElement(case, "match")
    SubElement(match, "variable", identifier="RESPONSE")
    SubElement(match, "correct", identifier="RESPONSE")
    point = SubElement(SubElement(case, "setOutcomeValue", identifier="SCORE"), "baseValue", baseType="float")
    point.text = "1"
    SubElement(SubElement(processing, "setOutcomeValue", identifier="FEEDBACK"), "variable", identifier="RESPONSE")


def _test(items: dict[str, Choices], title: str) -> Element:
    test = Element("assessmentTest", xmlns=QTI, identifier=TEST, title=title)
    part = SubElement(test, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="simultaneous")
    for number in sorted({question.number for question in items.values()}):
        section = SubElement(
            part, "assessmentSection", identifier=f"section-{number}", title=str(number), visible="true"
        )
        SubElement(section, "selection", select="1")
        for name, question in items.items():
            if question.number == number:
                SubElement(section, "assessmentItemRef", identifier=name, href=_file(name))
    return test


def _manifest(items: list[str]) -> Element:
    manifest = Element("manifest", xmlns=PACKAGE, identifier="symconv")
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text = "QTIv2.1 Package"
    SubElement(metadata, "schemaversion").text = "1.0.0"
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    test = SubElement(resources, "resource", identifier=TEST, type="imsqti_test_xmlv2p1", href=_file(TEST))
    SubElement(test, "file", href=_file(TEST))
    for name in items:
        SubElement(test, "dependency", identifierref=name)
        resource = SubElement(resources, "resource", identifier=name, type="imsqti_item_xmlv2p1", href=_file(name))
        SubElement(resource, "file", href=_file(name))
    return manifest


def _value(element: Element, value: str) -> None:
    SubElement(element, "value").text = value


def _words(element: Element, words: Words) -> None:
    """Text with formulas in it, as an element's own."""
    last = None
    for word in words:
        if not isinstance(word, str):
            last = _formula(word)
            element.append(last)
        elif last is None:
            element.text = (element.text or "") + word
        else:
            last.tail = (last.tail or "") + word


def _formula(node: Node) -> Element:
    """A formula as MathML, without the names by which pages link entries."""
    math: Element = fromstring(f"<math>{mathml(node)}</math>")  # noqa: S314 - written by our own hand
    for part in math.iter():
        for name in [name for name in part.attrib if name.startswith("data-")]:
            del part.attrib[name]
    math.set("xmlns", MATH)
    return math
