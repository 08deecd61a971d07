"""One run, as a program: code and server come in as JSON, the news go out as JSON."""

from __future__ import annotations

import json
import sys

from smtp_playground.client.cell import run

news: list[tuple[str, str]] = []
code, server = json.load(sys.stdin)
out = sys.stdout
run(code, server, lambda kind, text: news.append((kind, text)))
json.dump(news, out)
