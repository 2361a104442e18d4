#!/usr/bin/env python3
"""Cuts some articles out of a release of the published texts, with the sections around them.

    npm pack @socialgouv/legi-data@2.263.0
    tests/data/law/releases/cut.py socialgouv-legi-data-2.263.0.tgz L2143-3 L2314-33 … > tests/data/law/releases/2.263.0.json

The articles of the two files beside this one:
L2143-3 L2242-2-1 L2242-13 L2314-33 L2315-17 R2314-1 L3252-8. Nothing is changed but what the reader does not read.
"""
import json
import sys
import tarfile

CODE = "package/data/LEGITEXT000006072050.json"
ARTICLE = ["id", "cid", "num", "etat", "dateDebut", "dateFin", "texteHtml", "texte", "notaHtml", "nota"]
VERSION = ["id", "etat", "dateDebut", "dateFin"]


def article(data):
    """The keys that `src/law/package.rs` reads."""
    out = {key: data[key] for key in ARTICLE if data.get(key) is not None}
    if "texteHtml" in out:
        out.pop("texte", None)
    if "notaHtml" in out:
        out.pop("nota", None)
    if "articleVersions" in data:
        out["articleVersions"] = [{key: v.get(key) for key in VERSION} for v in data["articleVersions"]]
    return out


def cut(node, wanted):
    """The node with those of its articles that are wanted; nothing where it has none."""
    data = node["data"]
    if node["type"] == "article":
        return {"type": "article", "data": article(data)} if (data.get("num") or "").strip() in wanted else None
    children = [c for c in (cut(child, wanted) for child in node.get("children", [])) if c]
    if not children:
        return None
    kept = {key: data[key] for key in ("id", "cid", "title", "dateModif") if data.get(key) is not None}
    return {"type": node["type"], "data": kept, "children": children}


def main():
    file, wanted = sys.argv[1], set(sys.argv[2:])
    with tarfile.open(file) as tar:
        tree = json.load(tar.extractfile(CODE))
    json.dump(cut(tree, wanted), sys.stdout, ensure_ascii=False, indent=1)
    print()


main()
