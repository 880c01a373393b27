"""Writes docs/reference/errors.md from the registry: `python -m zandaka.web.reference`.

A test compares the file with what this makes, so that no code is without its line."""

import sys
from pathlib import Path
from typing import Final

from zandaka.errors import KINDS

PATH: Final = Path(__file__).resolve().parents[3] / "docs" / "reference" / "errors.md"

_HEAD: Final = """# エラー一覧 / Errors

`python -m zandaka.web.reference` が `src/zandaka/errors.toml` から作ります。手では書き換えません。
Made from `src/zandaka/errors.toml` by `python -m zandaka.web.reference`; not edited by hand.

すべての応答は RFC 9457 の `application/problem+json` です。
複数に当てはまるときは、上のものを返します。
`detail_ja`・`detail_en` は次にすることを示します。`400` は `field` と `rule` を、`422` は
`params`(事実)と `source`(根拠)を含みます。`422` は台帳に試行として残り、同じ冪等キーには同じ答えが
返ります。`503` は結果が分からないという意味です。
`Retry-After` の秒数を待ち、同じキーで送り直してください。

Every answer is an RFC 9457 `application/problem+json`. Where several apply, the first of this list
is told. `detail_ja` and `detail_en` say what to do. A `400` names `field` and `rule`. A `422`
carries `params` (the facts) and `source` (what decided), is kept in the book as an attempt, and is
told again to the same idempotency key. A `503` means that the outcome is not known: wait for
`Retry-After` and ask again with the same key.

"""


def render() -> str:
    """The page."""
    lines = [
        "| コード / Code | HTTP | 意味 / Meaning | 対応 / What to do |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{kind.code}` | {kind.status} | {kind.ja}<br>{kind.en} |"
        f" {kind.next_ja}<br>{kind.next_en} |"
        for kind in KINDS.values()
    ]
    return _HEAD + "\n".join(lines) + "\n"


def main() -> None:
    """Writes the page and says where."""
    PATH.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"{PATH}\n")


if __name__ == "__main__":
    main()
