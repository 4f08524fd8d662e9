"""The XML of a drawing, read without entities or network, and checked element by element against the subset."""

import re
from collections.abc import Iterator

from lxml import etree

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.bpmn.subset import BPMNDI, MODEL, MODELER, OURS, SUBSET, XSI, Allowed

MOST_BYTES = 5_000_000
MOST_SHOWN = 20
# Encodings in which "<!DOCTYPE" cannot be written in other bytes than these.
ENCODINGS = {"utf-8", "us-ascii", "iso-8859-1", "gbk", "gb2312", "gb18030"}
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_CONTAINERS = ("documentation", "extensionElements")

Element = etree._Element


def parse_document(data: bytes) -> Element:
    """The root of a well-formed BPMN file; DTDs, other encodings, other roots and large files are refused."""
    if len(data) > MOST_BYTES:
        raise BadInput("bpmn.bytes", "文件超过{most}MB,不予读取:请拆成几个流程。", most=MOST_BYTES // 1_000_000)
    declared = _DECLARED.search(data[:400])
    encoding = declared[1].decode("latin-1").lower() if declared else "utf-8"
    if b"\0" in data or encoding not in ENCODINGS:
        raise BadInput("bpmn.encoding", "文件不是 UTF-8 编码的文本:请在建模工具里另存为 UTF-8。")
    if re.search(rb"<!(DOCTYPE|ENTITY)", data, re.IGNORECASE):
        raise BadInput("bpmn.doctype", "文件带有 DOCTYPE 或实体声明,出于安全不予读取:请删去该声明。")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise BadInput(
            "bpmn.xml",
            "文件不是合格的 XML:第{line}行出错({reason})。请用建模工具重新导出。",
            line=fault.lineno or 1,
            reason=fault.msg or "空文件",
        ) from None
    if root.tag != f"{{{MODEL}}}definitions":
        raise BadInput(
            "bpmn.root", "文件的根元素是“{tag}”,不是 BPMN 2.0 的 definitions:请导出为 BPMN 2.0。", tag=root.tag
        )
    return root


def local(element: Element) -> str:
    """The name of a BPMN element without its namespace; empty for a stranger."""
    name = etree.QName(element)
    return name.localname if name.namespace == MODEL else ""


def label(element: Element) -> str:
    """How a refusal names an element: tag, name, id; without an id the line."""
    name = f"“{element.get('name')}”" if element.get("name") else ""
    prefix = "" if local(element) else f"{element.prefix or etree.QName(element).namespace}:"
    where = element.get("id") or f"第{element.sourceline}行"
    return f"{prefix}{etree.QName(element).localname}{name}({where})"


def children(element: Element, *names: str) -> Iterator[Element]:
    """The BPMN children with these names, in the order of the document."""
    return (child for child in element if local(child) in names)


def check_subset(root: Element) -> None:
    """Refuse, in one sentence, everything the subset does not hold: elements, attributes, texts."""
    found = list(strangers(root))
    if found:
        shown = "、".join(found[:MOST_SHOWN])
        more = f"等共{len(found)}处" if len(found) > MOST_SHOWN else f"(共{len(found)}处)"
        raise BadInput(
            "bpmn.unsupported",
            "流程图里有不支持的内容:{shown}{more}。请在建模工具里删去或改画后再导入。",
            shown=shown,
            more=more,
        )


def strangers(element: Element) -> Iterator[str]:
    """What of an element and below cannot be held; an element refused is not looked into."""
    allowed = SUBSET[local(element)]
    yield from strange_attributes(element, allowed)
    texts = [element.text, *(child.tail for child in element)]
    if not allowed.text and any(text and text.strip() for text in texts):
        yield f"{label(element)}里的文字"
    for child in element:
        if local(child) in allowed.children:
            yield from strangers(child)
        elif local(child) == "extensionElements":
            yield from strange_extensions(child, element, allowed)
        elif local(child) == "documentation":
            if len(child) or (child.text or "").strip():
                yield f"{label(element)}的 documentation"
        elif child.tag != f"{{{BPMNDI}}}BPMNDiagram":  # layout only; drawn anew on export
            yield f"{label(child)}" if child.get("id") else f"{label(element)}里的 {label(child)}"


def strange_attributes(element: Element, allowed: Allowed) -> Iterator[str]:
    """Attributes unknown, or known with a value that means something."""
    for key, value in ((str(key), str(value)) for key, value in element.attrib.items()):
        name = etree.QName(key)
        if name.namespace is None:
            harmless = name.localname in allowed.attributes
            values = allowed.attributes.get(name.localname)
            harmless = harmless and (values is None or value in values)
        elif name.namespace == OURS:
            harmless = name.localname in allowed.ours
        else:
            harmless = is_tool_attribute(element, name, value)
        if not harmless:
            yield f"{label(element)}的属性 {name.localname}={value[:40]}"


def is_tool_attribute(element: Element, name: etree.QName, value: str) -> bool:
    """Whether an attribute of another namespace only serves the drawing tool or the schema."""
    tag = local(element)
    if name.namespace == XSI:
        formal = tag == "conditionExpression" and value.rpartition(":")[2] in ("tFormalExpression", "tExpression")
        return name.localname == "schemaLocation" or (name.localname == "type" and formal)
    return name.namespace == MODELER and tag == "definitions"


def strange_extensions(container: Element, host: Element, allowed: Allowed) -> Iterator[str]:
    """Extension elements that are not our plain words."""
    for child in container:
        name = etree.QName(child)
        plain = not len(child) and not child.attrib
        if name.namespace != OURS or name.localname not in allowed.ours or not plain:
            yield f"{label(host)}的扩展元素 {child.prefix or name.namespace}:{name.localname}"


def ours(element: Element, word: str) -> str:
    """One of our own words on an element, as attribute or extension element; empty if absent, twice is refused."""
    tag = f"{{{OURS}}}{word}"
    found = [str(element.get(tag))] if element.get(tag) is not None else []
    for container in children(element, "extensionElements"):
        found += [(child.text or "").strip() for child in container if child.tag == tag]
    if len(set(found)) > 1:
        raise BadInput(
            "bpmn.twice",
            "{element}的 tongban:{word} 写了两次且不一致({values}):请只留一个。",
            element=label(element),
            word=word,
            values="、".join(found),
        )
    return found[0] if found else ""
